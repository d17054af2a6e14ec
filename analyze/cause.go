package analyze

// Cause names what a finding is about. The names are stable.
type Cause string

// Why Pods fail.
const (
	ExitCode    Cause = "exit-code"
	OutOfMemory Cause = "out-of-memory"
	Signal      Cause = "signal"
	Evicted     Cause = "evicted"
	Preempted   Cause = "preempted"
	NodeLost    Cause = "node-lost"
	PodDeleted  Cause = "pod-deleted"
	StartFailed Cause = "start-failed" // the program could not be started
	PodFailed   Cause = "pod-failed"   // for a reason that the Pod tells
	PodsGone    Cause = "pods-gone"
)

// Why the Job ended.
const (
	BackoffLimit  Cause = "backoff-limit"
	Deadline      Cause = "deadline"
	FailurePolicy Cause = "failure-policy"
	FailedIndexes Cause = "failed-indexes"
	TooManyFailed Cause = "max-failed-indexes"
	SuccessPolicy Cause = "success-policy"
	OtherVerdict  Cause = "other"
)

// Why the Job has no Pods.
const (
	Suspended             Cause = "suspended"
	Queued                Cause = "queued" // suspended by a queue of Jobs, which resumes it
	NoParallelism         Cause = "no-parallelism"
	QuotaExceeded         Cause = "quota"
	LimitRange            Cause = "limit-range"
	PodSecurity           Cause = "pod-security"
	WebhookDenied         Cause = "webhook-denied"
	WebhookFailed         Cause = "webhook-failed"
	PolicyDenied          Cause = "admission-policy"
	MissingServiceAccount Cause = "missing-service-account"
	MissingPriorityClass  Cause = "missing-priority-class"
	MissingRuntimeClass   Cause = "missing-runtime-class"
	CreateRefused         Cause = "create-refused" // for another reason
	ManagedElsewhere      Cause = "managed-elsewhere"
	NoController          Cause = "no-controller"
	BackOff               Cause = "back-off"
)

// Why Pods do not run, or do not end.
const (
	Scheduling       Cause = "scheduling"
	Unschedulable    Cause = "unschedulable"
	UnboundClaim     Cause = "unbound-claim"
	GangNotMet       Cause = "gang"
	SchedulingGated  Cause = "scheduling-gated"
	Starting         Cause = "starting"
	ImagePull        Cause = "image-pull"
	MissingConfigMap Cause = "missing-config-map"
	MissingSecret    Cause = "missing-secret"
	MissingClaim     Cause = "missing-claim"
	ContainerCreate  Cause = "container-create"
	RestartBackOff   Cause = "restart-back-off"
	SidecarRuns      Cause = "sidecar-runs"
	StuckTerminating Cause = "stuck-terminating"
	DeadNode         Cause = "dead-node"
	Finalizers       Cause = "finalizers"
)

// What else is to be known.
const (
	FewerPods    Cause = "fewer-pods"
	RanTwice     Cause = "ran-twice"      // at the same time
	RanAfterDone Cause = "ran-after-done" // started after a success
	Restarted    Cause = "restarted"
	Orphans      Cause = "orphans"
	Retries      Cause = "retries"
	Overhead     Cause = "overhead"
	Straggler    Cause = "straggler"
	DeadlineRisk Cause = "deadline-risk"
	TTL          Cause = "ttl"
	RunsMissed   Cause = "runs-missed"
	RunsOverlap  Cause = "runs-overlap"
	RunsFail     Cause = "runs-fail"
	RunsSlower   Cause = "runs-slower"
	NeverRuns    Cause = "never-runs"
)
