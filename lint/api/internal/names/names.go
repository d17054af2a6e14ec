// Package names checks the names that Kubernetes allows (k8s.io/apimachinery/pkg/util/validation). Each function returns
// what is wrong, in words that follow the quoted value, and nothing where the name is right.
package names

import (
	"fmt"
	"strings"
)

// The longest names, in bytes.
const (
	maxLabel     = 63
	maxSubdomain = 253
	maxName      = 63
)

// Subdomain checks a DNS-1123 subdomain: the name of most objects.
func Subdomain(s string) string {
	if len(s) > maxSubdomain {
		return tooLong(s, maxSubdomain)
	}
	for part := range strings.SplitSeq(s, ".") {
		if !isLabel(part) {
			return "must consist of lower case letters, digits, - and ., and each part between dots must begin and end with a letter or digit"
		}
	}
	return ""
}

// SubdomainUnderscore checks a DNS-1123 subdomain that may have underscores: a search domain.
func SubdomainUnderscore(s string) string {
	if len(s) > maxSubdomain {
		return tooLong(s, maxSubdomain)
	}
	for part := range strings.SplitSeq(s, ".") {
		if !isWord(strings.TrimPrefix(part, "_"), func(c byte) bool { return isLower(c) || isDigit(c) }, "-_") {
			return "must consist of lower case letters, digits, -, _ and ., and each part between dots must end with a letter or digit"
		}
	}
	return ""
}

// Label checks a DNS-1123 label: the name of a container, a volume, a namespace.
func Label(s string) string {
	switch {
	case len(s) > maxLabel:
		return tooLong(s, maxLabel)
	case !isLabel(s):
		return "must consist of lower case letters, digits and -, and begin and end with a letter or digit"
	default:
		return ""
	}
}

// Prefix gives what generateName is checked as: its last dash may be the end of the prefix.
func Prefix(s string) string {
	if len(s) > 1 && strings.HasSuffix(s, "-") {
		return s[:len(s)-2] + "a"
	}
	return s
}

// Qualified checks a qualified name, such as the key of a label: a name, or a subdomain, a slash and a name.
func Qualified(s string) string {
	prefix, name, prefixed := strings.Cut(s, "/")
	switch {
	case !prefixed:
		name = s
	case strings.Contains(name, "/"):
		return "must be a name, or a DNS subdomain, a slash and a name: there is more than one slash"
	case prefix == "":
		return "has nothing before the slash: expected a DNS subdomain such as example.com"
	}
	if prefixed {
		if bad := Subdomain(prefix); bad != "" {
			return fmt.Sprintf("has the prefix %q, which %s", prefix, bad)
		}
	}
	switch {
	case name == "":
		return "has an empty name: expected letters, digits, -, _ and ."
	case len(name) > maxName:
		return tooLong(name, maxName)
	case !isName(name):
		return "must consist of letters, digits, -, _ and ., and begin and end with a letter or digit"
	default:
		return ""
	}
}

// LabelValue checks the value of a label; it may be empty.
func LabelValue(s string) string {
	switch {
	case len(s) > maxName:
		return tooLong(s, maxName)
	case s != "" && !isName(s):
		return "must be empty, or consist of letters, digits, -, _ and ., and begin and end with a letter or digit"
	default:
		return ""
	}
}

func tooLong(s string, most int) string {
	return fmt.Sprintf("has %d bytes; at most %d are allowed", len(s), most)
}

func isLabel(s string) bool {
	return isWord(s, func(c byte) bool { return isLower(c) || isDigit(c) }, "-")
}

func isName(s string) bool {
	return isWord(s, func(c byte) bool { return isLower(c) || isDigit(c) || c >= 'A' && c <= 'Z' }, "-_.")
}

// isWord says whether s begins and ends with an outer character, and has inner ones between.
func isWord(s string, outer func(byte) bool, inner string) bool {
	for i := range len(s) {
		edge := i == 0 || i == len(s)-1
		if !outer(s[i]) && (edge || strings.IndexByte(inner, s[i]) < 0) {
			return false
		}
	}
	return s != ""
}

func isLower(c byte) bool { return c >= 'a' && c <= 'z' }

func isDigit(c byte) bool { return c >= '0' && c <= '9' }
