package schema

import "strings"

// Served says whether the API server of a version has a kind in an API version, as far as Jobs and CronJobs go.
//
//   - true: batch/v1 Job and CronJob. Check has more to say.
//   - false with a reason: the document is meant to be a Job or a CronJob, and the API server would refuse it.
//   - false without: something else, such as a Deployment or the Job of another project, of which nothing is known here.
//
// All versions from Oldest on serve the same. The older API versions went as follows (CHANGELOG of Kubernetes):
// extensions/v1beta1 Job until 1.5, batch/v2alpha1 until 1.20, batch/v1beta1 CronJob until 1.24.
func Served(apiVersion, kind string, v Version) (ok bool, why string) {
	group, version, grouped := strings.Cut(apiVersion, "/")
	if !grouped {
		group, version = "", apiVersion
	}
	meant := kindMeant(kind)
	switch {
	case apiVersion == "batch/v1" && (kind == "Job" || kind == "CronJob"):
		return true, ""
	case apiVersion == "batch/v1":
		return false, wrongKind(kind, meant)
	case strings.EqualFold(apiVersion, "batch/v1"):
		return false, "apiVersion " + quote(apiVersion) + " is not served, case counts: use batch/v1"
	case strings.EqualFold(group, "batch") && (kind == "" || meant != ""):
		return false, wrongVersion(apiVersion, version, v)
	case group == "extensions" && meant != "":
		return false, "extensions/v1beta1 has not served Jobs since Kubernetes 1.6: use batch/v1"
	case meant != "" && (apiVersion == "" || apiVersion == "batch"):
		if apiVersion == "" {
			return false, "apiVersion is missing: use batch/v1"
		}
		return false, "apiVersion " + quote(apiVersion) + " lacks the version: use batch/v1"
	case meant == kind && meant != "" && isCoreGroup(group):
		return false, "apiVersion " + apiVersion + " has no kind " + kind + ": use batch/v1"
	default:
		return false, ""
	}
}

// kindMeant is the kind that a word stands for; it is empty for words that mean something else.
func kindMeant(kind string) string {
	switch fold(kind) {
	case "job", "jobs":
		return "Job"
	case "cronjob", "cronjobs", "scheduledjob", "scheduledjobs":
		return "CronJob"
	default:
		return ""
	}
}

func wrongKind(kind, meant string) string {
	switch {
	case kind == "":
		return "kind is missing: batch/v1 has Job and CronJob"
	case kind == "List" || kind == "JobList" || kind == "CronJobList":
		return ""
	case meant != "":
		return "batch/v1 has no kind " + quote(kind) + ": did you mean " + meant + "?"
	case distance(fold(kind), "cronjob") <= 2:
		return "batch/v1 has no kind " + quote(kind) + ": did you mean CronJob?"
	case distance(fold(kind), "job") <= 1:
		return "batch/v1 has no kind " + quote(kind) + ": did you mean Job?"
	default:
		return "batch/v1 has no kind " + quote(kind) + ", only Job and CronJob"
	}
}

func wrongVersion(apiVersion, version string, v Version) string {
	switch version {
	case "v1beta1":
		return apiVersion + " is no longer served since Kubernetes 1.25, this is for " + v.String() + ": use batch/v1, where CronJob has the same fields"
	case "v2alpha1":
		return apiVersion + " is no longer served since Kubernetes 1.21, this is for " + v.String() + ": use batch/v1"
	default:
		return "apiVersion " + quote(apiVersion) + " is not served: use batch/v1"
	}
}

// isCoreGroup says whether an API group is Kubernetes' own. Other projects may have Jobs, too.
func isCoreGroup(group string) bool {
	switch group {
	case "", "apps", "autoscaling", "policy":
		return true
	default:
		return strings.HasSuffix(group, ".k8s.io")
	}
}

// Known says whether a kind is one of those that Check knows.
func Known(kind string) bool { return kind == "Job" || kind == "CronJob" }
