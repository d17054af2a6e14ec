package analyze

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	"github.com/kubectl-job/kubectl-job/job"
)

// Spent says where the time of a Job's Pods went. Durations are in seconds.
type Spent struct {
	Queued float64 `json:"queuedSeconds"` // from the creation of the Job to its first Pod
	Pods   int     `json:"pods"`          // that ran a container
	Phases []Phase `json:"phases"`
	// Overhead is the part of the time from a Pod's creation to its end in which its containers did not run: from 0 to 1.
	Overhead float64 `json:"overhead"`
	Lost     float64 `json:"lostSeconds"` // of attempts that failed
}

// Phase is one part of the lives of Pods, in seconds.
type Phase struct {
	Name   string  `json:"name"` // scheduling, image pull, start-up, running, terminating
	Pods   int     `json:"pods"`
	Median float64 `json:"p50Seconds"`
	P90    float64 `json:"p90Seconds"`
	Max    float64 `json:"maxSeconds"`
	Total  float64 `json:"totalSeconds"`
}

// The phases of a Pod, in their order.
const (
	phaseScheduling  = "scheduling"
	phasePull        = "image pull"
	phaseStartUp     = "start-up"
	phaseRunning     = "running"
	phaseTerminating = "terminating"
)

// life are the times of one Pod.
type life struct {
	scheduled, begun, ended time.Time
	pull                    time.Duration
}

// lifeOf reads the times of a Pod; those that are not known are zero.
func (a *analysis) lifeOf(p job.Pod) life {
	l := life{}
	for _, c := range p.Status.Conditions {
		if c.Type == "PodScheduled" && c.Status == "True" {
			l.scheduled = c.LastTransitionTime
		}
	}
	for _, c := range slices.Concat(p.Status.InitContainerStatuses, p.Status.ContainerStatuses) {
		for _, at := range beginnings(c) {
			if !at.IsZero() && (l.begun.IsZero() || at.Before(l.begun)) {
				l.begun = at
			}
		}
	}
	l.ended = p.FinishedAt()
	for _, e := range a.events[p.Metadata.UID] {
		l.pull += pulled(e)
	}
	return l
}

func beginnings(c job.ContainerStatus) []time.Time {
	var list []time.Time
	for _, s := range []job.ContainerState{c.LastState, c.State} {
		switch {
		case s.Running != nil:
			list = append(list, s.Running.StartedAt)
		case s.Terminated != nil:
			list = append(list, s.Terminated.StartedAt)
		}
	}
	return list
}

// pulled is how long a pull took, as the kubelet's event tells: "Successfully pulled image "x" in 1.2s (1.2s including waiting)."
func pulled(e job.Event) time.Duration {
	if e.Reason != "Pulled" {
		return 0
	}
	_, rest, _ := strings.Cut(e.Message, " in ")
	text, waited, _ := strings.Cut(rest, " (")
	if all, _, ok := strings.Cut(waited, " including waiting"); ok {
		text = all
	}
	d, err := time.ParseDuration(text)
	if err != nil {
		return 0
	}
	return d
}

