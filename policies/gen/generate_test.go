package gen

import (
	"bytes"
	"flag"
	"os"
	"strings"
	"testing"
	"testing/fstest"
)

var update = flag.Bool("update", false, "write the generated files anew")

// TestGenerated holds the generated files to the policies.
func TestGenerated(t *testing.T) {
	files, err := Generate(t.Context(), os.DirFS(".."))
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range files {
		if *update {
			if err := os.WriteFile("../"+name, want, 0o644); err != nil {
				t.Fatal(err)
			}
			continue
		}
		got, err := os.ReadFile("../" + name)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(got, want) {
			t.Errorf("policies/%s is not what follows from the policies: go generate ./policies", name)
		}
	}
}

// TestRefused is about policies that are not as they have to be.
func TestRefused(t *testing.T) {
	const metadata = "# METADATA\n# title: T\n# description: D.\n# custom: {severity: info, why: W, fix: F, evidence: [E]}\n"
	const rule = "\n\nviolation contains 1 if input.kind\n"
	for name, test := range map[string]struct{ file, source, want string }{
		"fine":               {"g/r.rego", metadata + "package g.r" + rule, ""},
		"another package":    {"g/r.rego", metadata + "package g.s" + rule, "got package g.s, expected package g.r"},
		"no metadata":        {"g/r.rego", "package g.r" + rule, "the package has no METADATA"},
		"unknown field":      {"g/r.rego", strings.Replace(metadata, "why", "reason", 1) + "package g.r" + rule, `unknown field "reason"`},
		"unknown severity":   {"g/r.rego", strings.Replace(metadata, "info", "hint", 1) + "package g.r" + rule, `severity "hint": expected error, warning or info`},
		"no evidence":        {"g/r.rego", strings.Replace(metadata, "[E]", "[]", 1) + "package g.r" + rule, "expected title, description, why, fix and evidence"},
		"built-in not known": {"g/r.rego", metadata + "package g.r\n\nviolation contains 1 if http.send({})\n", "undefined function http.send"},
		"no violation":       {"g/r.rego", metadata + "package g.r\n\nfindings contains 1\n", "g/r/violation"},
		"no Rego":            {"g/r.rego", metadata + "package g.r\n\nviolation {", "parse g/r.rego"},
	} {
		t.Run(name, func(t *testing.T) {
			policies := fstest.MapFS{"data.yaml": {Data: []byte("parameters: {}")}, test.file: {Data: []byte(test.source)}}
			_, err := Generate(t.Context(), policies)
			if (err == nil) != (test.want == "") || err != nil && !strings.Contains(err.Error(), test.want) {
				t.Errorf("got %v, expected %q", err, test.want)
			}
		})
	}
}
