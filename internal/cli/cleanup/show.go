package cleanup

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/kubectl-job/kubectl-job/internal/archive"
	"github.com/kubectl-job/kubectl-job/internal/cli/env"
	"github.com/kubectl-job/kubectl-job/internal/cli/exit"
	"github.com/kubectl-job/kubectl-job/internal/term"
)

// newShow makes "kubectl job cleanup show".
func newShow(e env.Env) *cobra.Command {
	return &cobra.Command{
		Use:   "show ARCHIVE [[NAMESPACE/]JOB [FILE]]",
		Short: "Show what an archive of cleanup has",
		Long: `Show what "kubectl job cleanup --archive" has kept: the Jobs, the files of one Job, or one of these. All is compared with its
digests.

Exit codes:
    0    done
    1    something in the archive is damaged
    125  kubectl job could not do it: no archive, no such Job or file`,
		Example: `  # The Jobs
  kubectl job cleanup show jobs.tar.gz

  # The files of one
  kubectl job cleanup show jobs.tar.gz backup-29384

  # One of these
  kubectl job cleanup show jobs.tar.gz backup-29384 job.yaml`,
		DisableFlagsInUseLine: true,
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) < 1 || len(args) > 3 {
				return fmt.Errorf("expected ARCHIVE, and perhaps JOB and FILE, found %d arguments", len(args))
			}
			return show(cmd.Context(), e, args)
		},
	}
}

func show(ctx context.Context, e env.Env, args []string) error {
	r, err := archive.Open(ctx, args[0])
	if err != nil {
		return err
	}
	if len(args) == 1 {
		return showJobs(e, r)
	}
	found, err := find(r, args[1])
	if err != nil {
		return err
	}
	if len(args) == 2 {
		return showFiles(e, found)
	}
	file, err := r.File(found, args[2])
	if err != nil {
		return err
	}
	_, err = io.Copy(e.Out, file)
	if err = errors.Join(err, file.Close()); err != nil {
		return fmt.Errorf("%s: %w", args[2], err)
	}
	return nil
}

// find is the Job of that name, the one that was kept last.
func find(r *archive.Reader, name string) (archive.Entry, error) {
	var found []archive.Entry
	for _, each := range r.Entries() {
		if each.Name == name || each.Namespace+"/"+each.Name == name {
			found = append(found, each)
		}
	}
	if len(found) == 0 {
		return archive.Entry{}, fmt.Errorf("%s is not in the archive", name)
	}
	for _, each := range found {
		if each.Namespace != found[0].Namespace {
			return archive.Entry{}, fmt.Errorf("%s is there in the namespaces %s and %s: say NAMESPACE/JOB", name, found[0].Namespace, each.Namespace)
		}
	}
	return found[len(found)-1], nil
}

func showJobs(e env.Env, r *archive.Reader) error {
	rows := [][]string{{"NAMESPACE", "NAME", "KIND", "STATUS", "FINISHED", "PODS", "LOGS", "KEPT", "WHOLE"}}
	broken := 0
	for _, each := range r.Entries() {
		whole := "yes"
		if each.Broken != nil {
			whole = "no: " + each.Broken.Error()
			broken++
		}
		about := func(key string) string { return orDash(each.About[key]) }
		bytes, _ := strconv.Atoi(each.About["logBytes"])
		rows = append(rows, []string{
			each.Namespace, each.Name, about("kind"), about("status"), about("finished"), about("pods"), size(bytes), each.At.Format(time.RFC3339), whole,
		})
	}
	if err := term.Columns(e.Out, rows); err != nil {
		return fmt.Errorf("write: %w", err)
	}
	if broken > 0 {
		return exit.Silent(exitPartly)
	}
	return nil
}

func showFiles(e env.Env, found archive.Entry) error {
	var text strings.Builder
	for _, f := range found.Files {
		fmt.Fprintf(&text, "%10d  %s\n", f.Size, f.Name)
	}
	if _, err := io.WriteString(e.Out, text.String()); err != nil {
		return fmt.Errorf("write: %w", err)
	}
	if found.Broken != nil {
		return &exit.Status{Code: exitPartly, Err: found.Broken}
	}
	return nil
}
