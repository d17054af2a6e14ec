package policy

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	admissionv1 "k8s.io/api/admissionregistration/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/cli-runtime/pkg/genericiooptions"

	"github.com/kubectl-job/kubectl-job/internal/admission"
	"github.com/kubectl-job/kubectl-job/lint"
	"github.com/kubectl-job/kubectl-job/lint/schema"
)

// exportOptions are the flags of "kubectl job policy export".
type exportOptions struct {
	rules             []string
	level             string
	name              string
	actions           []string
	namespaceSelector string
	version           string
}

func newExport(streams genericiooptions.IOStreams) *cobra.Command {
	o := &exportOptions{level: string(lint.Error), name: "kubectl-job", actions: []string{string(admissionv1.Deny)}, version: schema.Newest.String()}
	cmd := &cobra.Command{
		Use:   "export [GROUP/RULE...] [flags]",
		Short: "Write rules as a policy that the API server applies",
		Long: `Write rules of kubectl job lint as ValidatingAdmissionPolicies, one for Jobs and one for CronJobs, with their bindings, for the
API server (1.30 or later) to apply.
Without names, these are the rules of --level and above. A policy is written in CEL, which cannot tell all of them: those that it
cannot are named at the top of the output. What the API server refuses anyway (api/..., schema/...) needs no policy.

Jobs and CronJobs are checked when they are created, and CronJobs when a part that the rules read is changed: an old one can still
be suspended. Jobs that belong to a controller, such as those of CronJobs, are let through, so that no policy stops the runs of a
CronJob that is older than it. Try --action=Warn or --action=Audit first.

The rules are not exported for Gatekeeper or conftest: they read facts that kubectl job works out of a manifest before, which those
programs do not have. There, let kubectl job lint do it.

Exit codes:
    0  the policies were written
    2  bad usage, or a rule that CEL cannot tell`,
		Example: `  # See what it is like
  kubectl job policy export

  # Warn of all that lint warns of, in namespaces with a label
  kubectl job policy export --level=warning --action=Warn --namespace-selector=team=data | kubectl apply -f -

  # Refuse CronJobs whose failed runs leave no trace
  kubectl job policy export schedule/no-trace-of-failures --name=keep-failed-runs`,
		DisableFlagsInUseLine: true,
		ValidArgsFunction:     exportable,
		RunE: func(_ *cobra.Command, args []string) error {
			o.rules = args
			if err := o.run(streams.Out); err != nil {
				return usage(err)
			}
			return nil
		},
	}
	flags := cmd.Flags()
	flags.StringVar(&o.level, "level", o.level, "Lightest severity of the rules: error, warning or info; rules that are named count anyway")
	flags.StringVar(&o.name, "name", o.name, "Beginning of the names of the policies and their bindings: NAME-job and NAME-cronjob")
	flags.StringSliceVar(&o.actions, "action", o.actions, "What happens to an object that a rule is against: Deny, Warn or Audit; Audit goes with the others")
	flags.StringVar(&o.namespaceSelector, "namespace-selector", "", "Labels of the namespaces that the policy is for, such as team=data (default: all namespaces)")
	flags.StringVar(&o.version, "kubernetes-version", o.version, "Version of the API server, 1.30 or later")
	for flag, words := range map[string][]string{
		"level":  {string(lint.Error), string(lint.Warning), string(lint.Info)},
		"action": {string(admissionv1.Deny), string(admissionv1.Warn), string(admissionv1.Audit)},
	} {
		if err := cmd.RegisterFlagCompletionFunc(flag, cobra.FixedCompletions(words, cobra.ShellCompDirectiveNoFileComp)); err != nil {
			panic(err) // only for a flag that does not exist
		}
	}
	return cmd
}

// exportable completes the names of rules that CEL can tell.
func exportable(_ *cobra.Command, args []string, _ string) ([]cobra.Completion, cobra.ShellCompDirective) {
	rules, err := admission.Rules()
	if err != nil {
		return nil, cobra.ShellCompDirectiveError
	}
	var names []cobra.Completion
	for i := range rules {
		if rules[i].CEL != "" && !slices.Contains(args, rules[i].Name) {
			names = append(names, cobra.CompletionWithDesc(rules[i].Name, rules[i].Title))
		}
	}
	return names, cobra.ShellCompDirectiveNoFileComp
}

