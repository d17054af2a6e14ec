package run

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	"github.com/spf13/pflag"
	"k8s.io/apimachinery/pkg/api/resource"

	"github.com/kubectl-job/kubectl-job/internal/cli/arg"
	"github.com/kubectl-job/kubectl-job/internal/jobspec"
)

// longest is the longest time that Go can count, in seconds.
const longest = math.MaxInt64 / int64(time.Second)

// changeFlags are the flags that set fields of the Job.
type changeFlags struct {
	container, image                       string
	args, env, envFrom, pullSecrets        []string
	requests, limits                       map[string]string
	parallelism, completions, backoffLimit int32
	indexed, suspend                       bool
	deadline, ttl                          string
	restartPolicy, serviceAccount          string
	nodeSelector, labels                   map[string]string
	annotations                            []string
}

func (c *changeFlags) add(flags *pflag.FlagSet) {
	flags.StringVar(&c.image, "image", "", "`IMAGE` of the container")
	flags.StringVarP(&c.container, "container", "c", "", "`NAME` of the container that --image, --args, --env, --env-from, --requests, --limits and the command belong to, where the Pod template has several")
	flags.StringArrayVar(&c.args, "args", nil, "`ARGUMENT` for the image's entrypoint or the template's command; repeat it for each argument")
	flags.StringArrayVar(&c.env, "env", nil, "Environment variable as `NAME=VALUE`; can be repeated")
	flags.StringSliceVar(&c.envFrom, "env-from", nil, "Take environment variables from `configmap/NAME` or secret/NAME; can be repeated")
	flags.StringToStringVar(&c.requests, "requests", nil, "Resource requests, such as `cpu=100m,memory=256Mi`")
	flags.StringToStringVar(&c.limits, "limits", nil, "Resource limits, such as `cpu=1,memory=1Gi`")
	flags.Int32Var(&c.parallelism, "parallelism", 0, "The `NUMBER` of Pods that run at a time; without --completions it makes a work queue")
	flags.Int32Var(&c.completions, "completions", 0, "The `NUMBER` of Pods that have to succeed")
	flags.BoolVar(&c.indexed, "indexed", false, "Give each completion an index from 0 to completions-1 (JOB_COMPLETION_INDEX)")
	flags.Int32Var(&c.backoffLimit, "backoff-limit", 0, "The `NUMBER` of retries before the Job fails (the server's default is 6)")
	flags.StringVar(&c.deadline, "deadline", "", "End the Job and its Pods after this `DURATION`, such as 90, 10m or 1d (activeDeadlineSeconds)")
	flags.StringVar(&c.ttl, "ttl", "", "Delete the Job this `DURATION` after it has finished, such as 90, 10m or 7d; 0 means at once (ttlSecondsAfterFinished)")
	flags.StringVar(&c.restartPolicy, "restart-policy", "", "The `POLICY` on failure: Never (each attempt is a new Pod; the default with --image) or OnFailure (the container is restarted in its Pod)")
	flags.StringVar(&c.serviceAccount, "service-account", "", "`NAME` of the ServiceAccount of the Pods")
	flags.StringSliceVar(&c.pullSecrets, "image-pull-secret", nil, "`SECRET` with the registry's credentials; can be repeated")
	flags.StringToStringVar(&c.nodeSelector, "node-selector", nil, "Labels that a node must have, such as `disk=ssd`")
	flags.StringToStringVarP(&c.labels, "labels", "l", nil, "Labels for the Job and its Pods, such as `team=data,tier=batch`")
	flags.StringArrayVar(&c.annotations, "annotations", nil, "Annotation for the Job and its Pods as `NAME=VALUE`; can be repeated")
	flags.BoolVar(&c.suspend, "suspend", false, "Create the Job suspended: it makes no Pod until it is resumed")
	flags.VisitAll(func(f *pflag.Flag) {
		if f.Value.Type() == "stringToString" {
			f.DefValue = "" // say nothing of an empty default
		}
	})
}

