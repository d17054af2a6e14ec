package pod

import (
	"math"
	"strings"

	"github.com/kubectl-job/kubectl-job/lint/internal/field"
)

// maxID is the highest number of a user or group.
const maxID = math.MaxInt32

// checkSecurityContext checks the securityContext of the Pod (validatePodSpecSecurityContext).
func checkSecurityContext(sc, spec field.Value) {
	for _, name := range []string{"fsGroup", "runAsUser", "runAsGroup"} {
		wantRange(sc.Get(name), rulePodSecurityContext, 0, maxID)
	}
	for _, group := range sc.Get("supplementalGroups").Items() {
		if id := group.Int(); id < 0 || id > maxID {
			group.Problem(rulePodSecurityContext, field.Invalid, "supplementalGroups has %d: expected 0 to %d", id, maxID)
		}
	}
	if policy := sc.Get("fsGroupChangePolicy"); policy.IsSet() {
		wantOneOf(policy, rulePodSecurityContext, "OnRootMismatch", "Always")
	}
	if policy := sc.Get("supplementalGroupsPolicy"); policy.IsSet() {
		wantOneOf(policy, rulePodSecurityContext, "Merge", "Strict")
	}
	checkSELinuxChangePolicy(sc.Get("seLinuxChangePolicy"))
	checkSysctls(sc.Get("sysctls"), spec)
	checkSeccompProfile(sc.Get("seccompProfile"))
	checkWindowsOptions(sc.Get("windowsOptions"))
	checkAppArmorProfile(sc.Get("appArmorProfile"))
}

func checkSELinuxChangePolicy(policy field.Value) {
	switch {
	case !policy.IsSet():
	case policy.Checker().Since(37):
		wantOneOf(policy, rulePodSecurityContext, "MountOption", "Recursive")
	default:
		// MountOption is behind the feature gate SELinuxMount, which is off until 1.37.
		wantOneOf(policy, rulePodSecurityContext, "Recursive")
	}
}

func checkSysctls(sysctls, spec field.Value) {
	seen := map[string]bool{}
	for _, sysctl := range sysctls.Items() {
		name := sysctl.Get("name")
		switch {
		case name.Str() == "":
			wantText(name, ruleSysctl, "it says which kernel parameter to set")
		case !isSysctl(name.Str()):
			name.Problem(ruleSysctl, field.Invalid, "%q is no sysctl: expected one such as net.core.somaxconn, of at most %d bytes", name.Str(), maxSysctl)
		case seen[name.Str()]:
			name.Problem(ruleSysctl, field.Duplicate, "sysctl %s is set twice", name.Str())
		}
		seen[name.Str()] = true
		if name.Checker().Since(29) {
			checkHostSysctl(name, spec)
		}
	}
}

// checkHostSysctl keeps a Pod from setting the parameters of namespaces that it shares with the node.
func checkHostSysctl(name, spec field.Value) {
	switch sysctl := dotted(name.Str()); {
	case isNetSysctl(sysctl) && spec.Get("hostNetwork").Bool():
		name.Problem(ruleSysctl, field.Invalid, "with hostNetwork: true, sysctl %s is the node's and cannot be set: remove one of them", name.Str())
	case isIPCSysctl(sysctl) && spec.Get("hostIPC").Bool():
		name.Problem(ruleSysctl, field.Invalid, "with hostIPC: true, sysctl %s is the node's and cannot be set: remove one of them", name.Str())
	}
}

// maxSysctl is how many bytes the name of a sysctl may have.
const maxSysctl = 253

func isSysctl(name string) bool {
	if len(name) > maxSysctl {
		return false
	}
	parts := strings.FieldsFuncSeq(name, func(r rune) bool { return r == '.' || r == '/' })
	count := 0
	for part := range parts {
		count++
		if !isSysctlPart(part) {
			return false
		}
	}
	// There is something on both sides of each separator.
	return count == 1+strings.Count(name, ".")+strings.Count(name, "/")
}

func isSysctlPart(part string) bool {
	for i := range len(part) {
		c := part[i]
		edge := i == 0 || i == len(part)-1
		word := c >= 'a' && c <= 'z' || c >= '0' && c <= '9'
		if !word && (edge || c != '-' && c != '_') {
			return false
		}
	}
	return true
}

// dotted is the name of a sysctl up to a star, written with dots, as in net.ipv4.conf.eno2/100.rp_filter. With slashes, that
// is net/ipv4/conf/eno2.100/rp_filter.
func dotted(name string) string {
	if i := strings.IndexAny(name, "./"); i >= 0 && name[i] == '/' {
		name = strings.Map(func(r rune) rune {
			switch r {
			case '.':
				return '/'
			case '/':
				return '.'
			default:
				return r
			}
		}, name)
	}
	name, _, _ = strings.Cut(name, "*")
	return name
}

func isNetSysctl(name string) bool { return strings.HasPrefix(name, "net.") }

func isIPCSysctl(name string) bool {
	switch name {
	case "kernel.sem", "kernel.shmall", "kernel.shmmax", "kernel.shmmni", "kernel.shm_rmid_forced", "kernel.shm",
		"kernel.msgmax", "kernel.msgmnb", "kernel.msgmni", "kernel.msg":
		return true
	default:
		return strings.HasPrefix(name, "fs.mqueue.")
	}
}
