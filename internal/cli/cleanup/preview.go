package cleanup

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/kubectl-job/kubectl-job/internal/cli/arg"
	"github.com/kubectl-job/kubectl-job/internal/term"
	"github.com/kubectl-job/kubectl-job/job"
	"github.com/kubectl-job/kubectl-job/job/retention"
)

// mostRows is how many Jobs a preview on a terminal lists.
const mostRows = 40

// agree shows the plan, asks where somebody can be asked, and returns what is to be done.
func (o *Options) agree(ctx context.Context, plan retention.Plan, f *found) ([]retention.Candidate, error) {
	shown := !o.Yes || o.DryRun != arg.DryRunNone || o.structured()
	if shown && len(plan.Delete)+len(plan.Active) > 0 {
		o.countPods(ctx, f.namespaces, plan.Delete, plan.Active)
	}
	if err := o.preview(plan, shown); err != nil {
		return nil, err
	}
	if o.Yes || o.DryRun != arg.DryRunNone {
		return slices.Concat(plan.Delete, plan.Active), nil
	}
	var wanted []retention.Candidate
	for _, part := range []struct {
		list     []retention.Candidate
		question string
	}{
		{plan.Delete, o.act() + " " + total(plan.Delete) + "?"},
		{plan.Active, o.act() + " " + total(plan.Active) + " still running? " + o.meanwhile()},
	} {
		if len(part.list) == 0 {
			continue
		}
		yes, err := o.ask(ctx, part.question)
		if err != nil {
			return nil, err
		}
		if yes {
			wanted = append(wanted, part.list...)
		}
	}
	if len(wanted) == 0 && len(plan.Delete)+len(plan.Active) > 0 {
		o.note("nothing was %s", o.acted())
	}
	return wanted, nil
}

// act is what is done to the Jobs.
func (o *Options) act() string {
	if o.TTL != nil {
		return fmt.Sprintf("Set ttlSecondsAfterFinished=%d on", int(o.TTL.Seconds()))
	}
	return "Delete"
}

// meanwhile is what becomes of what runs.
func (o *Options) meanwhile() string {
	if o.TTL != nil {
		return "They go on; it counts from their end."
	}
	return "What runs is stopped."
}

func (o *Options) acted() string {
	if o.TTL != nil {
		return "changed"
	}
	return "deleted"
}

// structured tells whether the output is for programs.
func (o *Options) structured() bool { return o.Output == "json" || o.Output == "yaml" }

// preview lists what would be deleted, and says what stays.
func (o *Options) preview(plan retention.Plan, listed bool) error {
	out := o.Out
	if o.structured() || o.Output == "name" { // standard output is for that
		out, listed = o.ErrOut, listed && !o.structured() && o.DryRun == arg.DryRunNone
	}
	var text strings.Builder
	if listed {
		o.list(&text, "", plan.Delete)
		o.list(&text, "Still running:\n", plan.Active)
	}
	n := len(plan.Delete) + len(plan.Active)
	if n == 0 && !o.structured() {
		o.note("no Job to clean up in %s: %s", o.where(), nothing(plan))
	}
	if due := o.due(plan); due > 0 {
		o.note("%s finished longer ago than that: the cluster deletes what has its TTL behind it at once", count(due, "Job"))
	}
	if n > 0 && listed && o.DryRun != arg.DryRunNone {
		fmt.Fprintf(&text, "%s: %s\n", o.act(), total(slices.Concat(plan.Delete, plan.Active)))
	}
	if _, err := io.WriteString(out, text.String()); err != nil {
		return fmt.Errorf("write the preview: %w", err)
	}
	if !o.structured() {
		o.stay(plan.Kept)
	}
	return nil
}

// due counts the Jobs that a new TTL would end at once.
func (o *Options) due(plan retention.Plan) int {
	due := 0
	for _, c := range plan.Delete {
		if o.TTL != nil && c.Finished() && o.Clock.Now().Sub(c.Since) >= *o.TTL {
			due++
		}
	}
	return due
}

func (o *Options) where() string {
	if o.all {
		return "any namespace"
	}
	return fmt.Sprintf("namespace %q", o.Namespace)
}

// nothing says what there is instead.
func nothing(plan retention.Plan) string {
	if len(plan.Kept) == 0 && plan.Others == 0 {
		return "there is none"
	}
	var parts []string
	if n := len(plan.Kept); n > 0 {
		parts = append(parts, fmt.Sprintf("%d chosen, but kept", n))
	}
	if plan.Others > 0 {
		parts = append(parts, fmt.Sprintf("%d not chosen", plan.Others))
	}
	return strings.Join(parts, ", ")
}

