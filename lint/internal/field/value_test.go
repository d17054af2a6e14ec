package field_test

import (
	"testing"

	"github.com/kubectl-job/kubectl-job/lint/internal/field"
	"github.com/kubectl-job/kubectl-job/lint/manifest"
	"github.com/kubectl-job/kubectl-job/lint/schema"
)

func TestPath(t *testing.T) {
	doc := manifest.Parse("", []byte("spec: {list: [{a: 1}, {b: 2}], labels: {x.y/z: v}, empty: {}}\n"), manifest.Limits{})[0]
	root := field.NewChecker(schema.Newest, nil).Root(doc.Root)
	spec := root.Get("spec")
	item := spec.Get("list").Item(1)
	for _, test := range []struct {
		value field.Value
		want  string
	}{
		{root, ""},
		{spec, "spec"},
		{item, "spec.list[1]"},
		{item.Get("b"), "spec.list[1].b"},
		{spec.Get("list").Item(0).Get("a"), "spec.list[0].a"},
		{spec.Get("no").Get("such").Get("field"), "spec.no.such.field"},
		{spec.Get("empty").As("other.name").Get("in").Get("it"), "other.name.in.it"},
		{spec.Get("no").As("other"), "other"},
		{field.Value{}, ""},
		{field.Value{}.Get("a").Get("b"), "a.b"},
	} {
		if got := test.value.Path(); got != test.want {
			t.Errorf("got %q, want %q", got, test.want)
		}
	}
	for key, value := range spec.Get("labels").Entries() {
		if got := value.Path(); key != "x.y/z" || got != "spec.labels[x.y/z]" {
			t.Errorf("%s: got %q", key, got)
		}
	}
	for i, value := range spec.Get("list").Items() {
		if got, want := value.Path(), spec.Get("list").Item(i).Path(); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

// TestDropped: what a version drops is not there, wherever it stands.
func TestDropped(t *testing.T) {
	doc := manifest.Parse("", []byte("spec: {list: [{a: 1}, {a: 2}], gone: 1}\n"), manifest.Limits{})[0]
	spec := field.NewChecker(schema.Newest, []string{"spec.gone", "spec.list[0]", "spec.list[1].a"}).Root(doc.Root).Get("spec")
	if spec.Get("gone").IsSet() || !spec.Get("list").IsSet() {
		t.Error("spec.gone is there, or spec.list is not")
	}
	for i, value := range spec.Get("list").Items() {
		if i == 0 || value.Get("a").IsSet() {
			t.Errorf("spec.list[%d] is there, or its a is", i)
		}
	}
}
