package cluster

import (
	"errors"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	corev1 "k8s.io/api/core/v1"
)

// broken ends a stream without a clean end.
type broken struct{}

func (broken) Read([]byte) (int, error) { return 0, io.ErrUnexpectedEOF }

// TestResume reads a log in pieces, as after broken connections: each line comes once, also those that
// carry the same time, and no line comes in halves.
func TestResume(t *testing.T) {
	const (
		one   = "2026-11-23T10:00:00.1Z one\n"
		two   = "2026-11-23T10:00:00.2Z two\n"
		twice = "2026-11-23T10:00:00.2Z two\n"
		three = "2026-11-23T10:00:00.2Z three\n"
		empty = "2026-11-23T10:00:01Z \n"
		last  = "2026-11-23T10:00:02Z no end of line"
	)
	var got []string
	r := &logReader{line: func(s string) error { got = append(got, s); return nil }}
	for _, piece := range []struct {
		text   string
		active bool
		breaks bool
	}{
		{one + two[:20], true, true},
		{one + two, true, true},
		{one + two + twice + three + empty + last[:30], true, false},
		{twice + twice + three + empty + last, false, false},
	} {
		var stream io.Reader = strings.NewReader(piece.text)
		if piece.breaks {
			stream = io.MultiReader(stream, broken{})
		}
		err := r.copyLines(stream, piece.active)
		if piece.breaks != errors.Is(err, io.ErrUnexpectedEOF) {
			t.Fatalf("error %v", err)
		}
	}
	want := []string{"one", "two", "two", "three", "", "no end of line"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("want -, got +:\n%s", diff)
	}
}

func TestWhatTheKubeletItselfSaysIsPassedOn(t *testing.T) {
	var got []string
	r := &logReader{line: func(s string) error { got = append(got, s); return nil }, last: time.Now(), lastSeen: 1}
	if err := r.copyLines(strings.NewReader("failed to watch file\n"), false); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"failed to watch file"}, got); diff != "" {
		t.Errorf("want -, got +:\n%s", diff)
	}
}

func TestALostLogIsNoLine(t *testing.T) {
	r := &logReader{line: func(s string) error { t.Errorf("given out: %s", s); return nil }}
	err := r.copyLines(strings.NewReader("unable to retrieve container logs for containerd://129f9baed8"), false)
	if !errors.Is(err, errLost) {
		t.Errorf("error %v", err)
	}
}

func TestStateOfRun(t *testing.T) {
	running := corev1.ContainerState{Running: &corev1.ContainerStateRunning{}}
	ended := corev1.ContainerState{Terminated: &corev1.ContainerStateTerminated{}}
	waiting := corev1.ContainerState{Waiting: &corev1.ContainerStateWaiting{}}
	tests := []struct {
		name   string
		status corev1.ContainerStatus
		run    int32
		want   runState
	}{
		{"not begun", corev1.ContainerStatus{State: waiting}, 0, runActive},
		{"runs", corev1.ContainerStatus{State: running}, 0, runActive},
		{"has ended", corev1.ContainerStatus{State: ended}, 0, runEnded},
		{"ended, the next one runs", corev1.ContainerStatus{RestartCount: 1, State: running, LastTerminationState: ended}, 0, runReplaced},
		{"ended, waits for its restart", corev1.ContainerStatus{RestartCount: 1, State: waiting, LastTerminationState: ended}, 1, runEnded},
		{"before the one that waits", corev1.ContainerStatus{RestartCount: 1, State: waiting, LastTerminationState: ended}, 0, runReplaced},
		{"two before", corev1.ContainerStatus{RestartCount: 2, State: running, LastTerminationState: ended}, 0, runGone},
	}
	for _, test := range tests {
		if got := stateOfRun(test.status, test.run); got != test.want {
			t.Errorf("%s: %d, want %d", test.name, got, test.want)
		}
	}
}

func FuzzSplitTimestamp(f *testing.F) {
	f.Add("2026-11-23T10:00:00.123456789Z hello")
	f.Add("no time")
	f.Add("")
	f.Fuzz(func(t *testing.T, line string) {
		_, content, ok := splitTimestamp(line)
		if ok && !strings.HasSuffix(line, content) || !ok && content != line {
			t.Errorf("%q became %q", line, content)
		}
	})
}
