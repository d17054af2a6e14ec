package pod

import (
	"slices"
	"strings"

	"github.com/kubectl-job/kubectl-job/lint/api/internal/names"
	"github.com/kubectl-job/kubectl-job/lint/internal/field"
)

// checkDownwardField checks the field of the Pod that a file of a volume shows.
func checkDownwardField(ref field.Value) {
	checkFieldRef(ref, "a volume", []string{"metadata.name", "metadata.namespace", "metadata.uid", "metadata.labels", "metadata.annotations"})
}

// checkEnvField checks the field of the Pod that an environment variable shows.
func checkEnvField(ref field.Value) {
	c := ref.Checker()
	shown := []string{
		"metadata.name", "metadata.namespace", "metadata.uid", "spec.nodeName", "spec.serviceAccountName",
		"status.hostIP", "status.podIP", "status.podIPs",
	}
	if c.Since(28) {
		shown = append(shown, "status.hostIPs")
	}
	checkFieldRef(ref, "a variable", shown)
	if path := ref.Get("fieldPath"); path.Str() == "status.hostIPs" && c.Since(28) && !c.Since(29) {
		ref.ProblemAt(path.Range(), ruleDownwardAPI, field.Forbidden, "status.hostIPs can be shown since Kubernetes 1.29")
	}
}

// checkFieldRef checks the field of the Pod that is shown, of those that can be (validateObjectFieldSelector).
func checkFieldRef(ref field.Value, where string, shown []string) {
	path := ref.Get("fieldPath")
	if path.Str() == "" {
		wantText(path, ruleDownwardAPI, "it says which field of the Pod to show")
		return
	}
	if version := ref.Get("apiVersion").StrOr("v1"); version != "v1" {
		path.Problem(ruleDownwardAPI, field.Invalid, "apiVersion is %q: fields of Pods are of v1", version)
		return
	}
	if of, key, ok := subscript(path.Str()); ok {
		checkSubscript(ref, path, of, key)
		return
	}
	name := path.Str()
	if name == "spec.host" {
		name = "spec.nodeName" // its old name
	}
	if slices.Contains(shown, name) {
		return
	}
	t := field.Invalid
	if isPodField(name, path.Checker()) {
		t = field.NotSupported
	}
	path.Problem(ruleDownwardAPI, t, "fieldPath is %q: %s can show %s, or one label or annotation such as metadata.labels['app']",
		path.Str(), where, strings.Join(shown, ", "))
}

// checkSubscript checks one label or annotation: metadata.labels['key']. The API server reports the key at the reference.
func checkSubscript(ref, path field.Value, of, key string) {
	switch of {
	case "metadata.annotations":
		key = strings.ToLower(key)
	case "metadata.labels":
	default:
		path.Problem(ruleDownwardAPI, field.Invalid, "fieldPath is %q: only metadata.labels and metadata.annotations have keys", path.Str())
		return
	}
	if bad := names.Qualified(key); bad != "" {
		ref.ProblemAt(path.Range(), ruleDownwardAPI, field.Invalid, "the key %q in fieldPath %s", key, bad)
	}
}

// subscript splits metadata.labels['key'].
func subscript(path string) (of, key string, ok bool) {
	rest, ok := strings.CutSuffix(path, "']")
	if !ok {
		return "", "", false
	}
	of, key, ok = strings.Cut(rest, "['")
	return of, key, ok && of != ""
}

// isPodField says whether Pods have a field of the name, shown or not (ConvertDownwardAPIFieldLabel).
func isPodField(path string, c *field.Checker) bool {
	switch path {
	case "metadata.name", "metadata.namespace", "metadata.uid", "metadata.labels", "metadata.annotations",
		"spec.nodeName", "spec.restartPolicy", "spec.serviceAccountName", "spec.schedulerName",
		"status.phase", "status.hostIP", "status.podIP", "status.podIPs":
		return true
	case "status.hostIPs":
		return c.Since(28)
	default:
		return false
	}
}

// checkDownwardResource checks the resource of a container that a file of a volume shows.
func checkDownwardResource(ref field.Value) {
	if container := ref.Get("containerName"); container.Str() == "" {
		wantText(container, ruleDownwardAPI, "it says whose resources to show")
		checkDivisor(ref.Get("divisor"), ref.Get("resource").Str())
		return
	}
	checkResourceRef(ref)
}

// checkResourceRef checks the resource of a container that is shown (validateContainerResourceFieldSelector). An environment
// variable can leave the container out: it is its own.
func checkResourceRef(ref field.Value) {
	resource := ref.Get("resource")
	switch {
	case resource.Str() == "":
		wantText(resource, ruleDownwardAPI, "it says which resource to show: limits.memory, requests.cpu, ...")
	case !isContainerResource(resource.Str()):
		resource.Problem(ruleDownwardAPI, field.NotSupported, "resource is %q: expected limits or requests, a dot, and cpu, memory, ephemeral-storage or hugepages-SIZE", resource.Str())
	}
	checkDivisor(ref.Get("divisor"), resource.Str())
}

func isContainerResource(name string) bool {
	of, resource, _ := strings.Cut(name, ".")
	if of != "limits" && of != "requests" {
		return false
	}
	switch resource {
	case "cpu", "memory", "ephemeral-storage":
		return true
	default:
		return strings.HasPrefix(resource, "hugepages-")
	}
}

// checkDivisor checks the unit in which a resource is shown (validateContainerResourceDivisor).
func checkDivisor(divisor field.Value, resource string) {
	q := exact(divisor)
	if q.Sign() == 0 || !isContainerResource(resource) {
		return
	}
	unit := q.String()
	if strings.HasSuffix(resource, ".cpu") {
		if unit != "1" && unit != "1m" {
			divisor.Problem(ruleDownwardAPI, field.Invalid, "divisor is %s: expected 1 or 1m for cpu", text(divisor))
		}
		return
	}
	switch unit {
	case "1", "1k", "1M", "1G", "1T", "1P", "1E", "1Ki", "1Mi", "1Gi", "1Ti", "1Pi", "1Ei":
	default:
		divisor.Problem(ruleDownwardAPI, field.Invalid, "divisor is %s: expected 1, or 1 with one of the suffixes k, M, G, T, P, E, Ki, Mi, Gi, Ti, Pi, Ei", text(divisor))
	}
}
