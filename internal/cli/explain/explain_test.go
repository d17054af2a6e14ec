package explain_test

import (
	"bytes"
	"strings"
	"testing"
	"unicode/utf8"

	"k8s.io/cli-runtime/pkg/genericiooptions"

	"github.com/kubectl-job/kubectl-job/internal/cli/exit"
	"github.com/kubectl-job/kubectl-job/internal/cli/explain"
)

func run(t *testing.T, args ...string) (string, error) {
	t.Helper()
	var out bytes.Buffer
	cmd := explain.NewCommand(genericiooptions.IOStreams{Out: &out, ErrOut: &out})
	cmd.SetArgs(args)
	cmd.SilenceErrors, cmd.SilenceUsage = true, true
	err := cmd.ExecuteContext(t.Context())
	return out.String(), err
}

func TestPage(t *testing.T) {
	out, err := run(t, "parallelism/more-than-completions")
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"MORE PARALLELISM THAN COMPLETIONS\n", "\n    apiVersion: batch/v1\n", "\n    +  parallelism: 2\n", "\n- https://kubernetes.io/"} {
		if !strings.Contains(out, want) {
			t.Errorf("%q is not in\n%s", want, out)
		}
	}
	for line := range strings.Lines(out) {
		if strings.ContainsAny(line, "`<") || len(line) > 200 {
			t.Errorf("not for a terminal: %s", line)
		}
	}
}

func TestKorean(t *testing.T) {
	out, err := run(t, "parallelism/more-than-completions", "--lang=ko")
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"completions보다 큰 parallelism\n", "\n해결 방법\n", "\n    +  parallelism: 2\n", "\n- https://kubernetes.io/"} {
		if !strings.Contains(out, want) {
			t.Errorf("%q is not in\n%s", want, out)
		}
	}
	for line := range strings.Lines(out) {
		if letters := utf8.RuneCountInString(line); !strings.HasPrefix(line, " ") && strings.Contains(line, "다. ") && letters > 75 {
			t.Errorf("%d letters, most of them twice as wide, in a line of 100 columns: %s", letters, line)
		}
	}
}

func TestMistakes(t *testing.T) {
	for _, test := range []struct{ args, want string }{
		{"", "name a rule, such as"},
		{"a b", "got 2 rules, expected one"},
		{"parallelism/more", `there is no rule "parallelism/more"`},
		{"deadline-in-pod", `there is no rule "deadline-in-pod": did you mean retries/deadline-in-pod?`},
		{"retries/deadline-in-pod -o yaml", "--output=yaml: expected text or md"},
		{"retries/deadline-in-pod --lang=de", "--lang=de: expected en or ko"},
	} {
		_, err := run(t, strings.Fields(test.args)...)
		if err == nil || !strings.Contains(err.Error(), test.want) || exit.CodeOf(t.Context(), err) != 2 {
			t.Errorf("%q: got %v, expected %q and exit code 2", test.args, err, test.want)
		}
	}
}
