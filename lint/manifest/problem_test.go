package manifest

import (
	"bytes"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// problems writes all problems of some documents, a line each.
func problems(docs []Document) string {
	var lines []string
	for i := range docs {
		for _, p := range docs[i].Problems {
			line := fmt.Sprintf("%s-%s %s: %s", p.Range.Start, p.Range.End, p.Kind, p.Message)
			if p.Related != nil {
				line += " (" + p.Related.String() + ")"
			}
			if p.Hint != "" {
				line += " -> " + p.Hint
			}
			lines = append(lines, line)
		}
	}
	return strings.Join(lines, "\n")
}

// TestProblems reads the cases of testdata/problems.txt: a document, a line of dots, and what is said of it.
func TestProblems(t *testing.T) {
	const file = "testdata/problems.txt"
	var rewritten []string
	for part := range strings.SplitSeq(string(read(t, file)), "\n=====\n") {
		source, want, _ := strings.Cut(part, "\n.....\n")
		source = strings.NewReplacer("<TAB>", "\t", "<NUL>", "\x00", "<FF>", "\xff", "<CR>", "\r").Replace(source)
		got := problems(Parse("", []byte(source+"\n"), Limits{}))
		before, _, _ := strings.Cut(part, "\n.....\n")
		rewritten = append(rewritten, before+"\n.....\n"+got)
		if diff := cmp.Diff(strings.TrimSuffix(want, "\n"), got); diff != "" && !*update {
			t.Errorf("%q (-want +got):\n%s", source, diff)
		}
	}
	if *update {
		if err := os.WriteFile(file, []byte(strings.Join(rewritten, "\n=====\n")+"\n"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

func TestDocumentsBehindABadOneAreRead(t *testing.T) {
	docs := Parse("f", []byte("a: 1\n---\nb: @x\n---\nc: 3\n---\n--- d\n---\ne: 5\n"), Limits{})
	var got []string
	for i := range docs {
		got = append(got, fmt.Sprint(docs[i].Index, docs[i].Root.Interface(), docs[i].Fatal() != nil))
	}
	want := []string{"0 map[a:1] false", "1 <nil> true", "2 map[c:3] false", "3 <nil> true", "4 map[e:5] false"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestCommentsOfEmptyDocumentsGoToTheNext(t *testing.T) {
	docs := Parse("", []byte("# licence\n--- # sep\n# own\na: 1 # line\n"), Limits{})
	var got []string
	for _, c := range docs[0].Comments {
		got = append(got, fmt.Sprint(c.Text, " ", c.Range, " ", c.OwnLine))
	}
	if diff := cmp.Diff([]string{"licence 1:1 true", "sep 2:5 false", "own 3:1 true", "line 4:6 false"}, got); diff != "" {
		t.Error(diff)
	}
}

func TestLimits(t *testing.T) {
	bomb := "a: &a [x, x, x, x, x, x, x, x, x, x]\n"
	for c := 'b'; c <= 'k'; c++ {
		bomb += fmt.Sprintf("%c: &%c [%s]\n", c, c, strings.TrimSuffix(strings.Repeat(fmt.Sprintf("*%c, ", c-1), 10), ", "))
	}
	merges := "a: &a {" + strings.Repeat("k: 1, ", 10) + "}\n"
	for c := 'b'; c <= 'p'; c++ {
		merges += fmt.Sprintf("%c: &%c {<<: [%s]}\n", c, c, strings.TrimSuffix(strings.Repeat(fmt.Sprintf("*%c, ", c-1), 10), ", "))
	}
	deep := func(open, end string, n int) string { return strings.Repeat(open, n) + "x" + strings.Repeat(end, n) }
	tests := []struct {
		name, in string
		limits   Limits
		want     string
	}{
		{"aliases", bomb, Limits{}, "repeats too much through aliases"},
		{"merges", merges, Limits{}, "repeats too much through aliases"},
		{"flow depth", deep("[", "]", 10_001), Limits{}, "nested more than 10000 deep"},
		{"flow depth without end", strings.Repeat("[", 1_000_000), Limits{}, "nested more than 10000 deep"},
		{"map depth without end", strings.Repeat("{a: ", 1_000_000), Limits{}, "nested more than 10000 deep"},
		{"JSON depth", strings.Repeat(`{"a":[`, 100_000), Limits{}, "nested more than 10000 deep"},
		{"block depth", deep("- ", "", 10_001), Limits{}, "nested more than 10000 deep"},
		{"own depth", "a:\n  b:\n    c: 1\n", Limits{Depth: 2}, "3:5: lists and maps are nested more than 2 deep"},
		{"own nodes", "[1, 2, 3, 4]", Limits{Nodes: 4}, "the file has too many values"},
		{"own nodes over documents", "a: 1\n---\nb: 1\n", Limits{Nodes: 4}, "the file has too many values"},
		{"own bytes", "a: 12", Limits{Bytes: 4}, "1:1: the file has 5 bytes, more than the 4 that are read"},
		{"values", "[" + strings.Repeat("1,", 3_000_000) + "]", Limits{}, "the file has too many values"},
		{"UTF-16", "\xff\xfea\x00", Limits{}, "found UTF-16, expected UTF-8"},
		{"bytes", strings.Repeat("#", 100<<20), Limits{}, "the file has 104857600 bytes"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			docs := Parse("", []byte(tt.in), tt.limits)
			f := docs[len(docs)-1].Fatal()
			if f == nil || !strings.Contains(f.Error(), tt.want) {
				t.Errorf("%v, want %s", f, tt.want)
			}
		})
	}
	for _, ok := range []string{deep("[", "]", 10_000), deep("- ", "", 9_999)} {
		if docs := Parse("", []byte(ok), Limits{}); docs[0].Fatal() != nil {
			t.Errorf("%v", docs[0].Fatal())
		}
	}
}

// TestLinearWork reads files of many shapes in two sizes. Eight times the bytes may not take much more than eight times
// the memory; time that grows faster would show as a test that does not end.
func TestLinearWork(t *testing.T) {
	shapes := map[string]func(n int) string{
		"map":            func(n int) string { return keys(n, "k%d: v\n") },
		"flow map":       func(n int) string { return "{" + keys(n, "k%d: v, ") + "}" },
		"JSON":           func(n int) string { return `{"k": 1` + keys(n, `, "k%d": "é"`) + "}" },
		"list":           func(n int) string { return strings.Repeat("- a\n", n) },
		"one line":       func(n int) string { return "a: é" + strings.Repeat(" x", n) },
		"plain lines":    func(n int) string { return "a: x\n" + strings.Repeat("  y\n", n) },
		"quoted":         func(n int) string { return "a: \"" + strings.Repeat("\\n \n", n) + "\"" },
		"block":          func(n int) string { return "a: |\n" + strings.Repeat("  y\n\n", n) },
		"comments":       func(n int) string { return strings.Repeat("# c\n", n) + "a: 1" },
		"documents":      func(n int) string { return strings.Repeat("a: 1\n---\n", n/4) },
		"empty":          func(n int) string { return strings.Repeat("---\n", n) },
		"aliases":        func(n int) string { return "a: &a 1\nb:\n" + strings.Repeat("- *a\n- x\n", n/2) },
		"anchors":        func(n int) string { return strings.Repeat("- &a x\n", n) },
		"duplicate keys": func(n int) string { return strings.Repeat("a: 1\n", n) },
		"brackets":       func(n int) string { return strings.Repeat("[], ", n) },
		"quotes":         func(n int) string { return strings.Repeat("'", n) },
		"blank":          func(n int) string { return strings.Repeat(" ", n) },
		"dashes":         func(n int) string { return strings.Repeat("-", n) },
		"question marks": func(n int) string { return strings.Repeat("? ", n) },
		"colons":         func(n int) string { return strings.Repeat(": ", n) },
	}
	for name, shape := range shapes {
		small, large := []byte(shape(10_000)), []byte(shape(80_000))
		a := allocated(small)
		b := allocated(large)
		if b > 12*a+1<<20 {
			t.Errorf("%s: %d bytes of memory for %d bytes, but %d for %d", name, a, len(small), b, len(large))
		}
	}
}

func keys(n int, format string) string {
	var b bytes.Buffer
	for i := range n {
		fmt.Fprintf(&b, format, i)
	}
	return b.String()
}
