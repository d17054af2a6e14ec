package baseline_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/kubectl-job/kubectl-job/lint"
	"github.com/kubectl-job/kubectl-job/lint/baseline"
)

func same(name string) string { return name }

func all(string) bool { return true }

func finding(rule, name, path, message string, line int) lint.Finding {
	return lint.Finding{File: "a.yaml", Kind: "Job", Name: name, Rule: rule, Path: path, Message: message, Line: line}
}

func TestCompare(t *testing.T) {
	b := baseline.New([]lint.Finding{
		finding("g/a", "x", "spec.c[0].image", "moves", 4),
		finding("g/a", "x", "spec.c[1].image", "moves", 7),
		finding("g/b", "x", "spec.n", "it is 3", 9),
		finding("g/c", "y", "spec", "gone by now", 20),
	}, same)
	for _, test := range []struct {
		name  string
		now   []lint.Finding
		known string
		gone  int
	}{
		{"other lines and places", []lint.Finding{
			finding("g/a", "x", "spec.c[2].image", "moves", 104), finding("g/a", "x", "spec.c[3].image", "moves", 107),
			finding("g/c", "y", "spec", "gone by now", 1),
		}, "111", 1},
		{"one more of the same", []lint.Finding{
			finding("g/a", "x", "spec.c[0].image", "moves", 4), finding("g/a", "x", "spec.c[1].image", "moves", 7),
			finding("g/a", "x", "spec.c[2].image", "moves", 9),
		}, "110", 2},
		{"another number in its words", []lint.Finding{finding("g/b", "x", "spec.n", "it is 4", 9)}, "1", 3},
		{"the same words first", []lint.Finding{
			finding("g/b", "x", "spec.n", "it is 4", 9), finding("g/b", "x", "spec.n", "it is 3", 10),
		}, "01", 3},
		{"another object, field or rule", []lint.Finding{
			finding("g/b", "z", "spec.n", "it is 3", 9), finding("g/b", "x", "spec.m", "it is 3", 9), finding("g/d", "x", "spec.n", "it is 3", 9),
		}, "000", 4},
	} {
		t.Run(test.name, func(t *testing.T) {
			c := b.Compare(test.now, same, all)
			var known strings.Builder
			for _, k := range c.Known {
				known.WriteString(map[bool]string{true: "1", false: "0"}[k])
			}
			if known.String() != test.known || c.Gone != test.gone {
				t.Errorf("known %s, gone %d; want %s, %d", known.String(), c.Gone, test.known, test.gone)
			}
		})
	}
	if c := b.Compare(nil, same, func(string) bool { return false }); c.Gone != 0 {
		t.Errorf("gone from files that were not checked: %d", c.Gone)
	}
}

func TestFile(t *testing.T) {
	b := baseline.New([]lint.Finding{
		finding("g/b", "x", "spec.n", "a < b", 9), finding("g/a", "x", "m.l[x/y]", "m", 4), finding("g/a", "x", "m.l[x/y]", "m", 5),
	}, same)
	want := `{
  "version": 1,
  "findings": [
    {
      "file": "a.yaml",
      "object": "Job x",
      "rule": "g/a",
      "field": "m.l[x/y]",
      "message": "m",
      "count": 2
    },
    {
      "file": "a.yaml",
      "object": "Job x",
      "rule": "g/b",
      "field": "spec.n",
      "message": "a < b",
      "count": 1
    }
  ]
}
`
	if got := string(b.Bytes()); got != want {
		t.Errorf("got %s", got)
	}
	read, err := baseline.Parse("b.json", b.Bytes())
	if err != nil || string(read.Bytes()) != want || read.Len() != 3 {
		t.Errorf("%v: %s", err, read.Bytes())
	}
	other := baseline.New([]lint.Finding{{File: "b.yaml", Rule: "g/a", Message: "m"}}, same)
	other.Keep(read, func(file string) bool { return file != "a.yaml" })
	if other.Len() != 4 {
		t.Errorf("kept %d", other.Len())
	}
}

func TestParseErrors(t *testing.T) {
	for text, want := range map[string]string{
		"":                             "b.json:1:1: this is no baseline: EOF",
		"{\n  \"version\": 1,\n  x}":   "b.json:3:3: this is no baseline: invalid character 'x'",
		`{"version": 2}`:               "b.json:1:1: the baseline has version 2, expected 1",
		`{"version": 1} {}`:            "there is text behind its end",
		`{"version": 1, "nonsense":1}`: `unknown field "nonsense"`,
		`{"version": 1, "findings": [{"file": "a", "rule": "g/a", "message": "m"}]}`: "findings[0] lacks its file, its rule or its count",
	} {
		if _, err := baseline.Parse("b.json", []byte(text)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %s", text, err, want)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add([]byte(`{"version": 1, "findings": [{"file": "a", "rule": "g/a", "message": "m", "count": 1}]}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		b, err := baseline.Parse("b.json", data)
		if err != nil {
			return
		}
		again, err := baseline.Parse("b.json", b.Bytes())
		if err != nil || !bytes.Equal(again.Bytes(), b.Bytes()) {
			t.Errorf("%v: %s is not %s", err, again.Bytes(), b.Bytes())
		}
	})
}
