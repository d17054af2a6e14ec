package pod

import (
	"github.com/kubectl-job/kubectl-job/lint/api/internal/meta"
	"github.com/kubectl-job/kubectl-job/lint/api/internal/names"
	"github.com/kubectl-job/kubectl-job/lint/internal/field"
)

// The fields that hold terms.
const (
	required  = "requiredDuringSchedulingIgnoredDuringExecution"
	preferred = "preferredDuringSchedulingIgnoredDuringExecution"
)

func checkAffinity(affinity field.Value) {
	checkNodeAffinity(affinity.Get("nodeAffinity"))
	checkPodAffinity(affinity.Get("podAffinity"))
	checkPodAffinity(affinity.Get("podAntiAffinity"))
}

func checkNodeAffinity(affinity field.Value) {
	if must := affinity.Get(required); must.IsSet() {
		terms := must.Get("nodeSelectorTerms")
		if terms.Len() == 0 {
			terms.Problem(ruleNodeAffinity, field.Required, "nodeSelectorTerms is missing: expected at least one term")
		}
		for _, term := range terms.Items() {
			// In 1.32 and before, the values are not looked at.
			checkNodeTerm(term, !term.Checker().Since(33))
		}
	}
	for _, wish := range affinity.Get(preferred).Items() {
		wantRange(wish.Get("weight"), ruleNodeAffinity, 1, 100)
		checkNodeTerm(wish.Get("preference"), true)
	}
}

func checkNodeTerm(term field.Value, lax bool) {
	for _, requirement := range term.Get("matchExpressions").Items() {
		checkNodeExpression(requirement, lax)
	}
	for _, requirement := range term.Get("matchFields").Items() {
		checkNodeField(requirement)
	}
}

// checkNodeExpression checks what is asked of a label of the node (ValidateNodeSelectorRequirement).
func checkNodeExpression(requirement field.Value, lax bool) {
	operator, values := requirement.Get("operator"), requirement.Get("values")
	switch op := operator.Str(); op {
	case "In", "NotIn":
		if values.Len() == 0 {
			values.Problem(ruleNodeAffinity, field.Required, "operator %s needs at least one value", op)
		}
	case "Exists", "DoesNotExist":
		if values.Len() > 0 {
			values.Problem(ruleNodeAffinity, field.Forbidden, "operator %s takes no values", op)
		}
	case "Gt", "Lt":
		if values.Len() != 1 {
			values.Problem(ruleNodeAffinity, field.Required, "operator %s needs one value, found %d", op, values.Len())
		}
	default:
		operator.Problem(ruleNodeAffinity, field.Invalid, "operator is %q: expected In, NotIn, Exists, DoesNotExist, Gt or Lt", op)
	}
	wantQualified(requirement.Get("key"), ruleNodeAffinity)
	if lax {
		return
	}
	for _, value := range values.Items() {
		if bad := names.LabelValue(value.Str()); bad != "" {
			value.Problem(ruleNodeAffinity, field.Invalid, "value %q %s", value.Str(), bad)
		}
	}
}

// checkNodeField checks what is asked of a field of the node: its name (ValidateNodeFieldSelectorRequirement).
func checkNodeField(requirement field.Value) {
	key, operator, values := requirement.Get("key"), requirement.Get("operator"), requirement.Get("values")
	switch op := operator.Str(); {
	case op != "In" && op != "NotIn":
		operator.Problem(ruleNodeAffinity, field.Invalid, "operator is %q: for fields of the node, expected In or NotIn", op)
	case values.Len() != 1:
		values.Problem(ruleNodeAffinity, field.Required, "operator %s needs one value for a field of the node, found %d", op, values.Len())
	}
	if key.Str() != "metadata.name" {
		key.Problem(ruleNodeAffinity, field.Invalid, "key is %q: the only field of nodes that can be asked for is metadata.name", key.Str())
		return
	}
	for _, value := range values.Items() {
		if bad := names.Subdomain(value.Str()); bad != "" {
			value.Problem(ruleNodeAffinity, field.Invalid, "the name %q of the node %s", value.Str(), bad)
		}
	}
}

// checkPodAffinity checks podAffinity or podAntiAffinity.
func checkPodAffinity(affinity field.Value) {
	for _, term := range affinity.Get(required).Items() {
		checkPodTerm(term)
	}
	for _, wish := range affinity.Get(preferred).Items() {
		wantRange(wish.Get("weight"), rulePodAffinity, 1, 100)
		checkPodTerm(wish.Get("podAffinityTerm"))
	}
}

func checkPodTerm(term field.Value) {
	c := term.Checker()
	selector := term.Get("labelSelector")
	meta.Selector(selector, !c.Since(26))
	meta.Selector(term.Get("namespaceSelector"), !c.Since(26))
	for _, namespace := range term.Get("namespaces").Items() {
		// The API server reports each at the term.
		if bad := names.Label(namespace.Str()); bad != "" {
			namespace.As(term.Path()+".namespace").Problem(rulePodAffinity, field.Invalid, "namespace %q %s", namespace.Str(), bad)
		}
	}
	checkLabelKeys(term, rulePodAffinity)
	topology := term.Get("topologyKey")
	if topology.Str() == "" {
		wantText(topology, rulePodAffinity, "expected the label of nodes that tells them apart, such as kubernetes.io/hostname")
		return
	}
	wantQualified(topology, rulePodAffinity)
}
