package manifest

import (
	"bytes"
	"errors"
	"slices"
	"strings"
	"testing"
)

func TestChanges(t *testing.T) {
	tests := []struct {
		name, in string
		change   Change
		want     string
	}{
		{"set", "a: 1 # one\nb: 2\n", Change{Set, []any{"a"}, 5}, "a: 5 # one\nb: 2\n"},
		{"set keeps quotes", "a: 'x'\nb: \"y\"\n", Change{Set, []any{"a"}, "it's"}, "a: 'it''s'\nb: \"y\"\n"},
		{"set quotes what needs it", "a: x\n", Change{Set, []any{"a"}, "yes"}, "a: \"yes\"\n"},
		{"set what was left out", "a:\nb: 1\n", Change{Set, []any{"a"}, "x"}, "a: x\nb: 1\n"},
		{"set an item left out", "- a\n-\n- c\n", Change{Set, []any{1}, true}, "- a\n- true\n- c\n"},
		{"set in flow without a colon", "{a, b: 1}\n", Change{Set, []any{"a"}, 1.5}, "{a: 1.5, b: 1}\n"},
		{"set a block of text", "a: |\n  x\n  y\n# c\nb: 1\n", Change{Set, []any{"a"}, "z"}, "a: z\n# c\nb: 1\n"},
		{"set behind a tag", "a: !!str 5\n", Change{Set, []any{"a"}, 6}, "a: 6\n"},
		{"set an alias", "a: &x 1\nb: *x\n", Change{Set, []any{"b"}, 2}, "a: &x 1\nb: 2\n"},
		{"set in JSON", "{\n\t\"a\": \"x\"\n}", Change{Set, []any{"a"}, "y"}, "{\n\t\"a\": \"y\"\n}"},
		{"add", "a:\n  b: 1 # one\n\nc: 2\n", Change{Add, []any{"a", "d"}, "x"}, "a:\n  b: 1 # one\n  d: x\n\nc: 2\n"},
		{"add without a line break at the end", "a:\n  b: 1", Change{Add, []any{"a", "d"}, nil}, "a:\n  b: 1\n  d: null"},
		{"add with CRLF", "a: 1\r\nb: 2\r\n", Change{Add, []any{"c"}, 3}, "a: 1\r\nb: 2\r\nc: 3\r\n"},
		{"add a tree", "- a: 1\n", Change{Add, []any{0, "b"}, map[string]any{"c": []any{"x", 2}, "d": map[string]any{}}}, "- a: 1\n  b:\n    c:\n      - x\n      - 2\n    d: {}\n"},
		{"add behind a block of text", "a: |+\n  x\n\n\n", Change{Add, []any{"b"}, 1}, "a: |+\n  x\n\n\nb: 1\n"},
		{"add in flow", "{a: 1}", Change{Add, []any{"b"}, "x: y"}, "{a: 1, b: \"x: y\"}"},
		{"add in empty flow", "a: {}\n", Change{Add, []any{"a", "b"}, 1}, "a: {b: 1}\n"},
		{"add in flow with a comma at the end", "{a: 1, }", Change{Add, []any{"b"}, 1}, "{a: 1, b: 1, }"},
		{"add in JSON", "{\n  \"a\": 1\n}\n", Change{Add, []any{"b"}, "x"}, "{\n  \"a\": 1,\n  \"b\": \"x\"\n}\n"},
		{"delete", "a: 1\n# two\nb: 2 # zwei\n# three\nc: 3\n", Change{Delete, []any{"b"}, nil}, "a: 1\n# two\n# three\nc: 3\n"},
		{"delete a tree", "a: 1\nb:\n- x\n- y: |\n    z\nc: 3\n", Change{Delete, []any{"b"}, nil}, "a: 1\nc: 3\n"},
		{"delete the last line", "a: 1\nb: 2", Change{Delete, []any{"b"}, nil}, "a: 1"},
		{"delete the first of an item", "- a: 1 # x\n  b: 2\n", Change{Delete, []any{0, "a"}, nil}, "- b: 2\n"},
		{"delete the first of an item, keep comments", "- a: 1\n  # two\n  b: 2\n", Change{Delete, []any{0, "a"}, nil}, "- \n  # two\n  b: 2\n"},
		{"delete the only one", "a:\n  b: 1\nc: 2\n", Change{Delete, []any{"a", "b"}, nil}, "a: {}\nc: 2\n"},
		{"delete the only item", "a:\n- b\nc: 2\n", Change{Delete, []any{"a", 0}, nil}, "a: []\nc: 2\n"},
		{"delete the only one, keep the comment", "a: # why\n- b\nc: 2\n", Change{Delete, []any{"a", 0}, nil}, "a: # why\n  []\nc: 2\n"},
		{"delete an item", "a:\n- b\n- c: 1\n  d: 2\n- e\n", Change{Delete, []any{"a", 1}, nil}, "a:\n- b\n- e\n"},
		{"delete in flow", "{a: 1, b: 2, c: 3}", Change{Delete, []any{"b"}, nil}, "{a: 1, c: 3}"},
		{"delete the last in flow", "[a, b]", Change{Delete, []any{1}, nil}, "[a]"},
		{"delete the only one in flow", "[a]", Change{Delete, []any{0}, nil}, "[]"},
		{"rename", "a: 1\n\"b\": 2 # x\n", Change{Rename, []any{"b"}, "c"}, "a: 1\n\"c\": 2 # x\n"},
		{"rename what comes to a boolean", "a: {yes: 1}\n", Change{Rename, []any{"a", "true"}, "no"}, "a: {\"no\": 1}\n"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			docs := Parse("", []byte(tt.in), Limits{})
			got, err := docs[0].Change(tt.change)
			if err != nil {
				t.Fatal(err)
			}
			if string(got) != tt.want {
				t.Errorf("%q, want %q", got, tt.want)
			}
		})
	}
}

