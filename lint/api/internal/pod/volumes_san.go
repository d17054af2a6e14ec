package pod

import (
	"strings"
	"unicode/utf8"

	"github.com/kubectl-job/kubectl-job/lint/internal/field"
)

// maxLUN is the highest number of a logical unit.
const maxLUN = 255

func checkISCSI(v field.Value) {
	iqn, initiator := v.Get("iqn"), v.Get("initiatorName")
	wantText(iqn, ruleVolumeField, "it says which target is meant")
	if iqn.Str() != "" {
		checkISCSIQualified(iqn)
	}
	wantRange(v.Get("lun"), ruleISCSIVolume, 0, maxLUN)
	chap := v.Get("chapAuthDiscovery").Bool() || v.Get("chapAuthSession").Bool()
	if secret := v.Get("secretRef"); chap && !secret.IsSet() {
		secret.Problem(ruleISCSIVolume, field.Required, "secretRef is missing: CHAP needs it")
	}
	if initiator.IsSet() {
		checkISCSIQualified(initiator.As(v.Path() + ".initiatorname"))
	}
}

func checkISCSIQualified(v field.Value) {
	if !isISCSIQualified(v.Str()) {
		v.Problem(ruleISCSIVolume, field.Invalid, "%s is %q: expected iqn.YYYY-MM.DOMAIN:NAME, eui. and 16 digits, or naa. and 32 digits", v.Name(), v.Str())
	}
}

// maxISCSIName is how long the name of a volume, a colon and the target portal may be together if initiatorName is set.
const maxISCSIName = 64

// checkISCSIName holds for iscsi, be it the first source of the volume or not.
func checkISCSIName(v field.Value) {
	if !has(v, "iscsi") {
		return
	}
	iscsi, name := v.Get("iscsi"), v.Get("name")
	length := len(name.Str()) + len(":") + len(iscsi.Get("targetPortal").Str())
	if iscsi.Get("initiatorName").IsSet() && length > maxISCSIName {
		name.Problem(ruleISCSIVolume, field.Invalid,
			"name and iscsi.targetPortal have %d bytes together; with initiatorName, at most %d are allowed", length, maxISCSIName)
	}
}

// isISCSIQualified says whether the text is a name as in RFC 3720, the way the API server sees it.
func isISCSIQualified(s string) bool {
	switch {
	case strings.HasPrefix(s, "iqn"):
		return hasIQN(s)
	case strings.HasPrefix(s, "eui"):
		return isNumbered(s[len("eui"):], 16)
	case strings.HasPrefix(s, "naa"):
		return isNumbered(s[len("naa"):], 32)
	default:
		return false
	}
}

// isNumbered says whether the text is a character, then so many digits or letters.
func isNumbered(s string, digits int) bool {
	first, size := utf8.DecodeRuneInString(s)
	s = s[size:]
	if size == 0 || first == '\n' || len(s) != digits {
		return false
	}
	for i := range len(s) {
		if !isAlnum(s[i]) {
			return false
		}
	}
	return true
}

// hasIQN says whether the text ends in iqn.YYYY-MM.DOMAIN:NAME: the API server does not ask for it at the beginning.
func hasIQN(s string) bool {
	name := len(s) // where the longest possible NAME begins
	for name > 0 && strings.IndexByte(",;*&$|\t\n\f\r ", s[name-1]) < 0 {
		name--
	}
	// Each stretch of characters that a domain may have is looked at once.
	for end := name; end < len(s)-1; end++ {
		if s[end] != ':' {
			continue
		}
		begin := end
		for begin > 0 && (isAlnum(s[begin-1]) || s[begin-1] == '-' || s[begin-1] == '.') {
			begin--
		}
		if hasDate(s[begin:end]) {
			return true
		}
	}
	return false
}

// hasDate says whether iqn.YYYY-MM. and a character more is in the text.
func hasDate(s string) bool {
	const form = "iqn.0000-00."
	for i := 0; i+len(form) < len(s); i++ {
		if matchesForm(s[i:], form) {
			return true
		}
	}
	return false
}

// matchesForm says whether the text begins like the form, where 0 stands for any digit.
func matchesForm(s, form string) bool {
	for i := range len(form) {
		digit := form[i] == '0' && s[i] >= '0' && s[i] <= '9'
		if !digit && s[i] != form[i] {
			return false
		}
	}
	return true
}

func isAlnum(c byte) bool {
	return c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z'
}

func checkFC(v field.Value) {
	wwns, wwids, lun := v.Get("targetWWNs"), v.Get("wwids"), v.Get("lun")
	switch {
	case wwns.Len() == 0 && wwids.Len() == 0:
		wwns.Problem(ruleFCVolume, field.Required, "the disk is missing: expected targetWWNs and lun, or wwids")
	case wwns.Len() > 0 && wwids.Len() > 0:
		wwns.Problem(ruleFCVolume, field.Invalid, "there are targetWWNs and wwids: expected one of them")
	}
	if wwns.Len() == 0 {
		return
	}
	if !lun.IsSet() {
		lun.Problem(ruleFCVolume, field.Required, "lun is missing: targetWWNs need it; expected 0 to %d", maxLUN)
		return
	}
	wantRange(lun, ruleFCVolume, 0, maxLUN)
}
