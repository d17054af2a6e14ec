package env

import (
	"maps"
	"math"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"k8s.io/client-go/tools/clientcmd/api"

	"github.com/kubectl-job/kubectl-job/internal/cli/arg"
	"github.com/kubectl-job/kubectl-job/internal/cluster"
)

// Completer offers names for shell completion.
type Completer func(cmd *cobra.Command, args []string, toComplete string) ([]string, cobra.ShellCompDirective)

// AnyNumber of names.
const AnyNumber = math.MaxInt

// CompleteJobs offers the names of the Jobs in the namespace that are not given yet, as long as fewer than
// most are. After a kind, as in "job/", it offers them with that kind.
func (e *Env) CompleteJobs(most int) Completer {
	return func(cmd *cobra.Command, args []string, toComplete string) ([]string, cobra.ShellCompDirective) {
		prefix, kind := kindOf(toComplete)
		if len(args) >= most || prefix != "" && kind != arg.Job {
			return nil, cobra.ShellCompDirectiveNoFileComp
		}
		names, directive := e.jobs(cmd, prefix)
		return without(names, args), directive
	}
}

// CompleteCronJobs offers the names of the CronJobs in the namespace, as long as fewer than most are given.
func (e *Env) CompleteCronJobs(most int) Completer {
	return func(cmd *cobra.Command, args []string, toComplete string) ([]string, cobra.ShellCompDirective) {
		prefix, kind := kindOf(toComplete)
		if len(args) >= most || prefix != "" && kind != arg.CronJob {
			return nil, cobra.ShellCompDirectiveNoFileComp
		}
		names, directive := e.cronJobs(cmd, prefix)
		return without(names, args), directive
	}
}

// CompleteObjects offers any number of NAME, job/NAME and cronjob/NAME.
func (e *Env) CompleteObjects(cmd *cobra.Command, args []string, toComplete string) ([]string, cobra.ShellCompDirective) {
	prefix, kind := kindOf(toComplete)
	if kind == arg.CronJob {
		return e.CompleteCronJobs(AnyNumber)(cmd, args, toComplete)
	}
	names, directive := e.CompleteJobs(AnyNumber)(cmd, args, toComplete)
	if prefix == "" {
		cronJobs, _ := e.cronJobs(cmd, "cronjob/")
		names = append(names, without(cronJobs, args)...)
	}
	return names, directive
}

func without(names, given []string) []string {
	return slices.DeleteFunc(names, func(name string) bool { return slices.Contains(given, name) })
}

// CompleteFrom offers what a Job can be made from: cronjob/NAME and job/NAME.
func (e *Env) CompleteFrom(cmd *cobra.Command, _ []string, toComplete string) ([]string, cobra.ShellCompDirective) {
	switch prefix, kind := kindOf(toComplete); {
	case kind == arg.CronJob:
		return e.cronJobs(cmd, prefix)
	case kind == arg.Job:
		return e.jobs(cmd, prefix)
	case prefix != "":
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	cronJobs, _ := e.cronJobs(cmd, "cronjob/")
	jobs, _ := e.jobs(cmd, "job/")
	return append(cronJobs, jobs...), cobra.ShellCompDirectiveNoFileComp
}

// kindOf is the kind that a person has typed already, as it was typed and what it means.
func kindOf(toComplete string) (prefix string, kind arg.Kind) {
	prefix = toComplete[:strings.LastIndexByte(toComplete, '/')+1]
	o, _ := arg.ParseObject(prefix + "NAME")
	return prefix, o.Kind
}

func (e *Env) jobs(cmd *cobra.Command, prefix string) ([]string, cobra.ShellCompDirective) {
	return e.names(prefix, func(c *cluster.Cluster, namespace string) ([]string, error) {
		return c.JobNames(cmd.Context(), namespace)
	})
}

func (e *Env) cronJobs(cmd *cobra.Command, prefix string) ([]string, cobra.ShellCompDirective) {
	return e.names(prefix, func(c *cluster.Cluster, namespace string) ([]string, error) {
		return c.CronJobNames(cmd.Context(), namespace)
	})
}

func (e *Env) names(prefix string, list func(*cluster.Cluster, string) ([]string, error)) ([]string, cobra.ShellCompDirective) {
	namespace, _, err := e.Namespace()
	if err != nil {
		return nil, cobra.ShellCompDirectiveError
	}
	c, err := e.Connect()
	if err != nil {
		return nil, cobra.ShellCompDirectiveError
	}
	names, err := list(c, namespace)
	if err != nil {
		return nil, cobra.ShellCompDirectiveError
	}
	for i := range names {
		names[i] = prefix + names[i]
	}
	return names, cobra.ShellCompDirectiveNoFileComp
}

// CompleteNamespaces offers the namespaces of the cluster.
func (e *Env) CompleteNamespaces(cmd *cobra.Command, _ []string, _ string) ([]string, cobra.ShellCompDirective) {
	return e.names("", func(c *cluster.Cluster, _ string) ([]string, error) {
		return c.NamespaceNames(cmd.Context())
	})
}

// CompleteContexts offers the contexts of the kubeconfig.
func (e *Env) CompleteContexts(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
	return ofKubeconfig(e, func(c api.Config) map[string]*api.Context { return c.Contexts })
}

// CompleteClusters offers the clusters of the kubeconfig.
func (e *Env) CompleteClusters(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
	return ofKubeconfig(e, func(c api.Config) map[string]*api.Cluster { return c.Clusters })
}

// CompleteUsers offers the users of the kubeconfig.
func (e *Env) CompleteUsers(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
	return ofKubeconfig(e, func(c api.Config) map[string]*api.AuthInfo { return c.AuthInfos })
}

func ofKubeconfig[T any](e *Env, entries func(api.Config) map[string]T) ([]string, cobra.ShellCompDirective) {
	config, err := e.Flags.ToRawKubeConfigLoader().RawConfig()
	if err != nil {
		return nil, cobra.ShellCompDirectiveError
	}
	return slices.Sorted(maps.Keys(entries(config))), cobra.ShellCompDirectiveNoFileComp
}
