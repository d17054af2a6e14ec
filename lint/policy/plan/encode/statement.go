package encode

import (
	"errors"
	"fmt"

	"github.com/open-policy-agent/opa/v1/ir"

	"github.com/kubectl-job/kubectl-job/lint/policy/plan"
)

// statement encodes a statement that has depth blocks around its own which a break may leave.
func (e *encoder) statement(stmt ir.Stmt, depth int) (plan.Stmt, error) {
	switch s := stmt.(type) {
	case *ir.ReturnLocalStmt:
		if s.Source != e.result {
			return plan.Stmt{}, errors.New("a function returns something else than its result")
		}
		return plan.Stmt{Op: plan.Return}, nil
	case *ir.BreakStmt:
		if int(s.Index) > depth {
			return plan.Stmt{}, errors.New("a break leaves more than blocks")
		}
		return plan.Stmt{Op: plan.Break, N: int64(s.Index)}, nil
	case *ir.CallStmt:
		return e.call(s)
	case *ir.CallDynamicStmt:
		return e.callDynamic(s, depth)
	case *ir.BlockStmt:
		blocks, err := e.blocks(s.Blocks, depth+1)
		return plan.Stmt{Op: plan.Blocks, Blocks: blocks}, err
	case *ir.ScanStmt:
		blocks, err := e.blocks([]*ir.Block{s.Block}, 0)
		return plan.Stmt{Op: plan.Scan, A: e.source(s.Source), Key: e.local(s.Key), Value: e.local(s.Value), Blocks: blocks}, err
	case *ir.NotStmt:
		blocks, err := e.blocks([]*ir.Block{s.Block}, 0)
		return plan.Stmt{Op: plan.Not, Blocks: blocks}, err
	case *ir.WithStmt:
		return e.with(s)
	default:
		return e.simple(stmt)
	}
}

// source is a local that a statement reads.
func (e *encoder) source(l ir.Local) plan.Operand { return plan.Operand(e.local(l)) }

func (e *encoder) call(s *ir.CallStmt) (plan.Stmt, error) {
	stmt := plan.Stmt{To: e.local(s.Result), List: e.operands(s.Args)}
	if n, ok := e.funcs[s.Func]; ok {
		stmt.Op, stmt.N = plan.Call, int64(n)
		return stmt, nil
	}
	n, ok := e.builtins[s.Func]
	if !ok {
		return stmt, fmt.Errorf("there is no function %s", s.Func)
	}
	stmt.Op, stmt.N = plan.CallBuiltin, int64(n)
	return stmt, nil
}

// outside is how many blocks the planner puts around a dynamic call, besides its own, which it leaves where the function is
// undefined.
const outside = 3

func (e *encoder) callDynamic(s *ir.CallDynamicStmt, depth int) (plan.Stmt, error) {
	if len(s.Args) != 2 || s.Args[0] != ir.Input || s.Args[1] != ir.Data || depth < outside {
		return plan.Stmt{}, errors.New("a dynamic call that is not of a rule")
	}
	return plan.Stmt{Op: plan.CallDynamic, To: e.local(s.Result), List: e.operands(s.Path)}, nil
}

func (e *encoder) with(s *ir.WithStmt) (plan.Stmt, error) {
	stmt := plan.Stmt{Op: plan.With, A: e.operand(s.Value), To: e.local(s.Local)}
	for _, i := range s.Path {
		stmt.List = append(stmt.List, plan.FirstString-plan.Operand(i))
	}
	var err error
	stmt.Blocks, err = e.blocks([]*ir.Block{s.Block}, 0)
	return stmt, err
}

