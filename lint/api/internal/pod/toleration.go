package pod

import (
	"strings"

	"github.com/kubectl-job/kubectl-job/lint/api/internal/names"
	"github.com/kubectl-job/kubectl-job/lint/internal/field"
	"github.com/kubectl-job/kubectl-job/lint/manifest"
)

func checkTolerations(list field.Value) {
	for _, t := range list.Items() {
		checkToleration(t)
	}
}

func checkToleration(t field.Value) {
	key, operator, value, effect := t.Get("key"), t.Get("operator"), t.Get("value"), t.Get("effect")
	if key.Str() != "" {
		wantQualified(key, ruleToleration)
	} else if operator.Str() != "Exists" {
		operator.Problem(ruleToleration, field.Invalid, "key is missing: expected one, or operator Exists, which tolerates every taint")
	}
	if seconds := t.Get("tolerationSeconds"); seconds.IsSet() && effect.Str() != "NoExecute" {
		effect.ProblemAt(seconds.Range(), ruleToleration, field.Invalid, "tolerationSeconds goes with effect NoExecute only, found %q", effect.Str())
	}
	switch operator.Str() {
	case "Equal", "":
		// The API server reports the value at the operator.
		if bad := names.LabelValue(value.Str()); bad != "" {
			operator.ProblemAt(value.Range(), ruleToleration, field.Invalid, "value %q %s", value.Str(), bad)
		}
	case "Exists":
		if value.Str() != "" {
			operator.ProblemAt(value.Range(), ruleToleration, field.Invalid, "value is %q, but operator Exists takes none: leave it out, or use operator Equal", value.Str())
		}
	default:
		// Lt and Gt, of 1.35 and later, are behind a feature gate that is off.
		operator.Problem(ruleToleration, field.NotSupported, "operator is %q: expected Equal or Exists", operator.Str())
	}
	if effect.Str() != "" {
		wantOneOf(effect, ruleToleration, "NoSchedule", "PreferNoSchedule", "NoExecute")
	}
}

// checkTolerationsAnnotation checks tolerations that are written in JSON into an annotation.
func checkTolerationsAnnotation(annotations, annotation field.Value) {
	if annotation.Str() == "" {
		return
	}
	list, ok := jsonList(annotation.Str())
	if !ok {
		annotations.ProblemAt(annotation.Range(), rulePodAnnotations, field.Invalid,
			"annotation %s is no list of tolerations in JSON; the field spec.tolerations is for them", annotationTolerations)
		return
	}
	place(list, annotation.Range())
	checkTolerations(annotation.As(annotations.Path() + "." + annotationTolerations).Holding(list))
}

// jsonList reads a list of maps in JSON.
func jsonList(text string) (*manifest.Node, bool) {
	docs := manifest.Parse("", []byte(text), manifest.Limits{})
	if len(docs) == 0 {
		return nil, strings.TrimSpace(text) == "null"
	}
	root := docs[0].Root
	if len(docs) > 1 || root == nil || root.Kind != manifest.List || root.Style != manifest.Flow {
		return nil, false
	}
	if !isJSON(root, &docs[0]) {
		return nil, false
	}
	for _, item := range root.Items {
		if item.Kind != manifest.Map && item.Kind != manifest.Null || !decodes(item) {
			return nil, false
		}
	}
	return root, true
}

// decodes says whether the fields of a toleration have the right types, and gives them their names: encoding/json takes
// them in any case.
func decodes(item *manifest.Node) bool {
	for i := range item.Entries {
		e := &item.Entries[i]
		for _, name := range []string{"key", "operator", "value", "effect", "tolerationSeconds"} {
			if !strings.EqualFold(e.Key, name) {
				continue
			}
			e.Key = name
			kind := manifest.String
			if name == "tolerationSeconds" {
				kind = manifest.Number
			}
			if e.Value.Kind != kind && e.Value.Kind != manifest.Null {
				return false
			}
		}
	}
	return true
}

// isJSON says whether a value of YAML is JSON, too: texts and keys are quoted.
func isJSON(n *manifest.Node, doc *manifest.Document) bool {
	if n.Kind == manifest.String && n.Style != manifest.DoubleQuoted {
		return false
	}
	for i := range n.Entries {
		if !strings.HasPrefix(doc.Text(n.Entries[i].KeyRange), `"`) || !isJSON(n.Entries[i].Value, doc) {
			return false
		}
	}
	for _, item := range n.Items {
		if !isJSON(item, doc) {
			return false
		}
	}
	return true
}

// place gives a value that was read from a text the position of the text.
func place(n *manifest.Node, at manifest.Range) {
	if n == nil {
		return
	}
	n.Range = at
	for i := range n.Entries {
		n.Entries[i].KeyRange = at
		place(n.Entries[i].Value, at)
	}
	for _, item := range n.Items {
		place(item, at)
	}
}
