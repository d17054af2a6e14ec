package policy_test

import (
	"bytes"
	"regexp"
	"strings"
	"testing"

	"k8s.io/cli-runtime/pkg/genericiooptions"

	"github.com/kubectl-job/kubectl-job/internal/cli/exit"
	"github.com/kubectl-job/kubectl-job/internal/cli/policy"
	"github.com/kubectl-job/kubectl-job/lint"
	"github.com/kubectl-job/kubectl-job/policies/compiled"
)

func export(t *testing.T, args ...string) (string, int) {
	t.Helper()
	var out bytes.Buffer
	cmd := policy.NewCommand(genericiooptions.IOStreams{Out: &out, ErrOut: &out})
	cmd.SetArgs(append([]string{"export"}, args...))
	cmd.SilenceErrors, cmd.SilenceUsage = true, true
	err := cmd.ExecuteContext(t.Context())
	if err != nil {
		out.WriteString(err.Error())
	}
	return out.String(), exit.CodeOf(t.Context(), err)
}

// Every rule of the level is either a validation or named as missing, and all of them are rules of lint.
func TestExportLosesNothing(t *testing.T) {
	for _, level := range []lint.Severity{lint.Error, lint.Warning, lint.Info} {
		out, code := export(t, "--level="+string(level))
		if code != 0 {
			t.Fatal(out)
		}
		got := map[string]bool{}
		for _, m := range regexp.MustCompile(`(?m)^(?:#   |    message: '?)([a-z-]+/[a-z-]+)(?::.*)?$`).FindAllStringSubmatch(out, -1) {
			got[m[1]] = true
		}
		for _, r := range compiled.Rules() {
			if want := lint.Severity(r.Severity).Rank() >= level.Rank(); got[r.Name] != want {
				t.Errorf("--level=%s: %s is there: %v, expected %v", level, r.Name, got[r.Name], want)
			}
			delete(got, r.Name)
		}
		for name := range got {
			t.Errorf("--level=%s: %s is no rule", level, name)
		}
	}
}

func TestExportFlags(t *testing.T) {
	out, code := export(t, "schedule/no-trace-of-failures", "--name=keep", "--action=Warn,Audit", "--namespace-selector=team in (a,b)")
	for _, want := range []string{
		"message: 'schedule/no-trace-of-failures: ", "  name: keep-cronjob\n", "  policyName: keep-cronjob\n", "  - Warn\n  - Audit\n",
		"namespaceSelector:\n", "operator: In",
	} {
		if code != 0 || !strings.Contains(out, want) {
			t.Errorf("exit code %d, expected %q in\n%s", code, want, out)
		}
	}
	if out, _ := export(t, "schedule/short-starting-deadline"); !regexp.MustCompile(`startingDeadlineSeconds\s+>= 10\D`).MatchString(out) {
		t.Errorf("the number of data.yaml is missing in\n%s", out)
	}
}

func TestExportRefuses(t *testing.T) {
	for args, want := range map[string]string{
		"--level=fatal":              "--level=fatal: expected error, warning or info",
		"--action=deny":              "--action=deny: expected Deny, Warn or Audit",
		"--action=Deny,Warn":         "takes one of them",
		"--action=Audit,Audit":       "twice",
		"--name=":                    "--name is empty",
		"--kubernetes-version=1.29":  "expected 1.30 or later",
		"--kubernetes-version=x":     "no version of Kubernetes",
		"--namespace-selector=a b":   "--namespace-selector=a b",
		"retries/deadline-zeroo":     `there is no rule "retries/deadline-zeroo"`,
		"container/never-ends":       "CEL cannot tell container/never-ends",
		"api/restart-policy":         "needs no policy",
		"zero/deadline-zero":         "did you mean retries/deadline-zero?",
		"--namespace-selector=a===b": "--namespace-selector=a===b",
	} {
		if out, code := export(t, args); code != 2 || !strings.Contains(out, want) {
			t.Errorf("%s: exit code %d, expected %q in %q", args, code, want, out)
		}
	}
}
