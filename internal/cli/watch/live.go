package watch

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/kubectl-job/kubectl-job/internal/cli/exit"
	"github.com/kubectl-job/kubectl-job/internal/cli/follow"
	"github.com/kubectl-job/kubectl-job/internal/cli/watch/live"
	"github.com/kubectl-job/kubectl-job/internal/term"
)

// onTerminal tells whether a person looks on who can press keys.
func (o *Options) onTerminal() bool {
	return !o.Plain && !o.Logs && o.Output == "" && os.Getenv("TERM") != "dumb" && term.IsTerminal(o.Out) && term.IsInput(o.In)
}

// live shows the Jobs on the terminal, and in the end what became of them.
func (o *Options) live(ctx, watching context.Context) error {
	selection, err := o.selection(ctx)
	if err != nil {
		return err
	}
	for _, name := range o.Names {
		if _, err := o.job(ctx, name); err != nil {
			return err
		}
	}
	ends, err := live.Run(watching, selection.Selection, live.Options{
		Cluster: o.Cluster, Clock: o.Clock, In: o.In, Out: o.Out, Subject: o.subject(), Spaces: o.All, Expand: len(o.Names) == 1,
		Until: live.Until{Jobs: follow.Until(o.Until), Any: o.Any, Ended: selection.Finished, Never: !o.ends()},
	})
	story := term.NewLines(o.Out)
	switch {
	case ctx.Err() != nil, errors.Is(err, context.Canceled):
		_, _ = fmt.Fprintln(o.ErrOut, "interrupted; the Jobs go on")
		return exit.Silent(exit.Interrupted(ctx))
	case errors.Is(err, live.ErrQuit):
		_, _ = fmt.Fprintf(o.ErrOut, "%s; Jobs that have not finished go on\n", live.ErrQuit)
		return nil
	case err != nil && !errors.Is(err, follow.ErrTimeout):
		return err
	case err != nil:
		for i := range ends {
			if !ends[i].Reached && ends[i].Code == exit.OK {
				ends[i].Err = follow.ErrTimeout
			}
		}
	}
	return o.conclude(story, ends)
}

// ends tells whether watching ends by itself: where certain Jobs were named, or an end.
func (o *Options) ends() bool { return len(o.Names) > 0 || o.Any || o.untilGiven }

func (o *Options) subject() string {
	switch {
	case len(o.Names) == 1:
		return "Job " + o.Names[0]
	case len(o.Names) > 1:
		return "Jobs " + strings.Join(o.Names, ", ")
	case o.CronJob != "":
		return "Jobs of cronjob/" + strings.TrimPrefix(o.CronJob, "cronjob/")
	}
	subject := "Jobs of namespace " + o.Namespace
	if o.All {
		subject = "Jobs of all namespaces"
	}
	if o.Selector != "" {
		subject += " with " + o.Selector
	}
	return subject
}
