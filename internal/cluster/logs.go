package cluster

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/wait"
)

// idleLimit is how long a log is still followed after its run was seen to have ended. Following ends by
// itself, but not always (kubernetes#115701); what is cut off is read again without following.
const idleLimit = 5 * time.Second

// LogSource is one run of one container.
type LogSource struct {
	Namespace, Pod, PodUID, Container string
	Restart                           int32 // how often the container had been restarted before this run
}

// ErrLogLost says that a run's log, or the end of it, can no longer be read.
var ErrLogLost = errors.New("its log is gone")

// LogRange is how much of a log is wanted; the zero value is all of it.
type LogRange struct {
	Since time.Time
	Tail  *int64 // lines at the end of what there is at first
}

// LogSink takes a line without its end of line or, where last is false, a piece of one: what a program writes
// without ending the line does not have to wait. The time is zero for what the kubelet itself says.
type LogSink func(at time.Time, text string, last bool) error

// FollowLog gives every line that this run of the container has written and will write to sink, from
// the first byte to the last, each once. It returns when the run has ended and all of it was read, or with
// ErrLogLost, or when the cluster refuses it twice in a row. A stream that breaks is taken up where it broke;
// interrupted is told of each break. The caller closes ended when it has seen the run end.
func (c *Cluster) FollowLog(ctx context.Context, source LogSource, wanted LogRange, ended <-chan struct{}, sink LogSink, interrupted func(error)) error {
	reader := newLogReader(c, source, wanted, sink)
	reader.over = ended
	retry := backoff()
	for {
		state, err := reader.state(ctx)
		if err != nil {
			return err
		}
		if state == runGone {
			return reader.verdict()
		}
		err = reader.read(ctx, state)
		switch {
		case ctx.Err() != nil:
			return ctx.Err()
		case err == nil && state != runActive:
			return nil
		case errors.Is(err, errSink), reader.refused(err):
			return err
		case state != runActive && errors.Is(err, ErrRefused), errors.Is(err, ErrNotFound), errors.Is(err, errLost):
			return reader.verdict()
		case err != nil && !errors.Is(err, ErrRefused) && !errors.Is(err, errOther): // refused: the container is about to start
			interrupted(err)
		}
		// The end of a log comes before the status that says so.
		if err := c.sleep(ctx, retry.Step()); err != nil {
			return err
		}
	}
}

// ReadLog gives every line that this run of the container has written so far to sink. Without one it ends with ErrLogLost.
func (c *Cluster) ReadLog(ctx context.Context, source LogSource, wanted LogRange, sink LogSink) error {
	reader := newLogReader(c, source, wanted, sink)
	reader.now = true
	retry := backoff()
	for {
		state, err := reader.state(ctx)
		if err != nil {
			return err
		}
		if state == runGone {
			return ErrLogLost
		}
		switch err := reader.read(ctx, state); {
		case errors.Is(err, errLost), errors.Is(err, ErrNotFound):
			return ErrLogLost
		case !errors.Is(err, errOther):
			return err
		}
		if err := c.sleep(ctx, retry.Step()); err != nil {
			return err
		}
	}
}

func backoff() wait.Backoff {
	return wait.Backoff{Duration: 100 * time.Millisecond, Factor: 2, Steps: 8, Cap: 5 * time.Second, Jitter: 0.1}
}

type runState int

const (
	runActive   runState = iota // is running, or about to
	runEnded                    // has ended, and is the container's latest
	runReplaced                 // has ended, and the next run has begun
	runGone                     // can no longer be read
)

// kubeletLost is how the kubelet says, in the place of a log, that it has none
// (pkg/kubelet/kuberuntime/kuberuntime_container.go, GetContainerLogs).
const kubeletLost = "unable to retrieve container logs for "

var errLost = errors.New("the kubelet has no log")

var errSink = errors.New("write log line")

type logReader struct {
	cluster *Cluster
	source  LogSource
	wanted  LogRange
	now     bool            // read what there is, and do not follow
	over    <-chan struct{} // closed when the run was seen to have ended
	sink    LogSink

	run      identity
	position logPosition
	refusals int  // in a row
	ended    bool // the log was followed to its end
}

func newLogReader(c *Cluster, source LogSource, wanted LogRange, sink LogSink) *logReader {
	r := &logReader{cluster: c, source: source, wanted: wanted, sink: sink}
	r.position.ranged = wanted.Tail != nil || !wanted.Since.IsZero()
	return r
}

// verdict is for a log of which nothing more can be read.
func (r *logReader) verdict() error {
	if r.ended {
		return nil
	}
	return ErrLogLost
}

// refused tells whether the cluster has refused the log for good: a single refusal may come from a token that
// is renewed at that moment, so there have to be two in a row.
func (r *logReader) refused(err error) bool {
	switch {
	case err == nil:
		r.refusals = 0
	case errors.Is(err, ErrForbidden), isCredentials(err):
		r.refusals++
	}
	return r.refusals > 1
}