func TestChangesThatCannotBe(t *testing.T) {
	tests := []struct {
		in     string
		change Change
		alias  bool
	}{
		{"a: &x {b: 1}\nc: *x\n", Change{Set, []any{"c", "b"}, 2}, true},
		{"a: &x {b: 1}\nc:\n  <<: *x\n", Change{Delete, []any{"c", "b"}, nil}, true},
		{"a: &x 1\nb: *x\n", Change{Delete, []any{"a"}, nil}, false}, // the alias would hang
		{"a: 1\n", Change{Add, []any{"a"}, 2}, false},
		{"a: 1\n", Change{Delete, []any{"b"}, nil}, false},
		{"a: 1\n", Change{Rename, []any{"a"}, 5}, false},
		{"a: 1\nb: 2\n", Change{Rename, []any{"a"}, "b"}, false},
		{"- a\n", Change{Add, []any{"b"}, 2}, false},
		{"a: 1\n", Change{Set, nil, 2}, false},
	}
	for _, tt := range tests {
		docs := Parse("", []byte(tt.in), Limits{})
		got, err := docs[0].Change(tt.change)
		if err == nil || errors.Is(err, ErrAliased) != tt.alias {
			t.Errorf("%q %v: %q, %v", tt.in, tt.change, got, err)
		}
	}
}

func TestApplyRefusesOverlaps(t *testing.T) {
	if got, err := Apply([]byte("abcdef"), Edit{4, 5, "Y"}, Edit{1, 2, "X"}, Edit{2, 2, "+"}); err != nil || string(got) != "aX+cdYf" {
		t.Errorf("%q, %v", got, err)
	}
	for _, edits := range [][]Edit{{{0, 2, ""}, {1, 3, ""}}, {{3, 2, ""}}, {{0, 7, ""}}} {
		if got, err := Apply([]byte("abcdef"), edits...); err == nil {
			t.Errorf("%v: %q", edits, got)
		}
	}
}

// changesOf are changes at every place of a document.
func changesOf(root *Node) []Change {
	var changes []Change
	walk(root, nil, func(path []any, n *Node) {
		if n.Kind == Map && (len(n.Entries) > 0 || n.Style == Flow) {
			for _, v := range []any{"text", "two\nlines", "on", map[string]any{"a": []any{nil, 1.5}}} {
				changes = append(changes, Change{Add, append(slices.Clip(path), "added"), v})
			}
		}
		if len(path) == 0 {
			return
		}
		for _, v := range []any{"text", "two\nlines: # é\u00a0", "", "7", 7, nil, false, []any{"x"}} {
			changes = append(changes, Change{Set, path, v})
		}
		changes = append(changes, Change{Delete, path, nil})
		if _, ok := path[len(path)-1].(string); ok {
			changes = append(changes, Change{Rename, path, "renamed"})
		}
	})
	return changes
}

// TestChangesKeepTheRest makes every change in every file of testdata. Change proves the value; this proves that what
// is not changed keeps its bytes, and that comments outside of the change stay.
func TestChangesKeepTheRest(t *testing.T) {
	made := 0
	for _, name := range files(t) {
		for _, d := range Parse(name, read(t, name), Limits{}) {
			for _, c := range changesOf(d.Root) {
				e, err := d.Edit(c)
				if errors.Is(err, ErrAliased) {
					continue
				}
				if err != nil {
					t.Fatalf("%s %v: %v", name, c, err)
				}
				got, err := d.Change(c)
				if err != nil {
					if anchored(d.Root, c.Path) {
						continue // aliases would change, too
					}
					t.Fatalf("%s %v: %v\n%+v", name, c, err, e)
				}
				made++
				if !bytes.HasPrefix(got, d.Source[:e.Start]) || !bytes.HasSuffix(got, d.Source[e.End:]) {
					t.Errorf("%s %v changes more than its edit", name, c)
				}
				if lost := lostComments(&d, e, c); lost != "" {
					t.Errorf("%s %v loses the comment %s", name, c, lost)
				}
			}
		}
	}
	if made < 500 {
		t.Errorf("only %d changes were made", made)
	}
}

// anchored says that a value has an anchor, or is part of one that has or that merges others, or has one below it.
func anchored(root *Node, path []any) bool {
	for i := range path {
		n := root.At(path[:i]...)
		if n.Anchor != "" {
			return true
		}
		for k := range n.Entries {
			if n.Entries[k].Merged {
				return true // below a key there may be another of that name
			}
		}
	}
	found := false
	if n := root.At(path...); n != nil {
		walk(n, nil, func(_ []any, n *Node) { found = found || n.Anchor != "" })
	}
	return found
}

// lostComments names a comment that an edit removes though it is not inside of what the change is about.
func lostComments(d *Document, e Edit, c Change) string {
	n := d.Root.At(c.Path...)
	for _, comment := range d.Comments {
		at := comment.Range.Start.Offset
		if at < e.Start || at >= e.End {
			continue
		}
		if n == nil {
			return d.Text(comment.Range) // nothing is lost where something is added
		}
		within := at >= n.outer && at <= n.Range.End.Offset
		onLine := c.Op == Delete && !strings.Contains(string(d.Source[n.Range.End.Offset:max(at, n.Range.End.Offset)]), "\n")
		if !within && !onLine {
			return d.Text(comment.Range)
		}
	}
	return ""
}