// list is a table of Jobs, or of the first ones on a terminal.
func (o *Options) list(w io.Writer, title string, list []retention.Candidate) {
	if len(list) == 0 {
		return
	}
	more := 0
	if o.Output == "" && term.IsTerminal(o.Out) && len(list) > mostRows {
		more = len(list) - mostRows
	}
	head := []string{"NAMESPACE", "NAME", "OWNER", "KIND", "STATUS", "FINISHED", "AGE", "PODS", "SIZE"}
	if o.Output == "wide" {
		head = append(head, "COMPLETIONS", "FINISHED AT", "UID")
	}
	rows := [][]string{head}
	for _, c := range list[:len(list)-more] {
		rows = append(rows, o.row(c))
	}
	_, _ = io.WriteString(w, title)
	_ = term.Columns(w, rows) // to memory
	if more > 0 {
		fmt.Fprintf(w, "... and %d more (-o wide lists all)\n", more)
	}
}

func (o *Options) row(c retention.Candidate) []string {
	now := o.Clock.Now()
	finished, at := "-", "-"
	if c.Finished() {
		finished, at = job.Human(now.Sub(c.Since))+" ago", c.Since.UTC().Format(time.RFC3339)
	}
	row := []string{c.Namespace, c.Name, orDash(c.Owner.String()), kind(c), status(c), finished, job.Human(now.Sub(c.Created)), pods(c.Pods), size(c.Size)}
	if o.Output == "wide" {
		row = append(row, orDash(c.Completed), at, c.UID)
	}
	return row
}

func kind(c retention.Candidate) string {
	if c.Pod {
		return "Pod"
	}
	return string(c.Kind)
}

func status(c retention.Candidate) string {
	if c.State == job.StateFailed && c.Reason != "" {
		return "Failed (" + c.Reason + ")"
	}
	return string(c.State)
}

func orDash(text string) string {
	if text == "" {
		return "-"
	}
	return text
}

func pods(n int) string {
	if n == retention.Unknown {
		return "?"
	}
	return fmt.Sprint(n)
}

// size is what the API server stores of a Job.
func size(bytes int) string {
	switch {
	case bytes == 0:
		return "-"
	case bytes < 1<<20:
		return fmt.Sprintf("%.1fKi", float64(bytes)/(1<<10))
	default:
		return fmt.Sprintf("%.1fMi", float64(bytes)/(1<<20))
	}
}

// total counts what a list holds.
func total(list []retention.Candidate) string {
	jobs, complete, failed, pods, orphans, bytes, known := 0, 0, 0, 0, 0, 0, true
	namespaces := map[string]bool{}
	for _, c := range list {
		namespaces[c.Namespace] = true
		bytes += c.Size
		if c.Pod {
			orphans++
			continue
		}
		jobs++
		pods += c.Pods
		known = known && c.Pods != retention.Unknown
		switch c.State {
		case job.StateComplete:
			complete++
		case job.StateFailed:
			failed++
		default:
		}
	}
	var parts []string
	if jobs > 0 {
		text := count(jobs, "Job")
		if complete+failed > 0 {
			text += fmt.Sprintf(" (%d complete, %d failed)", complete, failed)
		}
		if known {
			text += fmt.Sprintf(" with %s", count(pods, "Pod"))
		}
		parts = append(parts, text)
	}
	if orphans > 0 {
		parts = append(parts, count(orphans, "Pod")+" without a Job")
	}
	return strings.Join(parts, " and ") + " in " + count(len(namespaces), "namespace") + " (" + size(bytes) + ")"
}

func count(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}

// fewKept is how many Jobs that stay are named for each rule.
const fewKept = 3

// stay says which Jobs stay that the filters choose, and why.
func (o *Options) stay(kept []retention.Stay) {
	few := fewKept
	if o.Output == "wide" {
		few = len(kept)
	}
	for len(kept) > 0 {
		rule := kept[0].Kept.Rule
		end := slices.IndexFunc(kept, func(s retention.Stay) bool { return s.Kept.Rule != rule })
		if end < 0 {
			end = len(kept)
		}
		for _, s := range kept[:min(end, few)] {
			o.note("stays: %s in namespace %q %s", s.Ref(), s.Namespace, s.Kept.Why)
		}
		if end > few {
			o.note("stays: ... and %d more for the like reason (-o wide lists all)", end-few)
		}
		kept = kept[end:]
	}
}
