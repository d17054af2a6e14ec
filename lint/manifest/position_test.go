package manifest

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "write the expected positions anew")

// files are the manifests in testdata.
func files(t testing.TB) []string {
	t.Helper()
	names, err := filepath.Glob("testdata/*.*")
	if err != nil {
		t.Fatal(err)
	}
	var files []string
	for _, name := range names {
		if ext := filepath.Ext(name); ext == ".yaml" || ext == ".json" {
			files = append(files, name)
		}
	}
	return files
}

func read(t testing.TB, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// walk visits all values below n with their paths.
func walk(n *Node, path []any, visit func(path []any, n *Node)) {
	visit(path, n)
	for i, item := range n.Items {
		walk(item, append(slices.Clip(path), i), visit)
	}
	for i := range n.Entries {
		walk(n.Entries[i].Value, append(slices.Clip(path), n.Entries[i].Key), visit)
	}
}

func pathString(path []any) string {
	var b strings.Builder
	for _, step := range path {
		switch step := step.(type) {
		case int:
			fmt.Fprintf(&b, "[%d]", step)
		case string:
			fmt.Fprintf(&b, ".%s", step)
		}
	}
	return b.String()
}

// describe lists all positions of a file, each with the text found there.
func describe(docs []Document) string {
	var b strings.Builder
	where := func(d *Document, r Range) string {
		return fmt.Sprintf("%s-%s %q", r.Start, r.End, d.Text(r))
	}
	for i := range docs {
		d := &docs[i]
		fmt.Fprintf(&b, "document %d %s-%s\n", d.Index, d.Range.Start, d.Range.End)
		for _, p := range d.Problems {
			fmt.Fprintf(&b, "  problem %s %s: %s\n", p.Kind, where(d, p.Range), p.Message)
		}
		for _, c := range d.Comments {
			fmt.Fprintf(&b, "  comment %s own line %t\n", where(d, c.Range), c.OwnLine)
		}
		for _, o := range d.Objects() {
			fmt.Fprintf(&b, "  object %q %s/%s %s\n", o.Path, o.APIVersion, o.Kind, o.Root.Range)
		}
		if d.Root == nil {
			continue
		}
		walk(d.Root, nil, func(path []any, n *Node) {
			fmt.Fprintf(&b, "  %s %s %q %s", pathString(path), n.Kind, n.Text, where(d, n.Range))
			if n.Origin != nil {
				fmt.Fprintf(&b, " from %s", n.Origin.Range)
			}
			if n.Tag+n.Anchor != "" {
				fmt.Fprintf(&b, " tag %q anchor %q", n.Tag, n.Anchor)
			}
			b.WriteByte('\n')
			for i := range n.Entries {
				fmt.Fprintf(&b, "    key %q %s\n", n.Entries[i].Key, where(d, n.Entries[i].KeyRange))
			}
		})
	}
	return b.String()
}

func TestPositions(t *testing.T) {
	for _, name := range files(t) {
		got := describe(Parse(name, read(t, name), Limits{}))
		golden := name + ".positions"
		if *update {
			if err := os.WriteFile(golden, []byte(got), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		if diff := cmp.Diff(string(read(t, golden)), got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

func TestFilesMeanWhatKubectlReads(t *testing.T) {
	for _, name := range files(t) {
		compare(t, read(t, name))
	}
}

func TestColumnsCountCharacters(t *testing.T) {
	// Longer than a block of the index, with characters of two to four bytes.
	text := strings.Repeat("é日😀", 300)
	data := []byte("a: " + text + "\r\n\"" + text + "\": x\rb: [" + text + ", w]\n")
	root := Parse("", data, Limits{})[0].Root
	for _, c := range []struct {
		n    *Node
		want string
	}{
		{root.Get("a"), "1:4-1:904"},
		{root.Get(text), "2:905-2:906"},
		{root.At("b", 1), "3:907-3:908"},
	} {
		if got := c.n.Range.Start.String() + "-" + c.n.Range.End.String(); got != c.want {
			t.Errorf("%s, want %s", got, c.want)
		}
		if r := c.n.Range; string(data[r.Start.Offset:r.End.Offset]) != c.n.Text {
			t.Errorf("offsets of %s are wrong", c.want)
		}
	}
}

func TestNilNodesAnswer(t *testing.T) {
	var n *Node
	if n.Get("a") != nil || n.At("a", 1) != nil || n.Interface() != nil || n.Entry("a") != nil {
		t.Error("a nil node has something")
	}
	root := Parse("", []byte("a: [1]"), Limits{})[0].Root
	if root.At("a", 1) != nil || root.At("a", -1) != nil || root.At(0) != nil || root.At("a", "b") != nil || root.At(1.5) != nil {
		t.Error("a path that leads nowhere found something")
	}
	if got := root.At("a", 0); got == nil || got.Text != "1" {
		t.Errorf("a[0] is %v", got)
	}
}
