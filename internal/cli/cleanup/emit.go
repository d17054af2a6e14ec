package cleanup

import (
	"errors"
	"fmt"
	"maps"
	"os"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
	"k8s.io/apimachinery/pkg/util/validation"

	"github.com/kubectl-job/kubectl-job/internal/cli/arg"
	"github.com/kubectl-job/kubectl-job/internal/documents"
)

// emitting is what --emit prints and takes.
type emitting struct {
	what, image, schedule string

	name string // of all that is made
}

func (e *emitting) add(cmd *cobra.Command) {
	flags := cmd.Flags()
	flags.StringVar(&e.what, "emit", "", "Do nothing, but print the manifest of a `cronjob`, or cronjob/NAME, that does this cleanup in the cluster, with just the permissions it needs")
	flags.StringVar(&e.image, "image", "", "With --emit: an `image` whose entry point is kubectl-job")
	flags.StringVar(&e.schedule, "schedule", "17 3 * * *", "With --emit: when it runs, in UTC")
	if err := cmd.RegisterFlagCompletionFunc("emit", cobra.FixedCompletions([]string{"cronjob"}, cobra.ShellCompDirectiveNoFileComp)); err != nil {
		panic(err) // only for a flag that does not exist
	}
}

func (e *emitting) validate(o *Options) error {
	what, name, named := strings.Cut(e.what, "/")
	if e.name = "job-cleanup"; named {
		e.name = name
	}
	switch {
	case e.what == "" && e.image == "":
		return nil
	case e.what == "":
		return errors.New("--image goes with --emit only")
	case what != "cronjob":
		return fmt.Errorf("--emit=%s: expected cronjob or cronjob/NAME", e.what)
	case len(e.name) > maxCronJobName:
		return fmt.Errorf("--emit=%s: the name has %d characters, a CronJob's has at most %d", e.what, len(e.name), maxCronJobName)
	case len(validation.IsDNS1123Subdomain(e.name)) > 0:
		return fmt.Errorf("--emit=%s: expected a name as cronjob/cleanup-reports: %s", e.what, strings.Join(validation.IsDNS1123Subdomain(e.name), "; "))
	case e.image == "":
		return errors.New("--emit needs --image=IMAGE, whose entry point is kubectl-job")
	case o.DryRun != arg.DryRunNone:
		return errors.New("--emit and --dry-run were given: --emit does nothing but print")
	default:
		return nil
	}
}

// maxCronJobName leaves room for what the controller appends (pkg/apis/batch/validation/validation.go, ValidateCronJobCreate).
const maxCronJobName = 52

type object = map[string]any

// emit prints the manifest.
func (o *Options) emit(cmd *cobra.Command) error {
	objects := []object{o.account()}
	objects = append(objects, o.role()...)
	if o.policy != "" {
		text, err := os.ReadFile(o.policy)
		if err != nil {
			return fmt.Errorf("--policy: %w", err)
		}
		objects = append(objects, o.named("v1", "ConfigMap", object{"data": object{policyKey: string(text)}}))
	}
	objects = append(objects, o.cronJob(o.arguments(cmd)))
	text, err := documents.Marshal(objects)
	if err != nil {
		return fmt.Errorf("write the manifest: %w", err)
	}
	if _, err := o.Out.Write(text); err != nil {
		return fmt.Errorf("write: %w", err)
	}
	return nil
}

const (
	policyKey    = "cleanup.yaml"
	policyFolder = "/etc/kubectl-job"
)

// emitNamespace is where the CronJob runs.
func (o *Options) emitNamespace() string {
	if o.all {
		return "kube-system"
	}
	return o.Namespace
}

func (o *Options) named(apiVersion, kind string, rest object) object {
	metadata := object{"name": o.emitting.name}
	if !strings.HasPrefix(kind, "ClusterRole") {
		metadata["namespace"] = o.emitNamespace()
	}
	x := object{"apiVersion": apiVersion, "kind": kind, "metadata": metadata}
	maps.Copy(x, rest)
	return x
}

