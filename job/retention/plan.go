package retention

import (
	"cmp"
	"fmt"
	"path"
	"slices"
	"strings"
	"time"

	"github.com/kubectl-job/kubectl-job/job"
)

// Status is a choice of states.
type Status string

// What --status takes.
const (
	Complete  Status = "complete"
	Failed    Status = "failed"
	Finished  Status = "finished" // complete or failed
	Suspended Status = "suspended"
)

// Statuses are the values there are.
func Statuses() []Status { return []Status{Complete, Failed, Finished, Suspended} }

// Filter chooses Jobs: those for which all of it holds. The zero value chooses all that have finished.
type Filter struct {
	Statuses  []Status
	Reasons   []string // of the condition that ended it, in any case
	OlderThan time.Duration
	Owner     string // KIND/NAME, or none
	Name      string // a pattern of path.Match
	Orphans   bool   // Jobs whose CronJob is gone, and Pods whose Job is gone
	// KeepLast is how many of a group stay, the newest of what the filter chooses but for its age. nil keeps none.
	KeepLast *int
	GroupBy  Grouping
	// IncludeActive chooses Jobs that run, too.
	IncludeActive bool
	// IncludeManaged gives up the protection of Jobs that something else manages or would create again.
	IncludeManaged bool
	// EvenTTL chooses Jobs that the cluster deletes soon, too.
	EvenTTL bool
}

// Grouping says what belongs together for KeepLast. The zero value is by owner, else by the prefix of the name.
type Grouping struct {
	Label string // its value is the group
	Name  bool   // by the prefix of the name, whoever owns it
}

// CronJobs are those there are, by uid.
type CronJobs map[string]job.CronJob

// Plan is what to do.
type Plan struct {
	Delete []Candidate // that do not run, the oldest first
	Active []Candidate // that run, the oldest first
	Kept   []Stay      // that the filter chooses, and that stay nevertheless
	Others int         // that no filter chooses
}

// Stay is a Job that stays, and why.
type Stay struct {
	Candidate

	Kept Kept
}

// TTLSoon is for how long a Job is left to its TTL: the TTL controller deletes it within this time.
const TTLSoon = 10 * time.Minute

// Make decides about candidates: what any of the filters chooses. most limits how many are deleted, the oldest first; 0 is no
// limit.
func Make(candidates []Candidate, cronJobs CronJobs, filters []Filter, most int, now time.Time) Plan {
	history := withinHistory(candidates, cronJobs)
	decided := make([]decision, len(candidates))
	for _, f := range filters {
		f.decide(candidates, decided, cronJobs, history, now)
	}
	var p Plan
	for i, c := range candidates {
		switch d := decided[i]; {
		case !d.chosen:
			p.Others++
		case d.kept.Rule != "":
			p.Kept = append(p.Kept, Stay{c, d.kept})
		case c.Active:
			p.Active = append(p.Active, c)
		default:
			p.Delete = append(p.Delete, c)
		}
	}
	oldestFirst(p.Delete)
	oldestFirst(p.Active)
	p.limit(most)
	slices.SortStableFunc(p.Kept, func(a, b Stay) int {
		return cmp.Or(cmp.Compare(a.Kept.Rule, b.Kept.Rule), a.Since.Compare(b.Since), cmp.Compare(a.Name, b.Name))
	})
	return p
}

// limit keeps what is beyond --max.
func (p *Plan) limit(most int) {
	if most == 0 || len(p.Delete)+len(p.Active) <= most {
		return
	}
	all := slices.Concat(p.Delete, p.Active)
	oldestFirst(all)
	p.Delete, p.Active = nil, nil
	for i, c := range all {
		switch {
		case i >= most:
			p.Kept = append(p.Kept, Stay{c, Kept{Most, fmt.Sprintf("is not among the %d oldest (--max)", most)}})
		case c.Active:
			p.Active = append(p.Active, c)
		default:
			p.Delete = append(p.Delete, c)
		}
	}
}

// decision is what the filters say of a candidate: the first that would delete it decides.
type decision struct {
	chosen bool
	kept   Kept
}

// decide adds what one filter says.
func (f Filter) decide(candidates []Candidate, decided []decision, cronJobs CronJobs, history map[string]bool, now time.Time) {
	last := f.last(candidates, cronJobs)
	for i, c := range candidates {
		if decided[i].chosen && decided[i].kept.Rule == "" || !f.chooses(c, cronJobs) || now.Sub(c.Since) < f.OlderThan {
			continue
		}
		decided[i] = decision{true, f.keeps(c, cronJobs, history, last, now)}
	}
}

// chooses tells whether the filter means this one, its age aside.
func (f Filter) chooses(c Candidate, cronJobs CronJobs) bool {
	switch {
	case !f.stateFits(c), f.Orphans && !c.Pod && !orphan(c, cronJobs), c.Pod && !f.Orphans:
		return false
	case len(f.Reasons) > 0 && !slices.ContainsFunc(f.Reasons, func(r string) bool { return strings.EqualFold(r, c.Reason) }):
		return false
	case f.Owner == "none" && c.Owner.Kind != "", f.Owner != "" && f.Owner != "none" && !strings.EqualFold(f.Owner, c.Owner.String()):
		return false
	case f.Name != "":
		fits, _ := path.Match(f.Name, c.Name) // was checked by Validate
		return fits
	default:
		return true
	}
}