// simple encodes a statement without blocks, calls or breaks.
func (e *encoder) simple(stmt ir.Stmt) (plan.Stmt, error) {
	switch s := stmt.(type) {
	case *ir.DotStmt:
		return plan.Stmt{Op: plan.Dot, A: e.operand(s.Source), B: e.operand(s.Key), To: e.local(s.Target)}, nil
	case *ir.LenStmt:
		return plan.Stmt{Op: plan.Len, A: e.operand(s.Source), To: e.local(s.Target)}, nil
	case *ir.AssignIntStmt:
		return plan.Stmt{Op: plan.AssignInt, N: s.Value, To: e.local(s.Target)}, nil
	case *ir.AssignVarStmt:
		return plan.Stmt{Op: plan.Assign, A: e.operand(s.Source), To: e.local(s.Target)}, nil
	case *ir.AssignVarOnceStmt:
		return e.at(plan.Stmt{Op: plan.AssignOnce, A: e.operand(s.Source), To: e.local(s.Target)}, s.Location), nil
	case *ir.ResetLocalStmt:
		return plan.Stmt{Op: plan.Reset, To: e.local(s.Target)}, nil
	case *ir.ArrayAppendStmt:
		return plan.Stmt{Op: plan.Append, A: e.operand(s.Value), To: e.local(s.Array)}, nil
	case *ir.ObjectInsertStmt:
		return plan.Stmt{Op: plan.Insert, A: e.operand(s.Key), B: e.operand(s.Value), To: e.local(s.Object)}, nil
	case *ir.ObjectInsertOnceStmt:
		return e.at(plan.Stmt{Op: plan.InsertOnce, A: e.operand(s.Key), B: e.operand(s.Value), To: e.local(s.Object)}, s.Location), nil
	case *ir.ObjectMergeStmt:
		return plan.Stmt{Op: plan.Merge, A: e.source(s.A), B: e.source(s.B), To: e.local(s.Target)}, nil
	case *ir.SetAddStmt:
		return plan.Stmt{Op: plan.Add, A: e.operand(s.Value), To: e.local(s.Set)}, nil
	case *ir.NopStmt:
		return plan.Stmt{Op: plan.Nop}, nil
	default:
		return e.makeOrTest(stmt)
	}
}

func (e *encoder) makeOrTest(stmt ir.Stmt) (plan.Stmt, error) {
	switch s := stmt.(type) {
	case *ir.MakeNullStmt:
		return plan.Stmt{Op: plan.MakeNull, To: e.local(s.Target)}, nil
	case *ir.MakeNumberIntStmt:
		return plan.Stmt{Op: plan.MakeInt, N: s.Value, To: e.local(s.Target)}, nil
	case *ir.MakeNumberRefStmt:
		return plan.Stmt{Op: plan.MakeNumber, N: int64(s.Index), To: e.local(s.Target)}, nil
	case *ir.MakeArrayStmt:
		return plan.Stmt{Op: plan.MakeArray, N: int64(s.Capacity), To: e.local(s.Target)}, nil
	case *ir.MakeObjectStmt:
		return plan.Stmt{Op: plan.MakeObject, To: e.local(s.Target)}, nil
	case *ir.MakeSetStmt:
		return plan.Stmt{Op: plan.MakeSet, To: e.local(s.Target)}, nil
	case *ir.EqualStmt:
		return plan.Stmt{Op: plan.Equal, A: e.operand(s.A), B: e.operand(s.B)}, nil
	case *ir.NotEqualStmt:
		return plan.Stmt{Op: plan.NotEqual, A: e.operand(s.A), B: e.operand(s.B)}, nil
	case *ir.IsArrayStmt:
		return plan.Stmt{Op: plan.IsArray, A: e.operand(s.Source)}, nil
	case *ir.IsObjectStmt:
		return plan.Stmt{Op: plan.IsObject, A: e.operand(s.Source)}, nil
	case *ir.IsSetStmt:
		return plan.Stmt{Op: plan.IsSet, A: e.operand(s.Source)}, nil
	case *ir.IsDefinedStmt:
		return plan.Stmt{Op: plan.IsDefined, A: e.source(s.Source)}, nil
	case *ir.IsUndefinedStmt:
		return plan.Stmt{Op: plan.IsUndefined, A: e.source(s.Source)}, nil
	default:
		return plan.Stmt{}, fmt.Errorf("unknown statement %T", stmt)
	}
}

// at adds where a statement comes from.
func (e *encoder) at(s plan.Stmt, l ir.Location) plan.Stmt {
	s.File, s.Row = int32(l.File), int32(l.Row)
	return s
}
