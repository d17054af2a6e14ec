package cluster

import (
	"errors"
	"io"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	corev1 "k8s.io/api/core/v1"
)

// broken ends a stream without a clean end.
type broken struct{}

func (broken) Read([]byte) (int, error) { return 0, io.ErrUnexpectedEOF }

// collect makes a reader whose lines and pieces of lines go to the returned text, as a terminal shows them.
func collect() (*logReader, *strings.Builder) {
	var got strings.Builder
	return &logReader{sink: func(_ time.Time, text string, last bool) error {
		got.WriteString(text)
		if last {
			got.WriteString("\n")
		}
		return nil
	}}, &got
}

// reading is one connection: the whole log is in the kubelet's hands up to some byte, and the kubelet leaves out
// what is older than the second it is asked for.
type reading struct {
	bytes  int // of the log that are written by now
	breaks bool
	active bool
}

func (r *logReader) readFrom(log string, c reading) error {
	var sent strings.Builder
	for line := range strings.Lines(log[:c.bytes]) {
		if at, _, ok := splitTimestamp(line); !ok || at.Unix() >= r.position.since() {
			sent.WriteString(line)
		}
	}
	var stream io.Reader = strings.NewReader(sent.String())
	if c.breaks {
		stream = io.MultiReader(stream, broken{})
	}
	if len(log) < 1000 {
		stream = iotest.OneByteReader(stream) // as it may come
	}
	return r.copyLines(stream, c.active)
}

// TestResume breaks the reading of a log at each of its bytes, once cleanly and once with an error, and reads
// it again: each line comes once and whole, whatever their times are.
func TestResume(t *testing.T) {
	long := strings.Repeat("x", maxPiece+10)
	tests := []struct{ name, log, want string }{
		{
			"in order",
			"2026-11-23T10:00:00.1Z one\n2026-11-23T10:00:00.2Z two\n2026-11-23T10:00:01Z \n2026-11-23T10:00:02Z four\n",
			"one\ntwo\n\nfour\n",
		},
		{
			"equal times",
			"2026-11-23T10:00:00.2Z one\n2026-11-23T10:00:00.2Z two\n2026-11-23T10:00:00.2Z two\n2026-11-23T10:00:00.2Z three\n",
			"one\ntwo\ntwo\nthree\n",
		},
		{
			"times that step back, also over the turn of a second",
			"2026-11-23T10:00:00.9Z one\n2026-11-23T10:00:01.1Z two\n2026-11-23T10:00:00.99Z three\n2026-11-23T10:00:01.1Z four\n2026-11-23T10:00:01.05Z five\n",
			"one\ntwo\nthree\nfour\nfive\n",
		},
		{
			"far apart",
			"2026-11-23T10:00:00Z one\n2026-11-23T10:10:00Z two\n2026-11-23T10:09:59Z three\n2026-11-23T11:00:00Z four\n",
			"one\ntwo\nthree\nfour\n",
		},
		{
			"progress, and a last line without an end",
			"2026-11-23T10:00:00Z 10%\r20%\r30%\r\n2026-11-23T10:00:00Z 10%\r20%\rdone",
			"10%\r20%\r30%\r\n10%\r20%\rdone\n",
		},
		{
			"a line in pieces",
			"2026-11-23T10:00:00Z " + long + "\n2026-11-23T10:00:01Z end\n",
			long + "\nend\n",
		},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			step := max(len(test.log)/200, 1)
			for cut := 0; cut <= len(test.log); cut += step {
				for _, breaks := range []bool{true, false} {
					r, got := collect()
					if err := r.readFrom(test.log, reading{bytes: cut, breaks: breaks, active: true}); breaks != errors.Is(err, io.ErrUnexpectedEOF) {
						t.Fatalf("cut at %d: error %v", cut, err)
					}
					// A second break at the same place must not lose what the first one has left.
					_ = r.readFrom(test.log, reading{bytes: cut, breaks: true, active: true})
					if err := r.readFrom(test.log, reading{bytes: len(test.log)}); err != nil {
						t.Fatalf("cut at %d: %v", cut, err)
					}
					if got.String() != test.want {
						t.Fatalf("cut at %d (%v): got %.200q, want %.200q", cut, breaks, got, test.want)
					}
				}
			}
		})
	}
}

