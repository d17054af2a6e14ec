package simnode

import (
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

var start = time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)

func texts(lines []line) string {
	var out []string
	for _, l := range lines {
		out = append(out, l.text)
	}
	return strings.Join(out, " ")
}

func TestAllLinesAreSpreadAndStable(t *testing.T) {
	a := map[string]string{"sim.test/logs": "one\ntwo\n", "sim.test/run-for": "4s"}
	lines := allLines(a, start)
	want := []line{{start.Add(1), "one"}, {start.Add(2*time.Second + 2), "two"}}
	if !slices.Equal(lines, want) {
		t.Errorf("got %v, want %v", lines, want)
	}
	if again := allLines(a, start); !slices.Equal(lines, again) {
		t.Errorf("not stable: %v, %v", lines, again)
	}
	if got := texts(allLines(nil, start)); got != defaultLog {
		t.Errorf("default: %q", got)
	}
}

func TestSaid(t *testing.T) {
	p := &corev1.Pod{ObjectMeta: metav1.ObjectMeta{Annotations: map[string]string{"sim.test/logs": "one\ntwo\nthree", "sim.test/run-for": "3s"}}}
	running := &corev1.ContainerStatus{State: corev1.ContainerState{Running: &corev1.ContainerStateRunning{StartedAt: metav1.NewTime(start)}}}
	lines, more := said(p, running, start.Add(1500*time.Millisecond))
	if texts(lines) != "one two" || !more {
		t.Errorf("running: %q, more %v", texts(lines), more)
	}
	ended := &corev1.ContainerStatus{State: corev1.ContainerState{Terminated: &corev1.ContainerStateTerminated{
		StartedAt: metav1.NewTime(start), FinishedAt: metav1.NewTime(start.Add(time.Second)),
	}}}
	if lines, more = said(p, ended, start); texts(lines) != "one two three" || more {
		t.Errorf("ended: %q, more %v", texts(lines), more)
	}
	p.DeletionTimestamp = &metav1.Time{Time: start}
	if lines, _ = said(p, ended, start); texts(lines) != "one" {
		t.Errorf("killed: %q", texts(lines))
	}
}

func TestLogOptions(t *testing.T) {
	lines := []line{{start, "0"}, {start.Add(time.Second), "1"}, {start.Add(2 * time.Second), "2"}}
	for query, want := range map[string]int{
		"":                               0,
		"tailLines=0":                    3,
		"tailLines=2":                    1,
		"tailLines=9":                    0,
		"sinceTime=2026-01-02T03:04:06Z": 1,
		"sinceTime=2026-01-02T03:04:06Z&tailLines=1": 2,
		"sinceTime=2027-01-01T00:00:00Z":             3,
		"sinceSeconds=3":                             2,
	} {
		q, err := url.ParseQuery(query)
		if err != nil {
			t.Fatal(err)
		}
		o, err := parseLogOptions(q, start.Add(5*time.Second))
		if err != nil {
			t.Errorf("%s: %v", query, err)
			continue
		}
		if got := o.first(lines); got != want {
			t.Errorf("%s: begins at %d, want %d", query, got, want)
		}
	}
	for _, query := range []string{"tailLines=x", "tailLines=-1", "follow=perhaps", "sinceTime=yesterday"} {
		q, _ := url.ParseQuery(query)
		if _, err := parseLogOptions(q, start); err == nil {
			t.Errorf("%s: no error", query)
		}
	}
}

func TestFormat(t *testing.T) {
	l := line{start.Add(7), "text"}
	if got, want := (logOptions{timestamps: true}).format(l), "2026-01-02T03:04:05.000000007Z text\n"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
