package encode_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/kubectl-job/kubectl-job/lint/policy/plan/encode"
)

// FuzzPolicy writes policies and inputs of random bytes, and compares what OPA and we make of them.
func FuzzPolicy(f *testing.F) {
	f.Add([]byte("a policy"))
	for i := range 64 {
		seed := make([]byte, 120)
		for j := range seed {
			seed[j] = byte(i*31 + j*j*7 + (i+3)*(j+5)>>2)
		}
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, data []byte) { compareRandom(t, data) })
}

// TestRandomPolicies does some of what FuzzPolicy does.
func TestRandomPolicies(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 0))
	const policies = 600
	ran := 0
	for range policies {
		data := make([]byte, 40+random.IntN(200))
		for i := range data {
			data[i] = byte(random.Uint32())
		}
		if compareRandom(t, data) {
			ran++
		}
	}
	t.Logf("%d of %d policies were compared", ran, policies)
	if ran < policies/20 {
		t.Error("that is too few")
	}
}

// compareRandom is false if the policy that the bytes make cannot be compiled, or takes too long.
func compareRandom(t *testing.T, data []byte) bool {
	t.Helper()
	w := &writer{bytes: data}
	b := &both{modules: map[string]string{"policy.rego": w.policy()}}
	var err error
	if b.program, err = encode.Compile(context.Background(), b.modules, entrypoint); err != nil {
		return false // types that cannot fit, a rule that needs itself
	}
	input, err := ast.ParseTerm(w.literal(3))
	if err != nil {
		t.Fatal(err)
	}
	b.input = input.Value
	return b.compare(t)
}

// writer writes a policy; bytes decide how.
type writer struct {
	bytes []byte
	// vars are the variables in scope; last counts all there were.
	vars []string
	last int
	// rules are those that can be referred to; functions take one argument.
	rules, functions []string
}

// next is below n; it is 0 once the bytes are used up, which stands for what is short.
func (w *writer) next(n int) int {
	if len(w.bytes) == 0 {
		return 0
	}
	b := w.bytes[0]
	w.bytes = w.bytes[1:]
	return int(b) % n
}

func (w *writer) choose(texts ...string) string { return texts[w.next(len(texts))] }

func (w *writer) policy() string {
	var b strings.Builder
	b.WriteString("package conformance\n\n")
	for i := range 1 + w.next(4) {
		name, kind := fmt.Sprintf("r%d", i), w.next(4)
		text := w.rule(name, kind)
		if kind < 2 && w.next(2) == 1 {
			text += w.rule(name, kind)
		}
		w.rules = append(w.rules, name)
		b.WriteString(text)
	}
	b.WriteString("q contains x if {\n\tsome name in [0]\n\tx := [name, [v | v := r0]")
	for _, r := range w.rules {
		fmt.Fprintf(&b, ", [v | v := %s]", r)
	}
	b.WriteString("]\n}\n")
	return b.String()
}

// rule writes a rule with a name: a set, an object, a function and its result, or one with a default and an else.
func (w *writer) rule(name string, kind int) string {
	w.vars = nil
	if kind == 2 {
		w.vars = []string{"arg"}
	}
	body := w.body(2)
	switch kind {
	case 0:
		return fmt.Sprintf("%s contains %s if {\n%s}\n\n", name, w.expr(2), body)
	case 1:
		return fmt.Sprintf("%s[%s] := %s if {\n%s}\n\n", name, w.expr(1), w.expr(2), body)
	case 2:
		text := fmt.Sprintf("f%s(arg) := %s if {\n%s}\n\n%s := f%s(%s)\n\n", name, w.expr(2), body, name, name, w.literal(2))
		w.functions = append(w.functions, "f"+name)
		return text
	default:
		text := fmt.Sprintf("default %s := %s\n\n%s := %s if {\n%s}", name, w.literal(1), name, w.expr(2), body)
		w.vars = nil
		body = w.body(1)
		return text + fmt.Sprintf(" else := %s if {\n%s}\n\n", w.expr(1), body)
	}
}

func (w *writer) body(depth int) string {
	var b strings.Builder
	for range 1 + w.next(3) {
		b.WriteString("\t" + w.statement(depth) + "\n")
	}
	return b.String()
}

func (w *writer) fresh() string {
	w.last++
	return fmt.Sprintf("v%d", w.last)
}

func (w *writer) statement(depth int) string {
	switch w.next(10) {
	case 0:
		return "true"
	case 1, 2:
		e, v := w.expr(depth), w.fresh()
		w.vars = append(w.vars, v)
		return v + " := " + e
	case 3:
		e, v := w.expr(depth), w.fresh()
		w.vars = append(w.vars, v)
		return fmt.Sprintf("some %s in %s; %s == %s", v, e, v, v)
	case 4:
		e, k, v := w.expr(depth), w.fresh(), w.fresh()
		w.vars = append(w.vars, k, v)
		return fmt.Sprintf("some %s, %s in %s; %s == %s; %s == %s", k, v, e, k, k, v, v)
	case 5:
		return fmt.Sprintf("%s %s %s", w.expr(depth), w.choose("==", "!=", "<", "<=", ">", ">="), w.expr(depth))
	case 6:
		return "not " + w.expr(depth)
	case 7:
		e, v, outer := w.expr(depth), w.fresh(), w.vars
		w.vars = append(slices.Clip(w.vars), v)
		text := fmt.Sprintf("every %s in %s {\n\t%s == %s\n%s}", v, e, v, v, w.body(1))
		w.vars = outer
		return text
	case 8:
		return fmt.Sprintf("%s with %s as %s", w.expr(depth), w.choose("input", "input.a", "input.a.b", "data.x"), w.expr(1))
	default:
		return w.expr(depth)
	}
}