func (o *exportOptions) run(w io.Writer) error {
	policies := admission.Options{Name: o.name}
	var err error
	if policies.Actions, err = actions(o.actions); err != nil {
		return err
	}
	if o.namespaceSelector != "" {
		if policies.Namespaces, err = metav1.ParseToLabelSelector(o.namespaceSelector); err != nil {
			return fmt.Errorf("--namespace-selector=%s: %w", o.namespaceSelector, err)
		}
	}
	rules, err := o.chosen()
	if err != nil {
		return err
	}
	var left []string
	for _, r := range rules {
		if r.CEL == "" {
			left = append(left, r.Name)
		} else {
			policies.Rules = append(policies.Rules, r)
		}
	}
	switch {
	case o.name == "":
		return errors.New("--name is empty: expected how the names of the policies begin")
	case len(o.rules) > 0 && len(left) > 0:
		return fmt.Errorf("CEL cannot tell %s: leave it out, and let kubectl job lint find it", strings.Join(left, ", "))
	}
	if _, err := io.WriteString(w, head(left)); err != nil {
		return err
	}
	return policies.Write(w)
}

// head names the rules that a reader may expect and does not find.
func head(left []string) string {
	text := "# Made by kubectl job policy export.\n"
	if len(left) > 0 {
		text += "# CEL cannot tell these rules; kubectl job lint finds them:\n#   " + strings.Join(left, "\n#   ") + "\n"
	}
	return text
}

// chosen are the rules that are named, or else those of the level, as far as they are about the version.
func (o *exportOptions) chosen() ([]admission.Rule, error) {
	level := lint.Severity(o.level)
	if level.Rank() == 0 {
		return nil, fmt.Errorf("--level=%s: expected error, warning or info", o.level)
	}
	version, err := schema.ParseVersion(o.version)
	if err != nil {
		return nil, fmt.Errorf("--kubernetes-version: %w", err)
	}
	if version.Minor < admission.Oldest {
		return nil, fmt.Errorf("--kubernetes-version=%s: expected 1.%d or later, which has ValidatingAdmissionPolicy", o.version, admission.Oldest)
	}
	all, err := admission.Rules()
	if err != nil {
		return nil, err
	}
	var rules []admission.Rule
	for _, r := range all {
		named := slices.Contains(o.rules, r.Name)
		if named || len(o.rules) == 0 && lint.Severity(r.Severity).Rank() >= level.Rank() && r.Holds(version.Minor) {
			rules = append(rules, r)
		}
	}
	for _, name := range o.rules {
		if !slices.ContainsFunc(all, func(r admission.Rule) bool { return r.Name == name }) {
			return nil, unknown(name)
		}
	}
	return rules, nil
}

func unknown(name string) error {
	if _, ok := lint.FindRule(name); ok {
		return fmt.Errorf("%s needs no policy: it is not a rule of experience", name)
	}
	return fmt.Errorf("there is no rule %q%s", name, lint.SimilarRule(name))
}

func actions(names []string) ([]admissionv1.ValidationAction, error) {
	var all []admissionv1.ValidationAction
	for _, name := range names {
		a := admissionv1.ValidationAction(name)
		switch a {
		case admissionv1.Deny, admissionv1.Warn, admissionv1.Audit:
		default:
			return nil, fmt.Errorf("--action=%s: expected Deny, Warn or Audit", name)
		}
		if slices.Contains(all, a) {
			return nil, fmt.Errorf("--action names %s twice", name)
		}
		all = append(all, a)
	}
	switch {
	case len(all) == 0:
		return nil, errors.New("--action is empty: expected Deny, Warn or Audit")
	case slices.Contains(all, admissionv1.Deny) && slices.Contains(all, admissionv1.Warn):
		return nil, errors.New("--action=Deny,Warn: the API server takes one of them, as who is refused needs no warning")
	}
	return all, nil
}
