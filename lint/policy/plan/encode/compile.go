package encode

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/bundle"
	"github.com/open-policy-agent/opa/v1/compile"
	"github.com/open-policy-agent/opa/v1/ir"

	"github.com/kubectl-job/kubectl-job/lint/policy/plan"
)

// Capabilities are what a policy may use that a [plan.Machine] runs: its built-in functions, and the ones that OPA's compiler
// resolves by itself.
func Capabilities() *ast.Capabilities {
	all := ast.CapabilitiesForThisVersion()
	names := append(plan.BuiltinNames(), "assign", "eq")
	all.Builtins = slices.DeleteFunc(all.Builtins, func(b *ast.Builtin) bool { return !slices.Contains(names, b.Name) })
	all.WasmABIVersions = nil
	all.AllowNet = []string{}
	return all
}

// Compile plans modules, by their file names, for entry points such as GROUP/RULE/violation, and encodes the plan.
func Compile(ctx context.Context, modules map[string]string, entrypoints ...string) (*plan.Program, error) {
	b := &bundle.Bundle{Data: map[string]any{}}
	for _, name := range slices.Sorted(maps.Keys(modules)) {
		module, err := ast.ParseModuleWithOpts(name, modules[name], ast.ParserOptions{ProcessAnnotation: true, RegoVersion: ast.RegoV1})
		if err != nil {
			return nil, fmt.Errorf("parse %s: %w", name, err)
		}
		b.Modules = append(b.Modules, bundle.ModuleFile{URL: name, Path: name, Parsed: module, Raw: []byte(modules[name])})
	}
	compiler := compile.New().WithTarget(compile.TargetPlan).WithRegoVersion(ast.RegoV1).WithCapabilities(Capabilities()).
		WithEntrypoints(entrypoints...).WithPruneUnused(true).WithBundle(b)
	if err := build(ctx, compiler); err != nil {
		return nil, fmt.Errorf("compile: %w", err)
	}
	files := compiler.Bundle().PlanModules
	if len(files) != 1 {
		return nil, errors.New("compile: there is no plan")
	}
	policy := &ir.Policy{}
	if err := json.Unmarshal(files[0].Raw, policy); err != nil {
		return nil, fmt.Errorf("read the plan: %w", err)
	}
	return Policy(policy, entrypoints...)
}

// errOPA is a mistake of OPA's own: its compiler panics at some policies, such as with a string template in the value of a
// some ... in (v1/ast/compile.go, outputVarsForExpr).
var errOPA = errors.New("OPA's compiler fails")

func build(ctx context.Context, compiler *compile.Compiler) (err error) {
	defer func() {
		if why := recover(); why != nil {
			err = fmt.Errorf("%w: %v", errOPA, why)
		}
	}()
	return compiler.Build(ctx) //nolint:wrapcheck // the caller does
}
