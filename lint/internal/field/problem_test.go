package field

import (
	"strings"
	"testing"

	"github.com/kubectl-job/kubectl-job/lint/manifest"
	"github.com/kubectl-job/kubectl-job/lint/schema"
)

func TestLongValuesAreCutInMessages(t *testing.T) {
	text := "a: " + strings.Repeat("ä", 10_000)
	c := NewChecker(schema.Newest, nil)
	v := c.Root(manifest.Parse("", []byte(text), manifest.Limits{})[0].Root).Get("a")
	v.Problem("rule", Invalid, "found %q", v.Str())
	v.Warn("rule", "found %q of %s", v.Str(), "x")
	want := `found "` + strings.Repeat("ä", 100) + `..."`
	if got := c.Problems()[0].Message; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	if got := c.Problems()[1].Message; got != want+" of x" {
		t.Errorf("got %s, want %s of x", got, want)
	}
}

func TestNames(t *testing.T) {
	docs := manifest.Parse("", []byte("a: {b: [{c: 1}], free/key: x, n: null}\n"), manifest.Limits{})
	c := NewChecker(schema.Newest, []string{"a.b[0].c"})
	a := c.Root(docs[0].Root).Get("a")
	if got := a.Get("missing"); got.Name() != "missing" || got.IsSet() || got.Path() != "a.missing" {
		t.Errorf("a missing field is %q at %s, set: %v", got.Name(), got.Path(), got.IsSet())
	}
	item := a.Get("b").Item(0)
	if item.Name() != "b" || item.Path() != "a.b[0]" {
		t.Errorf("an item is %q at %s", item.Name(), item.Path())
	}
	if dropped := item.Get("c"); dropped.IsSet() || dropped.Name() != "c" {
		t.Errorf("a dropped field is %q, set: %v", dropped.Name(), dropped.IsSet())
	}
	for key, value := range a.Entries() {
		if value.Name() != key || value.Path() != "a["+key+"]" || value.As("x").Name() != key {
			t.Errorf("entry %s is %q at %s", key, value.Name(), value.Path())
		}
	}
	if held := a.Get("n").Holding(docs[0].Root); !held.IsSet() || held.Get("a").Path() != "a.n.a" {
		t.Errorf("a value in place of another is at %s", held.Get("a").Path())
	}
}
