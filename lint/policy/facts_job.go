package policy

import (
	"math"
	"strconv"
	"strings"
	"time"

	kind "github.com/kubectl-job/kubectl-job/job"
	"github.com/kubectl-job/kubectl-job/lint/internal/field"
	"github.com/kubectl-job/kubectl-job/lint/policy/plan"
)

// job are the facts about the spec of the Job.
func (b *builder) job() *plan.Object {
	s := b.spec
	o := at(s).
		With("kind", plan.String(b.kindOfJob())).
		With("written", written(s)).
		With("parallelism", plan.Int(s.Get("parallelism").IntOr(1))).
		With("completionMode", plan.String(s.Get("completionMode").StrOr("NonIndexed"))).
		With("backoffLimit", plan.Int(b.backoffLimit())).
		With("suspend", plan.Bool(s.Get("suspend").Bool())).
		With("podReplacementPolicy", plan.String(b.podReplacementPolicy())).
		With("backoff", b.backoff())
	if completions, ok := b.completions(); ok {
		o.With("completions", plan.Int(completions))
	}
	for _, name := range []string{"backoffLimitPerIndex", "maxFailedIndexes", "activeDeadlineSeconds", "ttlSecondsAfterFinished"} {
		number(o, name, s.Get(name))
	}
	text(o, "managedBy", s.Get("managedBy"))
	if s.Get("manualSelector").Bool() {
		o.With("manualSelector", plan.Bool(true)).With("selector", raw(s.Get("selector").Get("matchLabels"), plan.NewObject(0)))
	}
	if policy := s.Get("podFailurePolicy"); policy.IsSet() {
		o.With("podFailurePolicy", at(policy).With("rules", list(policy.Get("rules"), failureRule)))
	}
	if policy := s.Get("successPolicy"); policy.IsSet() {
		o.With("successPolicy", at(policy).With("rules", list(policy.Get("rules"), successRule)))
	}
	return o
}

func (b *builder) kindOfJob() kind.Kind {
	s := kind.Spec{CompletionMode: b.spec.Get("completionMode").Str()}
	if v := b.spec.Get("completions"); v.IsSet() {
		s.Completions = new(int32(v.Int()))
	}
	if v := b.spec.Get("parallelism"); v.IsSet() {
		s.Parallelism = new(int32(v.Int()))
	}
	return s.Kind()
}

// completions are 1 by default, but only if parallelism is not set either.
func (b *builder) completions() (int64, bool) {
	switch completions := b.spec.Get("completions"); {
	case completions.IsSet():
		return completions.Int(), true
	case b.spec.Get("parallelism").IsSet():
		return 0, false
	default:
		return 1, true
	}
}

// backoffLimit is 6 by default, and without limit if there is one per index (pkg/apis/batch/v1/defaults.go).
func (b *builder) backoffLimit() int64 {
	if b.spec.Get("backoffLimitPerIndex").IsSet() {
		return b.spec.Get("backoffLimit").IntOr(math.MaxInt32)
	}
	return b.spec.Get("backoffLimit").IntOr(6)
}

func (b *builder) podReplacementPolicy() string {
	if b.spec.Get("podFailurePolicy").IsSet() {
		return b.spec.Get("podReplacementPolicy").StrOr("Failed")
	}
	return b.spec.Get("podReplacementPolicy").StrOr("TerminatingOrFailed")
}

// most is how many retries the waiting is added up for.
const most = 1000

// backoff is the waiting before retries, if nothing but failures happens: the sum up to the limit, and the longest.
func (b *builder) backoff() *plan.Object {
	limit := b.backoffLimit()
	if v := b.spec.Get("backoffLimitPerIndex"); v.IsSet() {
		limit = v.Int()
	}
	total := time.Duration(0)
	for failures := range min(limit, most) {
		total += b.wait(int(failures) + 1)
	}
	return plan.NewObject(3).With("total", seconds(total)).With("longest", seconds(b.wait(int(min(limit, most))))).
		With("cap", seconds(b.maxBackoff()))
}

// maxBackoff was 6 minutes before Kubernetes 1.28 (pkg/controller/job: MaxJobPodFailureBackOff).
func (b *builder) maxBackoff() time.Duration {
	if b.Version.Minor < 28 {
		return 6 * time.Minute
	}
	return kind.MaxBackoff
}

func (b *builder) wait(failures int) time.Duration {
	return min(kind.Backoff(failures), b.maxBackoff())
}

func failureRule(v field.Value) plan.Value {
	o := at(v).With("action", plan.String(v.Get("action").Str()))
	if codes := v.Get("onExitCodes"); codes.IsSet() {
		c := at(codes).With("operator", plan.String(codes.Get("operator").Str())).With("values", raw(codes.Get("values"), plan.NewArray()))
		text(c, "containerName", codes.Get("containerName"))
		o.With("exitCodes", c)
	}
	if conditions := v.Get("onPodConditions"); conditions.IsSet() {
		o.With("conditions", list(conditions, func(c field.Value) plan.Value {
			return at(c).With("type", plan.String(c.Get("type").Str())).With("status", plan.String(c.Get("status").StrOr("True")))
		}))
	}
	return o
}

func successRule(v field.Value) plan.Value {
	o := at(v)
	number(o, "succeededCount", v.Get("succeededCount"))
	if indexes := v.Get("succeededIndexes"); indexes.IsSet() {
		o.With("succeededIndexes", plan.String(indexes.Str())).With("indexes", plan.Int(countIndexes(indexes.Str())))
	}
	return o
}

// countIndexes is how many indexes there are in a set that the API server accepts, such as 0,3-5.
func countIndexes(set string) (n int) {
	for part := range strings.SplitSeq(set, ",") {
		from, to, several := strings.Cut(part, "-")
		first, err := strconv.Atoi(from)
		if err != nil {
			continue
		}
		last := first
		if several {
			last, _ = strconv.Atoi(to)
		}
		n += last - first + 1
	}
	return n
}
