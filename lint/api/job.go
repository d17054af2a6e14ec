package api

import (
	"github.com/kubectl-job/kubectl-job/lint/api/internal/pod"
	"github.com/kubectl-job/kubectl-job/lint/internal/field"
)

// The rules about a Job's own fields.
const (
	ruleNegative          = "negative-number"
	ruleCompletionMode    = "completion-mode"
	ruleCompletions       = "completions-required"
	ruleParallelism       = "parallelism-limit"
	rulePerIndex          = "backoff-limit-per-index"
	ruleMaxFailedIndexes  = "max-failed-indexes"
	ruleReplacementPolicy = "pod-replacement-policy"
	ruleRestartPolicy     = "restart-policy"
)

// The limits of Indexed Jobs (pkg/apis/batch/validation).
const (
	maxParallelismIndexed = 100_000
	maxFailedIndexes      = 100_000
	softCompletions       = 100_000 // above them, what is per index is limited further
	maxManyCompletions    = 10_000
)

// The values of completionMode.
const (
	indexed    = "Indexed"
	nonIndexed = "NonIndexed"
)

// jobSpec is the spec of a Job, or of the jobTemplate of a CronJob.
type jobSpec struct {
	field.Value
	// template says that it belongs to a CronJob: it gets no defaults, and no selector.
	template bool
}

// completions is how many are asked for; set is false if that stays open (SetDefaults_Job in pkg/apis/batch/v1).
func (s jobSpec) completions() (n int64, set bool) {
	v := s.Get("completions")
	if v.IsSet() {
		return v.Int(), true
	}
	if !s.template && !s.Get("parallelism").IsSet() {
		return 1, true
	}
	return 0, false
}

func (s jobSpec) indexed() bool { return s.Get("completionMode").Str() == indexed }

// check checks what Jobs and the jobTemplates of CronJobs have in common (validateJobSpec).
func (s jobSpec) check() {
	s.numbers()
	s.completionMode()
	if s.indexed() {
		s.indexes()
	} else {
		s.onlyIndexed()
	}
	checkManagedBy(s.Get("managedBy"))
	s.failurePolicy()
	s.successPolicy()
	s.replacementPolicy()
	pod.Check(s.Get("template"))
	s.restartPolicy()
}

// numbers are none of them negative.
func (s jobSpec) numbers() {
	for _, name := range []string{
		"parallelism", "completions", "activeDeadlineSeconds", "backoffLimit", "ttlSecondsAfterFinished",
		"backoffLimitPerIndex", "maxFailedIndexes",
	} {
		notNegative(s.Get(name))
	}
	if s.Get("maxFailedIndexes").IsSet() && !s.Get("backoffLimitPerIndex").IsSet() {
		s.Get("backoffLimitPerIndex").ProblemAt(s.Get("maxFailedIndexes").Range(), rulePerIndex, field.Required,
			"maxFailedIndexes needs backoffLimitPerIndex: how often an index may fail before it counts as failed")
	}
}

func notNegative(v field.Value) {
	if n := v.Int(); n < 0 {
		v.Problem(ruleNegative, field.Invalid, "%s is %d: expected 0 or more", v.Name(), n)
	}
}

func (s jobSpec) completionMode() {
	mode := s.Get("completionMode")
	if mode.IsSet() && mode.Str() != indexed && mode.Str() != nonIndexed {
		mode.Problem(ruleCompletionMode, field.NotSupported, "completionMode is %q: expected NonIndexed or Indexed", mode.Str())
	}
}

// indexes checks what an Indexed Job needs.
func (s jobSpec) indexes() {
	parallelism, failed := s.Get("parallelism"), s.Get("maxFailedIndexes")
	completions, set := s.completions()
	if !set && !s.crashes() {
		s.Get("completions").ProblemAt(s.Get("completionMode").Range(), ruleCompletions, field.Required,
			"completions is missing: Indexed Jobs need it%s", s.openCompletions())
	}
	if parallelism.Int() > maxParallelismIndexed {
		parallelism.Problem(ruleParallelism, field.Invalid, "parallelism is %d: an Indexed Job may have at most %d", parallelism.Int(), maxParallelismIndexed)
	}
	switch n := failed.Int(); {
	case n > maxFailedIndexes:
		failed.Problem(ruleMaxFailedIndexes, field.Invalid, "maxFailedIndexes is %d: at most %d is allowed", n, maxFailedIndexes)
	case set && failed.IsSet() && n > completions:
		failed.Problem(ruleMaxFailedIndexes, field.Invalid, "maxFailedIndexes is %d: at most as many as completions (%d) are allowed", n, completions)
	}
	if set && completions > softCompletions && s.Get("backoffLimitPerIndex").IsSet() {
		s.manyIndexes(completions)
	}
}

