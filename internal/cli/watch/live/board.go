// Package live is what a person sees of Jobs on a terminal while they run.
package live

import (
	"cmp"
	"maps"
	"slices"
	"time"

	"github.com/kubectl-job/kubectl-job/analyze"
	"github.com/kubectl-job/kubectl-job/internal/cluster"
	"github.com/kubectl-job/kubectl-job/job"
)

// board is how all Jobs stand.
type board struct {
	rows    map[string]*row // by uid
	listed  bool
	trouble map[string]string // what is wrong with a watch, by resource

	order  []*row   // all of them, as they are shown; nil if that has to be found out
	gone   []string // uids of Jobs that no longer exist, in the order in which they went
	forget bool     // keep only the last of those
}

// maxGone is how many Jobs that no longer exist are kept where there are always others.
const maxGone = 100

func newBoard(forget bool) *board {
	return &board{rows: map[string]*row{}, trouble: map[string]string{}, forget: forget}
}

// row is how one Job stands.
type row struct {
	job     job.Job
	history job.History
	events  map[string]map[string]job.Event // by the uid of what they are about, and their own
	early   []job.Pod                       // Pods that came before the lists were complete
	gone    bool                            // deleted, or left
	left    bool                            // the labels that chose it are no longer on it
	place   place

	dirty bool
	at    time.Time // when what follows was worked out
	found found
}

// place is what decides where a row stands.
type place struct {
	over  bool
	ended time.Time
}

// found is what follows from a row's Pods and events.
type found struct {
	attempts []job.Attempt
	retry    *job.Retry
	waits    []analyze.Wait
	active   job.Indexes // that have a Pod which has not ended
	done     int32       // completions since the Job began or was resumed
}

// take takes in one piece of news.
func (b *board) take(u cluster.JobUpdate, now time.Time) {
	switch {
	case u.Problem != nil && u.Problem.Err == nil:
		delete(b.trouble, u.Problem.Resource)
		return
	case u.Problem != nil:
		b.trouble[u.Problem.Resource] = u.Problem.Err.Error()
		return
	case u.Listed:
		b.list()
		return
	case u.Job != nil:
		delete(b.trouble, "jobs")
		b.row(*u.Job).job = *u.Job
	}
	r := b.rows[u.Of]
	if r == nil {
		return
	}
	r.dirty = true
	defer b.put(r)
	switch {
	case u.JobGone:
		r.gone, r.left = true, u.JobLeft
		b.forgetOld(u.Of)
	case u.Pod != nil && !b.listed:
		r.early = append(r.early, *u.Pod)
	case u.Pod != nil:
		delete(b.trouble, "pods")
		r.history.Observe(*u.Pod)
	case u.PodGone != nil:
		r.history.Observe(*u.PodGone)
		r.history.Gone(u.PodGone.Metadata.UID, now)
		delete(r.events, u.PodGone.Metadata.UID)
	case u.Event != nil:
		delete(b.trouble, "events")
		r.keep(*u.Event)
	}
}

// forgetOld bounds how many Jobs there are that no longer exist: somebody may look on for days.
func (b *board) forgetOld(uid string) {
	if !b.forget {
		return
	}
	if b.gone = append(b.gone, uid); len(b.gone) > maxGone {
		delete(b.rows, b.gone[0])
		b.gone, b.order = b.gone[1:], nil
	}
}

// put sees to it that a row stands where it belongs.
func (b *board) put(r *row) {
	now := place{over: r.over(), ended: r.job.FinishedAt()}
	if now != r.place {
		r.place, b.order = now, nil
	}
}

func (b *board) row(j job.Job) *row {
	r := b.rows[j.Metadata.UID]
	if r == nil {
		b.order = nil
		r = &row{events: map[string]map[string]job.Event{}}
		b.rows[j.Metadata.UID] = r
	}
	return r
}

// list begins the histories: failures of Pods that are gone can be told from those that are there only now.
func (b *board) list() {
	b.listed = true
	for _, r := range b.rows {
		r.history.Begin(r.job, r.early)
		r.early, r.dirty = nil, true
	}
}

