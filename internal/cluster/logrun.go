package cluster

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	corev1 "k8s.io/api/core/v1"
)

// errOther says that a log is that of the run after the one that is wanted.
var errOther = errors.New("the log of the next run")

// settled is how long a log that begins otherwise than before may be that of a run which the API server does not know of yet;
// after that, its file was rotated.
const settled = 10 * time.Second

// identity is what the log of a run is known by: its first line. The API can ask for the log of the current run and of the one
// before only, and which run is the current one the kubelet knows before the API server does
// (pkg/kubelet/kubelet_pods.go, validateContainerLogStatus).
type identity struct {
	restarts bool      // the container may run again; else there is but one run
	opened   bool      // the log was read before
	begins   time.Time // when its first line was written; zero while there is none
	other    time.Time // since when it has begun otherwise
}

// mayRestart tells whether the kubelet may start a container of the Pod again.
func mayRestart(pod *corev1.Pod, container string) bool {
	if pod.Spec.RestartPolicy != corev1.RestartPolicyNever {
		return true
	}
	for _, list := range [][]corev1.Container{pod.Spec.InitContainers, pod.Spec.Containers} {
		for _, c := range list {
			if c.Name == container && (c.RestartPolicy != nil || len(c.RestartPolicyRules) > 0) {
				return true
			}
		}
	}
	return false
}

// same compares the first line of what is the current log now with that of the run's; state is where the run stands.
func (i *identity) same(first time.Time, state runState, now time.Time) bool {
	current := state == runActive || state == runEnded
	switch {
	case !i.opened && current:
		i.opened, i.begins = true, first
	case !i.opened, !first.Equal(i.begins) && !current:
		return false
	case first.Equal(i.begins):
	case i.other.IsZero():
		i.other = now
		return false
	case now.Sub(i.other) < settled:
		return false
	default:
		i.begins = first
	}
	i.other = time.Time{}
	return true
}

// ours makes sure that a log which was opened just now is that of the run: what is current only ever changes to the next one, so
// it is enough to look again.
func (r *logReader) ours(ctx context.Context) error {
	if !r.run.restarts {
		return nil
	}
	first, err := r.firstLine(ctx)
	if err != nil {
		return err
	}
	state, err := r.state(ctx)
	if err != nil {
		return err
	}
	if !r.run.same(first, state, r.cluster.clock.Now()) {
		return errOther
	}
	return nil
}

// firstLine is when the first line of the current run's log was written, zero if there is none.
func (r *logReader) firstLine(ctx context.Context) (time.Time, error) {
	const stamp = int64(len("2006-01-02T15:04:05.000000000+07:00 "))
	limit := stamp
	options := &corev1.PodLogOptions{Container: r.source.Container, Timestamps: true, LimitBytes: &limit}
	stream, err := r.cluster.typed.CoreV1().Pods(r.source.Namespace).GetLogs(r.source.Pod, options).Stream(ctx)
	if err != nil {
		return time.Time{}, r.cluster.failed(err, call{"get", "", "pods/log", r.source.Namespace, r.source.Pod})
	}
	defer func() { _ = stream.Close() }()
	text, err := io.ReadAll(io.LimitReader(stream, stamp))
	if err != nil {
		return time.Time{}, fmt.Errorf("log stream of %s/%s: %w", r.source.Pod, r.source.Container, err)
	}
	at, _, _ := splitTimestamp(string(text))
	return at, nil
}
