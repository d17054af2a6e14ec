package pod

import (
	"github.com/kubectl-job/kubectl-job/lint/internal/field"
)

// checkResourceClaims checks the claims of the Pod for devices (validatePodResourceClaim).
func checkResourceClaims(claims field.Value) {
	seen := map[string]bool{}
	for _, claim := range claims.Items() {
		name, direct, template := claim.Get("name"), claim.Get("resourceClaimName"), claim.Get("resourceClaimTemplateName")
		switch {
		case name.Str() == "":
			wantText(name, ruleResourceClaims, "containers refer to the claim by it")
		case seen[name.Str()]:
			name.Problem(ruleResourceClaims, field.Duplicate, "there is already a claim %q", name.Str())
		default:
			wantLabel(name, ruleResourceClaims)
			seen[name.Str()] = true
		}
		switch {
		case direct.IsSet() && template.IsSet():
			claim.Problem(ruleResourceClaims, field.Invalid, "the claim has resourceClaimName and resourceClaimTemplateName: expected one of them")
		case !direct.IsSet() && !template.IsSet():
			claim.Problem(ruleResourceClaims, field.Invalid, "the claim has neither resourceClaimName nor resourceClaimTemplateName: expected one of them")
		}
		for _, v := range []field.Value{direct, template} {
			if v.IsSet() {
				wantSubdomain(v, ruleResourceClaims)
			}
		}
	}
}

// claimNames are the names of the claims of a Pod.
func claimNames(spec field.Value) map[string]bool {
	found := map[string]bool{}
	for _, claim := range spec.Get("resourceClaims").Items() {
		found[claim.Get("name").Str()] = true
	}
	return found
}

// checkClaimRefs checks references to claims of the Pod (validateResourceClaimNames).
func checkClaimRefs(refs field.Value, known map[string]bool) {
	// whole are the claims referred to without a request; part has NAME/REQUEST of the others, and NAME/.
	whole, part := map[string]bool{}, map[string]bool{}
	for _, ref := range refs.Items() {
		name, request := ref.Get("name").Str(), ref.Get("request")
		if name == "" {
			ref.Problem(ruleResourceClaims, field.Required, "the name is missing: it says which claim is meant")
			continue
		}
		key := name + "/" + request.Str()
		if request.Str() != "" && !whole[name] {
			wantLabel(request, ruleResourceClaims)
		}
		if whole[name] || part[key] {
			ref.Problem(ruleResourceClaims, field.Duplicate, "claim %q is there twice", name)
		}
		if request.Str() == "" {
			whole[name] = true
		} else {
			part[key], part[name+"/"] = true, true
		}
		if !known[name] {
			ref.Problem(ruleResourceClaims, field.NotFound, "the Pod has no claim %q in resourceClaims", name)
		}
	}
}
