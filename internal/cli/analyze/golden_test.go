package analyze_test

import (
	"bytes"
	"errors"
	"flag"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"k8s.io/cli-runtime/pkg/genericclioptions"
	"k8s.io/cli-runtime/pkg/genericiooptions"
	clocktesting "k8s.io/utils/clock/testing"

	"github.com/kubectl-job/kubectl-job/internal/cli/analyze"
	"github.com/kubectl-job/kubectl-job/internal/cli/env"
	"github.com/kubectl-job/kubectl-job/internal/cli/exit"
)

var update = flag.Bool("update", false, "write the golden reports anew")

// run is "kubectl job analyze ARGS" without a cluster, years after the snapshots.
func run(t *testing.T, in io.Reader, args ...string) (out string, code int, err error) {
	t.Helper()
	var text bytes.Buffer
	cmd := analyze.NewCommand(env.Env{
		IOStreams: genericiooptions.IOStreams{In: in, Out: &text, ErrOut: io.Discard},
		Flags:     genericclioptions.NewConfigFlags(true),
		Clock:     clocktesting.NewFakeClock(time.Date(2030, 1, 1, 0, 0, 0, 0, time.UTC)),
	})
	cmd.SilenceUsage, cmd.SilenceErrors = true, true
	cmd.SetArgs(args)
	err = cmd.ExecuteContext(t.Context())
	if silent, ok := errors.AsType[*exit.Status](err); ok {
		return text.String(), silent.Code, nil
	}
	return text.String(), 0, err
}

func snapshots(t *testing.T) []string {
	t.Helper()
	files, err := filepath.Glob("testdata/*.yaml")
	if err != nil || len(files) == 0 {
		t.Fatalf("no snapshots: %v", err)
	}
	return files
}

// Recorded snapshots give the same reports, in all formats.
func TestGolden(t *testing.T) {
	for _, file := range snapshots(t) {
		for _, format := range []string{"text", "json", "yaml", "markdown", "html"} {
			t.Run(filepath.Base(file)+"/"+format, func(t *testing.T) {
				args := []string{"-f", file, "--events"}
				if format != "text" {
					args = append(args, "-o", format)
				}
				got, _, err := run(t, nil, args...)
				if err != nil {
					t.Fatal(err)
				}
				golden := strings.TrimSuffix(file, ".yaml") + "." + map[string]string{"text": "txt", "json": "json.golden", "yaml": "yaml.golden", "markdown": "md", "html": "html"}[format]
				if *update {
					if err := os.WriteFile(golden, []byte(got), 0o600); err != nil {
						t.Fatal(err)
					}
					return
				}
				want, err := os.ReadFile(golden)
				if err != nil {
					t.Fatal(err)
				}
				if diff := cmp.Diff(string(want), got); diff != "" {
					t.Errorf("want -, got + (go test ./internal/cli/analyze -update writes it):\n%s", diff)
				}
			})
		}
	}
}

// The text fits 80 columns; what is to be pasted is left whole.
func TestWidth(t *testing.T) {
	whole := regexp.MustCompile(`^  (kubectl |\S+$)`)
	for _, file := range snapshots(t) {
		got, _, err := run(t, nil, "-f", file, "--events")
		if err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(got) {
			if n := utf8.RuneCountInString(strings.TrimSuffix(line, "\n")); n > 80 && !whole.MatchString(line) {
				t.Errorf("%s: %d columns: %s", file, n, line)
			}
		}
	}
}
