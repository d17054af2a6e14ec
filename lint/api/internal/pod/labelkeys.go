package pod

import (
	"strconv"

	"github.com/kubectl-job/kubectl-job/lint/internal/field"
)

// checkLabelKeys checks matchLabelKeys and mismatchLabelKeys of a term or constraint
// (ValidateMatchLabelKeysAndMismatchLabelKeys).
func checkLabelKeys(term field.Value, rule string) {
	match, mismatch, selector := term.Get("matchLabelKeys"), term.Get("mismatchLabelKeys"), term.Get("labelSelector")
	checkKeys(match, selector, rule)
	checkKeys(mismatch, selector, rule)
	checkKeysTwice(term, match, selector, rule)

	not := map[string]bool{}
	for _, key := range mismatch.Items() {
		not[key.Str()] = true
	}
	for _, key := range match.Items() {
		if not[key.Str()] {
			key.Problem(rule, field.Invalid, "key %q is in matchLabelKeys and mismatchLabelKeys: expected in one of them", key.Str())
		}
	}
}

func checkKeys(keys, selector field.Value, rule string) {
	if keys.Len() == 0 {
		return
	}
	if !selector.IsSet() {
		keys.Problem(rule, field.Forbidden, "%s needs a labelSelector", keys.Name())
		return
	}
	for _, key := range keys.Items() {
		wantQualified(key, rule)
	}
}

// checkKeysTwice reports keys that the selector asks for as well. Of a Pod, the API server has added the keys to the
// selector by now; of a template, it has not, so that it sees those only that the selector has twice. It reports them
// by their place in matchLabelKeys, but at the term.
func checkKeysTwice(term, match, selector field.Value, rule string) {
	place := map[string]int{}
	for i, key := range match.Items() {
		place[key.Str()] = i
	}
	if len(place) == 0 {
		return
	}
	seen := map[string]bool{}
	for key := range selector.Get("matchLabels").Entries() {
		seen[key] = true
	}
	for _, requirement := range selector.Get("matchExpressions").Items() {
		key := requirement.Get("key")
		if i, ok := place[key.Str()]; ok && seen[key.Str()] {
			key.As(term.Path()+"["+strconv.Itoa(i)+"]").Problem(rule, field.Invalid, "key %q is in matchLabelKeys and in labelSelector: expected in one of them", key.Str())
		}
		seen[key.Str()] = true
	}
}

// checkKeysLegacy is what topologySpreadConstraints asked of matchLabelKeys before 1.34
// (ValidateMatchLabelKeysInTopologySpread).
func checkKeysLegacy(keys, selector field.Value, rule string) {
	if keys.Len() > 0 && !selector.IsSet() {
		keys.Problem(rule, field.Forbidden, "%s needs a labelSelector", keys.Name())
	}
	seen := map[string]bool{}
	for key := range selector.Get("matchLabels").Entries() {
		seen[key] = true
	}
	for _, requirement := range selector.Get("matchExpressions").Items() {
		seen[requirement.Get("key").Str()] = true
	}
	for _, key := range keys.Items() {
		wantQualified(key, rule)
		if seen[key.Str()] {
			key.Problem(rule, field.Invalid, "key %q is in matchLabelKeys and in labelSelector: expected in one of them", key.Str())
		}
	}
}
