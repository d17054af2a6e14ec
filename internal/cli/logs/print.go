package logs

import (
	"context"
	"errors"
	"fmt"

	"github.com/kubectl-job/kubectl-job/internal/cli/exit"
	"github.com/kubectl-job/kubectl-job/internal/cli/follow"
	"github.com/kubectl-job/kubectl-job/internal/cluster"
	"github.com/kubectl-job/kubectl-job/internal/term"
	"github.com/kubectl-job/kubectl-job/job"
)

// print prints what has been written so far.
func (o *Options) print(ctx context.Context, j job.Job) error {
	pods, err := o.Cluster.Pods(ctx, j)
	if err != nil {
		return err
	}
	var runs []follow.Run
	for _, p := range job.InOrder(pods) {
		for _, r := range o.Log.Runs(p) {
			if !o.Log.Failed || r.Failed {
				runs = append(runs, r)
			}
		}
	}
	o.tellMissing(j, pods, len(runs))
	lines := term.NewLines(o.Out)
	output := follow.NewLogOutput(lines, o.Prefix, o.Log)
	m := &merge{output: output, read: func(ctx context.Context, r follow.Run, sink cluster.LogSink) error {
		return o.Cluster.ReadLog(ctx, r.Source(), o.Log.Range, sink)
	}}
	err = m.run(ctx, runs)
	files, closeErr := output.Close()
	switch {
	case lines.Err() != nil:
		return fmt.Errorf("write the output: %w", lines.Err())
	case ctx.Err() != nil:
		return exit.Silent(exit.Interrupted(ctx))
	}
	for _, u := range m.unread {
		o.note("the log of container %s in Pod %s could not be read: %v", u.run.Container, u.run.Pod.Metadata.Name, u.err)
	}
	if files > 0 {
		o.note("wrote %d files into %s", files, o.Log.Dir)
	}
	if err := errors.Join(err, closeErr); err != nil {
		return err
	}
	if len(m.unread) > 0 {
		return exit.Silent(exit.Error)
	}
	return nil
}

// tellMissing says why there may be less to see than somebody expects.
func (o *Options) tellMissing(j job.Job, pods []job.Pod, runs int) {
	ended := 0
	for _, p := range pods {
		if p.Status.Phase == "Succeeded" || p.Status.Phase == "Failed" {
			ended++
		}
	}
	if gone := int(j.Status.Succeeded+j.Status.Failed) - ended; gone > 0 {
		what := fmt.Sprintf("the Pods of %d attempts are gone, and their logs", gone)
		if gone == 1 {
			what = "the Pod of 1 attempt is gone, and its log"
		}
		o.note("%s: %s, too", o.Name, what)
		return
	}
	switch {
	case runs > 0:
	case o.Log.Failed:
		o.note("%s: no attempt that failed has a log", o.Name)
	case len(pods) == 0 && !j.Finished():
		o.note("%s has no Pods yet; kubectl job watch %s tells what it waits for", o.Name, o.Name)
	case !j.Finished():
		o.note("%s: no container that was chosen has begun yet", o.Name)
	default:
		o.note("%s: there is no log of what was chosen", o.Name)
	}
}
