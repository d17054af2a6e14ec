package live

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"
	"github.com/google/go-cmp/cmp"

	"github.com/kubectl-job/kubectl-job/internal/cluster"
	"github.com/kubectl-job/kubectl-job/internal/term"
	"github.com/kubectl-job/kubectl-job/job"
)

var now = time.Date(2026, 11, 23, 10, 0, 0, 0, time.UTC)

// shards is an Indexed Job that has run for a minute.
func shards(completions int32, succeeded, failed string, done int32) job.Job {
	j := job.Job{Metadata: job.Metadata{Name: "shards", UID: "shards"}}
	j.Spec = job.Spec{CompletionMode: "Indexed", Completions: &completions, Parallelism: new(int32(4)), BackoffLimitPerIndex: new(int32(0))}
	j.Status = job.Status{
		StartTime: now.Add(-time.Minute), Active: 4, Ready: new(int32(4)), Succeeded: done,
		CompletedIndexes: succeeded, FailedIndexes: failed,
	}
	return j
}

func podOf(j job.Job, index int, phase string, code int32) job.Pod {
	name := fmt.Sprintf("%s-%d-abcde", j.Metadata.Name, index)
	p := job.Pod{
		Metadata: job.Metadata{Name: name, UID: name, CreationTimestamp: now.Add(-time.Minute + time.Duration(index%50)*time.Second), Annotations: map[string]string{job.IndexAnnotation: fmt.Sprint(index)}},
		Spec:     job.PodSpec{NodeName: "sim-1"},
		Status:   job.PodStatus{Phase: phase},
	}
	begun := p.Metadata.CreationTimestamp
	state := job.ContainerState{Running: &job.Running{StartedAt: begun}}
	if phase != "Running" {
		state = job.ContainerState{Terminated: &job.Terminated{ExitCode: code, Reason: "Error", StartedAt: begun, FinishedAt: begun.Add(2 * time.Second)}}
	}
	p.Status.StartTime, p.Status.ContainerStatuses = begun, []job.ContainerStatus{{Name: "c", State: state}}
	return p
}

// shown is what a terminal of this size shows of a Job that is expanded.
func shown(width, height int, unicode bool, j job.Job, pods ...job.Pod) string {
	m := &model{board: newBoard(false), subject: "Jobs of namespace n", expanded: map[string]bool{j.Metadata.UID: true}, screen: screen{width: width, height: height, glyphs: newGlyphs(unicode)}}
	m.board.take(cluster.JobUpdate{Of: j.Metadata.UID, Update: cluster.Update{Job: &j}}, now)
	for _, p := range pods {
		m.board.take(cluster.JobUpdate{Of: j.Metadata.UID, Update: cluster.Update{Pod: &p}}, now)
	}
	m.board.take(cluster.JobUpdate{Listed: true}, now)
	m.choose()
	var lines []string
	for line := range strings.Lines(ansi.Strip(m.screen.draw(m, now))) {
		lines = append(lines, strings.TrimRight(line, " \n"))
	}
	return "\n" + strings.Join(lines, "\n") + "\n"
}

func TestScreen(t *testing.T) {
	j := shards(100_000, "0-49999,75000", "60000,60001", 50_001)
	j.Status.Failed = 2
	j.Spec.ActiveDeadlineSeconds = new(int64(90))
	got := shown(80, 12, true, j, podOf(j, 60_000, "Failed", 3), podOf(j, 60_002, "Running", 0))
	want := `
Jobs of namespace n  1 running
  NAME     PROGRESS                 DONE  ACT  RDY TERM FAIL  TIME
▾ shards   ████████·✗··▄··· 50001/100000    4    4    0    2   60s  last failed…
    0 ██████████████████████████████████······✗··········▄················ 99999
    2 failed: 60000,60001
    index 60000 shards-60000-abcde on sim-1: failed: exit code 3 (Error), 2s
    index 60002 shards-60002-abcde on sim-1: running, 58s



shards: last failed: exit code 3 (Error), deadline in 30s, about 59s left
↑↓  enter expand  l logs  s suspend  r rerun  d delete  ? help  q quit
`
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got\n%s\n%s", diff, got)
	}
}

// TestScreenInASCII is about terminals that show nothing else.
func TestScreenInASCII(t *testing.T) {
	j := shards(8, "0-2", "3", 3)
	got := shown(60, 9, false, j, podOf(j, 4, "Running", 0))
	want := `
Jobs of namespace n  1 running
  NAME     PROGRESS              DONE  ACT  RDY TERM FAIL  ~
v shards   ###x+...               3/8    4    4    0    0  ~
    0 ###x+... 7
    1 failed: 3
    index 4   shards-4-abcde on sim-1: running, 56s

shards: about 100s left
jk  enter expand  l logs  s suspend  r rerun  d delete  ? h~
`
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got\n%s\n%s", diff, got)
	}
}