func (r *row) keep(e job.Event) {
	about := e.InvolvedObject.UID
	if r.events[about] == nil {
		r.events[about] = map[string]job.Event{}
	}
	r.events[about][e.Metadata.UID] = e
}

// From manyPods Pods on, a row is worked out at most once in this time: it costs in proportion to the Pods.
const (
	manyPods = 50
	glance   = 500 * time.Millisecond
)

// refresh works out what follows from the Pods and events, if there is news.
func (r *row) refresh(now time.Time) {
	backingOff := r.found.retry != nil && !r.found.retry.At.After(now)
	if !r.dirty && !backingOff || r.history.Len() >= manyPods && now.Sub(r.at) < glance {
		return
	}
	r.dirty, r.at = false, now
	s := analyze.Snapshot{Job: r.job, Pods: r.history.Pods(), Now: now}
	s.Events = slices.AppendSeq(s.Events, maps.Values(r.events[r.job.Metadata.UID]))
	for _, p := range s.Pods {
		s.Events = slices.AppendSeq(s.Events, maps.Values(r.events[p.Metadata.UID]))
	}
	r.found = found{attempts: r.history.Attempts(r.job.Spec), retry: r.history.NextRetry(r.job, now), done: sinceStart(r.job, s.Pods)}
	if !r.over() {
		r.found.waits = analyze.WaitingFor(s)
	}
	if r.job.Spec.Kind() == job.Indexed {
		r.found.active = job.ActiveIndexes(s.Pods)
	}
}

// over tells whether nothing more is to come of the Job.
func (r *row) over() bool { return r.gone || r.job.Finished() }

// sorted are the rows as they are shown: those that run first, then those that ended, the latest on top.
func (b *board) sorted(withEnded bool) []*row {
	if b.order == nil {
		b.order = slices.SortedFunc(maps.Values(b.rows), func(a, b *row) int {
			x, y := &a.job.Metadata, &b.job.Metadata
			return cmp.Or(
				cmp.Compare(number(a.place.over), number(b.place.over)), b.place.ended.Compare(a.place.ended),
				x.CreationTimestamp.Compare(y.CreationTimestamp), cmp.Compare(x.Namespace, y.Namespace), cmp.Compare(x.Name, y.Name),
			)
		})
	}
	if withEnded {
		return b.order
	}
	return slices.DeleteFunc(slices.Clone(b.order), func(r *row) bool { return r.place.over })
}

func number(b bool) int {
	if b {
		return 1
	}
	return 0
}

// sinceStart is how many completions there were since the start time of a Job, which is that of its last resumption.
func sinceStart(j job.Job, pods []job.Pod) int32 {
	if !j.Resumed() {
		return j.Status.Succeeded
	}
	var done int32
	for _, p := range pods {
		if p.Status.Phase == "Succeeded" && p.FinishedAt().After(j.Status.StartTime) {
			done++
		}
	}
	return done
}

// eta is how much longer a Job of several completions takes if it goes on as it has gone with those done since its start time;
// 0 if there is too little to tell it from.
func eta(j job.Job, done int32, now time.Time) time.Duration {
	const ground = 3 // completions
	if j.Spec.Completions == nil || done < ground || j.Status.Active == 0 || j.Status.StartTime.IsZero() {
		return 0
	}
	left := *j.Spec.Completions - j.Status.Succeeded
	took := now.Sub(j.Status.StartTime)
	if left <= 0 || took <= 0 {
		return 0
	}
	return time.Duration(float64(took) / float64(done) * float64(left))
}

// deadline is how long the Job may still run, false if it has no deadline or has not begun.
func deadline(j job.Job, now time.Time) (time.Duration, bool) {
	if j.Spec.ActiveDeadlineSeconds == nil || j.Status.StartTime.IsZero() || j.Finished() {
		return 0, false
	}
	return max(j.Status.StartTime.Add(time.Duration(*j.Spec.ActiveDeadlineSeconds)*time.Second).Sub(now), 0), true
}