// state asks where the run stands.
func (r *logReader) state(ctx context.Context) (runState, error) {
	retry, refusals := backoff(), 0
	for {
		pod, err := r.cluster.typed.CoreV1().Pods(r.source.Namespace).Get(ctx, r.source.Pod, metav1.GetOptions{})
		switch {
		case err == nil:
			return r.stateIn(pod), nil
		case apierrors.IsNotFound(err):
			return runGone, nil
		}
		err = r.cluster.failed(err, call{"get", "", "pods", r.source.Namespace, r.source.Pod})
		if errors.Is(err, ErrForbidden) || isCredentials(err) {
			refusals++
		}
		if ctx.Err() != nil || refusals > 1 {
			return runGone, err
		}
		if err := r.cluster.sleep(ctx, retry.Step()); err != nil {
			return runGone, err
		}
	}
}

func (r *logReader) stateIn(pod *corev1.Pod) runState {
	if string(pod.UID) != r.source.PodUID {
		return runGone
	}
	r.run.restarts = mayRestart(pod, r.source.Container)
	for _, list := range [][]corev1.ContainerStatus{pod.Status.InitContainerStatuses, pod.Status.ContainerStatuses} {
		for _, s := range list {
			if s.Name == r.source.Container {
				return stateOfRun(s, r.source.Restart)
			}
		}
	}
	return runGone
}

func stateOfRun(s corev1.ContainerStatus, restart int32) runState {
	latest, ended := s.RestartCount, s.State.Terminated != nil
	if s.State.Waiting != nil && s.LastTerminationState.Terminated != nil {
		ended = true // waits to be restarted: the last run is still the latest
	}
	switch {
	case restart > latest, restart == latest && !ended:
		return runActive
	case restart == latest:
		return runEnded
	case restart == latest-1:
		return runReplaced
	default:
		return runGone
	}
}

// read gives out what the run has written since the last line; of an active run it follows the log.
func (r *logReader) read(ctx context.Context, state runState) error {
	options := &corev1.PodLogOptions{
		Container:  r.source.Container,
		Follow:     state == runActive && !r.now,
		Previous:   state == runReplaced,
		Timestamps: true,
	}
	switch second := r.position.since(); {
	case second > 0:
		since := metav1.Unix(second, 0)
		options.SinceTime = &since
	case !r.wanted.Since.IsZero():
		since := metav1.NewTime(r.wanted.Since)
		options.SinceTime, options.TailLines = &since, r.wanted.Tail
	default:
		options.TailLines = r.wanted.Tail
	}
	following, cancel := context.WithCancel(ctx)
	defer cancel()
	if options.Follow {
		go r.cutOff(following, cancel)
	}
	stream, err := r.cluster.typed.CoreV1().Pods(r.source.Namespace).GetLogs(r.source.Pod, options).Stream(following)
	if err != nil {
		return r.cluster.failed(err, call{"get", "", "pods/log", r.source.Namespace, r.source.Pod})
	}
	defer func() { _ = stream.Close() }()
	if !options.Previous {
		if err := r.ours(ctx); err != nil {
			return err
		}
	}
	err = r.copyLines(stream, options.Follow)
	if following.Err() != nil && ctx.Err() == nil && !errors.Is(err, errSink) {
		return nil // cut off: the rest is read without following
	}
	r.ended = err == nil || r.ended && errors.Is(err, errLost)
	return err
}

func (r *logReader) cutOff(following context.Context, cancel context.CancelFunc) {
	select {
	case <-following.Done():
	case <-r.over:
		if r.cluster.sleep(following, idleLimit) == nil {
			cancel()
		}
	}
}

// copyLines gives out what is new. Of an unfinished line at the end, the rest is left for the next read while
// the run is active, since it would come under the same time.
func (r *logReader) copyLines(stream io.Reader, active bool) error {
	in, resumed := newPieces(stream), r.position.resume()
	var at time.Time
	stamped := false
	for {
		p, err := in.next()
		if errors.Is(err, io.EOF) && (active || p.first && p.text == "") {
			return nil
		}
		if err != nil && !errors.Is(err, io.EOF) {
			return fmt.Errorf("log stream of %s/%s: %w", r.source.Pod, r.source.Container, err)
		}
		if p.first {
			at, p.text, stamped = splitTimestamp(p.text)
			if !stamped && strings.HasPrefix(p.text, kubeletLost) {
				return errLost
			}
			if stamped {
				resumed.line(at)
			}
		}
		if err := r.give(p, at, stamped, resumed); err != nil {
			return err
		}
	}
}

// give gives out what is new of a piece; a line without a time is the kubelet's own, and always new.
func (r *logReader) give(p piece, at time.Time, stamped bool, resumed *resumption) error {
	text, fresh := p.text, true
	if stamped {
		text, fresh = resumed.rest(p.text, p.last)
	}
	if !fresh {
		return nil
	}
	if err := r.sink(at, text, p.last); err != nil {
		return fmt.Errorf("%w: %w", errSink, err)
	}
	if stamped {
		if r.run.begins.IsZero() && !r.position.ranged {
			r.run.begins = at
		}
		r.position.gave(at, len(text), p.last)
	}
	return nil
}

// splitTimestamp takes off the time that the kubelet puts before each line on request. What has none,
// such as a kubelet's own message, is given out as it is.
func splitTimestamp(line string) (time.Time, string, bool) {
	stamp, content, _ := strings.Cut(line, " ")
	at, err := time.Parse(time.RFC3339Nano, stamp)
	if err != nil {
		return time.Time{}, line, false
	}
	return at, content, true
}

func (c *Cluster) sleep(ctx context.Context, d time.Duration) error {
	timer := c.clock.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C():
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
