package bridge

import (
	"time"

	"github.com/kubectl-job/kubectl-job/job"
	"github.com/kubectl-job/kubectl-job/job/schedule"
	"github.com/kubectl-job/kubectl-job/lint"
	"github.com/kubectl-job/kubectl-job/lint/policy/plan"
)

const (
	// mostWaits is how many waits before retries are told, mostRuns how many runs of a CronJob: more do not fit a picture.
	mostWaits = 100
	mostRuns  = 8
	// maxCrashLoop is the kubelet's longest wait before it restarts a container; the first is that of the Job controller
	// (pkg/kubelet/kubelet.go, MaxCrashLoopBackOff and initialCrashLoopBackOff).
	maxCrashLoop = 5 * time.Minute
)

// Facts are what the pictures are drawn from, of the Job or CronJob that a line stands in, or else of the first that the API server
// would take; null if there is none. They are its document as in the report, its first and last line, the facts of
// policies/facts.schema.json, "attempts" (how many there are at most), "waits" (seconds of back-off before each retry) and, for a
// CronJob, "next" (the next runs, RFC 3339) and "zone".
func (b *Bridge) Facts(r Request, line int) (string, error) {
	l, err := b.linter(r)
	if err != nil {
		return "", err
	}
	facts, ok := l.FactsAt(r.source(), line)
	if !ok {
		return "null", nil
	}
	return string(appendFacts(nil, &facts, r.Now)), nil
}

func appendFacts(b []byte, f *lint.Facts, now time.Time) []byte {
	o := begin(b).raw("document", func(b []byte) []byte { return appendDocument(b, &f.Document) }).
		num("line", f.Range.Start.Line).num("endLine", f.Range.End.Line).
		raw("facts", func(b []byte) []byte { return appendPlan(b, f.Value) })
	attempts, waits := attempts(f.Value)
	o = o.num("attempts", attempts).list("waits", len(waits), func(b []byte, i int) []byte { return appendInt(b, int(waits[i]/time.Second)) })
	if cron, ok := get(f.Value, "cron").(*plan.Object); ok {
		next, zone := runs(cron, now)
		o = o.str("zone", zone).list("next", len(next), func(b []byte, i int) []byte {
			return appendString(b, next[i].Format(time.RFC3339))
		})
	}
	return o.end()
}

// attempts is how often the work is tried if each attempt fails, and how long the waits before the retries are. Under OnFailure the
// kubelet restarts the container, and the limit counts its restarts, the last of which does not come: package job, MaxAttempts.
func attempts(facts plan.Value) (int, []time.Duration) {
	spec := get(facts, "job")
	limit := number(get(spec, "backoffLimit"))
	if perIndex, ok := get(spec, "backoffLimitPerIndex").(plan.Int); ok {
		limit = int(perIndex)
	}
	retries, longest := limit, time.Duration(number(get(get(spec, "backoff"), "cap")))*time.Second
	if get(get(facts, "pod"), "restartPolicy") == plan.String("OnFailure") {
		retries, longest = max(limit, 1)-1, maxCrashLoop
	}
	waits := make([]time.Duration, 0, min(retries, mostWaits))
	for i := range min(retries, mostWaits) {
		waits = append(waits, min(job.Backoff(i+1), longest))
	}
	return retries + 1, waits
}

// runs are the next runs, and the name of the time zone that they are told in.
func runs(cron *plan.Object, now time.Time) ([]time.Time, string) {
	zone := time.UTC
	if name, ok := cron.Get("timeZone").(plan.String); ok {
		if z, err := time.LoadLocation(string(name)); err == nil {
			zone = z
		}
	}
	text, _ := cron.Get("schedule").(plan.String)
	s := schedule.New(string(text), zone, now)
	if s == nil || cron.Get("suspend") == plan.Bool(true) {
		return nil, zone.String()
	}
	if s.Zone() != nil {
		zone = s.Zone()
	}
	var next []time.Time
	for t := range s.After(now, now) {
		next = append(next, t.In(zone))
		if len(next) == mostRuns {
			break
		}
	}
	return next, zone.String()
}

func get(v plan.Value, key string) plan.Value {
	if o, ok := v.(*plan.Object); ok {
		return o.Get(key)
	}
	return nil
}

func number(v plan.Value) int {
	n, _ := v.(plan.Int)
	return int(n)
}
