package job_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/kubectl-job/kubectl-job/job"
)

func TestPolicyMatch(t *testing.T) {
	const onExitCode = "Container main for pod default/pi-x7k2p failed with exit code 42 matching FailJob rule at index 0"
	tests := []struct {
		name, reason, message string
		want                  *job.PolicyMatch
	}{
		{"an exit code", "PodFailurePolicy", onExitCode, &job.PolicyMatch{Pod: "pi-x7k2p", Container: "main", ExitCode: new(int32(42))}},
		{"a condition", "PodFailurePolicy", "Pod default/pi-x7k2p has condition DisruptionTarget matching FailJob rule at index 1", &job.PolicyMatch{Pod: "pi-x7k2p"}},
		{"words of another version", "PodFailurePolicy", "a rule matched", nil},
		{"no policy", "BackoffLimitExceeded", onExitCode, nil},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			var j job.Job
			j.Status.Conditions = []job.Condition{{Type: "FailureTarget", Status: "True", Reason: test.reason, Message: test.message}}
			if diff := cmp.Diff(test.want, j.PolicyMatch()); diff != "" {
				t.Errorf("want -, got +:\n%s", diff)
			}
		})
	}
	if got := (job.Job{}).PolicyMatch(); got != nil {
		t.Errorf("a Job that goes on: %+v", got)
	}
}