func (o *Options) account() object { return o.named("v1", "ServiceAccount", nil) }

const rbac = "rbac.authorization.k8s.io"

// role is just what the cleanup does.
func (o *Options) role() []object {
	change := "delete"
	if o.TTL != nil {
		change = "patch"
	}
	rules := []object{
		{"apiGroups": []string{"batch"}, "resources": []string{"jobs"}, "verbs": []string{"list", change}},
		{"apiGroups": []string{"batch"}, "resources": []string{"cronjobs"}, "verbs": []string{"list"}},
	}
	if o.orphans() {
		rules = append(rules, object{"apiGroups": []string{""}, "resources": []string{"pods"}, "verbs": []string{"list", "delete"}})
	}
	kind := "Role"
	if o.all {
		kind = "ClusterRole"
	}
	return []object{
		o.named(rbac+"/v1", kind, object{"rules": rules}),
		o.named(rbac+"/v1", kind+"Binding", object{
			"roleRef":  object{"apiGroup": rbac, "kind": kind, "name": o.emitting.name},
			"subjects": []object{{"kind": "ServiceAccount", "name": o.emitting.name, "namespace": o.emitNamespace()}},
		}),
	}
}

// arguments are the flags that were given, as far as they say what is cleaned up.
func (o *Options) arguments(cmd *cobra.Command) []string {
	args := []string{"cleanup", "--yes"}
	if o.all {
		args = append(args, "--all-namespaces")
	} else {
		args = append(args, "--namespace="+o.Namespace)
	}
	if o.policy != "" {
		args = append(args, "--policy="+policyFolder+"/"+policyKey)
	}
	shared := cmd.InheritedFlags() // of the connection: in the cluster there is but one
	cmd.Flags().Visit(func(f *pflag.Flag) {
		if shared.Lookup(f.Name) != nil {
			return
		}
		switch f.Name {
		case "emit", "image", "schedule", "policy", "yes", "output", "all-namespaces", "dry-run":
			return
		}
		if list, ok := f.Value.(pflag.SliceValue); ok {
			args = append(args, asIs("--"+f.Name+"="+strings.Join(list.GetSlice(), ",")))
			return
		}
		args = append(args, asIs("--"+f.Name+"="+f.Value.String()))
	})
	return args
}

// asIs keeps the kubelet from putting a variable's value into an argument.
func asIs(text string) string { return strings.ReplaceAll(text, "$(", "$$(") }

// cronJob is one that our own linter has nothing against.
func (o *Options) cronJob(args []string) object {
	container := object{
		"name": "cleanup", "image": o.emitting.image, "args": args,
		"resources": object{
			"requests": object{"cpu": "50m", "memory": "64Mi"},
			"limits":   object{"memory": "256Mi"},
		},
		"securityContext": object{
			"allowPrivilegeEscalation": false, "readOnlyRootFilesystem": true, "capabilities": object{"drop": []string{"ALL"}},
		},
	}
	pod := object{
		"serviceAccountName": o.emitting.name, "restartPolicy": "Never",
		"securityContext": object{"runAsNonRoot": true, "runAsUser": 65532, "seccompProfile": object{"type": "RuntimeDefault"}},
	}
	if o.policy != "" {
		container["volumeMounts"] = []object{{"name": "policy", "mountPath": policyFolder, "readOnly": true}}
		pod["volumes"] = []object{{"name": "policy", "configMap": object{"name": o.emitting.name}}}
	}
	pod["containers"] = []object{container}
	return o.named("batch/v1", "CronJob", object{"spec": object{
		"schedule": o.emitting.schedule, "timeZone": "Etc/UTC", "concurrencyPolicy": "Forbid", "startingDeadlineSeconds": 3600,
		"successfulJobsHistoryLimit": 1, "failedJobsHistoryLimit": 1,
		"jobTemplate": object{"spec": object{
			"backoffLimit": 2, "activeDeadlineSeconds": 3600, "podReplacementPolicy": "Failed",
			"template": object{"spec": pod},
		}},
	}})
}
