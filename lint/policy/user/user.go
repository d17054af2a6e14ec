// Package user evaluates the policies of users with OPA: rules in the form of this repository's own, or of conftest.
package user

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"
	"time"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/rego"
	"github.com/open-policy-agent/opa/v1/storage/inmem"
	"sigs.k8s.io/yaml"

	"github.com/kubectl-job/kubectl-job/lint/policy"
	"github.com/kubectl-job/kubectl-job/lint/policy/plan"
	"github.com/kubectl-job/kubectl-job/lint/policy/plan/opa"
	"github.com/kubectl-job/kubectl-job/policies"
)

// Policies are the rules of some folders, compiled.
type Policies struct {
	rules []*rule
}

// rule is one of them.
type rule struct {
	policy.Rule

	query rego.PreparedEvalQuery
	// conftest says that it gets the object itself as input, and not the facts.
	conftest bool
}

// limit is how long the rules may take for one document.
const limit = 10 * time.Second

// Folder is a folder with policies, and its name.
type Folder struct {
	Name string
	FS   fs.FS
}

// Load reads and compiles the policies of folders. Parameters are what rules find in data.parameters, besides what the
// folders' data.yaml have. Mistakes are told with file:line:column, all at once.
func Load(ctx context.Context, parameters policy.Parameters, folders ...Folder) (*Policies, error) {
	l := &loader{modules: map[string]*ast.Module{}, data: map[string]any{}}
	l.data["parameters"] = parameters.Map()
	for _, f := range folders {
		l.folder(f)
	}
	l.library()
	if len(l.errors) > 0 {
		return nil, errors.Join(l.errors...)
	}
	compiler := ast.NewCompiler().WithCapabilities(capabilities()).WithStrict(false)
	if err := compile(compiler, l.modules); err != nil {
		return nil, err
	}
	return l.prepare(ctx, compiler)
}

// compile tells OPA's own mistakes as an error, too: it panics at some policies (v1/ast/compile.go, outputVarsForExpr).
func compile(compiler *ast.Compiler, modules map[string]*ast.Module) (err error) {
	defer func() {
		if why := recover(); why != nil {
			err = fmt.Errorf("OPA's compiler fails at the policies: %v", why)
		}
	}()
	if compiler.Compile(modules); compiler.Failed() {
		return words(compiler.Errors)
	}
	return nil
}

// capabilities are those of OPA without what reaches beyond the document: the network, the environment.
func capabilities() *ast.Capabilities {
	c := ast.CapabilitiesForThisVersion()
	c.Builtins = slices.DeleteFunc(c.Builtins, func(b *ast.Builtin) bool {
		return b.Name == "http.send" || b.Name == "opa.runtime" || strings.HasPrefix(b.Name, "net.") || strings.HasPrefix(b.Name, "providers.")
	})
	c.AllowNet = []string{}
	return c
}

type loader struct {
	modules map[string]*ast.Module
	data    map[string]any
	errors  []error
}

func (l *loader) fail(err error) { l.errors = append(l.errors, err) }

// folder reads the .rego files below a folder, but tests, and its data.yaml.
func (l *loader) folder(f Folder) {
	err := fs.WalkDir(f.FS, ".", func(name string, entry fs.DirEntry, err error) error {
		full := path.Join(f.Name, name)
		switch {
		case err != nil:
			return fmt.Errorf("%s: %w", full, err)
		case entry.IsDir() || strings.HasSuffix(name, "_test.rego"):
			return nil
		case name == "data.yaml" || name == "data.json":
			return l.values(f.FS, name, full)
		case strings.HasSuffix(name, ".rego"):
			return l.module(f.FS, name, full)
		default:
			return nil
		}
	})
	if err != nil {
		l.fail(err)
	}
}

func (l *loader) module(files fs.FS, name, full string) error {
	source, err := fs.ReadFile(files, name)
	if err != nil {
		return fmt.Errorf("%s: %w", full, err)
	}
	module, err := ast.ParseModuleWithOpts(full, string(source), ast.ParserOptions{ProcessAnnotation: true, RegoVersion: ast.RegoV1})
	if all, ok := errors.AsType[ast.Errors](err); ok {
		l.fail(words(all))
		return nil
	}
	if err != nil {
		return fmt.Errorf("%s: %w", full, err)
	}
	l.modules[full] = module
	return nil
}

