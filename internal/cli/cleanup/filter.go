package cleanup

import (
	"fmt"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/kubectl-job/kubectl-job/internal/cli/arg"
	"github.com/kubectl-job/kubectl-job/job/retention"
)

// filterFlags are the flags that make a filter.
type filterFlags struct {
	statuses, reasons []string
	olderThan         time.Duration
	keepLast          int
	groupBy           string
	owner, name       string
	orphans           bool
	active, managed   bool
}

func (f *filterFlags) add(cmd *cobra.Command, owners cobra.CompletionFunc) {
	flags := cmd.Flags()
	flags.StringSliceVar(&f.statuses, "status", nil, "Choose Jobs that are `STATUS`: complete, failed, finished (both) or suspended; finished if not given")
	flags.StringSliceVar(&f.reasons, "reason", nil, "Choose Jobs that ended for this `REASON`, such as DeadlineExceeded or BackoffLimitExceeded")
	arg.Duration(flags, "older-than", &f.olderThan, "Choose Jobs that finished at least this `time` ago, such as 12h or 7d")
	flags.IntVar(&f.keepLast, "keep-last", 0, "Keep the last `N` of each CronJob or other owner; of those without one, of each series of names such as backup-1, backup-2")
	flags.StringVar(&f.groupBy, "group-by", "owner", "What --keep-last counts in: `owner`, name (the series of names), or label=KEY")
	flags.StringVar(&f.owner, "owner", "", "Choose Jobs of this `KIND/NAME`, such as cronjob/backup; none for those without an owner")
	flags.StringVar(&f.name, "name", "", "Choose Jobs by a `pattern` of their names, such as 'backup-*'")
	flags.BoolVar(&f.orphans, "orphans", false, "Choose Jobs whose CronJob is gone, and Pods whose Job is gone")
	flags.BoolVar(&f.active, "include-active", false, "Choose Jobs that run, too; their Pods are stopped")
	flags.BoolVar(&f.managed, "include-managed", false, "Do not spare Jobs that something else looks after, or would create again")
	complete := func(name string, by cobra.CompletionFunc) {
		if err := cmd.RegisterFlagCompletionFunc(name, by); err != nil {
			panic(err) // only for a flag that does not exist
		}
	}
	complete("owner", owners)
	values := map[string][]string{"status": {"complete", "failed", "finished", "suspended"}, "group-by": {"owner", "name", "label="}, "reason": reasons()}
	for name, list := range values {
		complete(name, cobra.FixedCompletions(list, cobra.ShellCompDirectiveNoFileComp))
	}
}

// given names one of the flags that was given, if any.
func (f *filterFlags) given(cmd *cobra.Command) string {
	for _, name := range []string{"status", "reason", "older-than", "keep-last", "group-by", "owner", "name", "orphans", "include-active", "include-managed"} {
		if cmd.Flags().Changed(name) {
			return name
		}
	}
	return ""
}

// reasons are those of the Job controller (staging/src/k8s.io/api/batch/v1/types.go).
func reasons() []string {
	return []string{"BackoffLimitExceeded", "DeadlineExceeded", "FailedIndexes", "MaxFailedIndexesExceeded", "PodFailurePolicy", "CompletionsReached", "SuccessPolicy"}
}

// filter is what the flags of a command mean.
func (f *filterFlags) filter(cmd *cobra.Command) (retention.Filter, error) {
	filter := retention.Filter{
		Statuses: statuses(f.statuses),
		Reasons:  f.reasons, OlderThan: f.olderThan, Owner: owner(f.owner), Name: f.name, Orphans: f.orphans,
		IncludeActive: f.active, IncludeManaged: f.managed,
	}
	if cmd.Flags().Changed("keep-last") {
		filter.KeepLast = &f.keepLast
	}
	var err error
	if filter.GroupBy, err = retention.ParseGrouping(f.groupBy); err == nil {
		err = filter.Validate()
	}
	if err != nil {
		return filter, fmt.Errorf("--%w", err)
	}
	return filter, nil
}

// statuses takes them in any case.
func statuses(texts []string) []retention.Status {
	var all []retention.Status
	for _, text := range texts {
		all = append(all, retention.Status(strings.ToLower(strings.TrimSpace(text))))
	}
	return all
}

// owner takes CronJobs by all names that kubectl has for them.
func owner(text string) string {
	if o, ok := arg.ParseObject(text); ok && o.Kind != "" {
		return o.String()
	}
	return text
}
