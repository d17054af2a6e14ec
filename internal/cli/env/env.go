// Package env is what every command gets from its surroundings: streams, connection flags and the clock.
package env

import (
	"fmt"
	"maps"
	"slices"

	"github.com/spf13/cobra"
	"k8s.io/cli-runtime/pkg/genericclioptions"
	"k8s.io/cli-runtime/pkg/genericiooptions"
	"k8s.io/utils/clock"

	"github.com/kubectl-job/kubectl-job/internal/cluster"
)

// Env is a command's surroundings.
type Env struct {
	genericiooptions.IOStreams
	Flags *genericclioptions.ConfigFlags
	Clock clock.Clock
}

// Connect makes the connection that the flags and the kubeconfig describe.
func (e *Env) Connect() (*cluster.Cluster, error) {
	return cluster.Connect(e.Flags, e.ErrOut, e.Clock)
}

// Namespace is the namespace to work in; enforced tells that it was given with -n.
func (e *Env) Namespace() (namespace string, enforced bool, err error) {
	namespace, enforced, err = e.Flags.ToRawKubeConfigLoader().Namespace()
	if err != nil {
		return "", false, fmt.Errorf("namespace: %w", err)
	}
	return namespace, enforced, nil
}

// Completer offers names for shell completion.
type Completer func(cmd *cobra.Command, args []string, toComplete string) ([]string, cobra.ShellCompDirective)

// CompleteJobs offers the names of the Jobs in the namespace, as long as fewer than most are given.
func (e *Env) CompleteJobs(most int) Completer {
	return func(cmd *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
		if len(args) >= most {
			return nil, cobra.ShellCompDirectiveNoFileComp
		}
		return e.names("", func(c *cluster.Cluster, namespace string) ([]string, error) {
			return c.JobNames(cmd.Context(), namespace)
		})
	}
}

// CompleteFrom offers what a Job can be made from: cronjob/NAME and job/NAME.
func (e *Env) CompleteFrom(cmd *cobra.Command, _ []string, _ string) ([]string, cobra.ShellCompDirective) {
	cronJobs, _ := e.names("cronjob/", func(c *cluster.Cluster, namespace string) ([]string, error) {
		return c.CronJobNames(cmd.Context(), namespace)
	})
	jobs, directive := e.names("job/", func(c *cluster.Cluster, namespace string) ([]string, error) {
		return c.JobNames(cmd.Context(), namespace)
	})
	return append(cronJobs, jobs...), directive
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
	config, err := e.Flags.ToRawKubeConfigLoader().RawConfig()
	if err != nil {
		return nil, cobra.ShellCompDirectiveError
	}
	return slices.Sorted(maps.Keys(config.Contexts)), cobra.ShellCompDirectiveNoFileComp
}