// values takes in data.yaml; what it has beside the parameters of our own rules stays.
func (l *loader) values(files fs.FS, name, full string) error {
	text, err := fs.ReadFile(files, name)
	if err != nil {
		return fmt.Errorf("%s: %w", full, err)
	}
	var data map[string]any
	if err := yaml.UnmarshalStrict(text, &data); err != nil {
		return fmt.Errorf("%s: %w", full, err)
	}
	for key, value := range data {
		ours, both := l.data[key].(map[string]any)
		theirs, ok := value.(map[string]any)
		if !both || !ok {
			l.data[key] = value
			continue
		}
		maps.Copy(ours, theirs)
	}
	return nil
}

// library adds what our own rules share, unless there is a package lib already.
func (l *loader) library() {
	const name = "lib/lib.rego"
	for _, m := range l.modules {
		if m.Package.String() == "package lib" {
			return
		}
	}
	source, err := policies.Files.ReadFile(name)
	if err != nil {
		l.fail(err)
		return
	}
	module, err := ast.ParseModuleWithOpts(name, string(source), ast.ParserOptions{RegoVersion: ast.RegoV1})
	if err != nil {
		l.fail(err)
		return
	}
	l.modules[name] = module
}

// words are OPA's errors, each with its place.
func words(all ast.Errors) error {
	list := make([]error, 0, len(all))
	for _, e := range all {
		if e.Location == nil {
			list = append(list, errors.New(e.Message))
			continue
		}
		list = append(list, fmt.Errorf("%s:%d:%d: %s", e.Location.File, e.Location.Row, e.Location.Col, e.Message))
	}
	return errors.Join(list...)
}

func (l *loader) prepare(ctx context.Context, compiler *ast.Compiler) (*Policies, error) {
	p := &Policies{}
	store := inmem.NewFromObject(l.data)
	for _, found := range l.rules() {
		query, err := rego.New(rego.Query("x := "+found.path), rego.Compiler(compiler), rego.Store(store)).PrepareForEval(ctx)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", found.Name, err)
		}
		p.rules = append(p.rules, &rule{Rule: found.Rule, query: query, conftest: found.conftest})
	}
	if len(p.rules) == 0 {
		return nil, errors.New("no rules found: expected packages GROUP.RULE with violation, or a package main with deny, warn or violation")
	}
	return p, nil
}

// Rules are what there is to know of the rules.
func (p *Policies) Rules() []policy.Rule {
	list := make([]policy.Rule, 0, len(p.rules))
	for _, r := range p.rules {
		list = append(list, r.Rule)
	}
	return list
}

// Check applies the rules to a document. A rule that fails, or takes too long, is an error; the others are applied all the same.
func (p *Policies) Check(ctx context.Context, d policy.Document) (found []policy.Finding, err error) {
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	object, failed := ast.InterfaceToValue(d.Root.Interface())
	if failed != nil {
		return nil, failed
	}
	facts := opa.FromValue(policy.Facts(d))
	for _, r := range p.rules {
		results, failed := r.eval(ctx, facts, object)
		if failed != nil {
			err = errors.Join(err, fmt.Errorf("rule %s: %w", r.Name, failed))
			continue
		}
		for _, v := range results {
			found = append(found, d.Finding(&r.Rule, v))
		}
	}
	return found, err
}

// eval gives a rule its input: facts with the object in them, or the object with the facts in it.
func (r *rule) eval(ctx context.Context, facts, object ast.Value) ([]plan.Value, error) {
	input, added, name := facts, object, "object"
	if r.conftest {
		input, added, name = object, facts, "facts"
	}
	o, ok := input.(ast.Object)
	if !ok {
		return nil, nil
	}
	whole := o.Copy()
	whole.Insert(ast.StringTerm(name), ast.NewTerm(added))
	results, err := r.query.Eval(ctx, rego.EvalParsedInput(whole))
	switch cause := context.Cause(ctx); {
	case errors.Is(cause, context.DeadlineExceeded):
		return nil, fmt.Errorf("it takes longer than %s", limit)
	case cause != nil:
		return nil, cause
	}
	if err != nil || len(results) == 0 {
		return nil, err
	}
	return violations(results[0].Bindings["x"])
}
