package encode_test

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/rego"
	"github.com/open-policy-agent/opa/v1/storage/inmem"
	"github.com/open-policy-agent/opa/v1/test/cases"
	"github.com/open-policy-agent/opa/v1/test/cases/testdata"
	"github.com/open-policy-agent/opa/v1/util"

	"github.com/kubectl-job/kubectl-job/lint/policy/plan"
	"github.com/kubectl-job/kubectl-job/lint/policy/plan/encode"
	"github.com/kubectl-job/kubectl-job/lint/policy/plan/opa"
)

// fewest is how many of OPA's conformance cases we can run at least; the others need built-in functions that policies here may
// not use, or are about the compiler.
const fewest = 900

// TestConformance runs OPA's own conformance cases here and in OPA's evaluator, and compares.
func TestConformance(t *testing.T) {
	ran, skipped := 0, map[string]int{}
	for _, c := range conformanceCases(t) {
		t.Run(c.Note, func(t *testing.T) {
			b, why := prepare(c)
			if exception := exceptions()[c.Note]; exception != "" {
				b, why = nil, exception
			}
			if b == nil {
				skipped[why]++
				return
			}
			ran++
			if !b.compare(t) {
				t.Error("takes too long")
			}
		})
	}
	t.Logf("%d cases ran; skipped: %v", ran, skipped)
	if ran < fewest {
		t.Errorf("%d cases ran, expected %d at least", ran, fewest)
	}
}

// exceptions are cases that are about more than evaluation.
func exceptions() map[string]string {
	return map[string]string{
		"baseandvirtualdocs/base/virtual: conflicts": "OPA's store refuses rules where there are data",
		"data/toplevel integer":                      "OPA's store takes the key 2 for \"2\"",
		"data/nested integer":                        "OPA's store takes the key 2 for \"2\"",
	}
}

func conformanceCases(t *testing.T) []cases.TestCase {
	t.Helper()
	var all []cases.TestCase
	err := fs.WalkDir(testdata.V1, "v1", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := fs.ReadFile(testdata.V1, path)
		if err != nil {
			return err
		}
		var set cases.Set
		if err := util.Unmarshal(data, &set); err != nil {
			return fmt.Errorf("%s: %w", path, err)
		}
		all = append(all, set.Cases...)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// both is a query for the two evaluators.
type both struct {
	modules map[string]string
	program *plan.Program
	input   ast.Value
	data    map[string]any
}

// The rule whose result is compared.
const entrypoint = "conformance/q"

// prepare makes the variables of a case's query a rule of a module. It is nil, with the reason, if we cannot run the case.
func prepare(c cases.TestCase) (b *both, why string) {
	query, err := ast.ParseBody(c.Query)
	if err != nil {
		return nil, "query"
	}
	var bindings []string
	for v := range query.Vars(ast.VarVisitorParams{SkipRefCallHead: true, SkipClosures: true}) {
		if !v.IsGenerated() && !v.IsWildcard() && !ast.RootDocumentNames.Contains(ast.NewTerm(v)) {
			bindings = append(bindings, fmt.Sprintf("%q: %s", v, v))
		}
	}
	slices.Sort(bindings)
	b = &both{modules: map[string]string{"query.rego": "package conformance\n\nq contains {" + strings.Join(bindings, ", ") + "} if {\n" + c.Query + "\n}\n"}}
	for i, module := range c.Modules {
		b.modules[fmt.Sprintf("module-%d.rego", i)] = module
	}
	if c.Data != nil {
		b.data = *c.Data
	}
	switch {
	case c.InputTerm != nil:
		b.input = ast.MustParseTerm(*c.InputTerm).Value
	case c.Input != nil:
		b.input = ast.MustInterfaceToValue(*c.Input)
	}
	if b.program, err = encode.Compile(context.Background(), b.modules, entrypoint); err != nil {
		return nil, reason(err)
	}
	return b, ""
}

// reason is the kind of an error that keeps a case from running.
func reason(err error) string {
	var all ast.Errors
	switch {
	case strings.Contains(err.Error(), "undefined function"):
		return "built-in function"
	case errors.As(err, &all):
		return "compile: " + all[0].Code
	default:
		return err.Error()
	}
}

// compare runs both evaluators. Both fail, or have equal results. It is false for what takes us too long, which OPA, without a
// limit, is not asked for.
func (b *both) compare(t *testing.T) bool {
	t.Helper()
	got, err := b.machine()
	if errors.Is(err, plan.ErrTooLong) {
		return false
	}
	want, wantErr := b.topdown()
	if (err != nil) != (wantErr != nil) {
		t.Fatalf("got %v, %v; OPA %v, %v\n%s", got, err, want, wantErr, b.source())
	}
	if err == nil && want.Compare(got) != 0 {
		t.Errorf("got %v; OPA %v\n%s", got, want, b.source())
	}
	return true
}

func (b *both) source() string {
	var all strings.Builder
	for _, name := range slices.Sorted(maps.Keys(b.modules)) {
		fmt.Fprintf(&all, "# %s\n%s\n", name, b.modules[name])
	}
	return all.String()
}

func (b *both) topdown() (ast.Value, error) {
	options := []func(*rego.Rego){rego.Query("data.conformance.q = result"), rego.GenerateJSON(keepTerm)}
	for name, module := range b.modules {
		options = append(options, rego.Module(name, module))
	}
	if b.data != nil {
		options = append(options, rego.Store(inmem.NewFromObject(b.data)))
	}
	if b.input != nil {
		options = append(options, rego.ParsedInput(b.input))
	}
	results, err := rego.New(options...).Eval(context.Background())
	if err != nil {
		return nil, err
	}
	return results[0].Bindings["result"].(*ast.Term).Value, nil
}

// keepTerm hands out results as they are: as JSON, sets would be arrays.
func keepTerm(t *ast.Term, _ *rego.EvalContext) (any, error) { return t, nil }

// limit is far above the steps that a policy of the tests takes, unless it lists billions of numbers.
const limit = 1_000_000

func (b *both) machine() (ast.Value, error) {
	m := plan.NewMachine(b.program, limit)
	var input plan.Value
	if b.input != nil {
		var err error
		if input, err = opa.ToValue(b.input); err != nil {
			return nil, err
		}
	}
	data, err := opa.ToValue(ast.MustInterfaceToValue(orEmpty(b.data)))
	if err != nil {
		return nil, err
	}
	m.Begin(input, data)
	value, err := m.Rule(b.program.Entries[0])
	if err != nil {
		return nil, err
	}
	return opa.FromValue(value), nil
}

func orEmpty(data map[string]any) map[string]any {
	if data == nil {
		return map[string]any{}
	}
	return data
}
