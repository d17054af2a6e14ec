package encode

import "github.com/kubectl-job/kubectl-job/lint/policy/plan"

// markConstant marks the rules that depend on neither input nor data: long lists of names are such, and need to be made just
// once. A function is none, as it depends on its arguments, but a constant may call one.
func markConstant(funcs []plan.Func) {
	pure := make([]bool, len(funcs))
	for i := range pure {
		pure[i] = true
	}
	for again := true; again; {
		again = false
		for i := range funcs {
			if pure[i] && !isPure(&funcs[i], pure) {
				pure[i], again = false, true
			}
		}
	}
	for i := range funcs {
		funcs[i].Constant = pure[i] && len(funcs[i].Params) == 2
	}
}

// isPure says whether a function looks at nothing but its own arguments, if the functions that it calls are as pure as that.
func isPure(f *plan.Func, pure []bool) bool {
	ok := true
	walk(f.Blocks, func(s *plan.Stmt) {
		read := operands(s)
		switch s.Op {
		case plan.Call: // the first two arguments are but handed on
			ok = ok && pure[s.N] && *read[0] == 0 && *read[1] == 1
			read = read[2:]
		case plan.CallDynamic, plan.With:
			ok = false
		default:
		}
		for _, o := range read {
			ok = ok && *o != 0 && *o != 1
		}
	})
	return ok
}

// needs is the key of the input at which each definition of a set looks first: without it, none of them adds anything. It is empty
// if they begin otherwise. Rules about CronJobs, of which a Job has no facts, are known by it.
func needs(f *plan.Func, texts []string) string {
	last := len(f.Blocks) - 1
	if len(f.Params) != 2 || last < 2 || !is(f.Blocks[0], plan.MakeSet) || f.Blocks[0][0].To != f.Return || !is(f.Blocks[last], plan.Return) {
		return ""
	}
	key := ""
	for _, b := range f.Blocks[1:last] {
		if len(b) == 0 || b[0].Op != plan.Dot || b[0].A != 0 || b[0].B > plan.FirstString {
			return ""
		}
		this := texts[plan.FirstString-b[0].B]
		if key != "" && this != key {
			return ""
		}
		key = this
	}
	return key
}

func is(b plan.Block, op plan.Op) bool { return len(b) == 1 && b[0].Op == op }
