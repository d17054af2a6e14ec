package simnode

import (
	"slices"
	"strings"
	"time"

	corev1 "k8s.io/api/core/v1"
)

// line is one line of a simulated log.
type line struct {
	at   time.Time
	text string
}

// defaultLog is what a container says that has nothing to say.
const defaultLog = "this log is simulated: no container has run"

// hangStep is the time between two lines of a container whose end is not known.
const hangStep = 100 * time.Millisecond

// allLines returns the whole log of a container that has started at that time: spread evenly over the run.
// The same arguments give the same lines, so that a stream can be taken up again where it broke off.
func allLines(annotations map[string]string, started time.Time) []line {
	text := setting(annotations, logs)
	if text == "" {
		text = defaultLog
	}
	texts := strings.Split(strings.TrimSuffix(text, "\n"), "\n")
	var step time.Duration
	if on(setting(annotations, hang)) {
		step = hangStep
	} else if d, err := time.ParseDuration(setting(annotations, runFor)); err == nil {
		step = d / time.Duration(len(texts))
	}
	out := make([]line, len(texts))
	for i, t := range texts {
		// The nanoseconds keep lines of the same moment in order.
		out[i] = line{at: started.Add(time.Duration(i)*step + time.Duration(i+1)), text: t}
	}
	return out
}

// said returns the lines that the container has said by now, and whether more may come.
func said(p *corev1.Pod, st *corev1.ContainerStatus, now time.Time) (lines []line, more bool) {
	switch {
	case st.State.Running != nil:
		lines = allLines(p.Annotations, st.State.Running.StartedAt.Time)
		return before(lines, now), true
	case st.State.Terminated != nil:
		lines = allLines(p.Annotations, st.State.Terminated.StartedAt.Time)
		if p.DeletionTimestamp != nil {
			// Ended early: the rest was never said.
			lines = before(lines, st.State.Terminated.FinishedAt.Time)
		}
	}
	return lines, false
}

func before(lines []line, t time.Time) []line {
	i := slices.IndexFunc(lines, func(l line) bool { return l.at.After(t) })
	if i < 0 {
		return lines
	}
	return lines[:i]
}

func on(value string) bool { return value != "" && value != "false" }
