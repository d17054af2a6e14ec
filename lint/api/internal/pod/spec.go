package pod

import (
	"math"

	"github.com/kubectl-job/kubectl-job/lint/api/internal/meta"
	"github.com/kubectl-job/kubectl-job/lint/api/internal/names"
	"github.com/kubectl-job/kubectl-job/lint/internal/field"
)

// The rules about a Pod template, without its containers and volumes.
const (
	rulePodAnnotations     = "pod-annotations"
	ruleNodeName           = "node-name"
	ruleServiceAccount     = "service-account"
	rulePriorityClass      = "priority-class"
	rulePreemption         = "preemption-policy"
	ruleRuntimeClass       = "runtime-class"
	rulePodDeadline        = "pod-deadline"
	ruleGracePeriod        = "grace-period"
	ruleHostname           = "hostname"
	ruleHostAliases        = "host-aliases"
	ruleDNSPolicy          = "dns-policy"
	ruleDNSConfig          = "dns-config"
	ruleHostNetwork        = "host-network"
	ruleHostUsers          = "host-users"
	ruleShareProcesses     = "share-processes"
	rulePodSecurityContext = "pod-security-context"
	ruleSysctl             = "sysctl"
	ruleSeccompProfile     = "seccomp-profile"
	ruleAppArmorProfile    = "app-armor-profile"
	ruleWindowsOptions     = "windows-options"
	rulePodOS              = "pod-os"
	ruleNodeAffinity       = "node-affinity"
	rulePodAffinity        = "pod-affinity"
	ruleToleration         = "toleration"
	ruleTopologySpread     = "topology-spread"
	ruleReadinessGates     = "readiness-gates"
	ruleSchedulingGates    = "scheduling-gates"
	ruleResourceClaims     = "resource-claims"
	rulePodResources       = "pod-resources"
	ruleOverhead           = "overhead"

	ruleDeprecatedLabel      = "deprecated-node-label"
	ruleDeprecatedAnnotation = "deprecated-annotation"
	ruleImagePullSecrets     = "image-pull-secrets"
	ruleNullSelector         = "null-selector"
	ruleFractionalBytes      = "fractional-bytes"
	ruleIPForm               = "ip-form"
)

// specRules are those rules, for the documentation.
func specRules() []field.Rule {
	return []field.Rule{
		{Name: rulePodAnnotations, About: "Annotations that stand for fields of the Pod have values that the fields could have, and do not contradict them."},
		{Name: ruleNodeName, About: "nodeName is a DNS subdomain, as the names of nodes are."},
		{Name: ruleServiceAccount, About: "serviceAccountName is a DNS subdomain, as the names of service accounts are."},
		{Name: rulePriorityClass, About: "priorityClassName is a DNS subdomain, as the names of priority classes are."},
		{Name: rulePreemption, About: "preemptionPolicy is PreemptLowerPriority or Never."},
		{Name: ruleRuntimeClass, About: "runtimeClassName is a DNS subdomain, as the names of runtime classes are."},
		{Name: rulePodDeadline, About: "activeDeadlineSeconds of the Pod is at least 1."},
		{Name: ruleGracePeriod, About: "terminationGracePeriodSeconds is not negative: a negative one counts as 1."},
		{Name: ruleHostname, About: "hostname and subdomain are DNS labels; hostnameOverride is a DNS subdomain of at most 64 bytes, and stands alone."},
		{Name: ruleHostAliases, About: "hostAliases map IP addresses to host names, each address once."},
		{Name: ruleDNSPolicy, About: "dnsPolicy is ClusterFirst, ClusterFirstWithHostNet, Default or None."},
		{Name: ruleDNSConfig, About: "dnsConfig has at most 3 nameservers and 32 search domains; dnsPolicy None needs a nameserver."},
		{Name: ruleHostNetwork, About: "With hostNetwork, hostPort is the same as containerPort."},
		{Name: ruleHostUsers, About: "A Pod with users of its own (hostUsers: false) shares neither network, processes nor IPC with the node."},
		{Name: ruleShareProcesses, About: "shareProcessNamespace and hostPID exclude each other."},
		{Name: rulePodSecurityContext, About: "Users and groups are numbers from 0 to 2147483647; the policies of the securityContext are known ones."},
		{Name: ruleSysctl, About: "A sysctl has the name of a kernel parameter, is set once, and is not one that the Pod shares with the node."},
		{Name: ruleSeccompProfile, About: "A seccompProfile has a known type, and a relative path if the type is Localhost."},
		{Name: ruleAppArmorProfile, About: "An appArmorProfile has a known type, and a name if the type is Localhost."},
		{Name: ruleWindowsOptions, About: "windowsOptions name users and credentials as Windows does; all containers are HostProcess containers, or none."},
		{Name: rulePodOS, About: "os.name is linux or windows, and the Pod asks for nothing that the system does not have."},
		{Name: ruleNodeAffinity, About: "A term of nodeAffinity has an operator with the values that it takes, and weights are 1 to 100."},
		{Name: rulePodAffinity, About: "A term of podAffinity has a topologyKey and valid selectors, and weights are 1 to 100."},
		{Name: ruleToleration, About: "A toleration has an operator that fits its key and value, and tolerationSeconds only with NoExecute."},
		{Name: ruleTopologySpread, About: "A topologySpreadConstraint has a maxSkew, a topologyKey and a way to go on; no two are the same."},
		{Name: ruleReadinessGates, About: "The condition of a readinessGate is a qualified name."},
		{Name: ruleSchedulingGates, About: "The name of a schedulingGate is a qualified name, and no two are the same."},
		{Name: ruleResourceClaims, About: "A resourceClaim has a name of its own, and is a claim or made from a template."},
		{Name: rulePodResources, About: "The resources of the Pod are cpu, memory and hugepages, enough for its containers."},
		{Name: ruleOverhead, About: "overhead names resources that containers could have, in valid amounts."},

		{Name: ruleDeprecatedLabel, About: "A label of nodes is deprecated: nodes have another in its place."},
		{Name: ruleDeprecatedAnnotation, About: "An annotation no longer works: a field has taken its place."},
		{Name: ruleImagePullSecrets, About: "imagePullSecrets name Secrets, each once."},
		{Name: ruleNullSelector, About: "Without a labelSelector, a term of podAffinity or a topologySpreadConstraint matches no Pod."},
		{Name: ruleFractionalBytes, About: "Memory and storage are whole bytes: 100m is a tenth of a byte."},
		{Name: ruleIPForm, About: "IP addresses are written in their standard form."},
	}
}

