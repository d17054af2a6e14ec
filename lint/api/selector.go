package api

import (
	"slices"

	"github.com/kubectl-job/kubectl-job/lint/api/internal/meta"
	"github.com/kubectl-job/kubectl-job/lint/api/internal/names"
	"github.com/kubectl-job/kubectl-job/lint/internal/field"
)

// The rules about the selector of a Job and the labels that the Job controller sets.
const (
	ruleSelector  = "job-selector"
	ruleJobLabels = "job-labels"
	ruleJobName   = "job-name-label"
)

// unknown stands for a value that only the API server knows, such as the Job's uid: nobody could have written it.
const unknown = "\x00"

// jobLabels are the labels that the API server sets in the template, with their values (generateSelector in
// pkg/registry/batch/job/strategy.go). Those with a prefix came with 1.27.
func (j *job) jobLabels() map[string]string {
	name := j.name
	if j.random {
		name = unknown
	}
	labels := map[string]string{"job-name": name, "controller-uid": unknown}
	if j.metadata.Checker().Since(27) {
		labels["batch.kubernetes.io/job-name"] = name
		labels["batch.kubernetes.io/controller-uid"] = unknown
	}
	return labels
}

// uidLabel is the one that the generated selector asks for.
func (j *job) uidLabel() string {
	if j.metadata.Checker().Since(27) {
		return "batch.kubernetes.io/controller-uid"
	}
	return "controller-uid"
}

// checkSelector checks the selector against the labels of the Pods.
func (j *job) checkSelector() {
	selector, template := j.spec.Get("selector"), j.spec.Get("template").Get("metadata").Get("labels")
	manual := j.spec.Get("manualSelector").Bool()
	own := map[string]string{}
	for key, value := range template.Entries() {
		own[key] = value.Str()
	}
	wanted := requirements(selector)
	if manual {
		if !selector.IsSet() {
			selector.Problem(ruleSelector, field.Required, "selector is missing: manualSelector: true asks for your own")
		}
	} else {
		generated := j.jobLabels()
		j.checkJobLabels(template, generated)
		for key, value := range generated {
			if _, set := own[key]; !set {
				own[key] = value
			}
		}
		if wanted.valid && !wanted.match(generated) {
			selector.Problem(ruleSelector, field.Invalid, "the selector is not the one that is made for the Job: leave it out (or set manualSelector: true, and see that it selects no other Job's Pods)")
		}
		wanted.add(j.uidLabel(), unknown)
	}
	meta.Selector(selector, false)
	if wanted.valid && (!wanted.match(own) || manual && !selector.IsSet()) {
		at := template
		if !at.IsSet() {
			at = selector
		}
		labels := j.spec.Get("template").Get("metadata").Get("labels")
		labels.ProblemAt(at.Range(), ruleSelector, field.Invalid, "the selector does not match the labels of the template")
	}
}

// checkJobLabels finds labels in the template that the API server sets itself, with other values.
func (j *job) checkJobLabels(labels field.Value, generated map[string]string) {
	for key, value := range labels.Entries() {
		want, ours := generated[key]
		switch {
		case !ours || value.Str() == want:
		case want == unknown:
			value.Problem(ruleJobLabels, field.Invalid, "the label %s is set by the API server: leave it out", key)
		default:
			value.Problem(ruleJobLabels, field.Invalid, "the label %s is set by the API server, to %q: leave it out", key, want)
		}
	}
	j.checkNameLabel(j.spec.Path() + ".template.labels")
}

// checkNameLabel checks that the Job's name can be the value of a label, one of those at a path.
func (j *job) checkNameLabel(path string) {
	if bad := names.LabelValue(j.name); bad != "" {
		j.nameField().As(path).Problem(ruleJobName, field.Invalid, "the name becomes the value of the label job-name, and %s", bad)
	}
}

// nameField is what the Job gets its name from.
func (j *job) nameField() field.Value {
	if j.random {
		return j.metadata.Get("generateName")
	}
	return j.metadata.Get("name")
}

// selection is a label selector, as the API server compiles it.
type selection struct {
	valid bool // one that is not is told elsewhere, and matches nothing and everything
	asks  []func(labels map[string]string) bool
}

func (s *selection) add(key, value string) {
	s.asks = append(s.asks, func(labels map[string]string) bool { v, ok := labels[key]; return ok && v == value })
}

func (s *selection) match(labels map[string]string) bool {
	return !slices.ContainsFunc(s.asks, func(ask func(map[string]string) bool) bool { return !ask(labels) })
}

// requirements compiles a label selector (metav1.LabelSelectorAsSelector). One that is not set matches everything here.
func requirements(selector field.Value) selection {
	s := selection{valid: true}
	for key, value := range selector.Get("matchLabels").Entries() {
		s.valid = s.valid && names.Qualified(key) == "" && names.LabelValue(value.Str()) == ""
		s.add(key, value.Str())
	}
	for _, e := range selector.Get("matchExpressions").Items() {
		key, operator := e.Get("key").Str(), e.Get("operator").Str()
		values := map[string]bool{}
		for _, v := range e.Get("values").Items() {
			values[v.Str()] = true
			s.valid = s.valid && names.LabelValue(v.Str()) == ""
		}
		s.valid = s.valid && names.Qualified(key) == ""
		switch operator {
		case "In", "NotIn":
			s.valid = s.valid && len(values) > 0
			in := operator == "In"
			s.asks = append(s.asks, func(labels map[string]string) bool {
				v, ok := labels[key]
				if in {
					return ok && values[v]
				}
				return !ok || !values[v]
			})
		case "Exists", "DoesNotExist":
			s.valid = s.valid && len(values) == 0
			exists := operator == "Exists"
			s.asks = append(s.asks, func(labels map[string]string) bool { _, ok := labels[key]; return ok == exists })
		default:
			s.valid = false
		}
	}
	return s
}

// checkCopiedLabels checks the labels that a Job without labels takes over from its template (SetDefaults_Job).
func (j *job) checkCopiedLabels() {
	own, template := j.metadata.Get("labels"), j.spec.Get("template").Get("metadata").Get("labels")
	if own.Len() > 0 || !template.IsSet() {
		return
	}
	meta.Labels(template.As(own.Path()))
	if !j.spec.Get("manualSelector").Bool() {
		j.checkNameLabel(own.Path())
	}
}
