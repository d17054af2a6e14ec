package change

import (
	"context"
	"errors"
	"fmt"

	"github.com/spf13/cobra"
	"k8s.io/apimachinery/pkg/types"

	"github.com/kubectl-job/kubectl-job/internal/cli/arg"
	"github.com/kubectl-job/kubectl-job/internal/cli/env"
	"github.com/kubectl-job/kubectl-job/internal/jobspec"
	"github.com/kubectl-job/kubectl-job/job"
)

func uid(j job.Job) types.UID { return types.UID(j.Metadata.UID) }

type scaling struct {
	*Options
	parallelism, completions int32
	byParallelism            bool // whether the flags were given
	byCompletions            bool
}

// NewScaleCommand makes "kubectl job scale".
func NewScaleCommand(e env.Env) *cobra.Command {
	s := &scaling{Options: newOptions(e, "scaled")}
	cmd := &cobra.Command{
		Use:   "scale NAME (--parallelism=NUMBER | --completions=NUMBER)",
		Short: "Change how many Pods of a Job run at a time",
		Long: `Change how many Pods of a Job run at a time. Where fewer are wanted than run, the Job controller
deletes some, which does not count as a failure; their work begins anew later. With 0 the Job stops;
kubectl job suspend is made for that, and stops the clock of the deadline, too.

The completions of a Job can be changed only if it is Indexed, and only together with parallelism:
the API server wants both to be the same. --completions sets both.`,
		Example: `  # Let four Pods of the Job import run at a time
  kubectl job scale import --parallelism=4

  # Give the Indexed Job train 16 indexes, all of which run at a time
  kubectl job scale train --completions=16`,
		DisableFlagsInUseLine: true,
		ValidArgsFunction:     e.CompleteJobs(1),
	}
	cmd.Flags().Int32Var(&s.parallelism, "parallelism", 0, "The `NUMBER` of Pods that run at a time")
	cmd.Flags().Int32Var(&s.completions, "completions", 0, "The `NUMBER` of indexes of an Indexed Job, and of Pods that run at a time")
	s.addFlags(cmd)
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		name, err := arg.OneJob(args)
		if err != nil {
			return err
		}
		s.byParallelism, s.byCompletions = cmd.Flags().Changed("parallelism"), cmd.Flags().Changed("completions")
		if err := s.validate(); err != nil {
			return err
		}
		if err := s.complete(); err != nil {
			return err
		}
		return s.run(cmd.Context(), name)
	}
	return cmd
}

func (s *scaling) validate() error {
	switch {
	case !s.byParallelism && !s.byCompletions:
		return errors.New("expected --parallelism or --completions")
	case s.parallelism < 0:
		return fmt.Errorf("--parallelism=%d: expected 0 or more", s.parallelism)
	case s.completions < 0:
		return fmt.Errorf("--completions=%d: expected 0 or more", s.completions)
	case s.byParallelism && s.byCompletions && s.parallelism != s.completions:
		return fmt.Errorf("--parallelism=%d --completions=%d: completions can be changed only if parallelism is the same; leave out --parallelism", s.parallelism, s.completions)
	default:
		return nil
	}
}

func (s *scaling) run(ctx context.Context, name string) error {
	t, err := s.read(ctx, arg.Object{Kind: arg.Job, Name: name})
	if err != nil {
		return err
	}
	lean, err := jobspec.Lean(t.object)
	if err != nil {
		return err
	}
	switch kind := lean.Spec.Kind(); {
	case lean.Finished():
		return fmt.Errorf("%s has finished (%s): there is nothing to scale", t, lean.State())
	case s.byCompletions && kind != job.Indexed:
		return fmt.Errorf("%s is no Indexed Job (%s): its completions cannot be changed; run it anew with: kubectl job rerun %s --completions=%d", t, kind, name, s.completions)
	case s.byCompletions:
		return s.apply(ctx, t, map[string]any{"parallelism": int64(s.completions), "completions": int64(s.completions)})
	}
	if most := lean.Spec.Completions; most != nil && s.parallelism > *most {
		s.note("%s has %d completions: no more Pods than that run at a time", t, *most)
	}
	return s.apply(ctx, t, map[string]any{"parallelism": int64(s.parallelism)})
}
