package lint_test

import (
	"runtime"
	"strings"
	"testing"

	"github.com/kubectl-job/kubectl-job/lint"
	"github.com/kubectl-job/kubectl-job/lint/schema"
)

// Input that was made to hurt gets an error with its place, and costs memory in proportion to its size.
func TestHostile(t *testing.T) {
	bomb := "a: &a [x, x, x, x, x, x, x, x, x]\n"
	for _, c := range []string{"ab", "bc", "cd", "de", "ef", "fg", "gh", "hi", "ij"} {
		bomb += c[1:] + ": &" + c[1:] + " [" + strings.Repeat("*"+c[:1]+", ", 9) + "]\n"
	}
	tests := []struct{ name, text, want string }{
		{"aliases that multiply", bomb + job("parallelism: 1"), "schema/limit"},
		{"deep lists", "a: " + strings.Repeat("[", 20_000), "schema/limit"},
		{"deep maps", strings.Repeat(`{"a":`, 20_000), "schema/limit"},
		{"deep blocks", strings.Repeat("- ", 20_000) + "x", "schema/limit"},
		{"too big", strings.Repeat("# a comment that says nothing at all\n", 500_000) + job("parallelism: 1"), "schema/limit"},
		{"too many values", job("parallelism: 1") + "x: [" + strings.Repeat("1,", 2_100_000) + "]\n", "schema/limit"},
		{"bytes that are no UTF-8", job("parallelism: \xff"), "schema/encoding"},
		{"NUL", job("parallelism: \x00"), "schema/encoding"},
		{"tabs", job("parallelism: 1\n\tcompletions: 1"), "schema/syntax"},
		{"an alias of nothing", job("parallelism: *nothing"), "schema/syntax"},
		{"an alias of itself", job("selector: &s {matchLabels: *s}"), "schema/syntax"},
		{"many unknown fields", job("parallelism: 1") + fields(50_000), "schema/unknown-field"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			f := lint.New(lint.Options{Version: schema.Newest, Level: lint.Warning}).Lint(lint.Source{Data: []byte(test.text)})
			runtime.ReadMemStats(&after)
			if len(f.Findings) == 0 || f.Findings[0].Rule != test.want || f.Findings[0].Line < 1 || f.Findings[0].Column < 1 {
				t.Fatalf("want %s with its place, got %v", test.want, said(f)[:min(3, len(said(f)))])
			}
			const most = 1 << 30
			if used := after.TotalAlloc - before.TotalAlloc; used > most {
				t.Errorf("took %d MiB for %d bytes", used>>20, len(test.text))
			}
		})
	}
}

func fields(n int) string {
	var b strings.Builder
	for range n {
		b.WriteString("field" + strings.Repeat("x", b.Len()%7) + strings.Repeat("y", b.Len()%11) + ": 1\n")
	}
	return b.String()
}

func BenchmarkLint(b *testing.B) {
	linter := lint.New(lint.Options{Version: schema.Newest, Level: lint.Warning})
	data := []byte(job("parallelism: 1"))
	for b.Loop() {
		if f := linter.Lint(lint.Source{Data: data}); len(f.Findings) > 0 {
			b.Fatal(said(f))
		}
	}
}
