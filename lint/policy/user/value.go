package user

import (
	"encoding/json"
	"fmt"

	"github.com/kubectl-job/kubectl-job/lint/policy/plan"
)

// violations are the items of a rule's result: texts, or objects with a message, as message or, as in conftest, msg.
func violations(result any) ([]plan.Value, error) {
	list, ok := result.([]any)
	if !ok {
		list = []any{result}
	}
	var all []plan.Value
	for _, item := range list {
		switch v := item.(type) {
		case string:
			all = append(all, plan.NewObject(1).With("message", plan.String(v)))
		case map[string]any:
			o, ok := toValue(v).(*plan.Object)
			if !ok {
				continue
			}
			if o.Get("message") == nil && o.Get("msg") != nil {
				o.With("message", o.Get("msg"))
			}
			all = append(all, o)
		case bool:
			if v {
				all = append(all, plan.NewObject(1).With("message", plan.String("the rule holds")))
			}
		default:
			return nil, fmt.Errorf("expected texts or objects with a message, got %v", item)
		}
	}
	return all, nil
}

// toValue is a value of OPA's results as one of ours.
func toValue(v any) plan.Value {
	switch v := v.(type) {
	case bool:
		return plan.Bool(v)
	case string:
		return plan.String(v)
	case json.Number:
		return plan.NewNumber(string(v))
	case []any:
		items := make([]plan.Value, 0, len(v))
		for _, item := range v {
			items = append(items, toValue(item))
		}
		return plan.NewArray(items...)
	case map[string]any:
		o := plan.NewObject(len(v))
		for key, value := range v {
			o.With(key, toValue(value))
		}
		return o
	default:
		return plan.Null{}
	}
}