// openCompletions says why completions has no default.
func (s jobSpec) openCompletions() string {
	if s.template {
		return " (in a CronJob it has no default)"
	}
	return " (it is 1 only where parallelism is not set either)"
}

// manyIndexes keeps the status of a Job with a back-off per index small.
func (s jobSpec) manyIndexes(completions int64) {
	parallelism, failed := s.Get("parallelism"), s.Get("maxFailedIndexes")
	if !failed.IsSet() {
		failed.ProblemAt(s.Get("completions").Range(), ruleMaxFailedIndexes, field.Required,
			"maxFailedIndexes is missing: with backoffLimitPerIndex and %d completions it must be set, to %d at most", completions, maxManyCompletions)
	}
	if parallelism.Int() > maxManyCompletions {
		parallelism.Problem(ruleParallelism, field.Invalid, "parallelism is %d: with backoffLimitPerIndex and more than %d completions at most %d is allowed",
			parallelism.Int(), softCompletions, maxManyCompletions)
	}
	if n := failed.Int(); n > maxManyCompletions && n <= maxFailedIndexes && n <= completions {
		failed.Problem(ruleMaxFailedIndexes, field.Invalid, "maxFailedIndexes is %d: with more than %d completions at most %d is allowed",
			n, softCompletions, maxManyCompletions)
	}
}

// onlyIndexed checks that a Job without indexes has nothing that is about them.
func (s jobSpec) onlyIndexed() {
	if mode := s.Get("completionMode"); mode.IsSet() && mode.Str() != nonIndexed {
		return // told already
	}
	for _, f := range []struct{ name, rule string }{{"backoffLimitPerIndex", rulePerIndex}, {"maxFailedIndexes", ruleMaxFailedIndexes}} {
		if v := s.Get(f.name); v.IsSet() {
			v.Problem(f.rule, field.Invalid, "%s is for Indexed Jobs only: set completionMode: Indexed", f.name)
		}
	}
}

func (s jobSpec) replacementPolicy() {
	policy := s.Get("podReplacementPolicy")
	switch v := policy.Str(); {
	case !policy.IsSet() || v == "Failed":
	case s.Get("podFailurePolicy").IsSet():
		policy.Problem(ruleReplacementPolicy, field.NotSupported, "podReplacementPolicy is %q: with podFailurePolicy only Failed is allowed", v)
	case v != "TerminatingOrFailed":
		policy.Problem(ruleReplacementPolicy, field.NotSupported, "podReplacementPolicy is %q: expected Failed or TerminatingOrFailed", v)
	}
}

// restartPolicy is the Job's own rule; that it is one of a Pod's policies at all is the Pod's.
func (s jobSpec) restartPolicy() {
	policy := s.Get("template").Get("spec").Get("restartPolicy")
	switch v := policy.Str(); {
	case v == "":
		policy.Problem(ruleRestartPolicy, field.Required, "restartPolicy is missing, and its default Always is not for Jobs: set Never or OnFailure")
	case v == "Always":
		policy.Problem(ruleRestartPolicy, field.Required, "restartPolicy is Always, which is not for Jobs: set Never or OnFailure")
	case v != "OnFailure" && v != "Never":
		policy.Problem(ruleRestartPolicy, field.NotSupported, "restartPolicy is %q: expected Never or OnFailure", v)
	case v != "Never" && s.Get("podFailurePolicy").IsSet():
		policy.Problem(ruleRestartPolicy, field.Invalid, "restartPolicy is OnFailure: with podFailurePolicy only Never is allowed")
	}
}
