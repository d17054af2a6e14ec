package pod

import (
	"strings"

	"github.com/kubectl-job/kubectl-job/lint/internal/field"
)

// The values of the annotations.
const (
	profileRuntimeDefault = "runtime/default"
	profileDockerDefault  = "docker/default"
	profileUnconfined     = "unconfined"
	profileLocalhost      = "localhost/" // and the name of a profile
)

// The types of the fields.
const (
	typeRuntimeDefault = "RuntimeDefault"
	typeUnconfined     = "Unconfined"
	typeLocalhost      = "Localhost"
)

// profiles are the profiles that annotations give to a Pod and its containers.
type profiles struct {
	pod      field.Value // seccomp of the Pod
	seccomp  map[string]field.Value
	appArmor map[string]field.Value
}

func profileAnnotations(annotations field.Value) profiles {
	found := profiles{seccomp: map[string]field.Value{}, appArmor: map[string]field.Value{}}
	for key, value := range annotations.Entries() {
		if key == annotationSeccomp {
			found.pod = value
		}
		if name, ok := strings.CutPrefix(key, annotationSeccompOf); ok {
			found.seccomp[name] = value
		}
		if name, ok := strings.CutPrefix(key, annotationAppArmorOf); ok {
			found.appArmor[name] = value
		}
	}
	return found
}

// checkProfileAnnotations checks the annotations by themselves (ValidateSeccompPodAnnotations, ValidateAppArmorPodAnnotations).
func checkProfileAnnotations(annotations, spec field.Value) {
	var containers map[string]bool
	for key, value := range annotations.Entries() {
		if key == annotationSeccomp || strings.HasPrefix(key, annotationSeccompOf) {
			checkSeccompAnnotation(value.As(annotations.Path() + "." + key))
		}
		name, ok := strings.CutPrefix(key, annotationAppArmorOf)
		if !ok {
			continue
		}
		if containers == nil {
			containers = containerNames(spec)
		}
		if !containers[name] {
			value.Problem(rulePodAnnotations, field.Invalid, "the annotation is about container %q, which is not there", name)
		}
		checkAppArmorAnnotation(value)
	}
}

func containerNames(spec field.Value) map[string]bool {
	found := map[string]bool{}
	for c := range containersOf(spec) {
		found[c.Get("name").Str()] = true
	}
	return found
}

func checkAppArmorAnnotation(value field.Value) {
	switch p := value.Str(); {
	case p == "" || p == profileRuntimeDefault || p == profileUnconfined || strings.HasPrefix(p, profileLocalhost):
	default:
		value.Problem(rulePodAnnotations, field.Invalid, "AppArmor profile %q is none: expected runtime/default, unconfined or localhost/NAME", p)
	}
}

func checkSeccompAnnotation(value field.Value) {
	switch p := value.Str(); p {
	case profileRuntimeDefault, profileDockerDefault, profileUnconfined:
	default:
		path, ok := strings.CutPrefix(p, profileLocalhost)
		if !ok {
			value.Problem(rulePodAnnotations, field.Invalid, "seccomp profile %q is none: expected runtime/default, unconfined or localhost/PATH", p)
			return
		}
		if bad := badRelative(path); bad != "" {
			value.Problem(rulePodAnnotations, field.Invalid, "the path of seccomp profile %q %s", p, bad)
		}
	}
}

// checkSeccompMatch compares annotations and fields (validateSeccompAnnotationsAndFields).
func checkSeccompMatch(found profiles, spec field.Value) {
	if found.pod.Checker() != nil {
		matchSeccomp(found.pod, spec.Get("securityContext").Get("seccompProfile"))
	}
	if len(found.seccomp) == 0 {
		return
	}
	for c := range containersOf(spec) {
		if value, ok := found.seccomp[c.Get("name").Str()]; ok {
			matchSeccomp(value, c.Get("securityContext").Get("seccompProfile"))
		}
	}
}

func matchSeccomp(annotation, profile field.Value) {
	if profile.IsSet() {
		docker := annotation.Str() == profileDockerDefault
		matchProfile(profile, profile.Get("type"), annotation.Str(), docker)
	}
}

// checkAppArmorMatch compares annotations and fields; a container's profile is the Pod's if it has none of its own
// (validateAppArmorAnnotationsAndFieldsMatchOnCreate).
func checkAppArmorMatch(found profiles, spec field.Value) {
	if len(found.appArmor) == 0 || spec.Get("os").Get("name").Str() == osWindows {
		return
	}
	ofPod := spec.Get("securityContext").Get("appArmorProfile")
	for c := range containersOf(spec) {
		annotation, ok := found.appArmor[c.Get("name").Str()]
		own := c.Get("securityContext").Get("appArmorProfile")
		profile := own
		if !own.IsSet() {
			profile = ofPod.As(own.Path())
		}
		if ok && profile.IsSet() {
			matchProfile(profile, profile.Get("type"), annotation.Str(), false)
		}
	}
}

// matchProfile reports a profile whose annotation says something else.
func matchProfile(profile, kind field.Value, annotation string, isDefault bool) {
	agree := true
	switch kind.Str() {
	case typeUnconfined:
		agree = annotation == profileUnconfined
	case typeRuntimeDefault:
		agree = annotation == profileRuntimeDefault || isDefault
	case typeLocalhost:
		name, ok := strings.CutPrefix(annotation, profileLocalhost)
		local := profile.Get("localhostProfile")
		if ok && (!local.IsSet() || local.Str() != name) {
			local.Problem(rulePodAnnotations, field.Forbidden, "the profile is %q, but its annotation says %q: they must agree", local.Str(), annotation)
		}
		agree = ok
	}
	if !agree {
		kind.Problem(rulePodAnnotations, field.Forbidden, "the type is %s, but its annotation says %q: they must agree", kind.Str(), annotation)
	}
}
