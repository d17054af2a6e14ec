package analyze

import (
	"time"

	"github.com/kubectl-job/kubectl-job/job"
)

// Snapshot is what is known of a Job at one moment. Only the Job and the time have to be there: what else there is, is
// evidence, and what is missing is no proof of anything.
type Snapshot struct {
	Job     job.Job
	Pods    []job.Pod   // those that exist, and are the Job's
	Orphans []job.Pod   // those that carry the Job's name, and belong to nobody
	Events  []job.Event // about the Job, its Pods and claims
	Nodes   []Node      // those that its Pods are on; all of the cluster if AllNodes
	Quotas  []Quota     // of its namespace
	Claims  []Claim     // that its Pods use
	Leader  *Lease      // by which kube-controller-manager says that it lives
	Lint    []Lint      // what kubectl job lint finds in the Job
	Logs    []Log       // ends of the logs of its Pods
	Now     time.Time

	AllNodes bool
}

// Node is the part of a core/v1 Node that tells why a Pod does not run on it.
type Node struct {
	Metadata job.Metadata `json:"metadata"`
	Spec     struct {
		Unschedulable bool `json:"unschedulable,omitempty"`
	} `json:"spec,omitzero"`
	Status NodeStatus `json:"status,omitzero"`
}

// NodeStatus is the part of a core/v1 NodeStatus that the product reads.
type NodeStatus struct {
	Conditions  []job.Condition   `json:"conditions,omitempty"`
	Allocatable map[string]string `json:"allocatable,omitempty"`
}

// notReady is the condition that says that a node does not work, nil if it does.
func (n Node) notReady() *job.Condition {
	for i, c := range n.Status.Conditions {
		if c.Type == "Ready" && c.Status != "True" {
			return &n.Status.Conditions[i]
		}
	}
	return nil
}

// Quota is a core/v1 ResourceQuota.
type Quota struct {
	Metadata job.Metadata `json:"metadata"`
	Status   struct {
		Hard map[string]string `json:"hard,omitempty"`
		Used map[string]string `json:"used,omitempty"`
	} `json:"status,omitzero"`
}

// Claim is a core/v1 PersistentVolumeClaim.
type Claim struct {
	Metadata job.Metadata `json:"metadata"`
	Spec     struct {
		StorageClassName *string `json:"storageClassName,omitempty"`
	} `json:"spec,omitzero"`
	Status struct {
		Phase string `json:"phase,omitempty"`
	} `json:"status,omitzero"`
}

// Lease is a coordination.k8s.io/v1 Lease.
type Lease struct {
	Metadata job.Metadata `json:"metadata"`
	Spec     struct {
		HolderIdentity       string    `json:"holderIdentity,omitempty"`
		LeaseDurationSeconds int       `json:"leaseDurationSeconds,omitempty"`
		RenewTime            time.Time `json:"renewTime,omitzero"`
	} `json:"spec,omitzero"`
}

// Lint is a finding of kubectl job lint.
type Lint struct {
	Rule     string `json:"rule"`
	Severity string `json:"severity"`
	Path     string `json:"path,omitempty"`
	Message  string `json:"message"`
}

// Log is the end of what a container wrote.
type Log struct {
	Pod       string   `json:"pod"`
	Container string   `json:"container"`
	Restart   int32    `json:"restart,omitempty"`
	Lines     []string `json:"lines"`
	Lost      string   `json:"lost,omitempty"` // why there are none
}
