package exit_test

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"regexp"
	"strings"
	"syscall"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/kubectl-job/kubectl-job/internal/cli/exit"
)

func TestCodeOf(t *testing.T) {
	terminated, cancel := context.WithCancelCause(t.Context())
	cancel(exit.Signal{Signal: syscall.SIGTERM})
	for name, test := range map[string]struct {
		ctx  context.Context
		err  error
		want int
	}{
		"nothing went wrong":          {t.Context(), nil, 0},
		"any error":                   {t.Context(), errors.New("no cluster"), 125},
		"a code of its own":           {t.Context(), exit.Silent(42), 42},
		"the code of the first error": {t.Context(), errors.Join(exit.Silent(42), errors.New("not deleted")), 42},
		"SIGTERM":                     {terminated, fmt.Errorf("nothing was created: %w", context.Canceled), 143},
		"SIGTERM as the cause":        {terminated, context.Cause(terminated), 143},
		"cancelled by nobody known":   {t.Context(), context.Canceled, 130},
	} {
		if got := exit.CodeOf(test.ctx, test.err); got != test.want {
			t.Errorf("%s: %d, want %d", name, got, test.want)
		}
	}
}

// TestUnread tells a reader that is gone from a connection that broke.
func TestUnread(t *testing.T) {
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := r.Close(); err != nil {
		t.Fatal(err)
	}
	_, unread := w.WriteString("x")
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if !exit.IsUnread(fmt.Errorf("print: %w", unread)) {
		t.Errorf("a closed pipe was not recognised: %v", unread)
	}
	if got := exit.CodeOf(t.Context(), exit.Quietly(unread)); got != exit.Unread {
		t.Errorf("code %d, want %d", got, exit.Unread)
	}
	broken := &net.OpError{Op: "write", Net: "tcp", Err: os.NewSyscallError("write", syscall.EPIPE)}
	if exit.IsUnread(broken) {
		t.Error("a broken connection was taken for a closed pipe")
	}
	if got := exit.CodeOf(t.Context(), exit.Quietly(broken)); got != exit.Error {
		t.Errorf("a broken connection: code %d, want %d", got, exit.Error)
	}
}

// TestHelpAndPageAgree compares the two lists of exit codes, word by word.
func TestHelpAndPageAgree(t *testing.T) {
	page, err := os.ReadFile("../../../docs/exit-codes.md")
	if err != nil {
		t.Fatal(err)
	}
	_, section, _ := strings.Cut(string(page), "\n## run, ")
	section, _, _ = strings.Cut(section, "\n## ")
	row := regexp.MustCompile(`(?m)^\| (\d[\d-]*) \| (.*) \|$`)
	var table []string
	for _, match := range row.FindAllStringSubmatch(section, -1) {
		table = append(table, match[1]+" "+strings.ReplaceAll(match[2], "`", ""))
	}
	var help []string
	for line := range strings.Lines(exit.Help) {
		if code, meaning, ok := strings.Cut(strings.TrimSpace(line), "  "); ok {
			help = append(help, code+" "+strings.TrimSpace(meaning))
		} else if len(help) > 0 { // a meaning that takes two lines
			help[len(help)-1] += " " + strings.TrimSpace(line)
		}
	}
	if diff := cmp.Diff(help, table); diff != "" {
		t.Errorf("help -, docs/exit-codes.md +:\n%s", diff)
	}
}
