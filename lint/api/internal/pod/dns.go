package pod

import (
	"strings"

	"github.com/kubectl-job/kubectl-job/lint/api/internal/names"
	"github.com/kubectl-job/kubectl-job/lint/internal/field"
)

// The limits of the C library's resolver.
const (
	maxNameservers = 3

	maxSearches     = 32
	maxSearchLength = 2048 // in bytes, with a space between two

	// In 1.25, a feature gate that is off.
	maxSearchesLegacy     = 6
	maxSearchLengthLegacy = 256
)

func checkDNS(spec field.Value) {
	policy, config := spec.Get("dnsPolicy"), spec.Get("dnsConfig")
	if policy.Str() != "" {
		wantOneOf(policy, ruleDNSPolicy, "ClusterFirst", "ClusterFirstWithHostNet", "Default", "None")
	}
	if policy.Str() == "None" {
		if !config.IsSet() {
			config.Problem(ruleDNSConfig, field.Required, "dnsConfig is missing: dnsPolicy None needs it")
			return
		}
		if servers := config.Get("nameservers"); servers.Len() == 0 {
			servers.Problem(ruleDNSConfig, field.Required, "nameservers is missing: dnsPolicy None needs at least one")
			return
		}
	}
	checkNameservers(config.Get("nameservers"))
	checkSearches(config.Get("searches"))
	for _, option := range config.Get("options").Items() {
		if option.Get("name").Str() == "" {
			option.Problem(ruleDNSConfig, field.Required, "the name of the option is missing")
		}
	}
}

func checkNameservers(servers field.Value) {
	if servers.Len() > maxNameservers {
		servers.Problem(ruleDNSConfig, field.Invalid, "there are %d nameservers; at most %d are allowed", servers.Len(), maxNameservers)
	}
	for _, server := range servers.Items() {
		wantIP(server, ruleDNSConfig, "nameserver")
	}
}

func checkSearches(searches field.Value) {
	c := searches.Checker()
	most, longest := maxSearches, maxSearchLength
	if !c.Since(26) {
		most, longest = maxSearchesLegacy, maxSearchLengthLegacy
	}
	length := max(0, searches.Len()-1)
	for _, search := range searches.Items() {
		length += len(search.Str())
	}
	switch {
	case searches.Len() > most:
		searches.Problem(ruleDNSConfig, field.Invalid, "there are %d search domains; at most %d are allowed", searches.Len(), most)
	case length > longest:
		searches.Problem(ruleDNSConfig, field.Invalid, "the search domains have %d bytes together; at most %d are allowed", length, longest)
	}
	for _, search := range searches.Items() {
		if bad := badSearch(search.Str(), c); bad != "" {
			search.Problem(ruleDNSConfig, field.Invalid, "search domain %q %s", search.Str(), bad)
		}
	}
}

// badSearch says what is wrong with a search domain. Since 1.33 it may be a dot, and have underscores.
func badSearch(search string, c *field.Checker) string {
	domain := strings.TrimSuffix(search, ".")
	switch {
	case !c.Since(33):
		return names.Subdomain(domain)
	case search == ".":
		return ""
	default:
		return names.SubdomainUnderscore(domain)
	}
}

func checkHostAliases(aliases field.Value) {
	indexed := aliases.Checker().Since(30)
	for _, alias := range aliases.Items() {
		ip, hosts := alias.Get("ip"), alias.Get("hostnames")
		if !indexed {
			ip = ip.As(aliases.Path() + ".ip")
		}
		wantIP(ip, ruleHostAliases, "ip")
		for _, host := range hosts.Items() {
			if !indexed {
				host = host.As(aliases.Path() + ".hostnames")
			}
			if bad := names.Subdomain(host.Str()); bad != "" {
				host.Problem(ruleHostAliases, field.Invalid, "host name %q %s", host.Str(), bad)
			}
		}
	}
}
