package follow_test

import (
	"bytes"
	"encoding/json"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/kubectl-job/kubectl-job/internal/cli/follow"
)

const page = "../../../docs/watch-json.md"

// TestEventsAreDocumented holds the page to the code: each type and field of one is in the other.
func TestEventsAreDocumented(t *testing.T) {
	text, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	sections := strings.Split(string(text), "\n## ")
	if got, want := firstColumn(sections[2]), eventTypes(t); !cmp.Equal(got, want) {
		t.Errorf("types: %s", cmp.Diff(want, got))
	}
	if got, want := firstColumn(sections[1]), fields(reflect.TypeFor[follow.Event]()); !cmp.Equal(got, want) {
		t.Errorf("fields: %s", cmp.Diff(want, got))
	}
	if got, want := firstColumn(sections[3]), fields(reflect.TypeFor[follow.AttemptEvent]()); !cmp.Equal(got, want) {
		t.Errorf("fields of attempt: %s", cmp.Diff(want, got))
	}
}

func TestExampleDecodes(t *testing.T) {
	text, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	lines := regexp.MustCompile(`(?m)^\{.*\}$`).FindAll(text, -1)
	if len(lines) < 3 {
		t.Fatalf("%s has %d events", page, len(lines))
	}
	for _, line := range lines {
		d := json.NewDecoder(bytes.NewReader(line))
		d.DisallowUnknownFields()
		var e follow.Event
		if err := d.Decode(&e); err != nil {
			t.Errorf("%s: %v", line, err)
		}
		if back, _ := json.Marshal(e); !bytes.Equal(back, line) {
			t.Errorf("got\n%s\nwant\n%s", back, line)
		}
	}
}

// firstColumn is what stands between backquotes in the first column of a table.
func firstColumn(section string) []string {
	var names []string
	for _, row := range regexp.MustCompile("(?m)^\\| (`[^|]*) \\|").FindAllStringSubmatch(section, -1) {
		for _, name := range regexp.MustCompile("`([^`]+)`").FindAllStringSubmatch(row[1], -1) {
			names = append(names, name[1])
		}
	}
	slices.Sort(names)
	return names
}

func fields(t reflect.Type) []string {
	var names []string
	for f := range t.Fields() {
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// eventTypes are the constants of type EventType.
func eventTypes(t *testing.T) []string {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), "event.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	ast.Inspect(file, func(n ast.Node) bool {
		spec, ok := n.(*ast.ValueSpec)
		if !ok || spec.Type == nil {
			return true
		}
		if kind, ok := spec.Type.(*ast.Ident); ok && kind.Name == "EventType" {
			name, _ := strconv.Unquote(spec.Values[0].(*ast.BasicLit).Value)
			names = append(names, name)
		}
		return true
	})
	slices.Sort(names)
	return names
}
