package pod

import (
	"github.com/kubectl-job/kubectl-job/lint/internal/field"
)

// The most rules of a container, and exit codes of a rule.
const (
	maxRestartRules = 20
	maxRuleCodes    = 255
)

// checkRestartPolicy checks whether a regular container is restarted other than the Pod says.
func checkRestartPolicy(c field.Value) {
	policy := c.Get("restartPolicy")
	switch {
	case c.Checker().Since(35):
		checkRestartRules(c)
	case policy.IsSet():
		policy.Problem(ruleContainerRestart, field.Forbidden, "restartPolicy is set: before Kubernetes 1.35, only init containers can have one")
	}
}

// checkInitRestartPolicy checks whether an init container is restarted other than the Pod says
// (validateInitContainerRestartPolicy).
func checkInitRestartPolicy(c field.Value) {
	policy, rules := c.Get("restartPolicy"), c.Get("restartPolicyRules")
	switch v := c.Checker(); {
	case !v.Since(35):
		if policy.IsSet() {
			wantOneOf(policy, ruleContainerRestart, "Always")
		}
	case !policy.IsSet():
		wantPolicyOfRules(policy, rules)
	case isSidecar(c) && !v.Since(36):
		if rules.Len() > 0 {
			rules.Problem(ruleContainerRestart, field.Forbidden, "restartPolicyRules do not go with restartPolicy Always before Kubernetes 1.36")
		}
	default:
		checkRestartRules(c)
	}
}

func wantPolicyOfRules(policy, rules field.Value) {
	if rules.Len() > 0 {
		policy.ProblemAt(rules.Range(), ruleContainerRestart, field.Required,
			"restartPolicy is missing: restartPolicyRules need one of the same container, such as Never; that of the Pod does not do")
	}
}

// checkRestartRules checks the policy of a container, and its rules (validateContainerRestartPolicy).
func checkRestartRules(c field.Value) {
	policy, rules := c.Get("restartPolicy"), c.Get("restartPolicyRules")
	if policy.IsSet() {
		wantOneOf(policy, ruleContainerRestart, "Always", "Never", "OnFailure")
	} else {
		wantPolicyOfRules(policy, rules)
	}
	wantAtMost(rules, maxRestartRules)
	for _, rule := range rules.Items() {
		checkRestartRule(rule)
	}
}

func checkRestartRule(rule field.Value) {
	actions := []string{"Restart"}
	if rule.Checker().Since(36) {
		actions = append(actions, "RestartAllContainers")
	}
	wantOneOf(rule.Get("action"), ruleContainerRestart, actions...)
	codes := rule.Get("exitCodes")
	if !codes.IsSet() {
		codes.Problem(ruleContainerRestart, field.Required, "exitCodes are missing: they say when the rule applies")
		return
	}
	wantOneOf(codes.Get("operator"), ruleContainerRestart, "In", "NotIn")
	wantAtMost(codes.Get("values"), maxRuleCodes)
}

// wantAtMost reports a list that is too long. Until 1.35, the API server calls that by another name.
func wantAtMost(list field.Value, most int) {
	t := field.TooLong
	if list.Checker().Since(36) {
		t = field.TooMany
	}
	if list.Len() > most {
		list.Problem(ruleContainerRestart, t, "%s has %d items; at most %d are allowed", list.Name(), list.Len(), most)
	}
}
