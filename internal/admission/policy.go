// Package admission makes a ValidatingAdmissionPolicy of the rules of experience that can be told in CEL, for clusters that are to
// refuse what the linter finds.
package admission

import (
	"regexp"
	"slices"
	"strings"

	admissionv1 "k8s.io/api/admissionregistration/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// Oldest is the minor version of Kubernetes since which ValidatingAdmissionPolicy is in admissionregistration.k8s.io/v1 (KEP-3488).
const Oldest = 30

// Options say what policies are to be like.
type Options struct {
	// Name begins those of the policies and of their bindings: NAME-job and NAME-cronjob.
	Name string
	// Rules are what they refuse; each has a CEL expression.
	Rules []Rule
	// Actions are what happens to an object that is refused.
	Actions []admissionv1.ValidationAction
	// Namespaces are those that they are about; nil for all.
	Namespaces *metav1.LabelSelector
}

// kind is a kind of object that has a policy.
type kind struct {
	name, resource string
	operations     []admissionv1.OperationType
	conditions     []admissionv1.MatchCondition
	made           string // what its Jobs are made from
}

// kinds are Job and CronJob. The Job of a controller, such as the one of a CronJob, is spared: its template is what has to be
// mended, and refusing it would stop the runs of CronJobs that are older than the policy.
func kinds() []kind {
	return []kind{
		{"Job", "jobs", []admissionv1.OperationType{admissionv1.Create}, []admissionv1.MatchCondition{{
			Name:       "not-of-a-controller",
			Expression: "!has(object.metadata.ownerReferences) || !object.metadata.ownerReferences.exists(o, has(o.controller) && o.controller)",
		}}, "object"},
		{"CronJob", "cronjobs", []admissionv1.OperationType{admissionv1.Create, admissionv1.Update}, []admissionv1.MatchCondition{{
			// To suspend an old CronJob, or to change its labels, is always allowed.
			Name: "changes-what-is-checked",
			Expression: "request.operation == 'CREATE' || object.spec.jobTemplate != oldObject.spec.jobTemplate" +
				changed("concurrencyPolicy") + changed("failedJobsHistoryLimit") + changed("startingDeadlineSeconds"),
		}}, "object.spec.jobTemplate"},
	}
}

// policies makes a policy for each kind that a rule is about.
func (o *Options) policies() []*admissionv1.ValidatingAdmissionPolicy {
	var all []*admissionv1.ValidatingAdmissionPolicy
	for _, k := range kinds() {
		if p := o.policy(k); len(p.Spec.Validations) > 0 {
			all = append(all, p)
		}
	}
	return all
}

func (o *Options) policy(k kind) *admissionv1.ValidatingAdmissionPolicy {
	fail, equivalent := admissionv1.Fail, admissionv1.Equivalent
	p := &admissionv1.ValidatingAdmissionPolicy{
		TypeMeta:   metav1.TypeMeta{APIVersion: admissionv1.SchemeGroupVersion.String(), Kind: "ValidatingAdmissionPolicy"},
		ObjectMeta: metav1.ObjectMeta{Name: o.Name + "-" + strings.ToLower(k.name)},
		Spec: admissionv1.ValidatingAdmissionPolicySpec{
			FailurePolicy: &fail,
			MatchConstraints: &admissionv1.MatchResources{
				MatchPolicy: &equivalent,
				ResourceRules: []admissionv1.NamedRuleWithOperations{{RuleWithOperations: admissionv1.RuleWithOperations{
					Operations: k.operations,
					Rule:       admissionv1.Rule{APIGroups: []string{"batch"}, APIVersions: []string{"v1"}, Resources: []string{k.resource}},
				}}},
			},
			MatchConditions: k.conditions,
		},
	}
	var used strings.Builder
	for _, r := range o.Rules {
		if r.Kind != "" && r.Kind != k.name {
			continue
		}
		used.WriteString(r.CEL + "\n")
		p.Spec.Validations = append(p.Spec.Validations, admissionv1.Validation{Expression: r.CEL, Message: r.Name + ": " + r.Title + ". " + r.Fix})
	}
	p.Spec.Variables = needed(used.String(), variables(k.made))
	return p
}

func changed(field string) string {
	return " || object.spec.?" + field + " != oldObject.spec.?" + field
}

// needed are the variables that a text names, and those that they name in turn. A variable names earlier ones only.
func needed(text string, all []admissionv1.Variable) []admissionv1.Variable {
	var keep []admissionv1.Variable
	for _, v := range slices.Backward(all) {
		if names(text, "variables."+v.Name) {
			keep = append(keep, v)
			text += v.Expression + "\n"
		}
	}
	slices.Reverse(keep)
	return keep
}

// names says whether a name stands in an expression, and not as the beginning of a longer one.
func names(expression, name string) bool {
	return regexp.MustCompile(regexp.QuoteMeta(name) + `\b`).MatchString(expression)
}

// binding puts a policy into force.
func (o *Options) binding(policy string) *admissionv1.ValidatingAdmissionPolicyBinding {
	b := &admissionv1.ValidatingAdmissionPolicyBinding{
		TypeMeta:   metav1.TypeMeta{APIVersion: admissionv1.SchemeGroupVersion.String(), Kind: "ValidatingAdmissionPolicyBinding"},
		ObjectMeta: metav1.ObjectMeta{Name: policy},
		Spec:       admissionv1.ValidatingAdmissionPolicyBindingSpec{PolicyName: policy, ValidationActions: o.Actions},
	}
	if o.Namespaces != nil {
		b.Spec.MatchResources = &admissionv1.MatchResources{NamespaceSelector: o.Namespaces}
	}
	return b
}
