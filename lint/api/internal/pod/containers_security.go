package pod

import (
	"github.com/kubectl-job/kubectl-job/lint/internal/field"
)

// checkSecurityContext checks the securityContext of a container (ValidateSecurityContext). Whether there may be privileged
// containers is up to the cluster.
func (p *containersOfPod) checkSecurityContext(sc field.Value) {
	wantRange(sc.Get("runAsUser"), ruleSecurityContext, 0, maxID)
	wantRange(sc.Get("runAsGroup"), ruleSecurityContext, 0, maxID)
	p.checkProcMount(sc.Get("procMount"))
	checkSeccompProfile(sc.Get("seccompProfile"))
	checkEscalation(sc)
	checkWindowsOptions(sc.Get("windowsOptions"))
	checkAppArmorProfile(sc.Get("appArmorProfile"))
}

func (p *containersOfPod) checkProcMount(mount field.Value) {
	if !mount.IsSet() {
		return
	}
	wantOneOf(mount, ruleProcMount, "Default", "Unmasked")
	if users := p.spec.Get("hostUsers"); mount.Str() == "Unmasked" && (!users.IsSet() || users.Bool()) {
		mount.Problem(ruleProcMount, field.Invalid, "procMount is Unmasked, which needs hostUsers: false in the spec of the Pod")
	}
}

// checkEscalation checks that a container without escalation does not have all rights from the beginning. The API server
// reports that at the securityContext.
func checkEscalation(sc field.Value) {
	escalation := sc.Get("allowPrivilegeEscalation")
	if !escalation.IsSet() || escalation.Bool() {
		return
	}
	at := escalation.Range()
	if sc.Get("privileged").Bool() {
		sc.ProblemAt(at, ruleSecurityContext, field.Invalid, "allowPrivilegeEscalation is false, but privileged is true, which gives all rights: remove one of them")
	}
	for _, capability := range sc.Get("capabilities").Get("add").Items() {
		if capability.Str() == "CAP_SYS_ADMIN" {
			sc.ProblemAt(at, ruleSecurityContext, field.Invalid, "allowPrivilegeEscalation is false, but CAP_SYS_ADMIN is added, which gives all rights: remove one of them")
			return
		}
	}
}
