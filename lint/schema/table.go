package schema

import (
	_ "embed" // the table
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"
)

// tableText is the generated table; its first lines say how to read it.
//
//go:embed table.txt
var tableText string

// loaded is the table, decoded when it is first needed: package initialisation is paid for by every command.
var loaded = sync.OnceValue(func() *table { //nolint:gochecknoglobals // a constant that is computed at first use
	t := decode(tableText)
	t.addDrops(drops)
	return t
})

// kind is the type of a value, as its decoder sees it.
type kind uint8

const (
	kindString kind = iota
	kindBool
	kindInt32
	kindInt64
	kindQuantity
	kindIntOrString
	kindTime
	kindAny
	kindList
	kindMap    // with keys of any name
	kindObject // with the fields of a type
)

// typ is the type of a field.
type typ struct {
	kind   kind
	elem   *typ    // of lists and maps
	object *object // of objects
}

// object is a type with fields.
type object struct {
	name   string
	fields []field // by name, then by version
}

// field is a field of an object in a range of versions.
type field struct {
	name         string
	typ          *typ
	since, until int
	required     bool
	mergeKey     string // the field that tells the items of a list apart
	drops        []*drop
}

// in says whether the version has the field.
func (f *field) in(minor int) bool { return f.since <= minor && minor <= f.until }

// target is the object that a field leads to, directly or as a list; nil if it leads to none.
func (f *field) target() *object {
	t := f.typ
	for t.elem != nil {
		t = t.elem
	}
	return t.object
}

// versions are all entries of a field: most fields have one, those that changed their type have more.
func (o *object) versions(name string) []field {
	at, _ := slices.BinarySearchFunc(o.fields, name, func(f field, name string) int { return strings.Compare(f.name, name) })
	end := at
	for end < len(o.fields) && o.fields[end].name == name {
		end++
	}
	return o.fields[at:end]
}

// field is the field of that name in a version, or nil.
func (o *object) field(name string, minor int) *field {
	fields := o.versions(name)
	for i := range fields {
		if fields[i].in(minor) {
			return &fields[i]
		}
	}
	return nil
}

// table is all types.
type table struct {
	oldest, newest int
	objects        map[string]*object
	types          map[string]*typ
}

// decode reads the generated table. It panics if the table is damaged, which the tests rule out.
func decode(text string) *table {
	t := &table{objects: make(map[string]*object, 160), types: make(map[string]*typ, 160)}
	fields := make([]field, 0, strings.Count(text, "\n "))
	var into *object
	start := 0
	for line := range strings.Lines(text) {
		line = strings.TrimSuffix(line, "\n")
		switch {
		case strings.HasPrefix(line, "#"):
		case strings.HasPrefix(line, "versions "):
			oldest, newest, _ := strings.Cut(line[len("versions "):], " ")
			t.oldest, t.newest = mustAtoi(oldest), mustAtoi(newest)
		case strings.HasPrefix(line, " "):
			fields = append(fields, t.decodeField(line[1:]))
			into.fields = fields[start:len(fields):len(fields)]
		default:
			into, start = t.object(line), len(fields)
		}
	}
	return t
}

func (t *table) decodeField(line string) field {
	name, rest, _ := strings.Cut(line, " ")
	kind, rest, _ := strings.Cut(rest, " ")
	f := field{name: name, typ: t.typ(kind), since: t.oldest, until: t.newest}
	for rest != "" {
		var word string
		word, rest, _ = strings.Cut(rest, " ")
		switch word[0] {
		case '*':
			f.required = true
		case '+':
			f.since = mustAtoi(word[1:])
		case '-':
			f.until = mustAtoi(word[1:])
		case '~':
			f.mergeKey = word[1:]
		default:
			panic(fmt.Sprintf("lint/schema/table.txt: %q", line))
		}
	}
	return f
}

func mustAtoi(s string) int {
	n, err := strconv.Atoi(s)
	if err != nil {
		panic(fmt.Sprintf("lint/schema/table.txt: %v", err))
	}
	return n
}

// object is the type of a name; its fields may come later.
func (t *table) object(name string) *object {
	o := t.objects[name]
	if o == nil {
		o = &object{name: name}
		t.objects[name] = o
	}
	return o
}

// typ reads a type as the table writes it.
func (t *table) typ(text string) *typ {
	if known := t.types[text]; known != nil {
		return known
	}
	made := &typ{}
	switch {
	case strings.HasPrefix(text, "[]"):
		made.kind, made.elem = kindList, t.typ(text[2:])
	case strings.HasPrefix(text, "{}"):
		made.kind, made.elem = kindMap, t.typ(text[2:])
	case text[0] >= 'A' && text[0] <= 'Z':
		made.kind, made.object = kindObject, t.object(text)
	default:
		made.kind = scalarKind(text)
	}
	t.types[text] = made
	return made
}

func scalarKind(text string) kind {
	switch text {
	case "string":
		return kindString
	case "bool":
		return kindBool
	case "int32":
		return kindInt32
	case "int64":
		return kindInt64
	case "quantity":
		return kindQuantity
	case "int-or-string":
		return kindIntOrString
	case "time":
		return kindTime
	case "any":
		return kindAny
	default:
		panic(fmt.Sprintf("lint/schema/table.txt: type %q", text))
	}
}

// addDrops tells the fields when they are dropped.
func (t *table) addDrops(drops []drop) {
	for i := range drops {
		d := &drops[i]
		fields := t.object(d.object).versions(d.field)
		for j := range fields {
			fields[j].drops = append(fields[j].drops, d)
		}
	}
}
