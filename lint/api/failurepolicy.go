package api

import (
	"math"
	"slices"

	"github.com/kubectl-job/kubectl-job/lint/api/internal/names"
	"github.com/kubectl-job/kubectl-job/lint/internal/field"
)

// The rules about podFailurePolicy.
const (
	ruleFailurePolicy     = "failure-policy-rules"
	ruleFailureAction     = "failure-policy-action"
	ruleFailureExitCodes  = "failure-policy-exit-codes"
	ruleFailureConditions = "failure-policy-conditions"
)

// The limits of podFailurePolicy.
const (
	maxFailureRules = 20
	maxExitCodes    = 255
	maxConditions   = 20
)

func (s jobSpec) failurePolicy() {
	rules := s.Get("podFailurePolicy").Get("rules")
	if n := rules.Len(); n > maxFailureRules {
		rules.Problem(ruleFailurePolicy, field.TooMany, "podFailurePolicy has %d rules; at most %d are allowed", n, maxFailureRules)
	}
	for _, rule := range rules.Items() {
		s.failureRule(rule)
	}
}

func (s jobSpec) failureRule(rule field.Value) {
	s.failureAction(rule.Get("action"))
	codes, conditions := rule.Get("onExitCodes"), rule.Get("onPodConditions")
	if codes.IsSet() {
		s.exitCodes(codes)
	}
	s.conditions(conditions)
	switch {
	case codes.IsSet() && conditions.Len() > 0:
		rule.ProblemAt(conditions.Range(), ruleFailurePolicy, field.Invalid, "the rule has onExitCodes and onPodConditions: expected one of them; make it two rules")
	case !codes.IsSet() && conditions.Len() == 0:
		rule.Problem(ruleFailurePolicy, field.Invalid, "the rule has neither onExitCodes nor onPodConditions: one of them says when it applies")
	}
}

func (s jobSpec) failureAction(action field.Value) {
	allowed, expected := []string{"Count", "FailIndex", "FailJob", "Ignore"}, "Count, FailIndex, FailJob or Ignore"
	if !action.Checker().Since(28) {
		allowed, expected = []string{"Count", "FailJob", "Ignore"}, "Count, FailJob or Ignore"
	}
	switch v := action.Str(); {
	case v == "":
		action.Problem(ruleFailureAction, field.Required, "action is missing: expected %s", expected)
	case !slices.Contains(allowed, v):
		action.Problem(ruleFailureAction, field.NotSupported, "action is %q: expected %s", v, expected)
	case v == "FailIndex" && !s.Get("backoffLimitPerIndex").IsSet():
		action.Problem(ruleFailureAction, field.Invalid, "action is FailIndex: it needs backoffLimitPerIndex, which the Job does not set")
	}
}

func (s jobSpec) exitCodes(codes field.Value) {
	operator, container, values := codes.Get("operator"), codes.Get("containerName"), codes.Get("values")
	switch operator.Str() {
	case "In", "NotIn":
	case "":
		operator.Problem(ruleFailureExitCodes, field.Required, "onExitCodes needs an operator: In or NotIn")
	default:
		operator.Problem(ruleFailureExitCodes, field.NotSupported, "operator is %q: expected In or NotIn", operator.Str())
	}
	if container.IsSet() && !s.hasContainer(container.Str()) {
		container.Problem(ruleFailureExitCodes, field.Invalid, "containerName is %q: the template has no container or initContainer of that name", container.Str())
	}
	switch n := values.Len(); {
	case n == 0:
		values.Problem(ruleFailureExitCodes, field.Invalid, "onExitCodes needs at least one of values")
	case n > maxExitCodes:
		values.Problem(ruleFailureExitCodes, field.TooMany, "onExitCodes has %d values; at most %d are allowed", n, maxExitCodes)
	}
	exitCodeValues(values, operator.Str())
}

// exitCodeValues are in order, each once. The server does not mind values that no program can exit with.
func exitCodeValues(values field.Value, operator string) {
	seen := map[int64]bool{}
	last, ordered := int64(math.MinInt64), true
	for _, v := range values.Items() {
		code := v.Int()
		if operator == "In" && code == 0 {
			v.Problem(ruleFailureExitCodes, field.Invalid, "0 is success: it is not allowed with operator In")
		}
		if seen[code] {
			v.Problem(ruleFailureExitCodes, field.Duplicate, "%d stands in values twice", code)
		}
		seen[code] = true
		if ordered && code < last {
			ordered = false // once is enough: the path is that of the list
			values.ProblemAt(v.Range(), ruleFailureExitCodes, field.Invalid, "values must be in ascending order: %d comes after %d", code, last)
		}
		last = code
	}
}

func (s jobSpec) hasContainer(name string) bool {
	spec := s.Get("template").Get("spec")
	for _, list := range []string{"containers", "initContainers"} {
		for _, c := range spec.Get(list).Items() {
			if c.Get("name").Str() == name {
				return true
			}
		}
	}
	return false
}

func (s jobSpec) conditions(conditions field.Value) {
	if n := conditions.Len(); n > maxConditions {
		conditions.Problem(ruleFailureConditions, field.TooMany, "onPodConditions has %d items; at most %d are allowed", n, maxConditions)
	}
	for _, condition := range conditions.Items() {
		kind, status := condition.Get("type"), condition.Get("status")
		if bad := names.Qualified(kind.Str()); bad != "" {
			kind.Problem(ruleFailureConditions, field.Invalid, "type %q %s", kind.Str(), bad)
		}
		switch status.Str() {
		case "True", "False", "Unknown":
		case "":
			// The default True reached the template of a CronJob only with 1.34.
			if s.template && !status.Checker().Since(34) {
				status.Problem(ruleFailureConditions, field.Required, `status is missing: before Kubernetes 1.34 a CronJob has no default for it; set "True"`)
			}
		default:
			status.Problem(ruleFailureConditions, field.NotSupported, "status is %q: expected %q, %q or %q", status.Str(), "True", "False", "Unknown")
		}
	}
}
