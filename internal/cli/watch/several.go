package watch

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"strings"
	"text/tabwriter"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/cli-runtime/pkg/resource"

	"github.com/kubectl-job/kubectl-job/internal/cli/exit"
	"github.com/kubectl-job/kubectl-job/internal/cli/follow"
	"github.com/kubectl-job/kubectl-job/internal/cluster"
	"github.com/kubectl-job/kubectl-job/internal/term"
	"github.com/kubectl-job/kubectl-job/job"
)

// several follows any number of Jobs; ctx has no time-out, watching has.
func (o *Options) several(ctx, watching context.Context) error {
	selection, err := o.selection(ctx)
	if err != nil {
		return err
	}
	options, story := o.followOptions()
	ends, err := follow.Jobs(watching, selection, options)
	switch {
	case ctx.Err() != nil:
		_, _ = fmt.Fprintln(o.ErrOut, "interrupted; the Jobs go on")
		return exit.Silent(exit.Interrupted(ctx))
	case err != nil && !errors.Is(err, follow.ErrTimeout):
		return o.notThere(ctx, err)
	case len(ends) == 0 && !options.JSON:
		_, _ = fmt.Fprintf(o.ErrOut, "no Job to follow: %s\n", o.none())
	}
	return o.conclude(story, ends)
}

// conclude sums the Jobs up and gives the exit code of the first that did not come to what was waited for.
func (o *Options) conclude(story *term.Lines, ends []follow.End) error {
	code := exit.OK
	for _, e := range ends {
		if c := o.codeOf(story, e); code == exit.OK {
			code = c
		}
	}
	var err error
	switch {
	case o.Output != "" || len(ends) == 0:
	case len(o.Names) == 1:
		err = follow.Summarize(story, ends[0].Result, o.Clock.Now())
	default:
		err = table(story, ends, o)
	}
	if err != nil {
		return fmt.Errorf("write: %w", err)
	}
	return exit.Silent(code)
}

// selection is which Jobs are meant.
func (o *Options) selection(ctx context.Context) (follow.Selection, error) {
	s := follow.Selection{
		Selection: cluster.Selection{Namespace: o.Namespace, Labels: o.Selector, Names: o.Names},
		Expected:  o.Names, Any: o.Any,
		Finished: len(o.Names) > 0 || o.Selector != "",
	}
	if o.CronJob != "" {
		uid, err := o.Cluster.CronJobUID(ctx, o.Namespace, strings.TrimPrefix(o.CronJob, "cronjob/"))
		if err != nil {
			return s, err
		}
		s.Owner = uid
	}
	return s, nil
}

func (o *Options) none() string {
	switch {
	case o.Selector != "":
		return "none has the labels " + o.Selector
	case o.CronJob != "":
		return fmt.Sprintf("no Job of cronjob/%s runs; to run it now: kubectl job trigger %s", o.CronJob, o.CronJob)
	case o.All:
		return "none runs in any namespace"
	default:
		return fmt.Sprintf("none runs in namespace %q", o.Namespace)
	}
}

// notThere tells a namespace that does not exist from a Job that does not.
func (o *Options) notThere(ctx context.Context, err error) error {
	if o.Namespace != "" {
		if missing := o.Cluster.NamespaceMissing(ctx, o.Namespace); missing != nil {
			return missing
		}
	}
	return err
}

func (o *Options) codeOf(story *term.Lines, e follow.End) int {
	switch {
	case e.Err == nil:
		return e.Code
	case errors.Is(e.Err, follow.ErrTimeout):
		o.late(story, e.Result)
		return exit.TimedOut
	case exit.IsUnread(e.Err):
		return exit.Unread
	default:
		_, _ = fmt.Fprintf(o.ErrOut, "error: %s: %v\n", e.Job.Metadata.Name, e.Err)
		return exit.Error
	}
}

// table sums several Jobs up, a line each.
func table(story *term.Lines, ends []follow.End, o *Options) error {
	var text bytes.Buffer
	w := tabwriter.NewWriter(&text, 0, 8, 2, ' ', 0)
	heading := []string{"NAME", "STATE", "COMPLETIONS", "FAILED", "DURATION"}
	if o.All {
		heading = append([]string{"NAMESPACE"}, heading...)
	}
	fmt.Fprintln(w, "\n"+strings.Join(heading, "\t"))
	for _, e := range ends {
		j := e.Job
		row := []string{j.Metadata.Name, string(j.State()), j.Completed(), fmt.Sprint(j.Status.Failed), job.Human(j.Duration(o.Clock.Now()))}
		switch {
		case e.Left:
			row[1] = "Left"
		case e.Code == exit.Gone:
			row[1] = "Deleted"
		}
		if o.All {
			row = append([]string{j.Metadata.Namespace}, row...)
		}
		fmt.Fprintln(w, strings.Join(row, "\t"))
	}
	_ = w.Flush() // to memory
	return story.Printf("%s", strings.TrimRight(text.String(), "\n"))
}

// readFiles takes the names of the Jobs from manifests.
func (o *Options) readFiles(enforced bool) error {
	infos, err := resource.NewLocalBuilder().
		Unstructured().
		NamespaceParam(o.Namespace).DefaultNamespace().
		FilenameParam(enforced, &resource.FilenameOptions{Filenames: o.Files, Recursive: o.Recursive}).
		Flatten().
		Do().Infos()
	if err != nil {
		return fmt.Errorf("read manifests: %w", err)
	}
	spaces := map[string]bool{}
	for _, info := range infos {
		object, ok := info.Object.(*unstructured.Unstructured)
		if !ok || object.GetKind() != "Job" || object.GroupVersionKind().Group != "batch" {
			continue
		}
		if object.GetName() == "" {
			return fmt.Errorf("%s: a Job with generateName has a name only when it is created", info.Source)
		}
		o.Names = append(o.Names, object.GetName())
		if space := object.GetNamespace(); space != "" {
			spaces[space] = true
			o.Namespace = space
		}
	}
	switch {
	case len(o.Names) == 0:
		return errors.New("no Job in the given files: expected apiVersion batch/v1, kind Job")
	case len(spaces) > 1:
		return errors.New("the Jobs of the files are in several namespaces: choose one with -n, or name them")
	}
	return nil
}
