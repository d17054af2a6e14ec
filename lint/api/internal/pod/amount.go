package pod

import (
	"github.com/kubectl-job/kubectl-job/lint/api/internal/quantity"
	"github.com/kubectl-job/kubectl-job/lint/internal/field"
)

// amount is a quantity of limits, requests or overhead, as the API server rounds it; 0 if unset.
func amount(v field.Value) quantity.Quantity { return exact(v).RoundMilli() }

// exact is a quantity as it is written; 0 if unset.
func exact(v field.Value) quantity.Quantity {
	if !v.IsSet() {
		return quantity.Quantity{}
	}
	q, _ := quantity.Parse(v.Node().Text)
	return q
}

// text is a quantity as it is written.
func text(v field.Value) string {
	if !v.IsSet() {
		return "0"
	}
	return v.Node().Text
}
