package pod

import (
	"strings"

	"github.com/kubectl-job/kubectl-job/lint/api/internal/names"
	"github.com/kubectl-job/kubectl-job/lint/api/internal/quantity"
	"github.com/kubectl-job/kubectl-job/lint/internal/field"
)

const hugePages = "hugepages-" // and the size of a page

func isHugePages(name string) bool { return strings.HasPrefix(name, hugePages) }

// checkRequirements checks limits and requests (validateResourceRequirements). badName says what is wrong with the name of a
// resource.
func checkRequirements(resources, limits, requests field.Value, rule string, badName func(string) (field.Type, string)) {
	checkAmounts(limits, rule, badName)
	checkAmounts(requests, rule, badName)
	limit := byName(limits)
	for name, request := range requests.Entries() {
		if most, ok := limit[name]; ok {
			checkAgainstLimit(requests, request, most, rule)
		} else if !isShared(name) {
			limits.ProblemAt(request.Range(), rule, field.Required, "%s has a request and no limit: it needs a limit of the same amount", name)
		}
	}
	huge, computes := hasHugePages(limits), hasCompute(limits)
	if (huge || hasHugePages(requests)) && !computes && !hasCompute(requests) {
		resources.Problem(rule, field.Forbidden, "huge pages alone are not enough: set cpu or memory as well")
	}
}

// checkAmounts checks the names and amounts of limits, requests or overhead.
func checkAmounts(list field.Value, rule string, badName func(string) (field.Type, string)) {
	for name, value := range list.Entries() {
		if t, bad := badName(name); bad != "" {
			value.ProblemAt(list.KeyRange(name), rule, t, "resource %q %s", name, bad)
		}
		q := amount(value)
		switch {
		case q.Sign() < 0:
			value.Problem(rule, field.Invalid, "%s is %s: expected 0 or more", name, text(value))
		case isCounted(name) && !q.IsWhole():
			value.Problem(rule, field.Invalid, "%s is %s: expected a whole number", name, text(value))
		case isHugePages(name) && !isPages(name, q):
			value.Problem(rule, field.Invalid, "%s is %s: expected a multiple of the size of a page", name, text(value))
		}
	}
}

// checkAgainstLimit checks that a request is within its limit, or the same where nothing can be shared. The API server
// reports that of all requests together.
func checkAgainstLimit(requests, request, limit field.Value, rule string) {
	name := request.Name()
	switch order := amount(request).Cmp(amount(limit)); {
	case order != 0 && !isShared(name):
		requests.ProblemAt(request.Range(), rule, field.Invalid, "the request of %s for %s differs from the limit of %s: they must be the same",
			text(request), name, text(limit))
	case order > 0:
		requests.ProblemAt(request.Range(), rule, field.Invalid, "the request of %s for %s is more than the limit of %s", text(request), name, text(limit))
	}
}

// isShared says whether limits can promise more of a resource than there is (IsOvercommitAllowed).
func isShared(name string) bool { return isNative(name) && !isHugePages(name) }

func hasHugePages(list field.Value) bool {
	for name := range list.Entries() {
		if isHugePages(name) {
			return true
		}
	}
	return false
}

func hasCompute(list field.Value) bool { return has(list, "cpu") || has(list, "memory") }

// isPages says whether an amount is made of whole pages (IsHugePageResourceValueDivisible).
func isPages(name string, q quantity.Quantity) bool {
	page, ok := quantity.Parse(strings.TrimPrefix(name, hugePages))
	return ok && page.Sign() > 0 && page.IsWhole() && q.IsMultiple(page)
}

// isNative says whether Kubernetes itself knows the resource.
func isNative(name string) bool {
	return !strings.Contains(name, "/") || strings.Contains(name, "kubernetes.io/")
}

// isExtended says whether the resource is one of an extension, such as example.com/gpu.
func isExtended(name string) bool {
	return !isNative(name) && !strings.HasPrefix(name, "requests.") && names.Qualified("requests."+name) == ""
}

// isCounted says whether there are no fractions of the resource.
func isCounted(name string) bool {
	switch name {
	case "pods", "resourcequotas", "services", "replicationcontrollers", "secrets", "configmaps", "persistentvolumeclaims",
		"services.nodeports", "services.loadbalancers":
		return true
	default:
		return isExtended(name)
	}
}

// badContainerResource says what is wrong with the name of a resource of a container (ValidateContainerResourceName).
func badContainerResource(name string) (field.Type, string) {
	if bad := names.Qualified(name); bad != "" {
		return field.Invalid, bad
	}
	known := name == "cpu" || name == "memory" || name == "ephemeral-storage" || isHugePages(name)
	switch {
	case !strings.Contains(name, "/") && !known:
		return field.Invalid, "is unknown: expected cpu, memory, ephemeral-storage, hugepages-SIZE, or one with a domain such as example.com/gpu"
	case !isNative(name) && !isExtended(name):
		return field.Invalid, "is no name of an extended resource: it must not begin with requests., nor be longer than a quota of it could be named"
	default:
		return "", ""
	}
}

// badPodResource says what is wrong with the name of a resource of the Pod as a whole (validatePodResourceName).
func badPodResource(name string) (field.Type, string) {
	const expected = "cannot be set for the Pod as a whole: expected cpu, memory or hugepages-SIZE; set others in its containers"
	switch bad := names.Qualified(name); {
	case bad != "":
		return field.Invalid, bad
	case name == "cpu" || name == "memory" || isHugePages(name):
		return "", ""
	case strings.Contains(name, "/") || isStandard(name):
		return field.NotSupported, expected
	default:
		return field.Invalid, expected
	}
}

// isStandard says whether a name without domain is that of a resource, though only of quotas and the like
// (IsStandardResourceName).
func isStandard(name string) bool {
	of, resource, _ := strings.Cut(name, ".")
	if of != "requests" && of != "limits" {
		resource = name
	}
	switch resource {
	case "cpu", "memory", "ephemeral-storage":
		return true
	case "storage":
		return of != "limits"
	default:
		return isCounted(name) || strings.HasPrefix(name, "requests."+hugePages)
	}
}
