package pod

import (
	"fmt"

	"github.com/kubectl-job/kubectl-job/lint/api/internal/quantity"
	"github.com/kubectl-job/kubectl-job/lint/internal/field"
)

// checkPodResources checks the resources of the Pod as a whole (validatePodResources). Before 1.34 a feature gate keeps them
// from being there.
func checkPodResources(spec field.Value) {
	resources := spec.Get("resources")
	if !resources.IsSet() {
		return
	}
	if spec.Get("os").Get("name").Str() == osWindows {
		resources.Problem(rulePodResources, field.Forbidden, "resources of the Pod cannot be set for a windows Pod: set those of its containers")
		return
	}
	if claims := resources.Get("claims"); claims.IsSet() {
		claims.Problem(rulePodResources, field.Forbidden, "claims cannot be set for the Pod: set those of its containers")
		checkClaimRefs(claims, claimNames(spec))
	}
	checkRequirements(resources, resources.Get("limits"), resources.Get("requests"), rulePodResources, badPodResource)
	checkPodRequests(spec, resources)
	checkPodLimits(spec, resources)
}

// checkPodRequests checks that the Pod asks for as much as its containers do.
func checkPodRequests(spec, resources field.Value) {
	needs := containersNeed(spec, "requests")
	for name, request := range resources.Get("requests").Entries() {
		if need, ok := needs[name]; ok && need.total().Cmp(amount(request)) > 0 {
			request.Problem(rulePodResources, field.Invalid, "%s is %s, which is less than the %s that the containers request together",
				name, text(request), need.total())
		}
	}
}

// checkPodLimits checks that no container may have more than the Pod, and all together not more huge pages.
func checkPodLimits(spec, resources field.Value) {
	limits, needs := resources.Get("limits"), containersNeed(spec, "limits")
	for name, limit := range limits.Entries() {
		if need, ok := needs[name]; ok && isHugePages(name) && need.total().Cmp(amount(limit)) > 0 {
			limit.Problem(rulePodResources, field.Invalid, "%s is %s, which is less than the %s that the containers may have together",
				name, text(limit), need.total())
		}
	}
	most := byName(limits)
	for i, c := range spec.Get("containers").Items() {
		for name, own := range c.Get("resources").Get("limits").Entries() {
			if limit, ok := most[name]; ok && amount(own).Cmp(amount(limit)) > 0 {
				// The API server makes up a path for this.
				path := fmt.Sprintf("%s.containers[%d][%s].limits", resources.Path(), i, name)
				own.As(path).Problem(rulePodResources, field.Invalid, "%s is %s, which is more than the %s that the Pod may have", name, text(own), text(limit))
			}
		}
	}
}

// need is what the containers ask for of one resource.
type need struct {
	together quantity.Quantity // all that run at once
	sidecars quantity.Quantity // those of the init containers that go on running
	start    quantity.Quantity // the most of an init container and the sidecars before it
}

func (n *need) total() quantity.Quantity {
	if n.start.Cmp(n.together) > 0 {
		return n.start
	}
	return n.together
}

// containersNeed sums requests or limits of the containers by resource (AggregateContainerRequests).
func containersNeed(spec field.Value, of string) map[string]*need {
	needs := map[string]*need{}
	each := func(containers string, add func(c field.Value, n *need, q quantity.Quantity)) {
		for _, c := range spec.Get(containers).Items() {
			for name, value := range c.Get("resources").Get(of).Entries() {
				if needs[name] == nil {
					needs[name] = &need{}
				}
				add(c, needs[name], amount(value))
			}
		}
	}
	each("containers", func(_ field.Value, n *need, q quantity.Quantity) { n.together = n.together.Add(q) })
	each("initContainers", func(c field.Value, n *need, q quantity.Quantity) {
		start := n.sidecars.Add(q)
		if start.Cmp(n.start) > 0 {
			n.start = start
		}
		if c.Get("restartPolicy").Str() == "Always" {
			n.together, n.sidecars = n.together.Add(q), start
		}
	})
	return needs
}

// checkOverhead checks what a Pod takes beside its containers. The API server checks it like limits of a container.
func checkOverhead(overhead field.Value) {
	limits := overhead.As(overhead.Path() + ".limits")
	checkRequirements(overhead, limits, field.Value{}, ruleOverhead, badContainerResource)
}
