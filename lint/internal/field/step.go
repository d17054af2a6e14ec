package field

import "strconv"

// form is how a step is written in a path.
type form uint8

const (
	root  form = iota // nothing
	named             // .name
	keyed             // [name]
	item              // [index]
	whole             // name is all of the path
)

// step leads from a value to one in it. Paths are made of steps only when somebody asks for them: of most values nobody does.
type step struct {
	up    *step // nil for the document
	name  string
	index int32
	form  form
}

// path is the way to a value, as the API server prints it.
func (s step) path() string {
	if s.form == root {
		return ""
	}
	if s.up == nil && (s.form == named || s.form == whole) {
		return s.name
	}
	var room [128]byte
	return string(s.append(room[:0]))
}

func (s *step) append(b []byte) []byte {
	if s.up != nil && s.form != whole {
		b = s.up.append(b)
	}
	switch s.form {
	case named:
		if len(b) > 0 {
			b = append(b, '.')
		}
		return append(b, s.name...)
	case keyed:
		return append(append(append(b, '['), s.name...), ']')
	case item:
		return append(strconv.AppendInt(append(b, '['), int64(s.index), 10), ']')
	case whole:
		return append(b, s.name...)
	default:
		return b
	}
}

const (
	block  = 16 // how many steps are allocated at once
	recent = 6  // how many of them are looked through
)

// keep puts a step where those below it can refer to it. Fields of one map are mostly asked for one after the other: the map's
// own step is then there already.
func (c *Checker) keep(s step) *step {
	if c == nil {
		return new(s)
	}
	for i := len(c.steps) - 1; i >= max(0, len(c.steps)-recent); i-- {
		if k := &c.steps[i]; k.up == s.up && k.form == s.form && k.index == s.index && k.name == s.name {
			return k
		}
	}
	if len(c.steps) == cap(c.steps) {
		c.steps = make([]step, 0, block)
	}
	c.steps = append(c.steps, s)
	return &c.steps[len(c.steps)-1]
}
