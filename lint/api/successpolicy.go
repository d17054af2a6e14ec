package api

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/kubectl-job/kubectl-job/lint/internal/field"
)

// The rules about successPolicy.
const (
	ruleSuccessPolicy  = "success-policy-rules"
	ruleSuccessIndexes = "success-policy-indexes"
	ruleSuccessCount   = "success-policy-count"
	ruleSuccessCrash   = "success-policy-crash"
)

// The limits of successPolicy; the indexes' is in bytes.
const (
	maxSuccessRules   = 20
	maxSuccessIndexes = 64 << 10
)

func (s jobSpec) successPolicy() {
	policy := s.Get("successPolicy")
	if !policy.IsSet() {
		return
	}
	if !s.indexed() {
		policy.Problem(ruleSuccessPolicy, field.Invalid, "successPolicy is for Indexed Jobs only: set completionMode: Indexed")
		return
	}
	if s.crashes() {
		s.Get("completions").ProblemAt(policy.Range(), ruleSuccessCrash, field.Required,
			"completions is missing: an Indexed Job with successPolicy needs it, and without it the API server crashes over the request "+
				"instead of refusing it%s", s.openCompletions())
		return
	}
	rules := policy.Get("rules")
	switch n := rules.Len(); {
	case n == 0:
		rules.Problem(ruleSuccessPolicy, field.Required, "successPolicy needs at least one rule")
	case n > maxSuccessRules:
		rules.Problem(ruleSuccessPolicy, field.TooMany, "successPolicy has %d rules; at most %d are allowed", n, maxSuccessRules)
	}
	completions, _ := s.completions()
	for _, rule := range rules.Items() {
		successRule(rule, completions)
	}
}

// crashes says whether validateSuccessPolicyRule of the API server reads completions although it is not set.
func (s jobSpec) crashes() bool {
	if _, set := s.completions(); set || !s.indexed() {
		return false
	}
	for _, rule := range s.Get("successPolicy").Get("rules").Items() {
		if rule.Get("succeededIndexes").IsSet() || rule.Get("succeededCount").IsSet() {
			return true
		}
	}
	return false
}

func successRule(rule field.Value, completions int64) {
	indexes, count := rule.Get("succeededIndexes"), rule.Get("succeededCount")
	if !indexes.IsSet() && !count.IsSet() {
		rule.Problem(ruleSuccessPolicy, field.Required, "the rule has neither succeededIndexes nor succeededCount: one of them says when it applies")
	}
	listed := int64(0)
	if indexes.IsSet() {
		if n := len(indexes.Str()); n > maxSuccessIndexes {
			indexes.Problem(ruleSuccessIndexes, field.TooLong, "succeededIndexes has %d bytes; at most %d are allowed", n, maxSuccessIndexes)
		}
		n, err := countIndexes(indexes.Str(), completions)
		if err != nil {
			// As a text, a long reason is cut: it may repeat the indexes.
			indexes.Problem(ruleSuccessIndexes, field.Invalid, "succeededIndexes is %q: %s", indexes.Str(), err.Error())
		}
		listed = n
	}
	if !count.IsSet() {
		return
	}
	notNegative(count)
	switch n := count.Int(); {
	case n > completions:
		count.Problem(ruleSuccessCount, field.Invalid, "succeededCount is %d: expected at most %d, the number of completions", n, completions)
	case indexes.IsSet() && n > listed:
		count.Problem(ruleSuccessCount, field.Invalid, "succeededCount is %d: expected at most %d, the number of indexes in succeededIndexes", n, listed)
	}
}

// countIndexes reads a set of indexes such as 0,3-5,7, all of them below completions, and says how many there are. An empty
// text is an empty set.
func countIndexes(text string, completions int64) (int64, error) {
	if text == "" {
		return 0, nil
	}
	total, last := int64(0), int64(-1)
	for part := range strings.SplitSeq(text, ",") {
		first, end, err := interval(part, completions)
		switch {
		case err != nil:
			return 0, err
		case total > 0 && first <= last:
			return 0, fmt.Errorf("%d comes after %d; indexes must be in ascending order, each once", first, last)
		}
		total += end - first + 1
		last = end
	}
	return total, nil
}

// interval reads one index, or the first and the last of several.
func interval(part string, completions int64) (first, last int64, err error) {
	from, to, several := strings.Cut(part, "-")
	if strings.Contains(to, "-") {
		return 0, 0, fmt.Errorf("%q has more than one dash; expected an index such as 3, or a range such as 3-5", part)
	}
	if first, err = index(from, completions); err != nil || !several {
		return first, first, err
	}
	if last, err = index(to, completions); err != nil {
		return 0, 0, err
	}
	if first >= last {
		return 0, 0, fmt.Errorf("the range %s does not ascend", part)
	}
	return first, last, nil
}

func index(text string, completions int64) (int64, error) {
	n, err := strconv.Atoi(text)
	switch {
	case err != nil:
		return 0, fmt.Errorf("%q is no index; expected whole numbers and ranges with commas between them and no spaces, such as 0,3-5", text)
	case completions <= 0:
		return 0, fmt.Errorf("there is no index %d; with %d completions there is none", n, completions)
	case int64(n) >= completions:
		return 0, fmt.Errorf("there is no index %d; with %d completions the last one is %d", n, completions, completions-1)
	default:
		return int64(n), nil
	}
}
