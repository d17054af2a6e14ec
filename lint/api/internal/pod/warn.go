package pod

import (
	"strings"

	"github.com/kubectl-job/kubectl-job/lint/api/internal/names"
	"github.com/kubectl-job/kubectl-job/lint/internal/field"
)

// warnSpec warns of what the API server takes in a template although it is no good, but for the containers
// (pkg/api/pod/warnings.go).
func warnSpec(template field.Value) {
	spec := template.Get("spec")
	warnAnnotations(template.Get("metadata").Get("annotations"), spec)
	warnNodeLabels(spec)
	warnSelectors(spec)
	warnVolumes(spec.Get("volumes"))
	warnHostAliases(spec.Get("hostAliases"))
	warnPullSecrets(spec.Get("imagePullSecrets"))
	warnOverhead(spec.Get("overhead"))
	warnGracePeriod(spec.Get("terminationGracePeriodSeconds"))
	if spec.Checker().Since(33) {
		for _, server := range spec.Get("dnsConfig").Get("nameservers").Items() {
			warnIP(server)
		}
		for _, alias := range spec.Get("hostAliases").Items() {
			warnIP(alias.Get("ip"))
		}
	}
}

func warnGracePeriod(seconds field.Value) {
	if seconds.Int() < 0 && seconds.Checker().Since(27) {
		seconds.Warn(ruleGracePeriod, "terminationGracePeriodSeconds is %d: expected 0 or more; a negative value counts as 1", seconds.Int())
	}
}

func warnOverhead(overhead field.Value) {
	warnFraction(overhead, "memory")
	warnFraction(overhead, "ephemeral-storage")
}

// warnFraction warns of an amount of bytes that is not whole.
func warnFraction(list field.Value, name string) {
	if v := list.Get(name); v.IsSet() && !amount(v).IsWhole() {
		v.As(list.Path()+"["+name+"]").Warn(ruleFractionalBytes, "%s is %s: expected whole bytes%s", name, text(v), meantMega(text(v)))
	}
}

// meantMega suggests the unit that the small letter was most likely to be.
func meantMega(amount string) string {
	number, milli := strings.CutSuffix(amount, "m")
	if !milli {
		return ""
	}
	return ", but m is a thousandth. Did you mean " + number + "Mi?"
}

// warnAnnotations warns of annotations that no longer do anything.
func warnAnnotations(annotations, spec field.Value) {
	for key, value := range annotations.Entries() {
		switch key {
		case "scheduler.alpha.kubernetes.io/critical-pod":
			warnAnnotation(annotations, value, "has had no effect since Kubernetes 1.16: set priorityClassName of the Pod")
		case "security.alpha.kubernetes.io/sysctls", "security.alpha.kubernetes.io/unsafe-sysctls":
			warnAnnotation(annotations, value, "has had no effect since Kubernetes 1.11: set securityContext.sysctls of the Pod")
		case annotationSeccomp:
			if !spec.Get("securityContext").Get("seccompProfile").IsSet() {
				warnAnnotation(annotations, value, "has had no effect since Kubernetes 1.27: set securityContext.seccompProfile of the Pod")
			}
		}
	}
	warnProfiles(annotations, spec)
}

// warnAnnotation points at the key, which is what has become of no use.
func warnAnnotation(annotations, value field.Value, fate string) {
	key := value.Name()
	value.WarnAt(annotations.KeyRange(key), ruleDeprecatedAnnotation, "annotation %s %s", key, fate)
}

// warnProfiles warns of annotations in place of the profiles of containers.
func warnProfiles(annotations, spec field.Value) {
	found := profileAnnotations(annotations)
	if len(found.seccomp) == 0 && len(found.appArmor) == 0 {
		return
	}
	ofPod := spec.Get("securityContext").Get("appArmorProfile")
	for c := range containersOf(spec) {
		name, sc := c.Get("name").Str(), c.Get("securityContext")
		if value, ok := found.seccomp[name]; ok && !sc.Get("seccompProfile").IsSet() {
			warnAnnotation(annotations, value, "has had no effect since Kubernetes 1.27: set securityContext.seccompProfile of the container")
		}
		// The profile of the Pod does as well: a template whose annotation says something else is refused.
		profiled := sc.Get("appArmorProfile").IsSet() || ofPod.IsSet()
		if value, ok := found.appArmor[name]; ok && !profiled && spec.Checker().Since(30) {
			warnAnnotation(annotations, value, "is deprecated since Kubernetes 1.30: set securityContext.appArmorProfile of the container")
		}
	}
}

