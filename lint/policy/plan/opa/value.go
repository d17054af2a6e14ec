// Package opa converts values between OPA's and ours.
package opa

import (
	"fmt"

	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/kubectl-job/kubectl-job/lint/policy/plan"
)

// ToValue is a ground value of OPA as one of ours.
func ToValue(v ast.Value) (plan.Value, error) {
	switch v := v.(type) {
	case ast.Null:
		return plan.Null{}, nil
	case ast.Boolean:
		return plan.Bool(v), nil
	case ast.Number:
		return plan.NewNumber(string(v)), nil
	case ast.String:
		return plan.String(v), nil
	case *ast.Array:
		items, err := toValues(v.Foreach, v.Len())
		return plan.NewArray(items...), err
	case ast.Set:
		items, err := toValues(v.Foreach, v.Len())
		return plan.NewSet(items...), err
	case ast.Object:
		return toObject(v)
	default:
		return nil, fmt.Errorf("%T is no value", v)
	}
}

func toValues(foreach func(func(*ast.Term)), n int) (items []plan.Value, err error) {
	items = make([]plan.Value, 0, n)
	foreach(func(t *ast.Term) {
		item, failed := ToValue(t.Value)
		if failed != nil {
			err = failed
		}
		items = append(items, item)
	})
	return items, err
}

func toObject(o ast.Object) (plan.Value, error) {
	object := plan.NewObject(o.Len())
	err := o.Iter(func(k, v *ast.Term) error {
		key, err := ToValue(k.Value)
		if err != nil {
			return err
		}
		value, err := ToValue(v.Value)
		if err != nil {
			return err
		}
		object.Insert(key, value)
		return nil
	})
	return object, err
}

// FromValue is one of our values as OPA's.
func FromValue(v plan.Value) ast.Value {
	switch v := v.(type) {
	case *plan.Array:
		return ast.NewArray(terms(v.Items())...)
	case *plan.Set:
		return ast.NewSet(terms(v.Items())...)
	case *plan.Object:
		object := ast.NewObject()
		for key, value := range v.All {
			object.Insert(ast.NewTerm(FromValue(key)), ast.NewTerm(FromValue(value)))
		}
		return object
	case plan.String:
		return ast.String(v)
	case plan.Bool:
		return ast.Boolean(v)
	case plan.Null:
		return ast.Null{}
	default:
		return ast.Number(plan.Text(v))
	}
}

func terms(items []plan.Value) []*ast.Term {
	list := make([]*ast.Term, len(items))
	for i, item := range items {
		list[i] = ast.NewTerm(FromValue(item))
	}
	return list
}
