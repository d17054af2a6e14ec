package pod

import (
	"github.com/kubectl-job/kubectl-job/lint/api/internal/meta"
	"github.com/kubectl-job/kubectl-job/lint/internal/field"
)

// spread is what no two constraints may have in common.
type spread struct{ topologyKey, whenUnsatisfiable string }

func checkTopology(constraints field.Value) {
	later := map[spread]int{} // how often from here on
	for _, constraint := range constraints.Items() {
		later[spreadOf(constraint)]++
	}
	for _, constraint := range constraints.Items() {
		checkConstraint(constraint)
		s := spreadOf(constraint)
		if later[s]--; later[s] > 0 {
			// The API server reports the first of two.
			at := constraint.Get("topologyKey").Range()
			constraint.As(constraint.Path()+".{topologyKey, whenUnsatisfiable}").ProblemAt(at, ruleTopologySpread, field.Duplicate,
				"another constraint has topologyKey %q and whenUnsatisfiable %q, too", s.topologyKey, s.whenUnsatisfiable)
		}
	}
}

func spreadOf(constraint field.Value) spread {
	return spread{constraint.Get("topologyKey").Str(), constraint.Get("whenUnsatisfiable").Str()}
}

func checkConstraint(v field.Value) {
	c, action, selector := v.Checker(), v.Get("whenUnsatisfiable"), v.Get("labelSelector")
	if skew := v.Get("maxSkew"); skew.Int() < 1 {
		skew.Problem(ruleTopologySpread, field.Invalid, "maxSkew is %d: expected 1 or more", skew.Int())
	}
	wantText(v.Get("topologyKey"), ruleTopologySpread, "expected the label of nodes that tells them apart, such as topology.kubernetes.io/zone")
	wantOneOf(action, ruleTopologySpread, "DoNotSchedule", "ScheduleAnyway")
	checkMinDomains(v.Get("minDomains"), action.Str())
	for _, name := range []string{"nodeAffinityPolicy", "nodeTaintsPolicy"} {
		if policy := v.Get(name); policy.IsSet() {
			wantOneOf(policy, ruleTopologySpread, "Honor", "Ignore")
		}
	}
	if c.Since(34) {
		checkLabelKeys(v, ruleTopologySpread)
	} else {
		checkKeysLegacy(v.Get("matchLabelKeys"), selector, ruleTopologySpread)
	}
	if c.Since(27) {
		meta.Selector(selector, false)
	}
}

func checkMinDomains(domains field.Value, action string) {
	switch {
	case !domains.IsSet():
	case domains.Int() < 1:
		domains.Problem(ruleTopologySpread, field.Invalid, "minDomains is %d: expected 1 or more", domains.Int())
	case action != "DoNotSchedule":
		domains.Problem(ruleTopologySpread, field.Invalid, "minDomains goes with whenUnsatisfiable DoNotSchedule only, found %q", action)
	}
}
