package manifest

import (
	"runtime"
	"strings"
	"testing"
)

// allocated is how many bytes of memory reading a file takes in all.
func allocated(data []byte) uint64 {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	Parse("", data, Limits{})
	runtime.ReadMemStats(&after)
	return after.TotalAlloc - before.TotalAlloc
}

// checkPositions proves that positions lie in the file, and that the source of a scalar is its source.
func checkPositions(t *testing.T, d *Document) {
	t.Helper()
	check := func(what string, r Range) {
		s, e := r.Start, r.End
		if s.Offset < 0 || e.Offset > len(d.Source) || s.Offset > e.Offset || s.Line < 1 || s.Column < 1 ||
			e.Line < s.Line || e.Line == s.Line && e.Column < s.Column {
			t.Fatalf("%q: bad range of %s: %+v", d.Source, what, r)
		}
	}
	check("document", d.Range)
	for _, p := range d.Problems {
		check("problem", p.Range)
		if p.Related != nil {
			check("problem", *p.Related)
		}
		if p.Message == "" || strings.HasPrefix(p.Message, "the parser failed") {
			t.Fatalf("%q: %v", d.Source, p)
		}
	}
	if (d.Root == nil) != (d.Fatal() != nil) {
		t.Fatalf("%q: root %v, problem %v", d.Source, d.Root, d.Fatal())
	}
	for _, c := range d.Comments {
		check("comment", c.Range)
		if text := d.Text(c.Range); text[0] != '#' || strings.TrimSpace(text[1:]) != c.Text {
			t.Fatalf("%q: comment %q is %q", d.Source, c.Text, text)
		}
	}
	if d.Root == nil {
		return
	}
	values := 0
	seen := map[*Node]bool{}
	walk(d.Root, nil, func(_ []any, n *Node) {
		for i := range n.Entries {
			check("key", n.Entries[i].KeyRange)
		}
		if values++; values > 1000 || seen[n] {
			return
		}
		seen[n] = true
		check("value", n.Range)
		checkSource(t, d, n)
	})
}

// checkSource reads the source of a scalar on its own: it must be the same value.
func checkSource(t *testing.T, d *Document, n *Node) {
	t.Helper()
	source := d.Text(n.Range)
	switch {
	case n.Origin != nil:
		if source[0] != '*' {
			t.Fatalf("%q: alias is %q", d.Source, source)
		}
		return
	case n.Kind == List || n.Kind == Map || n.Tag != "":
		return
	case n.Style == Literal || n.Style == Folded:
		if strings.ContainsAny(strings.SplitN(source, "\n", 2)[0], "123456789\r\u0085\u2028\u2029") || strings.Contains(source, "\r") {
			return // the depth is that of the document
		}
	}
	// A space in front: at the start of a line, some text has another meaning. And so has some in flow style.
	for _, alone := range []string{" " + source + "\n", "[" + source + "]"} {
		docs := Parse("", []byte(alone), Limits{})
		if n.Kind == Null && len(docs) == 0 {
			return
		}
		if len(docs) != 1 || docs[0].Root == nil {
			continue
		}
		root := docs[0].Root
		if alone[0] == '[' && len(root.Items) == 1 {
			root = root.Items[0]
		}
		if root.Kind == n.Kind && root.Text == n.Text {
			return
		}
	}
	if d.JSON {
		return // JSON's grammar is another: \/ and halves of characters
	}
	t.Fatalf("%q: the source of %v %q is %q, which reads as something else", d.Source, n.Kind, n.Text, source)
}

func FuzzParse(f *testing.F) {
	for _, name := range files(f) {
		f.Add(read(f, name))
	}
	for _, s := range structures {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		docs := Parse("f", data, Limits{Nodes: 20_000})
		for i := range docs {
			if docs[i].Index != i || docs[i].File != "f" {
				t.Fatalf("document %d of %q is %d", i, docs[i].File, docs[i].Index)
			}
			checkPositions(t, &docs[i])
		}
	})
}

// FuzzChange makes changes in any file: what comes out must read as what was meant, or there is an error.
func FuzzChange(f *testing.F) {
	for _, name := range files(f) {
		f.Add(read(f, name), uint(3))
	}
	for i, s := range structures {
		f.Add([]byte(s), uint(i))
	}
	f.Fuzz(func(t *testing.T, data []byte, pick uint) {
		docs := Parse("f", data, Limits{Nodes: 20_000})
		for i := range docs {
			if docs[i].Root == nil {
				continue
			}
			changes := changesOf(docs[i].Root)
			if len(changes) == 0 {
				continue
			}
			c := changes[pick%uint(len(changes))]
			e, err := docs[i].Edit(c)
			if err != nil {
				continue
			}
			if _, err := Apply(data, e); err != nil {
				t.Fatalf("%q %v: %v", data, c, err)
			}
			_, _ = docs[i].Change(c)
		}
	})
}

func BenchmarkParse(b *testing.B) {
	var one strings.Builder
	one.Write(read(b, "testdata/job.yaml"))
	many := strings.Repeat(one.String()+"---\n", 1<<20/(one.Len()+4))
	deep := "a:\n" + strings.Repeat(strings.ReplaceAll("\n"+strings.TrimSpace(one.String()), "\n", "\n  ")+"\n", 1)
	json := string(read(b, "testdata/cronjob.json"))
	for _, c := range []struct{ name, data string }{
		{"Job", one.String()},
		{"1MB", many},
		{"JSON", json},
		{"nested", deep},
		{"1MBList", "- a: 1\n  b: text\n" + strings.Repeat("- a: 1\n  b: text\n", 1<<20/18)},
	} {
		b.Run(c.name, func(b *testing.B) {
			data := []byte(c.data)
			b.SetBytes(int64(len(data)))
			b.ReportAllocs()
			for b.Loop() {
				Parse("", data, Limits{})
			}
		})
	}
}
