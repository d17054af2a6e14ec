package job

import (
	"strconv"
	"time"
)

// Field is a named value of a summary.
type Field struct{ Name, Value string }

// Summary describes a Job in the words and formats of "kubectl describe job"
// (k8s.io/kubectl/pkg/describe, describeJob), with its kind and state added.
func (j Job) Summary(now time.Time) []Field {
	fields := []Field{
		{"Name", j.Metadata.Name},
		{"Namespace", j.Metadata.Namespace},
		{"Kind of Job", j.Spec.KindSentence()},
		{"Parallelism", strconv.Itoa(int(j.Spec.parallelism()))},
		{"Completions", optional(j.Spec.Completions)},
	}
	add := func(name, value string) { fields = append(fields, Field{name, value}) }
	if j.Spec.BackoffLimitPerIndex != nil {
		add("Backoff Limit Per Index", optional(j.Spec.BackoffLimitPerIndex))
	} else {
		add("Backoff Limit", optional(j.Spec.BackoffLimit))
	}
	if j.Status.StartTime.IsZero() {
		add("Start Time", "<none>")
	} else {
		add("Start Time", j.Status.StartTime.Format(time.RFC1123Z))
	}
	if at := j.FinishedAt(); !at.IsZero() {
		name := "Completed At"
		if j.State() == StateFailed {
			name = "Failed At"
		}
		add(name, at.Format(time.RFC1123Z))
	}
	if !j.Status.StartTime.IsZero() {
		end := now
		if at := j.FinishedAt(); !at.IsZero() {
			end = at
		}
		add("Duration", Human(end.Sub(j.Status.StartTime)))
	}
	if s := j.Spec.ActiveDeadlineSeconds; s != nil {
		add("Active Deadline Seconds", strconv.FormatInt(*s, 10)+"s")
	}
	add("Pods Statuses", j.PodsStatuses())
	if j.Spec.Kind() == Indexed {
		add("Completed Indexes", orNone(j.Status.CompletedIndexes))
		if j.Status.FailedIndexes != "" {
			add("Failed Indexes", j.Status.FailedIndexes)
		}
	}
	add("State", j.stateSentence())
	return fields
}

// stateSentence is the state with the reason and message of the condition behind it.
func (j Job) stateSentence() string {
	sentence := string(j.State())
	c := j.Verdict()
	if c == nil || c.Reason == "" || j.State() == StateComplete {
		return sentence
	}
	sentence += " (" + c.Reason + ")"
	if c.Message != "" {
		sentence += ": " + c.Message
	}
	return sentence
}

func optional(n *int32) string {
	if n == nil {
		return "<unset>"
	}
	return strconv.Itoa(int(*n))
}

func orNone(s string) string {
	if s == "" {
		return "<none>"
	}
	return s
}