// spent adds up where the time went; nil if no Pod tells.
func (a *analysis) spent() *Spent {
	phases := map[string][]time.Duration{}
	var idle, ran time.Duration
	s := Spent{}
	var first time.Time
	for _, p := range a.Pods {
		m, l := p.Metadata, a.lifeOf(p)
		if !m.CreationTimestamp.IsZero() && (first.IsZero() || m.CreationTimestamp.Before(first)) {
			first = m.CreationTimestamp
		}
		note := func(phase string, from, to time.Time, less time.Duration) {
			if !from.IsZero() && !to.IsZero() {
				phases[phase] = append(phases[phase], max(to.Sub(from)-less, 0))
			}
		}
		note(phaseScheduling, m.CreationTimestamp, l.scheduled, 0)
		if l.pull > 0 {
			phases[phasePull] = append(phases[phasePull], l.pull)
		}
		note(phaseStartUp, l.scheduled, l.begun, l.pull)
		if !m.DeletionTimestamp.IsZero() {
			note(phaseTerminating, m.DeletionTimestamp.Add(-grace(m)), orTime(l.ended, a.Now), 0)
		}
		if l.begun.IsZero() {
			continue
		}
		s.Pods++
		end := orTime(l.ended, a.Now)
		note(phaseRunning, l.begun, end, 0)
		idle += max(l.begun.Sub(m.CreationTimestamp), 0)
		ran += max(end.Sub(l.begun), 0)
	}
	if len(phases) == 0 {
		return nil
	}
	if !a.Job.Metadata.CreationTimestamp.IsZero() && !first.IsZero() {
		s.Queued = max(first.Sub(a.Job.Metadata.CreationTimestamp).Seconds(), 0)
	}
	if all := idle + ran; all > 0 {
		s.Overhead = math.Round(float64(idle)/float64(all)*1000) / 1000
	}
	for _, t := range a.attempts {
		if t.Outcome == job.AttemptFailed {
			s.Lost += t.Duration(a.Now).Seconds()
		}
	}
	for _, name := range []string{phaseScheduling, phasePull, phaseStartUp, phaseRunning, phaseTerminating} {
		if list := phases[name]; len(list) > 0 {
			s.Phases = append(s.Phases, phaseOf(name, list))
		}
	}
	return &s
}

func grace(m job.Metadata) time.Duration {
	if m.DeletionGracePeriodSeconds == nil {
		return 0
	}
	return time.Duration(*m.DeletionGracePeriodSeconds) * time.Second
}

func orTime(t, otherwise time.Time) time.Time {
	if t.IsZero() {
		return otherwise
	}
	return t
}

func phaseOf(name string, list []time.Duration) Phase {
	slices.Sort(list)
	p := Phase{Name: name, Pods: len(list), Median: percentile(list, 50).Seconds(), P90: percentile(list, 90).Seconds(), Max: list[len(list)-1].Seconds()}
	for _, d := range list {
		p.Total += d.Seconds()
	}
	return p
}

// percentile is the nearest rank of a sorted list.
func percentile(sorted []time.Duration, p int) time.Duration {
	if len(sorted) == 0 {
		return 0
	}
	rank := (len(sorted)*p + 99) / 100
	return sorted[max(rank, 1)-1]
}

const (
	fewPods       = 3   // of fewer, an average says little
	muchOverhead  = 0.3 // of the time of Pods
	aimedOverhead = 0.1
)

// overhead says when Pods take too long to start for what they do, and how many items a Pod should take (S19, S20).
func (a *analysis) overhead(s *Spent) {
	if s == nil || s.Pods < fewPods || s.Overhead < muchOverhead {
		return
	}
	var start, run float64
	for _, p := range s.Phases {
		switch p.Name {
		case phaseRunning:
			run = p.Total
		case phaseTerminating:
		default:
			start += p.Total
		}
	}
	if start == 0 {
		return
	}
	perPod, each := start/float64(s.Pods), run/float64(s.Pods)
	// Start-up is to be aimedOverhead of the whole, with so many times the work of one Pod.
	items := math.Ceil(perPod * (1 - aimedOverhead) / aimedOverhead / max(each, 0.5))
	f := Finding{
		Cause: Overhead, Level: Info,
		Text: fmt.Sprintf("%.0f%% of the time of its Pods went by before their containers ran: of %s a Pod, on average %s to start and %s to run",
			s.Overhead*100, seconds(perPod+each), seconds(perPod), seconds(each)),
		Evidence: []Evidence{{Object: "pods", Field: "creation to start of a container", Value: fmt.Sprintf("%s in all, over %s", seconds(start), count(s.Pods, "Pod"))}},
		Remedy:   fmt.Sprintf("have a Pod work on about %.0f items in place of one: starting then takes %.0f%% of its time", max(items, 2), aimedOverhead*100),
	}
	a.add(f)
}

func seconds(s float64) string {
	if s < 10 {
		return fmt.Sprintf("%.1fs", s)
	}
	return job.Human(time.Duration(s * float64(time.Second)))
}