// TestResumeOfATail has a log of which only the end was wanted: what came before stays away when it is read again.
func TestResumeOfATail(t *testing.T) {
	const log = "2026-11-23T10:00:00.1Z one\n2026-11-23T10:00:00.2Z two\n2026-11-23T10:00:00.3Z three\n2026-11-23T10:00:00.4Z four\n"
	r, got := collect()
	r.position.ranged = true
	tail := strings.Index(log, "2026-11-23T10:00:00.3Z")
	if err := r.copyLines(strings.NewReader(log[tail:]), true); err != nil {
		t.Fatal(err)
	}
	const more = "2026-11-23T10:00:00.5Z five\n"
	if err := r.readFrom(log+more, reading{bytes: len(log + more)}); err != nil {
		t.Fatal(err)
	}
	if want := "three\nfour\nfive\n"; got.String() != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

// TestRotation has a kubelet that has begun a new log file: what was given out is gone from it.
func TestRotation(t *testing.T) {
	r, got := collect()
	const before = "2026-11-23T10:00:00.1Z one\n2026-11-23T10:00:00.2Z two\n2026-11-23T10:00:00.3Z three\n"
	const after = "2026-11-23T10:00:00.3Z three\n2026-11-23T10:00:00.4Z four\n"
	for _, log := range []string{before, after} {
		if err := r.readFrom(log, reading{bytes: len(log), active: true}); err != nil {
			t.Fatal(err)
		}
	}
	if want := "one\ntwo\nthree\nfour\n"; got.String() != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

// TestProgressIsNotHeldBack has a program that ends no line for now.
func TestProgressIsNotHeldBack(t *testing.T) {
	for _, test := range []struct{ name, written, want string }{
		{"progress", "2026-11-23T10:00:00Z 10%\r20%\r30", "10%\r20%\r"},
		{"a time that is not whole yet", "2026-11-23T10", ""},
		{"a prompt", "2026-11-23T10:00:00Z Password:", ""},
		{"very much", "2026-11-23T10:00:00Z " + strings.Repeat("x", 3*maxPiece), strings.Repeat("x", 3*maxPiece-21)},
	} {
		r, got := collect()
		if err := r.copyLines(strings.NewReader(test.written), true); err != nil {
			t.Fatal(err)
		}
		if got.String() != test.want {
			t.Errorf("%s: %d bytes %.100q, want %d bytes %.100q", test.name, got.Len(), got, len(test.want), test.want)
		}
	}
}

func TestWhatTheKubeletItselfSaysIsPassedOn(t *testing.T) {
	r, got := collect()
	for _, text := range []string{"2026-11-23T10:00:00Z one\n", "failed to watch file\n"} {
		if err := r.copyLines(strings.NewReader(text), false); err != nil {
			t.Fatal(err)
		}
	}
	if want := "one\nfailed to watch file\n"; got.String() != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestRefusals(t *testing.T) {
	r := &logReader{}
	forbidden := &Error{kind: ErrForbidden}
	for i, step := range []struct {
		err  error
		want bool
	}{{forbidden, false}, {nil, false}, {forbidden, false}, {forbidden, true}} {
		if got := r.refused(step.err); got != step.want {
			t.Errorf("step %d: %v, want %v", i, got, step.want)
		}
	}
}

func TestALostLogIsNoLine(t *testing.T) {
	r := &logReader{sink: func(_ time.Time, s string, _ bool) error { t.Errorf("given out: %s", s); return nil }}
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

// TestIdentity has the kubelet begin the next run before the API server knows that the last has ended.
func TestIdentity(t *testing.T) {
	at := func(seconds int) time.Time { return time.Date(2026, 11, 23, 10, 0, seconds, 5, time.UTC) }
	type look struct {
		first time.Time // line of the current log
		state runState
		now   int // seconds
		want  bool
	}
	for _, test := range []struct {
		name  string
		looks []look
	}{
		{"one run", []look{{at(1), runActive, 1, true}, {at(1), runActive, 2, true}, {at(1), runEnded, 3, true}}},
		{"the next begins first", []look{{at(1), runActive, 1, true}, {at(4), runActive, 4, false}, {at(4), runEnded, 5, false}, {at(4), runReplaced, 6, false}}},
		{"the next has begun when it is opened", []look{{at(4), runReplaced, 4, false}}},
		{"rotated", []look{{at(1), runActive, 1, true}, {at(4), runActive, 20, false}, {at(4), runActive, 31, true}, {at(4), runActive, 32, true}}},
		{"without a line at first", []look{{time.Time{}, runActive, 1, true}, {time.Time{}, runActive, 2, true}, {at(3), runActive, 3, false}, {at(3), runReplaced, 4, false}}},
		{"without a line at first, but later", []look{{time.Time{}, runActive, 1, true}, {at(3), runActive, 3, false}, {at(3), runActive, 14, true}}},
	} {
		t.Run(test.name, func(t *testing.T) {
			i := identity{restarts: true}
			for n, l := range test.looks {
				if got := i.same(l.first, l.state, at(l.now)); got != l.want {
					t.Errorf("look %d: %v, want %v", n+1, got, l.want)
				}
			}
		})
	}
}