// TestScreenIsNotSteered by what others have written.
func TestScreenIsNotSteered(t *testing.T) {
	j := job.Job{Metadata: job.Metadata{Name: "evil", UID: "evil"}, Spec: job.Spec{Completions: new(int32(1)), Parallelism: new(int32(1))}}
	p := podOf(j, 0, "Pending", 0)
	p.Status.ContainerStatuses[0].State = job.ContainerState{Waiting: &job.Waiting{Reason: "CreateContainerError", Message: "one\r\ntwo\x1b[2J\x1b]0;title\x07 three\u009b2J"}}
	got := shown(100, 8, true, j, p)
	want := `
Jobs of namespace n  1 running
  NAME     PROGRESS              DONE  ACT  RDY TERM FAIL  TIME
▾ evil     ················       0/1    0    0    0    0     -  waits for container c, which canno…
    index 0   evil-0-abcde on sim-1: pending, 60s
    waits for container c, which cannot be started (CreateContainerError): one two three2J

evil: waits for container c, which cannot be started (CreateContainerError): one two three2J
↑↓ choose  enter expand  l logs  s suspend/resume  r rerun  d delete  h hide ended  ? help  q quit
`
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got\n%s\n%s", diff, got)
	}
}

// TestLogPane is about what programs write that is not a plain line.
func TestLogPane(t *testing.T) {
	pane := &logPane{}
	lines := term.NewLines(pane)
	a, b := lines.Stream("[a]", 0), lines.Stream("[b]", 1)
	for _, err := range []error{
		a.Write("10%\r", false), a.Write("20%\r", false), a.Write("done\r", true),
		a.Write("\tx\b\x1b[31mred\x1b[m\u009b2J", true), b.Write("begun, ", false), b.Write("ended", true), a.Write("1\r2\r3", true),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	if diff := cmp.Diff([]string{"[a] done", "[a] xred2J", "[b] begun, ended", "[a] 3"}, pane.lines); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
}

// TestChoose is about which attempts are shown where there is no room for all.
func TestChoose(t *testing.T) {
	attempts := func(outcomes string) []job.Attempt {
		var list []job.Attempt
		for i, o := range outcomes {
			list = append(list, job.Attempt{Number: i + 1, Outcome: map[rune]job.Outcome{'s': job.AttemptSucceeded, 'f': job.AttemptFailed, 'r': job.AttemptRunning}[o]})
		}
		return list
	}
	for _, test := range []struct {
		outcomes string
		most     int
		want     []int
		left     omitted
	}{
		{"sfr", 3, []int{1, 2, 3}, omitted{}},
		{"sfssr", 3, []int{2, 4, 5}, omitted{2, 2}},
		{"fsfsr", 2, []int{3, 5}, omitted{3, 2}},
		{"ffr", 0, []int{3}, omitted{2, 0}},
		{"", 0, nil, omitted{}},
	} {
		chosen, left := choose(attempts(test.outcomes), test.most)
		var got []int
		for _, a := range chosen {
			got = append(got, a.Number)
		}
		if diff := cmp.Diff(test.want, got); diff != "" || left != test.left {
			t.Errorf("%s, at most %d: left %v, -want +got\n%s", test.outcomes, test.most, left, diff)
		}
	}
}

// TestETA needs ground: some completions since the Job runs.
func TestETA(t *testing.T) {
	resumed := func(j job.Job) job.Job {
		j.Status.Conditions = []job.Condition{{Type: "Suspended", Status: "False"}}
		return j
	}
	none := shards(8, "", "", 0)
	queue := shards(8, "", "", 4)
	queue.Spec.Completions = nil
	idle := shards(8, "0-3", "", 4)
	idle.Status.Active = 0
	old := podOf(none, 0, "Succeeded", 0)
	old.Status.ContainerStatuses[0].State.Terminated.FinishedAt = now.Add(-time.Hour)
	for name, test := range map[string]struct {
		job  job.Job
		pods []job.Pod
		want time.Duration
	}{
		"none yet":             {none, nil, 0},
		"too few":              {shards(8, "0,1", "", 2), nil, 0},
		"half":                 {shards(8, "0-3", "", 4), nil, time.Minute},
		"a work queue":         {queue, nil, 0},
		"nothing runs":         {idle, nil, 0},
		"all before it paused": {resumed(shards(8, "0-3", "", 4)), []job.Pod{old}, 0},
		"some before it paused": {
			resumed(shards(8, "0-3", "", 4)),
			[]job.Pod{old, podOf(none, 1, "Succeeded", 0), podOf(none, 2, "Succeeded", 0), podOf(none, 3, "Succeeded", 0)},
			80 * time.Second,
		},
	} {
		if got := eta(test.job, sinceStart(test.job, test.pods), now); got != test.want {
			t.Errorf("%s: %s, want %s", name, got, test.want)
		}
	}
}

// TestBoardForgets Jobs that are gone, the oldest first, where it may be looked at for days.
func TestBoardForgets(t *testing.T) {
	for _, forget := range []bool{true, false} {
		b := newBoard(forget)
		for i := range maxGone + 50 {
			uid := fmt.Sprint(i)
			b.take(cluster.JobUpdate{Of: uid, Update: cluster.Update{Job: &job.Job{Metadata: job.Metadata{Name: uid, UID: uid}}}}, now)
			b.take(cluster.JobUpdate{Of: uid, Update: cluster.Update{JobGone: true}}, now)
		}
		want := maxGone
		if !forget {
			want += 50
		}
		if len(b.rows) != want || len(b.sorted(true)) != want || forget && b.rows["49"] != nil {
			t.Errorf("forget %v: %d rows, %d shown, want %d", forget, len(b.rows), len(b.sorted(true)), want)
		}
	}
}