// expr writes an expression, mostly of a type that OPA's compiler does not know: it would refuse what cannot fit.
func (w *writer) expr(depth int) string {
	e := w.typed(depth)
	if w.next(8) > 0 {
		return fmt.Sprintf("object.get({}, 0, %s)", e)
	}
	return e
}

func (w *writer) typed(depth int) string {
	if depth == 0 {
		return w.term()
	}
	d := depth - 1
	switch w.next(12) {
	case 0, 1, 2:
		return w.term()
	case 3:
		return fmt.Sprintf("(%s %s %s)", w.expr(d), w.choose("+", "-", "*", "/", "%", "&", "|"), w.expr(d))
	case 4:
		return fmt.Sprintf("%s(%s)", w.choose("count", "sum", "max", "min", "sort", "abs", "round", "ceil", "floor", "upper", "lower", "is_string", "is_number", "is_set", "type_name", "trim_space", "object.keys"), w.expr(d))
	case 5:
		return fmt.Sprintf("%s(%s, %s)", w.choose("contains", "startswith", "concat", "split", "array.concat", "trim", "indexof", "numbers.range", "trim_prefix", "endswith", "trim_left"), w.expr(d), w.expr(d))
	case 6:
		return fmt.Sprintf("%s(%s, %s, %s)", w.choose("object.get", "replace", "substring", "array.slice"), w.expr(d), w.expr(d), w.expr(d))
	case 7:
		return fmt.Sprintf("sprintf(%s, [%s])", w.choose(`"%v"`, `"%d"`, `"%s"`, `"%q"`, `"%.2f"`, `"%x"`, `"%v %v"`), w.expr(d))
	case 8:
		return w.comprehension(d)
	case 9:
		return fmt.Sprintf("[%s, %s]", w.expr(d), w.expr(d))
	case 10:
		return fmt.Sprintf("{%s: %s}", w.expr(d), w.expr(d))
	default:
		if len(w.functions) > 0 {
			return fmt.Sprintf("%s(%s)", w.functions[w.next(len(w.functions))], w.expr(d))
		}
		return "$`{" + w.expr(d) + "}`"
	}
}

func (w *writer) comprehension(depth int) string {
	outer := w.vars
	body := w.body(depth)
	var text string
	switch w.next(3) {
	case 0:
		text = fmt.Sprintf("[%s | %s]", w.expr(depth), body)
	case 1:
		text = fmt.Sprintf("{%s | %s}", w.expr(depth), body)
	default:
		text = fmt.Sprintf("{%s: %s | %s}", w.expr(depth), w.expr(depth), body)
	}
	w.vars = outer
	return text
}

func (w *writer) term() string {
	switch w.next(8) {
	case 0:
		return w.literal(1)
	case 1, 2:
		if len(w.vars) > 0 {
			v := w.vars[w.next(len(w.vars))]
			return v + w.choose("", "", ".a", "[0]", "[1].b")
		}
		return "input"
	case 3, 4:
		return "input" + w.choose("", ".a", ".b", "[0]", ".a.b", "[1]")
	case 5:
		if len(w.rules) > 0 {
			return w.rules[w.next(len(w.rules))] + w.choose("", "", ".a", "[0]")
		}
		return "input.a"
	default:
		return w.literal(1)
	}
}

func (w *writer) literal(depth int) string {
	kinds := 7
	if depth > 0 {
		kinds = 11
	}
	switch w.next(kinds) {
	case 0:
		return w.choose("0", "1", "2", "-1", "10", "3000000000", "0.5", "1.0", "1e3", "12345678901234567890", "-0.25", "100")
	case 1, 2:
		return w.choose(`""`, `"a"`, `"b"`, `"ab"`, `"a b"`, `"é"`, `"%v"`, `"10"`, `" a "`)
	case 3:
		return "true"
	case 4:
		return "false"
	case 5:
		return "null"
	case 6:
		return w.choose("[]", "{}", "set()", `"a"`, "1")
	case 7, 8:
		return fmt.Sprintf("[%s, %s]", w.literal(depth-1), w.literal(depth-1))
	case 9:
		return fmt.Sprintf(`{"a": %s, "b": %s}`, w.literal(depth-1), w.literal(depth-1))
	default:
		return fmt.Sprintf("{%s, %s}", w.literal(depth-1), w.literal(depth-1))
	}
}
