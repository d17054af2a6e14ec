package lsp

import (
	"regexp"
	"slices"
	"strings"
)

// cursor is a place in a manifest that may be unfinished, as one types it: told by the indentation of lines, not by parsing.
type cursor struct {
	kind string // Job, CronJob, or another; empty if the document has none
	// path leads to the map at the place; items of lists do not count.
	path []string
	// key is the key in front of the place on its line; empty at the place of a key.
	key string
	// word is what stands between the key, or the beginning of the key, and the place; start is where it begins.
	word   string
	start  position
	indent int
	// taken are the keys that the map has on other lines.
	taken []string
	// batch says that the document is of batch/v1.
	batch bool
}

var (
	kindLine    = regexp.MustCompile(`^kind:\s*["']?(\w+)`)
	versionLine = regexp.MustCompile(`^apiVersion:\s*["']?(\S+?)["']?\s*(#.*)?$`)
	keyPattern  = regexp.MustCompile(`^["']?([\w./-]+)["']?\s*:(\s|$)`)
)

// row is a line: its dashes, and the key that begins behind them.
type row struct {
	blank  bool
	dash   int // the column of the first dash; -1 without
	column int // where the text behind the dashes begins
	key    string
	rest   string // behind the colon
}

func newRow(line string) row {
	r := row{dash: -1}
	s := strings.TrimLeft(line, " ")
	r.column = len(line) - len(s)
	for strings.HasPrefix(s, "- ") || s == "-" {
		if r.dash < 0 {
			r.dash = r.column
		}
		after := strings.TrimLeft(s[1:], " ")
		r.column += len(s) - len(after)
		s = after
	}
	r.blank = r.dash < 0 && (s == "" || strings.HasPrefix(s, "#"))
	if m := keyPattern.FindStringSubmatchIndex(s); m != nil {
		r.key, r.rest = s[m[2]:m[3]], strings.TrimSpace(s[m[1]:])
	}
	return r
}

// at finds out about a place. It is not ok in comments, block scalars and flow collections.
func (t *text) at(p position) (cursor, bool) {
	line := t.data[t.starts[min(p.Line, len(t.starts)-1)]:t.offset(p)]
	c := cursor{}
	r := newRow(line)
	behind := line[r.column:]
	if strings.HasPrefix(behind, "#") || strings.Contains(behind, " #") || strings.ContainsAny(line, "\t{[") {
		return c, false
	}
	c.indent, c.word = r.column, behind
	if r.key != "" {
		key, value, _ := strings.Cut(behind, ":")
		c.key, c.word = strings.Trim(key, `"' `), strings.TrimLeft(value, " ")
	}
	c.start = position{Line: p.Line, Character: p.Character - units(c.word)}
	first, last := t.document(p.Line)
	c.describe(t, first, last)
	if !c.climb(t, p.Line, first, r) {
		return c, false
	}
	c.siblings(t, p.Line, first, last, r)
	return c, true
}

// document is the lines between separators around a line: from first to just before last.
func (t *text) document(line int) (first, last int) {
	for first = line; first > 0 && !separates(t.line(first-1)); first-- { //nolint:revive // the count is all
	}
	for last = line + 1; last < len(t.starts) && !separates(t.line(last)); last++ { //nolint:revive // the count is all
	}
	return first, last
}

func separates(line string) bool {
	return strings.HasPrefix(line, "---") || strings.HasPrefix(line, "...")
}

func (c *cursor) describe(t *text, first, last int) {
	for n := first; n < last; n++ {
		line := strings.TrimPrefix(t.line(n), byteOrderMark)
		if m := kindLine.FindStringSubmatch(line); m != nil {
			c.kind = m[1]
		}
		if m := versionLine.FindStringSubmatch(line); m != nil {
			c.batch = m[1] == "batch/v1"
		}
	}
}

// climb collects the keys that the place is under.
func (c *cursor) climb(t *text, line, first int, at row) bool {
	below := at.column // what stands left of this is above the place
	if at.dash >= 0 {
		below = at.dash + 1
	}
	for n := line - 1; n >= first && below > 0; n-- {
		r := newRow(t.line(n))
		if r.blank || min(r.column, dashOr(r)) >= below {
			continue
		}
		if r.key != "" && r.column < below {
			if strings.HasPrefix(r.rest, "|") || strings.HasPrefix(r.rest, ">") {
				return false
			}
			c.path = append(c.path, r.key)
			below = r.column
		}
		if r.dash >= 0 && r.dash < below {
			below = r.dash + 1
		}
	}
	slices.Reverse(c.path)
	return true
}

// dashOr is the column of the dash, or else that of the text.
func dashOr(r row) int {
	if r.dash >= 0 {
		return r.dash
	}
	return r.column
}

// siblings collects the keys of the same map.
func (c *cursor) siblings(t *text, line, first, last int, at row) {
	if at.dash < 0 {
		for n := line - 1; n >= first; n-- {
			r := newRow(t.line(n))
			if r.blank {
				continue
			}
			if r.column == at.column && r.key != "" {
				c.taken = append(c.taken, r.key)
			}
			if r.dash >= 0 && r.dash < at.column || r.column < at.column {
				break
			}
		}
	}
	for n := line + 1; n < last; n++ {
		r := newRow(t.line(n))
		if r.blank {
			continue
		}
		if r.column < at.column || r.dash >= 0 && r.dash < at.column {
			break
		}
		if r.column == at.column && r.key != "" {
			c.taken = append(c.taken, r.key)
		}
	}
}
