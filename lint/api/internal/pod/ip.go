package pod

import (
	"net/netip"
	"strings"

	"github.com/kubectl-job/kubectl-job/lint/internal/field"
)

// wantIP reports a text that is no IP address (IsValidIPForLegacyField). Up to 1.35, leading zeros and IPv4 addresses in the
// form of IPv6 are accepted, with a warning since 1.33.
func wantIP(v field.Value, rule, what string) {
	address, ok := sloppyIP(v.Str())
	if !ok {
		v.Problem(rule, field.Invalid, "%s %q is no IP address: expected one such as 10.9.8.7 or 2001:db8::ffff", what, v.Str())
		return
	}
	if !v.Checker().Since(36) {
		return
	}
	if _, err := netip.ParseAddr(v.Str()); err != nil {
		v.Problem(rule, field.Invalid, "%s %q must not have leading zeros: write %s", what, v.Str(), address.Unmap())
	} else if address.Is4In6() {
		v.Problem(rule, field.Invalid, "%s %q must not be an IPv4 address in the form of IPv6: write %s", what, v.Str(), address.Unmap())
	}
}

// warnIP warns of an IP address that is not written as it should be (GetWarningsForIP).
func warnIP(v field.Value) {
	address, ok := sloppyIP(v.Str())
	if !ok {
		return
	}
	strict, err := netip.ParseAddr(v.Str())
	switch {
	case err != nil || strict.Is4In6():
		v.Warn(ruleIPForm, "IP address %q is not in standard form: write %s", v.Str(), address.Unmap())
	case strict.Is6() && strict.String() != v.Str():
		v.Warn(ruleIPForm, "IPv6 address %q is not in its canonical form (RFC 5952): write %s", v.Str(), strict)
	}
}

// sloppyIP reads an IP address that may have leading zeros in its parts, which other programs may take for octal; it has no
// zone.
func sloppyIP(s string) (netip.Addr, bool) {
	groups := strings.Split(s, ":")
	last := len(groups) - 1
	for i := range groups {
		if i == last && strings.Contains(groups[i], ".") {
			octets := strings.Split(groups[i], ".")
			for j := range octets {
				octets[j] = trimZeros(octets[j])
			}
			groups[i] = strings.Join(octets, ".")
			continue
		}
		groups[i] = trimZeros(groups[i])
	}
	address, err := netip.ParseAddr(strings.Join(groups, ":"))
	return address, err == nil && address.Zone() == ""
}

// trimZeros cuts off leading zeros, but leaves one where nothing else is.
func trimZeros(s string) string {
	trimmed := strings.TrimLeft(s, "0")
	if trimmed == "" && s != "" {
		return "0"
	}
	return trimmed
}
