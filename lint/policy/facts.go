// Package policy finds what the API server accepts and people regret: facts about a document go through rules that are
// written in Rego (folder policies of the repository), and come out as findings.
package policy

import (
	"time"

	"github.com/kubectl-job/kubectl-job/lint/internal/field"
	"github.com/kubectl-job/kubectl-job/lint/manifest"
	"github.com/kubectl-job/kubectl-job/lint/policy/plan"
	"github.com/kubectl-job/kubectl-job/lint/schema"
)

// Document is a Job or CronJob that the API server accepts.
type Document struct {
	Root *manifest.Node
	// Kind is Job or CronJob.
	Kind    string
	Version schema.Version
	// Dropped are the paths of the fields that this version ignores.
	Dropped []string
	// Now is the time from which schedules are looked at.
	Now time.Time
}

// Facts are what the rules know of a document: policies/facts.schema.json describes all of them. The arithmetic is done, the defaults of the API
// server are applied, and of a CronJob they are about the Jobs that it makes. Values of environment variables are not in them.
func Facts(d Document) plan.Value { return d.builder().facts() }

func (d Document) builder() *builder {
	c := field.NewChecker(d.Version, d.Dropped)
	b := &builder{Document: d, root: c.Root(d.Root)}
	b.spec = b.root.Get("spec")
	if d.Kind == "CronJob" {
		b.spec = b.spec.Get("jobTemplate").Get("spec")
	}
	b.template = b.spec.Get("template")
	b.podSpec = b.template.Get("spec")
	return b
}

// builder makes the facts of a document.
type builder struct {
	Document

	root field.Value
	// The spec of the Job, the template of its Pods, and their spec.
	spec, template, podSpec field.Value
}

func (f *builder) facts() plan.Value {
	facts := plan.NewObject(8).
		With("version", plan.Int(f.Version.Minor)).
		With("kind", plan.String(f.Kind)).
		With("metadata", metadata(f.root.Get("metadata"))).
		With("job", f.job()).
		With("pod", f.pod()).
		With("containers", f.containers())
	if f.Kind == "CronJob" {
		facts.With("cron", f.cron())
		facts.With("jobMetadata", metadata(f.root.Get("spec").Get("jobTemplate").Get("metadata")))
	}
	return facts
}

func metadata(v field.Value) *plan.Object {
	o := at(v)
	text(o, "name", v.Get("name"))
	text(o, "generateName", v.Get("generateName"))
	text(o, "namespace", v.Get("namespace"))
	return o.With("labels", raw(v.Get("labels"), plan.NewObject(0))).With("annotations", raw(v.Get("annotations"), plan.NewObject(0))).
		With("ownerReferences", plan.Int(v.Get("ownerReferences").Len())).With("finalizers", plan.Int(v.Get("finalizers").Len()))
}

// at begins the facts about a part of the document with its path.
func at(v field.Value) *plan.Object { return plan.NewObject(8).With("at", plan.String(v.Path())) }

// text adds a text that is set.
func text(o *plan.Object, name string, v field.Value) {
	if v.Str() != "" {
		o.With(name, plan.String(v.Str()))
	}
}

// number adds a whole number that is set.
func number(o *plan.Object, name string, v field.Value) {
	if v.IsSet() {
		o.With(name, plan.Int(v.Int()))
	}
}

// written are the names of the fields that stand in the document, as keys.
func written(v field.Value) *plan.Object {
	o := plan.NewObject(v.Len())
	if v.Node() == nil {
		return o
	}
	for i := range v.Node().Entries {
		if name := v.Node().Entries[i].Key; v.Get(name).IsSet() {
			o.With(name, plan.Bool(true))
		}
	}
	return o
}

// raw is a value as it stands in the document.
func raw(v field.Value, unset plan.Value) plan.Value {
	if !v.IsSet() {
		return unset
	}
	return rawNode(v.Node())
}

func rawNode(n *manifest.Node) plan.Value {
	switch n.Kind {
	case manifest.Bool:
		return plan.Bool(n.Text == "true")
	case manifest.Number:
		return plan.NewNumber(n.Text)
	case manifest.String:
		return plan.String(n.Text)
	case manifest.List:
		items := make([]plan.Value, 0, len(n.Items))
		for _, item := range n.Items {
			items = append(items, rawNode(item))
		}
		return plan.NewArray(items...)
	case manifest.Map:
		o := plan.NewObject(len(n.Entries))
		for i := range n.Entries {
			o.With(n.Entries[i].Key, rawNode(n.Entries[i].Value))
		}
		return o
	default:
		return plan.Null{}
	}
}

// list makes an array of a list in the document.
func list(v field.Value, item func(field.Value) plan.Value) *plan.Array {
	items := make([]plan.Value, 0, v.Len())
	for _, i := range v.Items() {
		items = append(items, item(i))
	}
	return plan.NewArray(items...)
}

func texts(words []string) *plan.Array {
	items := make([]plan.Value, 0, len(words))
	for _, w := range words {
		items = append(items, plan.String(w))
	}
	return plan.NewArray(items...)
}

func seconds(d time.Duration) plan.Int { return plan.Int(d / time.Second) }
