package pod

import (
	"strings"
	"unicode/utf8"

	"github.com/kubectl-job/kubectl-job/lint/api/internal/names"
	"github.com/kubectl-job/kubectl-job/lint/internal/field"
)

// The longest values of Windows options, in bytes.
const (
	maxCredentialSpec = 64 << 10
	maxWindowsDomain  = 255
	maxWindowsUser    = 104
)

// checkWindowsOptions checks the windowsOptions of a Pod or container.
func checkWindowsOptions(options field.Value) {
	if name := options.Get("gmsaCredentialSpecName"); name.IsSet() {
		wantSubdomain(name, ruleWindowsOptions)
	}
	// The value of the spec stays out of messages: it describes credentials.
	if spec := options.Get("gmsaCredentialSpec"); spec.IsSet() {
		switch n := len(spec.Str()); {
		case n == 0:
			spec.Problem(ruleWindowsOptions, field.Invalid, "gmsaCredentialSpec is empty: set it, or leave it out")
		case n > maxCredentialSpec:
			spec.Problem(ruleWindowsOptions, field.Invalid, "gmsaCredentialSpec has %d bytes; at most %d are allowed", n, maxCredentialSpec)
		}
	}
	if user := options.Get("runAsUserName"); user.IsSet() {
		if bad := badWindowsUser(user.Str()); bad != "" {
			user.Problem(ruleWindowsOptions, field.Invalid, "runAsUserName %q %s", user.Str(), bad)
		}
	}
}

// badWindowsUser says what is wrong with USER or DOMAIN\USER.
func badWindowsUser(name string) string {
	if name == "" {
		return "is empty: set it, or leave it out"
	}
	if strings.ContainsFunc(name, isControl) {
		return "must not have control characters"
	}
	domain, user, inDomain := strings.Cut(name, `\`)
	switch {
	case !inDomain:
		user = name
	case strings.Contains(user, `\`):
		return `must not have more than one backslash: expected USER or DOMAIN\USER`
	case len(domain) > maxWindowsDomain:
		return "has a domain that is longer than 255 bytes"
	case !isNetBIOS(domain) && !isWindowsDNS(domain):
		return "has a domain that is neither a NetBIOS nor a DNS name"
	}
	switch {
	case user == "":
		return `names no user: expected USER or DOMAIN\USER`
	case len(user) > maxWindowsUser:
		return "has a user name that is longer than 104 bytes"
	case strings.Trim(user, ". ") == "":
		return "must not be dots and spaces only"
	case strings.ContainsAny(user, `"/\:;|=,+*?<>@[]`):
		return `must not have one of "/\:;|=,+*?<>@[] in the name of the user: expected USER or DOMAIN\USER`
	default:
		return ""
	}
}

func isControl(r rune) bool { return r < ' ' || r == 0x7f }

// maxNetBIOS is how many characters a NetBIOS name may have.
const maxNetBIOS = 15

func isNetBIOS(s string) bool {
	return s != "" && utf8.RuneCountInString(s) <= maxNetBIOS && s[0] != '.' && !strings.ContainsAny(s, `\/:*?"<>|`)
}

// isWindowsDNS says whether the text is a DNS name, in letters of either case.
func isWindowsDNS(s string) bool {
	for label := range strings.SplitSeq(s, ".") {
		if names.Label(asciiLower(label)) != "" {
			return false
		}
	}
	return true
}

// asciiLower lowers what ASCII has: other letters stay what they are, no part of a DNS name.
func asciiLower(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= 'A' && r <= 'Z' {
			return r - 'A' + 'a'
		}
		return r
	}, s)
}

// checkHostProcess checks that all containers are HostProcess containers of Windows, or none
// (validateWindowsHostProcessPod). Whether they may be is up to the cluster.
func checkHostProcess(spec field.Value) {
	ofPod := spec.Get("securityContext").Get("windowsOptions").Get("hostProcess")
	all, host := 0, 0
	for c := range containersOf(spec) {
		all++
		own := c.Get("securityContext").Get("windowsOptions").Get("hostProcess")
		if ofPod.IsSet() && own.IsSet() && ofPod.Bool() != own.Bool() {
			own.Problem(ruleWindowsOptions, field.Invalid, "hostProcess is %t, but %t for the Pod: they must agree", own.Bool(), ofPod.Bool())
		}
		if own.Bool() || !own.IsSet() && ofPod.Bool() {
			host++
		}
	}
	if host == 0 {
		return
	}
	if host != all {
		spec.Problem(ruleWindowsOptions, field.Invalid, "%d of %d containers are HostProcess containers: it must be all or none", host, all)
	}
	if network := spec.Get("hostNetwork"); !network.Bool() {
		network.Problem(ruleWindowsOptions, field.Invalid, "hostNetwork must be true: HostProcess containers need it")
	}
}
