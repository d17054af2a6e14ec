package follow

import (
	"bytes"
	"fmt"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/kubectl-job/kubectl-job/internal/term"
	"github.com/kubectl-job/kubectl-job/job"
)

// maxRows is how many attempts a summary lists.
const maxRows = 50

// Summarize writes what is known of a Job and, if there is something to see in them, its attempts.
func Summarize(out *term.Lines, r Result, now time.Time) error {
	var text bytes.Buffer
	columns := tabwriter.NewWriter(&text, 0, 8, 2, ' ', 0)
	fmt.Fprintln(columns)
	for _, field := range r.Job.Summary(now) {
		fmt.Fprintf(columns, "%s:\t%s\n", field.Name, field.Value)
	}
	_ = columns.Flush() // to memory
	switch {
	case len(r.Attempts) > 0:
		attemptTable(&text, r.Attempts, r.Job.Spec, now)
	case r.Job.Status.Succeeded+r.Job.Status.Failed > 0:
		fmt.Fprintln(&text, "Attempts: its Pods no longer exist")
	}
	return out.Printf("%s", strings.TrimRight(text.String(), "\n"))
}

func attemptTable(text *bytes.Buffer, attempts []job.Attempt, s job.Spec, now time.Time) {
	fmt.Fprintln(text, "Attempts:")
	rows := tabwriter.NewWriter(text, 0, 8, 2, ' ', 0)
	indexed := s.Kind() == job.Indexed
	heading := []string{"  #", "POD", "NODE", "RESULT", "STARTED", "DURATION"}
	if indexed {
		heading = append([]string{"  INDEX"}, heading[1:]...)
	}
	fmt.Fprintln(rows, strings.Join(heading, "\t"))
	shown := attempts[:min(len(attempts), maxRows)]
	for _, a := range shown {
		first := fmt.Sprint("  ", a.Number)
		if indexed {
			first = "  " + orNone(a.Index)
		}
		started, took := "<none>", "<none>"
		if !a.Started.IsZero() {
			started, took = a.Started.Local().Format(time.TimeOnly), job.Human(a.Duration(now))
		}
		pod := a.Pod
		if a.Restart > 0 {
			pod += fmt.Sprintf(" (restart %d)", a.Restart)
		}
		fmt.Fprintln(rows, strings.Join([]string{first, pod, orNone(a.Node), a.Result(), started, took}, "\t"))
	}
	_ = rows.Flush() // to memory
	if hidden := len(attempts) - len(shown); hidden > 0 {
		fmt.Fprintf(text, "  and %d more\n", hidden)
	}
}
