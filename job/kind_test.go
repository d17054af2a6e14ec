package job_test

import (
	"testing"

	"github.com/kubectl-job/kubectl-job/job"
)

func TestKind(t *testing.T) {
	tests := []struct {
		name     string
		spec     job.Spec
		kind     job.Kind
		sentence string
	}{
		{"nothing set", job.Spec{}, job.Single, "single: one Pod that has to succeed once"},
		{"as the server defaults it", job.Spec{Completions: new(int32(1)), Parallelism: new(int32(1))}, job.Single, "single: one Pod that has to succeed once"},
		{"completions only", job.Spec{Completions: new(int32(6))}, job.FixedCompletions, "fixed completions: 6 completions, 1 at a time"},
		{"both", job.Spec{Completions: new(int32(6)), Parallelism: new(int32(2))}, job.FixedCompletions, "fixed completions: 6 completions, 2 at a time"},
		{"one completion of many Pods", job.Spec{Completions: new(int32(1)), Parallelism: new(int32(2))}, job.FixedCompletions, "fixed completions: 1 completion, 2 at a time"},
		{"parallelism only", job.Spec{Parallelism: new(int32(3))}, job.WorkQueue, "work queue: 3 Pods, complete when one has succeeded and all have ended"},
		{"work queue of one", job.Spec{Parallelism: new(int32(1))}, job.WorkQueue, "work queue: 1 Pod, complete when one has succeeded and all have ended"},
		{"indexed", job.Spec{CompletionMode: "Indexed", Completions: new(int32(4)), Parallelism: new(int32(2))}, job.Indexed, "indexed: 4 completions, indexes 0 to 3, 2 at a time"},
		{"indexed, one index", job.Spec{CompletionMode: "Indexed", Completions: new(int32(1))}, job.Indexed, "indexed: one completion, index 0"},
		{"suspended by parallelism 0", job.Spec{Completions: new(int32(1)), Parallelism: new(int32(0))}, job.Single, "single: one Pod that has to succeed once"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if kind := test.spec.Kind(); kind != test.kind {
				t.Errorf("kind %q, want %q", kind, test.kind)
			}
			if sentence := test.spec.KindSentence(); sentence != test.sentence {
				t.Errorf("sentence %q, want %q", sentence, test.sentence)
			}
		})
	}
}

func TestMaxAttempts(t *testing.T) {
	onFailure := job.PodTemplate{Spec: job.PodSpec{RestartPolicy: "OnFailure"}}
	tests := []struct {
		name    string
		spec    job.Spec
		want    int
		counted bool
	}{
		{"default limit", job.Spec{}, 7, true},
		{"Never", job.Spec{BackoffLimit: new(int32(4))}, 5, true},
		{"Never, no retry", job.Spec{BackoffLimit: new(int32(0))}, 1, true},
		{"OnFailure has one retry less", job.Spec{BackoffLimit: new(int32(4)), Template: onFailure}, 4, true},
		{"OnFailure, no retry", job.Spec{BackoffLimit: new(int32(0)), Template: onFailure}, 1, true},
		{"failures shared between Pods", job.Spec{BackoffLimit: new(int32(4)), Completions: new(int32(3))}, 0, false},
		{"per index", job.Spec{CompletionMode: "Indexed", Completions: new(int32(3)), BackoffLimitPerIndex: new(int32(1))}, 2, true},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if got, counted := test.spec.MaxAttempts(); got != test.want || counted != test.counted {
				t.Errorf("got %d, %v; want %d, %v", got, counted, test.want, test.counted)
			}
		})
	}
}
