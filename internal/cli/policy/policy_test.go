package policy_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"k8s.io/cli-runtime/pkg/genericiooptions"

	"github.com/kubectl-job/kubectl-job/internal/cli/exit"
	"github.com/kubectl-job/kubectl-job/internal/cli/policy"
)

const rule = `package team.few_retries

import data.lib

violation contains lib.found(input.job, "backoffLimit", "too many") if input.job.backoffLimit > 6
`

func TestTest(t *testing.T) {
	for name, test := range map[string]struct {
		test string
		code int
		want string
	}{
		"passes":   {"test_bad if count(violation) == 1 with input as testing.job({\"job\": {\"backoffLimit\": 9}})", 0, "PASS: 1/1"},
		"fails":    {"test_bad if count(violation) == 1 with input as testing.job({})", 1, "FAIL: 1/1"},
		"no tests": {"x := 1", 2, "no tests found"},
		"mistake":  {"test_bad if {", 2, "rule_test.rego:7"},
	} {
		t.Run(name, func(t *testing.T) {
			folder := t.TempDir()
			for file, text := range map[string]string{
				"rule.rego":      rule,
				"rule_test.rego": "package team.few_retries_test\n\nimport data.team.few_retries.violation\nimport data.testing\n\n" + test.test + "\n",
			} {
				if err := os.WriteFile(filepath.Join(folder, file), []byte(text), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			var out bytes.Buffer
			cmd := policy.NewCommand(genericiooptions.IOStreams{Out: &out, ErrOut: &out})
			cmd.SetArgs([]string{"test", folder})
			cmd.SilenceErrors, cmd.SilenceUsage = true, true
			err := cmd.ExecuteContext(t.Context())
			if err != nil {
				out.WriteString(err.Error())
			}
			if code := exit.CodeOf(t.Context(), err); code != test.code || !strings.Contains(out.String(), test.want) {
				t.Errorf("got exit code %d, expected %d\n%s", code, test.code, out.String())
			}
		})
	}
}
