package logs

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/kubectl-job/kubectl-job/internal/cli/follow"
	"github.com/kubectl-job/kubectl-job/internal/cluster"
	"github.com/kubectl-job/kubectl-job/internal/term"
	"github.com/kubectl-job/kubectl-job/job"
)

var start = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

// at is a number of milliseconds after the start.
func at(ms int) time.Time { return start.Add(time.Duration(ms) * time.Millisecond) }

// written is what the containers of Pods wrote: "MILLISECONDS TEXT"; without milliseconds, a line has no time; + ends a part.
type written map[string][]string

func (w written) read(_ context.Context, r follow.Run, sink cluster.LogSink) error {
	for _, line := range w[r.Pod.Metadata.Name] {
		if line == "broken" {
			return errors.New("broken")
		}
		var ms int
		var t time.Time
		text := line
		if _, err := fmt.Sscanf(line, "%d", &ms); err == nil {
			t = at(ms)
			_, text, _ = strings.Cut(line, " ")
		}
		text, part := strings.CutSuffix(text, "+")
		if err := sink(t, text, !part); err != nil {
			return err
		}
	}
	return nil
}

func merged(t *testing.T, w written, runs []follow.Run, o follow.LogOptions) (string, *merge) {
	t.Helper()
	var out bytes.Buffer
	m := &merge{output: follow.NewLogOutput(term.NewLines(&out), false, o), read: w.read}
	if err := m.run(t.Context(), runs); err != nil {
		t.Fatal(err)
	}
	return out.String(), m
}

func runOf(name string, started int) follow.Run {
	r := follow.Run{Container: "c", Started: at(started).Truncate(time.Second)}
	r.Pod.Metadata = job.Metadata{Name: name, UID: name}
	return r
}

func TestMerge(t *testing.T) {
	runs := []follow.Run{runOf("late", 3000), runOf("a", 0), runOf("b", 500)}
	for _, test := range []struct {
		name string
		written
		want string
	}{
		{"by time", written{
			"a": {"100 a1", "900 a2", "3100 a3"}, "b": {"600 b1", "2000 b2"}, "late": {"3050 l1"},
		}, "a1\nb1\na2\nb2\nl1\na3\n"},
		{"parts of a line stay together", written{
			"a": {"100 a1-+", "100 a2"}, "b": {"100 b"},
		}, "a1-a2\nb\n"},
		{"what has no time stays after what was before", written{
			"a": {"700 a1", "a2", "900 a3"}, "b": {"600 b1", "800 b2"},
		}, "b1\na1\na2\nb2\na3\n"},
		{"one without lines", written{"late": {"3050 l1"}}, "l1\n"},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got, _ := merged(t, test.written, runs, follow.LogOptions{}); got != test.want {
				t.Errorf("got\n%swant\n%s", got, test.want)
			}
		})
	}
}

func TestMergeTellsWhatCouldNotBeRead(t *testing.T) {
	got, m := merged(t, written{"a": {"100 a1", "broken"}, "b": {"600 b1"}}, []follow.Run{runOf("a", 0), runOf("b", 0)}, follow.LogOptions{})
	if want := "a1\nb1\n"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if len(m.unread) != 1 || m.unread[0].run.Pod.Metadata.Name != "a" {
		t.Errorf("unread: %+v", m.unread)
	}
}

func TestMergeOpensFewAtOnce(t *testing.T) {
	var runs []follow.Run
	w := written{}
	var want strings.Builder
	for i := range 3 * maxOpen {
		name := fmt.Sprintf("pod-%03d", i)
		runs = append(runs, runOf(name, 0))
		w[name] = []string{"100 " + name}
		fmt.Fprintln(&want, name)
	}
	if got, _ := merged(t, w, runs, follow.LogOptions{}); got != want.String() {
		t.Errorf("got\n%swant\n%s", got, want.String())
	}
}

func TestMergeGrepsWholeLines(t *testing.T) {
	got, _ := merged(t, written{"a": {"100 an er+", "100 ror", "200 fine"}}, []follow.Run{runOf("a", 0)},
		follow.LogOptions{Grep: regexp.MustCompile("error$"), Timestamps: true})
	if want := "2026-03-01T12:00:00.100000000Z an error\n"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