// checkSpec checks all of a Pod's spec but its volumes and containers. What a restartPolicy can be is the Job's to say.
func checkSpec(spec field.Value) {
	checkResourceClaims(spec.Get("resourceClaims"))
	checkPodResources(spec)
	checkHostPorts(spec)
	meta.Labels(spec.Get("nodeSelector"))
	checkSecurityContext(spec.Get("securityContext"), spec)
	checkShareProcesses(spec)
	checkAffinity(spec.Get("affinity"))
	checkDNS(spec)
	checkGates(spec)
	checkTopology(spec.Get("topologySpreadConstraints"))
	checkHostProcess(spec)
	checkHostUsers(spec)
	checkHostname(spec)
	checkNames(spec)
	checkDeadline(spec.Get("activeDeadlineSeconds"))
	checkTolerations(spec.Get("tolerations"))
	checkHostAliases(spec.Get("hostAliases"))
	checkPreemption(spec.Get("preemptionPolicy"))
	checkOverhead(spec.Get("overhead"))
	checkOS(spec)
}

// checkNames checks the names of objects that the Pod refers to.
func checkNames(spec field.Value) {
	account := spec.Get("serviceAccountName")
	if old := spec.Get("serviceAccount"); account.Str() == "" {
		// The old name of the field stands in for it; the API server reports it by the new one.
		account = old.As(account.Path())
	}
	for _, n := range []struct {
		value field.Value
		rule  string
	}{
		{account, ruleServiceAccount},
		{spec.Get("nodeName"), ruleNodeName},
		{spec.Get("priorityClassName"), rulePriorityClass},
	} {
		if n.value.Str() != "" {
			wantSubdomain(n.value, n.rule)
		}
	}
	if class := spec.Get("runtimeClassName"); class.IsSet() {
		wantSubdomain(class, ruleRuntimeClass)
	}
}

func checkPreemption(policy field.Value) {
	switch {
	case !policy.IsSet():
	case policy.Str() == "":
		policy.Problem(rulePreemption, field.Required, "preemptionPolicy is empty: expected PreemptLowerPriority or Never, or leave it out")
	default:
		wantOneOf(policy, rulePreemption, "PreemptLowerPriority", "Never")
	}
}

func checkDeadline(deadline field.Value) {
	if deadline.IsSet() {
		wantRange(deadline, rulePodDeadline, 1, math.MaxInt32)
	}
}

func checkGates(spec field.Value) {
	for _, gate := range spec.Get("readinessGates").Items() {
		wantQualified(gate.Get("conditionType"), ruleReadinessGates)
	}
	seen := map[string]bool{}
	for _, gate := range spec.Get("schedulingGates").Items() {
		// The API server reports the name at the gate.
		name := gate.Get("name").As(gate.Path())
		if bad := names.Qualified(name.Str()); bad != "" {
			name.Problem(ruleSchedulingGates, field.Invalid, "the name %q of the gate %s", name.Str(), bad)
		}
		if seen[name.Str()] {
			name.Problem(ruleSchedulingGates, field.Duplicate, "there is already a gate %q", name.Str())
		}
		seen[name.Str()] = true
	}
}
