package analyze

// Cause names what a finding is about. The names are stable.
type Cause string

// The causes.
const (
	ExitCode         Cause = "exit-code"
	OutOfMemory      Cause = "out-of-memory"
	Signal           Cause = "signal"
	Evicted          Cause = "evicted"
	Preempted        Cause = "preempted"
	NodeLost         Cause = "node-lost"
	PodDeleted       Cause = "pod-deleted"
	PodFailed        Cause = "pod-failed" // for a reason that the Pod tells
	PodsGone         Cause = "pods-gone"
	BackoffLimit     Cause = "backoff-limit"
	Deadline         Cause = "deadline"
	FailurePolicy    Cause = "failure-policy"
	FailedIndexes    Cause = "failed-indexes"
	OtherVerdict     Cause = "other"
	Suspended        Cause = "suspended"
	NoParallelism    Cause = "no-parallelism"
	CreateRefused    Cause = "create-refused"
	ManagedElsewhere Cause = "managed-elsewhere"
	NoController     Cause = "no-controller"
	Unschedulable    Cause = "unschedulable"
	SchedulingGated  Cause = "scheduling-gated"
	ImagePull        Cause = "image-pull"
	ContainerConfig  Cause = "container-config"
	ContainerCreate  Cause = "container-create"
	RestartBackOff   Cause = "restart-back-off"
	Starting         Cause = "starting"
	BackOff          Cause = "back-off"
	SidecarRuns      Cause = "sidecar-runs"
	StuckTerminating Cause = "stuck-terminating"
	FewerPods        Cause = "fewer-pods"
	StartedTwice     Cause = "started-twice"
	Restarted        Cause = "restarted"
	TTL              Cause = "ttl"
)
