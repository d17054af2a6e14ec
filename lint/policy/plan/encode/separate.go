package encode

import "github.com/kubectl-job/kubectl-job/lint/policy/plan"

// separate gives locals that several blocks use, each for itself, a number for each of the blocks: the planner numbers the
// locals of each definition of a rule anew. It returns how many locals there are then.
func separate(blocks []plan.Block, locals int, fixed func(int32) bool) int {
	for l := range int32(locals) { //nolint:gosec // functions have fewer
		var in []plan.Block
		alone := !fixed(l)
		for _, b := range blocks {
			if n := uses([]plan.Block{b}, l); n > 0 {
				in = append(in, b)
				alone = alone && beginsIn(b, l, n)
			}
		}
		for _, b := range in[min(1, len(in)):] {
			if alone {
				rename([]plan.Block{b}, l, int32(locals)) //nolint:gosec // functions have fewer
				locals++
			}
		}
	}
	return locals
}

// uses counts how often statements read or write a local.
func uses(blocks []plan.Block, l int32) (n int) {
	walk(blocks, func(s *plan.Stmt) { n += used(s, l) })
	return n
}

// used is how often a statement itself reads or writes a local.
func used(s *plan.Stmt, l int32) (n int) {
	for _, o := range operands(s) {
		if *o == plan.Operand(l) {
			n++
		}
	}
	for _, to := range targets(s) {
		if *to == l {
			n++
		}
	}
	return n
}

// beginsIn says whether a block writes a local before anything reads it: whatever the local had before makes no difference.
// The block uses it n times.
func beginsIn(b plan.Block, l int32, n int) bool {
	for i := range b {
		s := &b[i]
		within := uses(s.Blocks, l)
		if used(s, l) == 0 {
			for _, nested := range s.Blocks {
				if within == n && uses([]plan.Block{nested}, l) == n {
					return beginsIn(nested, l, n)
				}
			}
			if within > 0 {
				return false
			}
			continue
		}
		for _, o := range operands(s) {
			if *o == plan.Operand(l) {
				return false
			}
		}
		if s.Op == plan.Scan {
			return used(s, l)+within == n
		}
		return !changes(s.Op) && uses([]plan.Block{b[i:]}, l) == n
	}
	return false
}

func rename(blocks []plan.Block, from, to int32) {
	walk(blocks, func(s *plan.Stmt) {
		for _, o := range operands(s) {
			if *o == plan.Operand(from) {
				*o = plan.Operand(to)
			}
		}
		for _, l := range targets(s) {
			if *l == from {
				*l = to
			}
		}
	})
}
