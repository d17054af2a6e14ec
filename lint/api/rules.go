package api

import (
	"slices"

	"github.com/kubectl-job/kubectl-job/lint/api/internal/meta"
	"github.com/kubectl-job/kubectl-job/lint/api/internal/pod"
	"github.com/kubectl-job/kubectl-job/lint/internal/field"
)

// Rule is a rule of the API server, for the documentation.
type Rule = field.Rule

// Rules are all rules of this package.
func Rules() []Rule {
	return slices.Concat(meta.Rules(), batchRules(), pod.Rules())
}

func batchRules() []Rule {
	return []Rule{
		{Name: ruleName, About: "An object needs a name, or a generateName to make one of: lower case letters, digits, - and ., 253 characters at most."},
		{Name: ruleNamespace, About: "A namespace is a DNS label: lower case letters, digits and -, 63 characters at most."},
		{Name: ruleOwner, About: "An owner reference needs apiVersion, kind, name and uid, and only one owner can be the controller."},
		{Name: ruleFinalizers, About: "A finalizer has a domain (example.com/name), and orphan and foregroundDeletion exclude each other."},

		{Name: ruleNegative, About: "Numbers such as parallelism, completions, backoffLimit and ttlSecondsAfterFinished must not be negative."},
		{Name: ruleCompletionMode, About: "completionMode is NonIndexed or Indexed."},
		{Name: ruleCompletions, About: "An Indexed Job needs completions. It is 1 by default only in a Job that has no parallelism either, and never in a CronJob."},
		{Name: ruleParallelism, About: "An Indexed Job may have a parallelism of 100000 at most, and of 10000 with backoffLimitPerIndex and more than 100000 completions."},
		{Name: rulePerIndex, About: "backoffLimitPerIndex is for Indexed Jobs, and maxFailedIndexes needs it."},
		{Name: ruleMaxFailedIndexes, About: "maxFailedIndexes is for Indexed Jobs, and limited by completions; above 100000 completions it is required with backoffLimitPerIndex."},
		{Name: ruleReplacementPolicy, About: "podReplacementPolicy is Failed or TerminatingOrFailed, and only Failed where podFailurePolicy is set."},
		{Name: ruleRestartPolicy, About: "A Job's Pods need restartPolicy Never or OnFailure, and with podFailurePolicy only Never. The default of Pods, Always, is not for Jobs."},
		{Name: ruleManagedBy, About: "managedBy is a domain, a slash and a path, 63 bytes at most, such as example.com/controller."},
		{Name: ruleHostname, About: "The Pods of an Indexed Job have hostnames of the form NAME-INDEX, which must be DNS labels: no dots, 63 characters at most."},

		{Name: ruleSelector, About: "The API server makes the selector of a Job. One of your own needs manualSelector: true, and must match the labels of the template."},
		{Name: ruleJobLabels, About: "The labels job-name and controller-uid of the template, with and without the prefix batch.kubernetes.io/, are set by the API server."},
		{Name: ruleJobName, About: "The name of a Job becomes the value of a label, which may have 63 bytes at most."},

		{Name: ruleFailurePolicy, About: "podFailurePolicy has 20 rules at most, each with either onExitCodes or onPodConditions."},
		{Name: ruleFailureAction, About: "A rule of podFailurePolicy has one of the actions Count, FailIndex, FailJob and Ignore; FailIndex needs backoffLimitPerIndex."},
		{Name: ruleFailureExitCodes, About: "onExitCodes has an operator (In, NotIn) and values in ascending order, each once and without 0 for In; containerName is one of the template's."},
		{Name: ruleFailureConditions, About: "onPodConditions has 20 items at most, each with the type of a condition and the status True, False or Unknown."},
		{Name: ruleSuccessPolicy, About: "successPolicy is for Indexed Jobs and has 1 to 20 rules, each with succeededIndexes or succeededCount."},
		{Name: ruleSuccessIndexes, About: "succeededIndexes are whole numbers and ranges below completions, in ascending order, with commas between them: 0,3-5."},
		{Name: ruleSuccessCount, About: "succeededCount must not be more than completions, nor than succeededIndexes lists."},
		{Name: ruleSuccessCrash, About: "An Indexed Job with rules in successPolicy and without completions makes the API server crash over the request, in every version up to 1.37."},

		{Name: ruleCronJobName, About: "The name of a CronJob may have 52 characters at most, because its Jobs add eleven to it."},
		{Name: ruleConcurrency, About: "concurrencyPolicy is Allow, Forbid or Replace."},
		{Name: ruleTemplateOnly, About: "The Jobs of a CronJob get their selector from the API server: neither selector nor manualSelector may be set."},
		{Name: ruleSchedule, About: "A schedule has five fields (minute, hour, day of month, month, day of week) or is one of @hourly, @daily, @weekly, @monthly, @yearly and @every DURATION."},
		{Name: ruleScheduleZone, About: "A time zone does not belong into the schedule (TZ=, CRON_TZ=) but into timeZone. Before Kubernetes 1.29 it was accepted with a warning."},
		{Name: ruleTimeZone, About: "timeZone is a name of the IANA time zone database, such as Europe/Berlin. Case counts."},

		{Name: ruleNameLabel, About: "The API server warns of names that are no DNS labels, because they become part of the names and hostnames of Pods."},
		{Name: ruleManyCompletions, About: "The API server warns of Indexed Jobs with more than 100000 completions and a parallelism above 10000: it may lose track of indexes."},
	}
}
