package pod

import (
	"github.com/kubectl-job/kubectl-job/lint/internal/field"
)

// The operating systems that a Pod can ask for.
const (
	osLinux   = "linux"
	osWindows = "windows"
)

// checkOS checks the operating system, and that the Pod asks for nothing that it does not have.
func checkOS(spec field.Value) {
	os := spec.Get("os")
	if !os.IsSet() {
		return
	}
	switch name := os.Get("name"); name.Str() {
	case osLinux:
		checkLinux(spec)
	case osWindows:
		checkWindows(spec)
	case "":
		wantText(name, rulePodOS, "expected linux or windows")
	default:
		// The API server reports the name at os.
		wantOneOf(name.As(os.Path()), rulePodOS, osLinux, osWindows)
	}
}

func checkLinux(spec field.Value) {
	forbidOn(osLinux, spec.Get("securityContext"), "windowsOptions")
	for c := range containersOf(spec) {
		forbidOn(osLinux, c.Get("securityContext"), "windowsOptions")
	}
}

func checkWindows(spec field.Value) {
	sc := spec.Get("securityContext")
	forbidOn(osWindows, sc, "appArmorProfile", "seLinuxOptions", "seccompProfile", "fsGroup", "fsGroupChangePolicy", "runAsUser",
		"runAsGroup", "supplementalGroups", "supplementalGroupsPolicy", "seLinuxChangePolicy")
	if sc.Get("sysctls").Len() > 0 {
		forbidOn(osWindows, sc, "sysctls")
	}
	forbidOn(osWindows, spec, "hostUsers", "shareProcessNamespace")
	for _, name := range []string{"hostPID", "hostIPC"} {
		if spec.Get(name).Bool() {
			forbidOn(osWindows, spec, name)
		}
	}
	for c := range containersOf(spec) {
		forbidOn(osWindows, c.Get("securityContext"), "appArmorProfile", "seLinuxOptions", "seccompProfile", "capabilities",
			"readOnlyRootFilesystem", "privileged", "allowPrivilegeEscalation", "procMount", "runAsUser", "runAsGroup")
	}
}

// forbidOn reports fields that the operating system does not have.
func forbidOn(os string, of field.Value, names ...string) {
	for _, name := range names {
		if v := of.Get(name); v.IsSet() {
			v.ProblemAt(of.KeyRange(name), rulePodOS, field.Forbidden, "%s cannot be set for a %s Pod", name, os)
		}
	}
}
