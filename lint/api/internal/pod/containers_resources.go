package pod

import (
	"github.com/kubectl-job/kubectl-job/lint/internal/field"
)

// checkResources checks what a container asks for, and how that may change (ValidateContainerResourceRequirements,
// validateResizePolicy).
func (p *containersOfPod) checkResources(c field.Value) {
	resources := c.Get("resources")
	checkRequirements(resources, resources.Get("limits"), resources.Get("requests"), ruleResources, badContainerResource)
	checkClaimRefs(resources.Get("claims"), p.claims)
	p.checkResizePolicy(c.Get("resizePolicy"))
}

// checkResizePolicy checks what a change of resources does to a container. The API server reports most of it at the list.
func (p *containersOfPod) checkResizePolicy(policies field.Value) {
	never := p.spec.Get("restartPolicy").Str() == "Never"
	seen := map[string]bool{}
	for _, policy := range policies.Items() {
		resource, restart := policy.Get("resourceName"), policy.Get("restartPolicy")
		if name := resource.Str(); seen[name] {
			policy.Problem(ruleResizePolicy, field.Duplicate, "there is already a policy for %q", name)
		}
		seen[resource.Str()] = true
		wantResizeValue(policies, resource, "cpu", "memory")
		wantResizeValue(policies, restart, "NotRequired", "RestartContainer")
		if never && restart.Str() == "RestartContainer" {
			policies.ProblemAt(restart.Range(), ruleResizePolicy, field.Invalid, "restartPolicy is RestartContainer, but that of the Pod is Never: expected NotRequired")
		}
	}
}

func wantResizeValue(policies, v field.Value, allowed ...string) {
	v = v.As(policies.Path())
	if v.Str() == "" {
		wantText(v, ruleResizePolicy, "expected "+list(allowed))
		return
	}
	wantOneOf(v, ruleResizePolicy, allowed...)
}

// checkInitResizePolicy checks an init container that ends before the others begin: it is not restarted for its resources.
func checkInitResizePolicy(policies field.Value) {
	if !policies.Checker().Since(36) {
		return
	}
	for _, policy := range policies.Items() {
		if restart := policy.Get("restartPolicy"); restart.Str() == "RestartContainer" {
			restart.Problem(ruleResizePolicy, field.Invalid, "restartPolicy is RestartContainer: expected NotRequired for an init container without restartPolicy Always")
		}
	}
}
