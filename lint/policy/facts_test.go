package policy_test

import (
	"context"
	"encoding/json"
	"io/fs"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/rego"
	"github.com/open-policy-agent/opa/v1/storage/inmem"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/kubectl-job/kubectl-job/lint/api"
	"github.com/kubectl-job/kubectl-job/lint/internal/corpus"
	"github.com/kubectl-job/kubectl-job/lint/manifest"
	"github.com/kubectl-job/kubectl-job/lint/policy"
	"github.com/kubectl-job/kubectl-job/lint/policy/plan"
	"github.com/kubectl-job/kubectl-job/lint/schema"
	"github.com/kubectl-job/kubectl-job/policies"
	"github.com/kubectl-job/kubectl-job/policies/compiled"
)

var now = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)

// manifests are the Jobs and CronJobs of all manifests in testdata, those of testdata/parity included.
func manifests(t testing.TB) []policy.Document {
	t.Helper()
	var all []policy.Document
	err := fs.WalkDir(os.DirFS("../../testdata"), ".", func(path string, _ fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(path, ".yaml") {
			return err
		}
		data, err := os.ReadFile("../../testdata/" + path)
		all = append(all, documents(data)...)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range []string{"corpus.jsonl.gz", "realworld.jsonl.gz"} {
		for _, m := range judged(t, file) {
			all = append(all, documents([]byte(m.YAML))...)
		}
	}
	return all
}

func documents(data []byte) []policy.Document {
	var list []policy.Document
	for _, doc := range manifest.Parse("", data, manifest.Limits{}) {
		if doc.Root == nil {
			continue
		}
		for _, o := range doc.Objects() {
			if (o.Kind == "Job" || o.Kind == "CronJob") && accepted(o) {
				list = append(list, policy.Document{Root: o.Root, Kind: o.Kind, Version: schema.Newest, Now: now})
			}
		}
	}
	return list
}

// accepted says whether the API server would take an object: the rules see no other.
func accepted(o manifest.Object) bool {
	if ok, _ := schema.Served(o.APIVersion, o.Kind, schema.Newest); !ok {
		return false
	}
	decoded := schema.CheckAs(o.Root, o.Kind, schema.Newest)
	refused := func(s schema.Severity) bool { return s == schema.Error }
	return !slices.ContainsFunc(decoded, func(p schema.Problem) bool { return refused(p.Severity) }) &&
		!slices.ContainsFunc(api.Check(o.Root, o.Kind, schema.Newest, decoded), func(p api.Problem) bool { return refused(p.Severity) })
}

func judged(t testing.TB, file string) []corpus.Manifest {
	t.Helper()
	f, err := os.Open("../../testdata/parity/" + file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close() //nolint:errcheck // it was only read
	all, err := corpus.Read(f)
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// TestSchema holds the facts to their schema, by which OPA checks the rules, and which documents them.
func TestSchema(t *testing.T) {
	s, err := jsonschema.NewCompiler().Compile("../../policies/facts.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for _, d := range manifests(t) {
		text := plan.Text(policy.Facts(d))
		facts, err := jsonschema.UnmarshalJSON(strings.NewReader(text))
		if err != nil {
			t.Fatalf("%v\n%s", err, text)
		}
		if err := s.Validate(facts); err != nil {
			t.Fatalf("%v\n%s", err, text)
		}
		names(seen, "", facts)
	}
	for _, name := range properties(t) {
		if !seen[name] && !strings.HasPrefix(name, ".documents") { // those are of whole runs
			t.Errorf("no manifest of testdata has the fact %s", name)
		}
	}
}

// names takes in the paths of all facts.
func names(seen map[string]bool, path string, v any) {
	switch v := v.(type) {
	case map[string]any:
		for key, value := range v {
			seen[path+"."+key] = true
			names(seen, path+"."+key, value)
		}
	case []any:
		for _, item := range v {
			names(seen, path, item)
		}
	}
}

// properties are the paths of all facts in the schema.
func properties(t *testing.T) []string {
	t.Helper()
	data, err := os.ReadFile("../../policies/facts.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	type node struct {
		Properties map[string]*node
		Items      *node
	}
	var root node
	if err := json.Unmarshal(data, &root); err != nil {
		t.Fatal(err)
	}
	var list []string
	var walk func(path string, n *node)
	walk = func(path string, n *node) {
		if n == nil {
			return
		}
		for name, child := range n.Properties {
			list = append(list, path+"."+name)
			walk(path+"."+name, child)
		}
		walk(path, n.Items)
	}
	walk("", &root)
	return list
}

// TestTopdown holds the rules as they run to the rules as OPA itself evaluates them, for all manifests there are.
func TestTopdown(t *testing.T) {
	query := prepare(t)
	machine := plan.NewMachine(compiled.Program(), 0)
	data := plan.NewObject(1).With("parameters", compiled.Parameters().Value())
	found := 0
	for _, d := range manifests(t) {
		facts := policy.Facts(d)
		input, err := ast.ParseTerm(plan.Text(facts))
		if err != nil {
			t.Fatal(err)
		}
		results, err := query.Eval(context.Background(), rego.EvalParsedInput(input.Value))
		if err != nil {
			t.Fatal(err)
		}
		machine.Begin(facts, data)
		want, _ := results[0].Bindings["x"].(map[string]any)
		for i := range compiled.Rules() {
			rule := compiled.Rules()[i].Name
			name := strings.ReplaceAll(rule, "-", "_")
			ours, err := machine.Rule(compiled.Program().Entries[i])
			if err != nil {
				t.Fatal(err)
			}
			theirs, err := json.Marshal(want[name])
			if err != nil {
				t.Fatal(err)
			}
			got := "null"
			if set, ok := ours.(*plan.Set); ok {
				got = plan.Text(plan.NewArray(set.Items()...))
				found += set.Len()
			}
			if diff := cmp.Diff(decoded(t, string(theirs)), decoded(t, got)); diff != "" {
				t.Fatalf("%s: %s\n%s", rule, diff, plan.Text(facts))
			}
		}
	}
	if found < 1000 {
		t.Errorf("%d findings; that is too few to compare", found)
	}
}

func decoded(t *testing.T, text string) (v any) {
	t.Helper()
	if err := json.Unmarshal([]byte(text), &v); err != nil {
		t.Fatalf("%v: %s", err, text)
	}
	return v
}

// prepare makes a query for all rules at once: an object of their sets, by their names.
func prepare(t *testing.T) rego.PreparedEvalQuery {
	t.Helper()
	var b strings.Builder
	b.WriteString("x := {")
	for i := range compiled.Rules() {
		name := strings.ReplaceAll(compiled.Rules()[i].Name, "-", "_")
		b.WriteString(`"` + name + `": data.` + strings.ReplaceAll(name, "/", ".") + ".violation, ")
	}
	b.WriteString("}")
	parameters := decoded(t, plan.Text(plan.NewObject(1).With("parameters", compiled.Parameters().Value())))
	data, _ := parameters.(map[string]any)
	options := []func(*rego.Rego){rego.Query(b.String()), rego.Store(inmem.NewFromObject(data))}
	files, err := fs.Glob(policies.Files, "*/*.rego")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		source, err := policies.Files.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if !strings.HasSuffix(file, "_test.rego") {
			options = append(options, rego.Module(file, string(source)))
		}
	}
	query, err := rego.New(options...).PrepareForEval(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	return query
}

func BenchmarkCheck(b *testing.B) {
	engine := policy.NewEngine(compiled.Rules(), compiled.Program())
	every := engine.Select(schema.Newest.Minor, nil)
	parameters := compiled.Parameters().Value()
	all := manifests(b)
	b.Run("facts", func(b *testing.B) {
		for i := 0; b.Loop(); i++ {
			policy.Facts(all[i%len(all)])
		}
	})
	b.Run("facts and rules", func(b *testing.B) {
		for i := 0; b.Loop(); i++ {
			if _, err := engine.Check(all[i%len(all)], parameters, every); err != nil {
				b.Fatal(err)
			}
		}
	})
}
