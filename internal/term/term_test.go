package term_test

import (
	"bytes"
	"errors"
	"testing"

	"github.com/kubectl-job/kubectl-job/internal/term"
)

func TestPiecesOfLines(t *testing.T) {
	var out bytes.Buffer
	lines := term.NewLines(&out)
	a, b := lines.Stream("[a]", 0), lines.Stream("[b]", 1)
	for _, err := range []error{
		a.Write("10%\r", false), a.Write("20%\r", false), a.Write("done", true),
		a.Write("begun, ", false), b.Write("whole", true), a.Write("ended", true),
		b.Write("begun", false), lines.Printf("a note"), b.Write("", true),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	const want = "[a] 10%\r20%\rdone\n" + "[a] begun, \n[b] whole\n[a] ended\n" + "[b] begun\na note\n[b] \n"
	if got := out.String(); got != want {
		t.Errorf("got  %q\nwant %q", got, want)
	}
}

// full refuses what is written from the second write on, as a full disk does.
type full struct{ writes int }

var errFull = errors.New("no space left on device")

func (f *full) Write(text []byte) (int, error) {
	if f.writes++; f.writes > 1 {
		return 0, errFull
	}
	return len(text), nil
}

func TestBroken(t *testing.T) {
	lines := term.NewLines(&full{})
	if err := lines.Printf("fits"); err != nil {
		t.Fatal(err)
	}
	select {
	case <-lines.Broken():
		t.Fatal("broken after a write that succeeded")
	default:
	}
	for range 2 {
		if err := lines.Printf("does not"); !errors.Is(err, errFull) {
			t.Errorf("error %v", err)
		}
	}
	<-lines.Broken()
	if err := lines.Err(); !errors.Is(err, errFull) {
		t.Errorf("error %v", err)
	}
}

func TestOneLine(t *testing.T) {
	for given, want := range map[string]string{
		"as it  is, ünïcode ✗ too":          "as it  is, ünïcode ✗ too",
		"two\r\n\n  lines\tand a tab\n":     "two lines and a tab",
		"a\x1b[31mred\x07 \x00\x7f\u009b2J": "a[31mred 2J",
		"gnp.\u202eexe\u2066 \u2028next":    "gnp.exe next",
	} {
		if got := term.OneLine(given); got != want {
			t.Errorf("%q: got %q, want %q", given, got, want)
		}
	}
}
