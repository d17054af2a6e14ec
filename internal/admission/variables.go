package admission

import (
	"strings"

	admissionv1 "k8s.io/api/admissionregistration/v1"
)

// variables are what the rules' expressions share. The API server fills in its defaults before it asks a policy, but not those
// of a Job inside a CronJob, and lists that are missing come as null: both are seen to here. made is what the Job is made from.
func variables(made string) []admissionv1.Variable {
	queued := []string{
		"has(variables.job.managedBy)",
		"has(object.metadata.ownerReferences) && object.metadata.ownerReferences.size() > 0",
		has("object.metadata", "labels", "kueue.x-k8s.io/queue-name"),
	}
	if made != "object" {
		queued = append(queued, "has("+made+".metadata) && "+has(made+".metadata", "labels", "kueue.x-k8s.io/queue-name"))
	}
	return []admissionv1.Variable{
		{Name: "job", Expression: made + ".spec"},
		{Name: "pod", Expression: "variables.job.template.spec"},
		{Name: "containers", Expression: list("variables.pod", "containers") + " + " + list("variables.pod", "initContainers")},
		{Name: "failureRules", Expression: list("variables.job", "podFailurePolicy", "rules")},
		{Name: "successRules", Expression: list("variables.job", "successPolicy", "rules")},
		{Name: "parallelism", Expression: "has(variables.job.parallelism) ? variables.job.parallelism : 1"},
		{
			Name: "backoffLimit", // SetDefaults_Job in pkg/apis/batch/v1/defaults.go
			Expression: "has(variables.job.backoffLimit) ? variables.job.backoffLimit : " +
				"has(variables.job.backoffLimitPerIndex) ? 2147483647 : 6",
		},
		{
			Name: "podReplacementPolicy",
			Expression: "has(variables.job.podReplacementPolicy) ? variables.job.podReplacementPolicy : " +
				"has(variables.job.podFailurePolicy) ? 'Failed' : 'TerminatingOrFailed'",
		},
		{
			Name:       "gracePeriod",
			Expression: "has(variables.pod.terminationGracePeriodSeconds) ? variables.pod.terminationGracePeriodSeconds : 30",
		},
		{Name: "hook", Expression: has("object.metadata", "annotations", "helm.sh/hook") + " || " + has("object.metadata", "annotations", "argocd.argoproj.io/hook")},
		{Name: "queued", Expression: strings.Join(queued, " || ")}, // a queue controller starts it: Kueue by a label, others by managing or owning the Job
	}
}

// has tells whether a map has a key.
func has(of, field, key string) string {
	return "has(" + of + "." + field + ") && '" + key + "' in " + of + "." + field
}

// list is a field that is a list, or an empty one.
func list(of string, fields ...string) string {
	var guard strings.Builder
	for _, f := range fields {
		of += "." + f
		guard.WriteString("has(" + of + ") && ")
	}
	return "(" + guard.String() + "dyn(" + of + ") != null ? " + of + " : [])"
}
