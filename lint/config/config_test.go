package config_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/kubectl-job/kubectl-job/lint"
	"github.com/kubectl-job/kubectl-job/lint/config"
	"github.com/kubectl-job/kubectl-job/lint/schema"
)

func TestParse(t *testing.T) {
	got, err := config.Parse("c.yaml", []byte(`
kubernetesVersion: "1.30"
rules:
  schema: warning
  schema/dropped: off
  lint/ignore-unused: "off"
skip:
- vendor/**
`))
	if err != nil {
		t.Fatal(err)
	}
	want := config.Config{
		Version: &schema.Version{Major: 1, Minor: 30},
		Levels:  lint.Levels{"schema": lint.Warning, "schema/dropped": lint.Off, "lint/ignore-unused": lint.Off},
		Skip:    []string{"vendor/**"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestNothing(t *testing.T) {
	for _, text := range []string{"", "# nothing\n", "rules:\nskip:\n"} {
		got, err := config.Parse("c.yaml", []byte(text))
		if diff := cmp.Diff(config.Config{Levels: lint.Levels{}}, got); diff != "" || err != nil {
			t.Errorf("%q: %v %s", text, err, diff)
		}
	}
}

func TestMistakes(t *testing.T) {
	tests := []struct{ name, text, want string }{
		{"unknown key", "version: 1", "c.yaml:1:1: unknown key \"version\": expected kubernetesVersion, rules, skip, policies or parameters"},
		{"a number for a version", "kubernetesVersion: 1.30", "c.yaml:1:20: put the version in quotes, or 1.30 becomes 1.3"},
		{"no version", "kubernetesVersion: new", `c.yaml:1:20: "new" is no version of Kubernetes: write it like 1.31 or v1.31.4`},
		{"an old version", `kubernetesVersion: "1.19"`, "c.yaml:1:20: unsupported version of Kubernetes: 1.19; known are 1.25 to 1.37"},
		{"a list of versions", `kubernetesVersion: ["1.30"]`, `c.yaml:1:20: "" is no version of Kubernetes: write it like 1.31 or v1.31.4`},
		{"unknown rule", "rules:\n  dropped: off", `c.yaml:2:3: "dropped" is neither a rule nor a group: did you mean schema/dropped?`},
		{"unknown level", "rules:\n  schema/dropped: fatal", "c.yaml:2:19: expected error, warning, info or off"},
		{"on is no level", "rules:\n  schema/dropped: on", "c.yaml:2:19: expected error, warning, info or off"},
		{"a list of rules", "rules: [schema]", "c.yaml:1:8: expected a map of rules to levels, found a list"},
		{"a string to skip", "skip: vendor", "c.yaml:1:7: expected a list of patterns, found a string"},
		{"out of the folder", "skip: [../x, /y]", "c.yaml:1:8: \"../x\" leads out of the folder: patterns are relative to the folder of .kubectl-job.yaml\n" +
			"c.yaml:1:14: \"/y\" leads out of the folder: patterns are relative to the folder of .kubectl-job.yaml"},
		{"no pattern", "skip: ['[a']", "c.yaml:1:8: \"[a\" is no pattern: a bracket or a backslash has no end"},
		{"no map", "[]", "c.yaml:1:1: expected a map, found a list"},
		{"a key twice", "skip: []\nskip: []", "c.yaml:2:1: found the key `skip` a second time in this map; the first is at 1:1"},
		{"two documents", "skip: []\n---\nskip: []", "c.yaml:3:1: expected one document, found 2"},
		{"no YAML", "skip: [", "c.yaml:1:8: "},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			_, err := config.Parse("c.yaml", []byte(test.text))
			if err == nil {
				t.Fatal("no error")
			}
			if got := err.Error(); got != test.want && (!strings.HasSuffix(test.want, ": ") || !strings.HasPrefix(got, test.want)) {
				t.Errorf("got  %s\nwant %s", got, test.want)
			}
		})
	}
}

func TestSkips(t *testing.T) {
	c := config.Config{Skip: []string{"vendor", "*/generated/*.yaml", "**/old-*.yml"}}
	for path, want := range map[string]bool{
		"vendor/a/b.yaml":      true,
		"x/vendor/b.yaml":      false,
		"a/generated/b.yaml":   true,
		"a/b/generated/b.yaml": false,
		"old-1.yml":            true,
		"a/b/old-1.yml":        true,
		"a/b/new.yml":          false,
	} {
		if got := c.Skips(path); got != want {
			t.Errorf("%s: skipped %v, want %v", path, got, want)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add([]byte("kubernetesVersion: \"1.30\"\nrules: {schema: off}\nskip: ['**/x']\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		c, err := config.Parse("c.yaml", data)
		if err == nil && c.Skips("a/b.yaml") && len(c.Skip) == 0 {
			t.Error("skips without a pattern")
		}
	})
}
