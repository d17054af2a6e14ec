package encode

import (
	"slices"

	"github.com/kubectl-job/kubectl-job/lint/policy/plan"
)

// simplifier takes out of a function what the planner writes down though nothing needs it: mostly copies of locals, a quarter
// of all statements. What it leaves has the same results.
type simplifier struct {
	program *plan.Program
	// reads and writes count, for each local of the function.
	reads, writes []int
	params        []int32
}

// simplify works on the blocks of a function with a number of locals, or of a plan, which has no result. It returns how many
// locals are left.
func simplify(p *plan.Program, blocks []plan.Block, params []int32, result *int32, locals int) int {
	locals = separate(blocks, locals, func(l int32) bool {
		return l < 2 || slices.Contains(params, l) || result != nil && l == *result
	})
	s := &simplifier{program: p, reads: make([]int, locals), writes: make([]int, locals), params: params}
	for _, l := range params {
		s.writes[l]++
	}
	s.writes[0], s.writes[1] = 1, 1 // input and data
	if result != nil {
		s.reads[*result] += 2 // by the caller, wherever the function ends
	}
	walk(blocks, s.count)
	for i := range blocks {
		s.block(&blocks[i])
	}
	return s.renumber(blocks, result)
}

// walk visits all statements.
func walk(blocks []plan.Block, visit func(*plan.Stmt)) {
	for _, b := range blocks {
		for i := range b {
			visit(&b[i])
			walk(b[i].Blocks, visit)
		}
	}
}

func (s *simplifier) count(stmt *plan.Stmt) {
	for _, o := range operands(stmt) {
		if *o >= 0 {
			s.reads[*o]++
		}
	}
	for _, l := range targets(stmt) {
		s.writes[*l]++
		if changes(stmt.Op) {
			s.reads[*l]++
		}
	}
}

// block simplifies a block, and those in it.
func (s *simplifier) block(block *plan.Block) {
	b := *block
	for i := 0; i < len(b); {
		stmt := &b[i]
		if s.needless(stmt, b[i+1:]) || i+1 < len(b) && s.joined(stmt, &b[i+1]) {
			b = slices.Delete(b, i, i+1)
			continue
		}
		for j := range stmt.Blocks {
			s.block(&stmt.Blocks[j])
		}
		if stmt.Op == plan.Scan {
			stmt.Key, stmt.Value = s.wanted(stmt.Key), s.wanted(stmt.Value)
		}
		i++
	}
	*block = b
}

// wanted is a local, or -1 if nothing reads it.
func (s *simplifier) wanted(local int32) int32 {
	if local >= 0 && s.reads[local] == 0 {
		s.writes[local]--
		return -1
	}
	return local
}

// needless says whether a statement may go, behind which the rest of its block stands, in which what it did is then done.
func (s *simplifier) needless(stmt *plan.Stmt, rest plan.Block) bool {
	switch stmt.Op {
	case plan.Reset:
		return s.reads[stmt.To] == 0
	case plan.Assign:
		return s.copied(stmt, rest)
	case plan.MakeNumber:
		if n, ok := plan.NewNumber(s.program.Strings[stmt.N]).(plan.Int); ok {
			stmt.Op, stmt.N = plan.MakeInt, int64(n)
		}
	default:
	}
	return false
}

// copied lets the rest of a block read a local in place of its copy, if the copy is read nowhere else, and neither is ever
// written again.
func (s *simplifier) copied(stmt *plan.Stmt, rest plan.Block) bool {
	from, to := stmt.A, plan.Operand(stmt.To)
	if from < 0 || s.writes[from] != 1 || s.writes[to] != 1 {
		return false
	}
	var reads []*plan.Operand
	walk([]plan.Block{rest}, func(stmt *plan.Stmt) {
		for _, o := range operands(stmt) {
			if *o == to {
				reads = append(reads, o)
			}
		}
	})
	if len(reads) != s.reads[to] {
		return false
	}
	for _, o := range reads {
		*o = from
	}
	s.reads[from] += len(reads) - 1
	s.reads[to], s.writes[to] = 0, 0
	return true
}

// joined makes one statement of a comparison and the test of what came of it.
func (s *simplifier) joined(stmt, next *plan.Stmt) bool {
	if stmt.Op != plan.CallBuiltin || next.Op != plan.NotEqual || next.A != plan.Operand(stmt.To) || next.B != plan.False ||
		s.reads[stmt.To] != 1 || s.writes[stmt.To] != 1 {
		return false
	}
	op := plan.NotEqual
	switch s.program.Builtins[stmt.N] {
	case "equal":
		op = plan.Equal
	case "neq":
	default:
		return false
	}
	s.reads[stmt.To], s.writes[stmt.To] = 0, 0
	*next = plan.Stmt{Op: op, A: stmt.List[0], B: stmt.List[1]}
	return true
}

// renumber gives the locals that are left numbers without gaps.
func (s *simplifier) renumber(blocks []plan.Block, result *int32) int {
	numbers := make([]int32, len(s.reads))
	next := int32(0)
	take := func(l *int32) {
		if numbers[*l] == 0 {
			next++
			numbers[*l] = next
		}
		*l = numbers[*l] - 1
	}
	for l := range int32(2) { // input and data keep theirs
		take(&l)
	}
	for i := range s.params {
		take(&s.params[i])
	}
	walk(blocks, func(stmt *plan.Stmt) {
		for _, o := range operands(stmt) {
			if *o >= 0 {
				take((*int32)(o))
			}
		}
		for _, l := range targets(stmt) {
			take(l)
		}
	})
	if result != nil {
		take(result)
	}
	return int(next)
}

// operands are what a statement reads. The strings of With are a path.
func operands(s *plan.Stmt) []*plan.Operand {
	switch s.Op {
	case plan.Call, plan.CallBuiltin, plan.CallDynamic:
		list := make([]*plan.Operand, len(s.List))
		for i := range s.List {
			list[i] = &s.List[i]
		}
		return list
	case plan.Dot, plan.Equal, plan.NotEqual, plan.Insert, plan.InsertOnce, plan.Merge:
		return []*plan.Operand{&s.A, &s.B}
	case plan.Len, plan.Scan, plan.Assign, plan.AssignOnce, plan.IsArray, plan.IsObject, plan.IsSet, plan.IsDefined, plan.IsUndefined,
		plan.Append, plan.Add, plan.With:
		return []*plan.Operand{&s.A}
	default:
		return nil
	}
}

// targets are the locals that a statement writes.
func targets(s *plan.Stmt) []*int32 {
	switch s.Op {
	case plan.Scan:
		var list []*int32
		for _, l := range []*int32{&s.Key, &s.Value} {
			if *l >= 0 {
				list = append(list, l)
			}
		}
		return list
	case plan.Return, plan.Break, plan.Blocks, plan.Not, plan.Equal, plan.NotEqual, plan.IsArray, plan.IsObject, plan.IsSet,
		plan.IsDefined, plan.IsUndefined, plan.Nop:
		return nil
	default:
		return []*int32{&s.To}
	}
}

// changes says whether a statement adds to what its target has, or puts it back.
func changes(op plan.Op) bool {
	switch op {
	case plan.AssignOnce, plan.Append, plan.Insert, plan.InsertOnce, plan.Add, plan.With:
		return true
	default:
		return false
	}
}
