package analyze

import (
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/kubectl-job/kubectl-job/analyze"
)

// The document is described in docs/analyze-json.md, field by field.
func TestDocumentIsDescribed(t *testing.T) {
	text, err := os.ReadFile(filepath.Join("..", "..", "..", "docs", "analyze-json.md"))
	if err != nil {
		t.Fatal(err)
	}
	sections := strings.Split(string(text), "\n## ")
	for i, described := range []reflect.Type{
		reflect.TypeFor[result](), reflect.TypeFor[analyze.Report](), reflect.TypeFor[analyze.Finding](), reflect.TypeFor[analyze.CronReport](), reflect.TypeFor[analyze.Fleet](),
	} {
		if got, want := rows(sections[i]), fields(described); !slices.Equal(got, want) {
			t.Errorf("%s: described are %v, there are %v", described.Name(), got, want)
		}
		for _, part := range parts(described) {
			for _, name := range fields(part) {
				if !strings.Contains(sections[i], "`"+name+"`") {
					t.Errorf("%s: %s is not described", described.Name(), name)
				}
			}
		}
	}
}

// rows are the names that the rows of a table begin with, in alphabetical order.
func rows(text string) []string {
	var all []string
	for _, row := range regexp.MustCompile("(?m)^\\| ((?:`[a-zA-Z]+`(?:, )?)+) \\|").FindAllStringSubmatch(text, -1) {
		for name := range strings.SplitSeq(row[1], ", ") {
			all = append(all, strings.Trim(name, "`"))
		}
	}
	slices.Sort(all)
	return all
}

func fields(t reflect.Type) []string {
	var all []string
	for f := range t.Fields() {
		if name, _, _ := strings.Cut(f.Tag.Get("json"), ","); name != "" {
			all = append(all, name)
		}
	}
	slices.Sort(all)
	return all
}

// parts are the structs that a struct's fields are made of, but for those that have a section of their own.
func parts(t reflect.Type) []reflect.Type {
	var all []reflect.Type
	for f := range t.Fields() {
		of := f.Type
		for of.Kind() == reflect.Slice || of.Kind() == reflect.Pointer {
			of = of.Elem()
		}
		switch of {
		case reflect.TypeFor[analyze.Report](), reflect.TypeFor[analyze.CronReport](), reflect.TypeFor[analyze.Finding](), reflect.TypeFor[analyze.Fleet]():
			continue
		}
		if of.Kind() == reflect.Struct && strings.HasPrefix(of.PkgPath(), "github.com/kubectl-job") {
			all = append(append(all, of), parts(of)...)
		}
	}
	return all
}
