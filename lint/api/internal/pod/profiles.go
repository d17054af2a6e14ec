package pod

import (
	"strings"

	"github.com/kubectl-job/kubectl-job/lint/internal/field"
)

// checkSeccompProfile checks the seccompProfile of a Pod or container.
func checkSeccompProfile(profile field.Value) {
	if !profile.IsSet() {
		return
	}
	checkProfileType(profile.Get("type"), ruleSeccompProfile)
	local := profile.Get("localhostProfile")
	switch localhost := profile.Get("type").Str() == typeLocalhost; {
	case localhost && !local.IsSet():
		local.Problem(ruleSeccompProfile, field.Required, "localhostProfile is missing: type Localhost needs the path of a profile on the node, such as profiles/audit.json")
	case localhost:
		if bad := badRelative(local.Str()); bad != "" {
			local.Problem(ruleSeccompProfile, field.Invalid, "localhostProfile %q %s", local.Str(), bad)
		}
	case local.IsSet():
		local.Problem(ruleSeccompProfile, field.Invalid, "localhostProfile goes with type Localhost only")
	}
}

// maxAppArmorProfile is how many bytes the name of a profile may have: a path, without the zero at its end.
const maxAppArmorProfile = 4095

// checkAppArmorProfile checks the appArmorProfile of a Pod or container.
func checkAppArmorProfile(profile field.Value) {
	if !profile.IsSet() {
		return
	}
	kind, local := profile.Get("type"), profile.Get("localhostProfile")
	checkProfileType(kind, ruleAppArmorProfile)
	switch kind.Str() {
	case typeRuntimeDefault, typeUnconfined:
		if local.IsSet() {
			local.Problem(ruleAppArmorProfile, field.Invalid, "localhostProfile goes with type Localhost only")
		}
	case typeLocalhost:
		switch name := local.Str(); {
		case name == "":
			local.Problem(ruleAppArmorProfile, field.Required, "localhostProfile is missing: type Localhost needs it")
		case strings.TrimSpace(name) != name:
			local.Problem(ruleAppArmorProfile, field.Invalid, "localhostProfile %q must not begin or end with space", name)
		case len(name) > maxAppArmorProfile:
			local.Problem(ruleAppArmorProfile, field.TooLong, "localhostProfile has %d bytes; at most %d are allowed", len(name), maxAppArmorProfile)
		}
	}
}

func checkProfileType(kind field.Value, rule string) {
	if kind.Str() == "" {
		wantText(kind, rule, "expected Localhost, RuntimeDefault or Unconfined")
		return
	}
	wantOneOf(kind, rule, typeLocalhost, typeRuntimeDefault, typeUnconfined)
}