func (f Filter) stateFits(c Candidate) bool {
	if c.Active {
		return f.IncludeActive
	}
	statuses := f.Statuses
	if len(statuses) == 0 {
		statuses = []Status{Finished}
	}
	return slices.ContainsFunc(statuses, func(s Status) bool {
		switch s {
		case Complete:
			return c.State == job.StateComplete
		case Failed:
			return c.State == job.StateFailed
		case Suspended:
			return c.State == job.StateSuspended
		case Finished:
			return c.Finished()
		default:
			return false
		}
	})
}

// orphan tells whether a CronJob made the Job, and is gone. Whoever deletes a CronJob with --cascade=orphan takes the owner
// reference away.
func orphan(c Candidate, cronJobs CronJobs) bool {
	if c.Owner.Kind == "CronJob" {
		_, there := cronJobs[c.Owner.UID]
		return !there && !c.OwnerUnread
	}
	return c.Owner.Kind == "" && c.Scheduled
}

// keeps says why the one that was chosen stays.
func (f Filter) keeps(c Candidate, cronJobs CronJobs, history, last map[string]bool, now time.Time) Kept {
	asked := f.KeepLast != nil || f.Owner != "" && f.Owner != "none" // the person says what is kept of a CronJob's Jobs
	switch {
	case c.protected.Rule == Deleting, c.protected.Rule == Managed && !f.IncludeManaged:
		return c.protected
	case f.GroupBy.Label != "" && f.KeepLast != nil && c.Group == "":
		return Kept{KeepLast, fmt.Sprintf("has no label %s to group it by", f.GroupBy.Label)}
	case last[c.UID]:
		return Kept{KeepLast, fmt.Sprintf("is among the last %d of %s", *f.KeepLast, f.group(c, cronJobs))}
	case !f.EvenTTL && now.Before(c.Expires) && c.Expires.Sub(now) < TTLSoon:
		return Kept{TTL, fmt.Sprintf("is deleted by its TTL in %s", job.Human(c.Expires.Sub(now)))}
	case asked || c.Owner.Kind != "CronJob" || c.Active:
		return Kept{}
	case c.OwnerUnread:
		return Kept{History, fmt.Sprintf("belongs to %s, whose history limits could not be read", c.Owner)}
	case history[c.UID]:
		return Kept{History, fmt.Sprintf("is within the history limits of %s", c.Owner)}
	default:
		return Kept{}
	}
}

// last finds the newest of each group.
func (f Filter) last(candidates []Candidate, cronJobs CronJobs) map[string]bool {
	if f.KeepLast == nil {
		return nil
	}
	groups := map[string][]Candidate{}
	for _, c := range candidates {
		if !c.Pod && !c.Active && f.chooses(c, cronJobs) && c.protected.Rule != Deleting {
			key := c.Namespace + "/" + f.group(c, cronJobs)
			groups[key] = append(groups[key], c)
		}
	}
	last := map[string]bool{}
	for _, group := range groups {
		oldestFirst(group)
		for _, c := range group[max(len(group)-*f.KeepLast, 0):] {
			last[c.UID] = true
		}
	}
	return last
}

// group names what a Job belongs to.
func (f Filter) group(c Candidate, cronJobs CronJobs) string {
	switch {
	case f.GroupBy.Label != "":
		return f.GroupBy.Label + "=" + c.Group
	case !f.GroupBy.Name && c.Owner.Kind != "" && !orphan(c, cronJobs):
		return c.Owner.String()
	default:
		return Prefix(c.Name) + "-*"
	}
}

// withinHistory finds the Jobs that their CronJob keeps: the last to start of those that are complete, and of those that failed
// (pkg/controller/cronjob/cronjob_controllerv2.go, cleanupFinishedJobs).
func withinHistory(candidates []Candidate, cronJobs CronJobs) map[string]bool {
	type of struct {
		uid   string
		state job.State
	}
	groups := map[of][]Candidate{}
	for _, c := range candidates {
		if _, there := cronJobs[c.Owner.UID]; there && c.Finished() && c.protected.Rule != Deleting {
			key := of{c.Owner.UID, c.State}
			groups[key] = append(groups[key], c)
		}
	}
	within := map[string]bool{}
	for key, group := range groups {
		keeps := cronJobs[key.uid].Spec.KeepsComplete()
		if key.state == job.StateFailed {
			keeps = cronJobs[key.uid].Spec.KeepsFailed()
		}
		slices.SortStableFunc(group, func(a, b Candidate) int { return a.Started.Compare(b.Started) })
		for _, c := range group[max(len(group)-keeps, 0):] {
			within[c.UID] = true
		}
	}
	return within
}