// changes checks the flags that were given and turns them into changes; command is what stands after "--".
func (c *changeFlags) changes(flags *pflag.FlagSet, command []string) (jobspec.Changes, error) {
	out := jobspec.Changes{
		Container: c.container, Image: c.image, Args: c.args, Requests: c.requests, Limits: c.limits, Indexed: c.indexed,
		RestartPolicy: c.restartPolicy, ServiceAccount: c.serviceAccount, ImagePullSecrets: c.pullSecrets,
		NodeSelector: c.nodeSelector, Labels: c.labels,
	}
	if len(command) > 0 {
		out.Command = command
	}
	if flags.Changed("suspend") {
		out.Suspend = &c.suspend
	}
	for name, target := range map[string]**int32{
		"parallelism": &out.Parallelism, "completions": &out.Completions, "backoff-limit": &out.BackoffLimit,
	} {
		if !flags.Changed(name) {
			continue
		}
		n, _ := flags.GetInt32(name)
		if n < 0 {
			return out, fmt.Errorf("--%s=%d: expected 0 or more", name, n)
		}
		*target = &n
	}
	if !slices.Contains([]string{"", "Never", "OnFailure"}, c.restartPolicy) {
		return out, fmt.Errorf("--restart-policy=%s: expected Never or OnFailure (a Job's Pods cannot have another)", c.restartPolicy)
	}
	return out, firstError(
		func() (err error) { out.Deadline, err = seconds("deadline", c.deadline, 1, longest); return },
		func() (err error) { out.TTL, err = seconds("ttl", c.ttl, 0, math.MaxInt32); return },
		func() (err error) { out.Env, err = envVars(c.env); return },
		func() (err error) { out.EnvFrom, err = envSources(c.envFrom); return },
		func() (err error) { out.Annotations, err = annotations(c.annotations); return },
		func() error { return quantities("requests", c.requests) },
		func() error { return quantities("limits", c.limits) },
	)
}

func firstError(checks ...func() error) error {
	for _, check := range checks {
		if err := check(); err != nil {
			return err
		}
	}
	return nil
}

// seconds reads a duration of whole seconds, from least to most of them.
func seconds(flag, text string, least, most int64) (*time.Duration, error) {
	if text == "" {
		return nil, nil
	}
	d, err := arg.ParseDuration(text)
	switch {
	case errors.Is(err, arg.ErrTooLong), err == nil && d > time.Duration(most)*time.Second:
		return nil, fmt.Errorf("--%s=%s: expected at most %ds", flag, text, most)
	case err != nil:
		return nil, fmt.Errorf("--%s=%s: %w", flag, text, err)
	case d%time.Second != 0:
		return nil, fmt.Errorf("--%s=%s: Kubernetes counts whole seconds", flag, text)
	case d < time.Duration(least)*time.Second:
		return nil, fmt.Errorf("--%s=%s: expected %ds or more", flag, text, least)
	}
	return &d, nil
}

// assignment cuts NAME=VALUE.
func assignment(text string) (name, value string, ok bool) {
	name, value, ok = strings.Cut(text, "=")
	return name, value, ok && name != ""
}

// envVars never repeats a value in an error: it may be secret.
func envVars(list []string) ([]jobspec.EnvVar, error) {
	var vars []jobspec.EnvVar
	for i, item := range list {
		name, value, ok := assignment(item)
		if !ok {
			return nil, fmt.Errorf("--env: number %d is not of the form NAME=VALUE", i+1)
		}
		vars = append(vars, jobspec.EnvVar{Name: name, Value: value})
	}
	return vars, nil
}

func annotations(list []string) (map[string]string, error) {
	if len(list) == 0 {
		return nil, nil
	}
	all := map[string]string{}
	for _, item := range list {
		name, value, ok := assignment(item)
		if !ok {
			return nil, fmt.Errorf("--annotations=%s: expected NAME=VALUE", item)
		}
		all[name] = value
	}
	return all, nil
}

func envSources(list []string) ([]jobspec.EnvFrom, error) {
	kinds := map[string]string{"configmap": "configMapRef", "configmaps": "configMapRef", "cm": "configMapRef", "secret": "secretRef", "secrets": "secretRef"}
	var sources []jobspec.EnvFrom
	for _, item := range list {
		kind, name, ok := strings.Cut(item, "/")
		field := kinds[strings.ToLower(kind)]
		if !ok || field == "" || name == "" {
			return nil, fmt.Errorf("--env-from=%s: expected configmap/NAME or secret/NAME", item)
		}
		sources = append(sources, jobspec.EnvFrom{Kind: field, Name: name})
	}
	return sources, nil
}

func quantities(flag string, amounts map[string]string) error {
	for name, amount := range amounts {
		if _, err := resource.ParseQuantity(amount); err != nil {
			return fmt.Errorf("--%s=%s=%s: expected a quantity such as 500m, 2 or 1Gi", flag, name, amount)
		}
	}
	return nil
}
