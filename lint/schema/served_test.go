package schema

import "testing"

func TestServed(t *testing.T) {
	for _, tt := range []struct {
		apiVersion, kind string
		ok               bool
		why              string
	}{
		{"batch/v1", "Job", true, ""},
		{"batch/v1", "CronJob", true, ""},

		{"batch/v1beta1", "CronJob", false, "batch/v1beta1 is no longer served since Kubernetes 1.25, this is for 1.31: use batch/v1, where CronJob has the same fields"},
		{"batch/v2alpha1", "CronJob", false, "batch/v2alpha1 is no longer served since Kubernetes 1.21, this is for 1.31: use batch/v1"},
		{"batch/v2alpha1", "ScheduledJob", false, "batch/v2alpha1 is no longer served since Kubernetes 1.21, this is for 1.31: use batch/v1"},
		{"extensions/v1beta1", "Job", false, "extensions/v1beta1 has not served Jobs since Kubernetes 1.6: use batch/v1"},
		{"batch/v2", "Job", false, `apiVersion "batch/v2" is not served: use batch/v1`},
		{"batch/V1", "Job", false, `apiVersion "batch/V1" is not served, case counts: use batch/v1`},
		{"Batch/v1", "Job", false, `apiVersion "Batch/v1" is not served, case counts: use batch/v1`},
		{"batch", "Job", false, `apiVersion "batch" lacks the version: use batch/v1`},
		{"", "Job", false, "apiVersion is missing: use batch/v1"},
		{"v1", "Job", false, "apiVersion v1 has no kind Job: use batch/v1"},
		{"apps/v1", "CronJob", false, "apiVersion apps/v1 has no kind CronJob: use batch/v1"},
		{"batch/v1", "", false, "kind is missing: batch/v1 has Job and CronJob"},
		{"batch/v1", "Cronjob", false, `batch/v1 has no kind "Cronjob": did you mean CronJob?`},
		{"batch/v1", "job", false, `batch/v1 has no kind "job": did you mean Job?`},
		{"batch/v1", "CornJob", false, `batch/v1 has no kind "CornJob": did you mean CronJob?`},
		{"batch/v1", "Jop", false, `batch/v1 has no kind "Jop": did you mean Job?`},
		{"batch/v1", "Deployment", false, `batch/v1 has no kind "Deployment", only Job and CronJob`},

		// Of others nothing is known here.
		{"apps/v1", "Deployment", false, ""},
		{"v1", "List", false, ""},
		{"batch/v1", "JobList", false, ""},
		{"batch.volcano.sh/v1alpha1", "Job", false, ""},
		{"jobset.x-k8s.io/v1alpha2", "Job", false, ""},
		{"", "", false, ""},
		{"", "Values", false, ""},
		{"extensions/v1beta1", "Ingress", false, ""},
	} {
		if ok, why := Served(tt.apiVersion, tt.kind, Version{1, 31}); ok != tt.ok || why != tt.why {
			t.Errorf("%s %s: %v %q\nwant %v %q", tt.apiVersion, tt.kind, ok, why, tt.ok, tt.why)
		}
	}
}
