// Package gen makes package compiled of the rules in this repository's folder policies, and the capabilities file that limits
// them to what package plan can run. Its test compares, and with -update (go generate ./policies) writes.
package gen

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/kubectl-job/kubectl-job/lint/policy"
	"github.com/kubectl-job/kubectl-job/lint/policy/plan/encode"
)

// Generate makes the files that follow from the policies, by their names.
func Generate(ctx context.Context, policies fs.FS) (map[string][]byte, error) {
	modules, err := modules(policies)
	if err != nil {
		return nil, err
	}
	var rules []policy.Rule
	for name, source := range modules {
		if path.Dir(name) == "lib" {
			continue
		}
		rule, err := readRule(name, source)
		if err != nil {
			return nil, err
		}
		rules = append(rules, *rule)
	}
	slices.SortFunc(rules, func(a, b policy.Rule) int { return strings.Compare(a.Name, b.Name) })
	entrypoints := make([]string, len(rules))
	for i := range rules {
		entrypoints[i] = strings.ReplaceAll(rules[i].Name, "-", "_") + "/violation"
	}
	program, err := encode.Compile(ctx, modules, entrypoints...)
	if err != nil {
		return nil, err
	}
	parameters, err := readParameters(policies)
	if err != nil {
		return nil, err
	}
	source, err := writeGo(rules, parameters, program)
	if err != nil {
		return nil, err
	}
	capabilities, err := capabilities()
	if err != nil {
		return nil, err
	}
	return map[string][]byte{"compiled/compiled.go": source, "capabilities.json": capabilities}, nil
}

func modules(policies fs.FS) (map[string]string, error) {
	names, err := fs.Glob(policies, "*/*.rego")
	if err != nil {
		return nil, err
	}
	modules := map[string]string{}
	for _, name := range names {
		if strings.HasSuffix(name, "_test.rego") {
			continue
		}
		data, err := fs.ReadFile(policies, name)
		if err != nil {
			return nil, err
		}
		modules[name] = string(data)
	}
	return modules, nil
}

func capabilities() ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetIndent("", " ")
	if err := e.Encode(encode.Capabilities()); err != nil {
		return nil, fmt.Errorf("write the capabilities: %w", err)
	}
	return b.Bytes(), nil
}
