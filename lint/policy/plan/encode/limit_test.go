package encode_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/kubectl-job/kubectl-job/lint/policy/plan"
	"github.com/kubectl-job/kubectl-job/lint/policy/plan/encode"
)

// Numbers that are listed count as steps, wherever the call stands: billions of them are an error, and no undefined result.
func TestLimit(t *testing.T) {
	for body, tooLong := range map[string]bool{
		"x := count(numbers.range(0, 100000))":                                             false,
		"x := numbers.range(100000, -100000)[200000]":                                      false,
		"x := numbers.range(9223372036854775806, 9223372036854775807)":                     false,
		"x := count(numbers.range(1, 1000000))":                                            true,
		"x := count(numbers.range(3000000000, 1))":                                         true,
		"x := count(numbers.range(-9223372036854775808, 9223372036854775807))":             true,
		"x := count([b | some a in [1, 2, 3]; some b in numbers.range(a, 400000); false])": true,
		"not numbers.range(1, 3000000000)\n\tx := 1":                                       true,
	} {
		t.Run(body, func(t *testing.T) {
			b := &both{modules: map[string]string{"policy.rego": "package conformance\n\nq contains x if {\n\t" + body + "\n}\n"}}
			var err error
			if b.program, err = encode.Compile(context.Background(), b.modules, entrypoint); err != nil {
				t.Fatal(err)
			}
			if tooLong {
				if got, err := b.machine(); !errors.Is(err, plan.ErrTooLong) {
					t.Errorf("got %v, %v; expected %v", got, err, plan.ErrTooLong)
				}
				return
			}
			if got, err := b.machine(); err != nil || strings.HasSuffix(got.String(), "set()") {
				t.Errorf("got %v, %v", got, err)
			}
			b.compare(t)
		})
	}
}
