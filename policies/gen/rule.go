package gen

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"
	"sigs.k8s.io/yaml"

	"github.com/kubectl-job/kubectl-job/lint/policy"
)

// custom are the fields of a rule's METADATA that OPA leaves to us.
type custom struct {
	Severity string `json:"severity"`
	Why      string `json:"why"`
	Fix      string `json:"fix"`
	// CEL is the rule for admission by the API server, where it can be told so: package admission reads it.
	CEL string `json:"cel"`
	// Kind is Job or CronJob, where that expression is about one of them only.
	Kind     string   `json:"kind"`
	Evidence []string `json:"evidence"`
	Since    string   `json:"since"`
	Until    string   `json:"until"`
	Scope    string   `json:"scope"`
}

// readRule reads the METADATA of a rule's package, which is GROUP.RULE for the file GROUP/RULE.rego.
func readRule(file, source string) (*policy.Rule, error) {
	module, err := ast.ParseModuleWithOpts(file, source, ast.ParserOptions{ProcessAnnotation: true, RegoVersion: ast.RegoV1})
	if err != nil {
		return nil, fmt.Errorf("parse %s: %w", file, err)
	}
	name := strings.TrimSuffix(file, ".rego")
	if want := "package " + strings.NewReplacer("/", ".", "-", "_").Replace(name); module.Package.String() != want {
		return nil, fmt.Errorf("%s:%d: got %s, expected %s", file, module.Package.Location.Row, module.Package, want)
	}
	for _, a := range module.Annotations {
		if a.Scope == "package" {
			rule, err := describe(name, a)
			if err != nil {
				return nil, fmt.Errorf("%s: METADATA: %w", file, err)
			}
			return rule, nil
		}
	}
	return nil, fmt.Errorf("%s: the package has no METADATA", file)
}

func describe(name string, a *ast.Annotations) (*policy.Rule, error) {
	data, err := json.Marshal(a.Custom)
	if err != nil {
		return nil, err
	}
	var c custom
	if err := yaml.UnmarshalStrict(data, &c); err != nil {
		return nil, err
	}
	r := &policy.Rule{
		Name: name, Severity: c.Severity, Title: a.Title, Description: strings.TrimSpace(a.Description),
		Why: strings.TrimSpace(c.Why), Fix: strings.TrimSpace(c.Fix), Evidence: c.Evidence, Run: c.Scope == "run",
	}
	if r.Since, err = minor(c.Since); err != nil {
		return nil, err
	}
	if r.Until, err = minor(c.Until); err != nil {
		return nil, err
	}
	return r, complete(r)
}

// minor is the 28 of 1.28; 0 for nothing.
func minor(version string) (n int, err error) {
	if version == "" {
		return 0, nil
	}
	if _, err := fmt.Sscanf(version, "1.%d", &n); err != nil {
		return 0, fmt.Errorf("version %q: expected one such as 1.28", version)
	}
	return n, nil
}

func complete(r *policy.Rule) error {
	switch {
	case r.Severity != "error" && r.Severity != "warning" && r.Severity != "info":
		return fmt.Errorf("severity %q: expected error, warning or info", r.Severity)
	case r.Title == "", r.Description == "", r.Why == "", r.Fix == "", len(r.Evidence) == 0:
		return errors.New("expected title, description, why, fix and evidence")
	default:
		return nil
	}
}

// readParameters reads data.yaml: group, rule, name, number.
func readParameters(policies fs.FS) (policy.Parameters, error) {
	data, err := fs.ReadFile(policies, "data.yaml")
	if err != nil {
		return nil, err
	}
	var file struct {
		Parameters policy.Parameters `json:"parameters"`
	}
	if err := yaml.UnmarshalStrict(data, &file); err != nil {
		return nil, fmt.Errorf("data.yaml: %w", err)
	}
	return file.Parameters, nil
}
