package main

import (
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestLicences(t *testing.T) {
	modules, err := find(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range modules {
		if err := m.check(); err != nil {
			t.Error(err)
		}
	}
	want, err := os.ReadFile("../../docs/licences.md")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), table(modules)); diff != "" {
		t.Errorf("docs/licences.md is old: go run ./release/licences mends it; want -, got +:\n%s", diff)
	}
}

func TestCheck(t *testing.T) {
	for licence, want := range map[string]string{
		"":        "no licence was recognised",
		"GPL-3.0": "the licence GPL-3.0 is none of",
	} {
		m := module{path: "example.com/x"}
		if licence != "" {
			m.licences = []string{"MIT", licence}
		}
		if err := m.check(); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: got %v, expected %q", licence, err, want)
		}
	}
}

func TestJudge(t *testing.T) {
	text, err := os.ReadFile("../../LICENSE")
	if err != nil {
		t.Fatal(err)
	}
	m := module{files: []file{{name: "LICENSE", text: string(text)}}}
	m.judge()
	if diff := cmp.Diff([]string{"Apache-2.0"}, m.licences); diff != "" {
		t.Error(diff)
	}
}
