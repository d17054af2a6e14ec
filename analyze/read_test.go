package analyze_test

import (
	"strings"
	"testing"
	"time"

	"github.com/kubectl-job/kubectl-job/analyze"
)

const both = `apiVersion: v1
kind: List
items:
- apiVersion: batch/v1
  kind: Job
  metadata: {name: a, namespace: d, uid: a, creationTimestamp: "2026-11-23T09:00:00Z"}
  spec: {template: {spec: {containers: [{name: c, env: [{name: TOKEN, value: secret-value}]}]}}}
  status: {startTime: "2026-11-23T09:00:00Z", active: 1}
- apiVersion: v1
  kind: Pod
  metadata: {name: a-1, namespace: d, uid: p, ownerReferences: [{apiVersion: batch/v1, kind: Job, name: a, uid: a, controller: true}]}
  spec: {nodeName: node1, volumes: [{name: v, persistentVolumeClaim: {claimName: x}}]}
  status: {phase: Running}
- apiVersion: v1
  kind: Pod
  metadata: {name: a-2, namespace: d, uid: o, labels: {batch.kubernetes.io/job-name: a}}
  status: {phase: Running}
---
{"apiVersion": "events.k8s.io/v1", "kind": "Event", "metadata": {"name": "e"}, "reason": "Pulled", "note": "said",
 "regarding": {"kind": "Pod", "name": "a-1", "namespace": "d", "uid": "p"}, "deprecatedLastTimestamp": "2026-11-23T09:30:00Z"}
---
kind: PersistentVolumeClaim
metadata: {name: x, namespace: d, uid: x}
---
kind: Node
metadata: {name: node1}
---
kind: ConfigMap
data: {x: 1}
`

func TestRead(t *testing.T) {
	var o analyze.Objects
	if err := o.Read("f", []byte(both)); err != nil {
		t.Fatal(err)
	}
	s := o.Snapshots(now)
	if len(s) != 1 || len(s[0].Pods) != 1 || len(s[0].Orphans) != 1 || len(s[0].Events) != 1 || len(s[0].Claims) != 1 || len(s[0].Nodes) != 1 {
		t.Fatalf("got %+v", s)
	}
	if e := s[0].Events[0]; e.Message != "said" || e.InvolvedObject.Name != "a-1" {
		t.Errorf("event: %+v", e)
	}
	if want := time.Date(2026, 11, 23, 9, 30, 0, 0, time.UTC); !o.Latest().Equal(want) {
		t.Errorf("latest: %s, want %s", o.Latest(), want)
	}
	if r := analyze.Of(s[0]); r.Health != analyze.Good || r.Findings[0].Cause != analyze.Orphans {
		t.Errorf("got %+v", r)
	}
}

func TestReadErrors(t *testing.T) {
	for text, want := range map[string]string{
		"kind: Job\nspec: [}":                        "f:2:8: ",
		"kind: Job\nmetadata: {name: [1]}":           "f:1:1: Job: ",
		"kind: Pod\nmetadata: {creationTimestamp: x": "f:",
		"items:\n- kind: Job\n  spec: x":             "f:2:3: Job: ",
	} {
		var o analyze.Objects
		if err := o.Read("f", []byte(text)); err == nil || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("%q: got %v, want %s", text, err, want)
		}
	}
}

// Whatever a file holds, reading and analysing it ends, and each finding has its proof.
func FuzzRead(f *testing.F) {
	f.Add([]byte(both))
	f.Add([]byte(`{"kind": "Job", "metadata": {"uid": "a"}, "spec": {"parallelism": 3, "completions": -1, "activeDeadlineSeconds": 1, "ttlSecondsAfterFinished": 5}, "status": {"failed": 9, "failedIndexes": "1-3,x", "conditions": [{"type": "Failed", "status": "True", "reason": "PodFailurePolicy", "message": "rule at index 7"}]}}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		var o analyze.Objects
		if o.Read("f", data) != nil {
			return
		}
		fleet := analyze.NewFleet(now)
		for _, s := range o.Snapshots(now) {
			fleet.Add(s)
			for _, found := range analyze.Of(s).Findings {
				if len(found.Evidence) == 0 {
					t.Errorf("%s is without proof", found.Cause)
				}
			}
		}
		fleet.Finish()
		for _, c := range o.CronJobs {
			analyze.OfCron(c, o.Jobs, o.Events, nil, now)
		}
	})
}