// newNodeLabel gives what has taken the place of a label of nodes, in words that follow "is deprecated" (pkg/api/node/util.go).
func newNodeLabel(key string) (string, bool) {
	switch key {
	case "beta.kubernetes.io/arch":
		return " since Kubernetes 1.14: use kubernetes.io/arch", true
	case "beta.kubernetes.io/os":
		return " since Kubernetes 1.14: use kubernetes.io/os", true
	case "failure-domain.beta.kubernetes.io/region":
		return " since Kubernetes 1.17: use topology.kubernetes.io/region", true
	case "failure-domain.beta.kubernetes.io/zone":
		return " since Kubernetes 1.17: use topology.kubernetes.io/zone", true
	case "beta.kubernetes.io/instance-type":
		return " since Kubernetes 1.17: use node.kubernetes.io/instance-type", true
	case "app.kubernetes.io/created-by":
		return " since Kubernetes 1.9", true
	case "scheduler.alpha.kubernetes.io/preferAvoidPods":
		return " since Kubernetes 1.22: use taints and tolerations", true
	case "node-role.kubernetes.io/master":
		return ": use node-role.kubernetes.io/control-plane", true
	default:
		return "", false
	}
}

// warnNodeLabel warns of a value that is the label of nodes.
func warnNodeLabel(label field.Value) {
	if instead, ok := newNodeLabel(label.Str()); ok {
		label.Warn(ruleDeprecatedLabel, deprecatedLabel, label.Str(), instead)
	}
}

// deprecatedLabel is the message about a label and what newNodeLabel says of it.
const deprecatedLabel = "node label %s is deprecated%s"

// warnNodeLabels warns of deprecated labels wherever a Pod asks for labels of nodes.
func warnNodeLabels(spec field.Value) {
	selector := spec.Get("nodeSelector")
	for key, value := range selector.Entries() {
		if instead, ok := newNodeLabel(key); ok {
			value.WarnAt(selector.KeyRange(key), ruleDeprecatedLabel, deprecatedLabel, key, instead)
		}
	}
	affinity := spec.Get("affinity").Get("nodeAffinity")
	for _, term := range affinity.Get(required).Get("nodeSelectorTerms").Items() {
		warnNodeTerm(term)
	}
	for _, wish := range affinity.Get(preferred).Items() {
		warnNodeTerm(wish.Get("preference"))
		if wish.Checker().Since(33) {
			warnNodeValues(wish.Get("preference"))
		}
	}
	for _, constraint := range spec.Get("topologySpreadConstraints").Items() {
		warnNodeLabel(constraint.Get("topologyKey"))
	}
}

func warnNodeTerm(term field.Value) {
	for _, requirement := range term.Get("matchExpressions").Items() {
		warnNodeLabel(requirement.Get("key"))
	}
}

// warnNodeValues warns of values that no label can have: a preferred term with one never matches.
func warnNodeValues(term field.Value) {
	for _, requirement := range term.Get("matchExpressions").Items() {
		for _, value := range requirement.Get("values").Items() {
			if bad := names.LabelValue(value.Str()); bad != "" {
				value.Warn(ruleNodeAffinity, "no label has the value %q, which %s", value.Str(), bad)
			}
		}
	}
}

// warnSelectors warns of terms and constraints that match no Pod.
func warnSelectors(spec field.Value) {
	if !spec.Checker().Since(28) {
		return
	}
	for _, constraint := range spec.Get("topologySpreadConstraints").Items() {
		warnSelector(constraint)
	}
	for _, name := range []string{"podAffinity", "podAntiAffinity"} {
		affinity := spec.Get("affinity").Get(name)
		for _, term := range affinity.Get(required).Items() {
			warnSelector(term)
		}
		for _, wish := range affinity.Get(preferred).Items() {
			warnSelector(wish.Get("podAffinityTerm"))
		}
	}
}

func warnSelector(of field.Value) {
	if selector := of.Get("labelSelector"); !selector.IsSet() {
		selector.Warn(ruleNullSelector, "labelSelector is missing: without it, no Pod matches; with {}, all do")
	}
}

func warnHostAliases(aliases field.Value) {
	seen := map[string]bool{}
	for _, alias := range aliases.Items() {
		ip := alias.Get("ip")
		if seen[ip.Str()] {
			ip.Warn(ruleHostAliases, "ip %s is there twice: put its host names together", ip.Str())
		}
		seen[ip.Str()] = true
	}
}

func warnPullSecrets(secrets field.Value) {
	seen := map[string]bool{}
	for _, secret := range secrets.Items() {
		name := secret.Get("name")
		switch {
		case name.Str() == "":
			name.Warn(ruleImagePullSecrets, "the name is missing: it says which Secret is meant")
		case seen[name.Str()]:
			name.Warn(ruleImagePullSecrets, "Secret %s is there twice", name.Str())
		}
		seen[name.Str()] = true
	}
}
