package analyze

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/kubectl-job/kubectl-job/job"
)

// Fleet is how many Jobs fare, taken together. Its JSON is the output for programs: new fields may come; none goes or changes.
type Fleet struct {
	Jobs    int         `json:"jobs"`
	Wrong   int         `json:"wrong"`
	Waiting int         `json:"waiting"`
	Good    int         `json:"good"`
	Groups  []Group     `json:"groups"`  // the worst first
	Similar []Similar   `json:"similar"` // many Jobs that could be one
	Worst   Health      `json:"worst"`
	Unread  []string    `json:"unread,omitempty"`
	Time    time.Time   `json:"time"`
	places  map[Key]int // of groups
	alike   map[alike]*Similar
}

// Key is what the Jobs of a group have in common.
type Key struct {
	Health Health
	Cause  Cause
}

// Group are Jobs that fare alike for the same cause.
type Group struct {
	Health Health   `json:"health"`
	Cause  Cause    `json:"cause"`
	Count  int      `json:"count"`
	Jobs   []Member `json:"jobs"` // the latest first
}

// Member is one Job of a group.
type Member struct {
	Namespace string    `json:"namespace"`
	Name      string    `json:"name"`
	Verdict   string    `json:"verdict"`
	Since     time.Time `json:"since,omitzero"` // it ended, or began to wait
}

// Similar are many Jobs that were made one by one for the same program: one Job could do their work, with less overhead (S19).
type Similar struct {
	Namespace string  `json:"namespace"`
	Prefix    string  `json:"prefix"` // of their names
	Jobs      int     `json:"jobs"`
	Overhead  float64 `json:"overhead"` // part of the time of their Pods in which no container ran: from 0 to 1
	waiting   float64 // seconds
	running   float64 // seconds
}

type alike struct{ namespace, prefix, image string }

// NewFleet makes an empty one.
func NewFleet(now time.Time) *Fleet {
	return &Fleet{Time: now, Worst: Good, Groups: []Group{}, Similar: []Similar{}, places: map[Key]int{}, alike: map[alike]*Similar{}}
}

// Add takes in a Job.
func (f *Fleet) Add(s Snapshot) {
	r := Of(s)
	f.Jobs++
	switch r.Health {
	case Wrong:
		f.Wrong++
	case Pending:
		f.Waiting++
	default:
		f.Good++
	}
	if badness(r.Health) > badness(f.Worst) {
		f.Worst = r.Health
	}
	f.similar(s, r)
	cause, worth := r.main()
	if !worth {
		return
	}
	key := Key{r.Health, cause}
	i, ok := f.places[key]
	if !ok {
		i = len(f.Groups)
		f.places[key] = i
		f.Groups = append(f.Groups, Group{Health: r.Health, Cause: cause})
	}
	g := &f.Groups[i]
	g.Count++
	g.Jobs = append(g.Jobs, Member{r.Namespace, r.Name, r.Verdict, since(s.Job)})
}

// main is the cause under which a Job is counted; of a Job that fares well, only a warning is worth it.
func (r *Report) main() (cause Cause, worth bool) {
	for _, level := range []Level{Error, Warning} {
		for _, f := range r.Findings {
			if f.Level == level {
				return f.Cause, true
			}
		}
	}
	if r.Health == Good || len(r.Findings) == 0 {
		return "", r.Health != Good
	}
	return r.Findings[0].Cause, true
}

func since(j job.Job) time.Time {
	if at := j.FinishedAt(); !at.IsZero() {
		return at
	}
	if !j.Status.StartTime.IsZero() {
		return j.Status.StartTime
	}
	return j.Metadata.CreationTimestamp
}

func badness(h Health) int { return slices.Index([]Health{Good, Pending, Wrong}, h) }

// similar counts single Jobs whose names differ in their ends only, and that no CronJob made.
func (f *Fleet) similar(s Snapshot, r Report) {
	if r.Kind != job.Single || controller(s.Job.Metadata) != "" || len(s.Job.Spec.Template.Spec.Containers) == 0 {
		return
	}
	prefix := strings.TrimRight(s.Job.Metadata.Name, "0123456789abcdefghijklmnopqrstuvwxyz")
	if prefix == "" {
		return
	}
	key := alike{s.Job.Metadata.Namespace, prefix, s.Job.Spec.Template.Spec.Containers[0].Image}
	known := f.alike[key]
	if known == nil {
		known = &Similar{Namespace: key.namespace, Prefix: prefix}
		f.alike[key] = known
	}
	known.Jobs++
	if r.Spent == nil {
		return
	}
	for _, p := range r.Spent.Phases {
		switch p.Name {
		case phaseRunning:
			known.running += p.Total
		case phaseTerminating:
		default:
			known.waiting += p.Total
		}
	}
}

// manySimilar is from how many similar Jobs on they are told.
const manySimilar = 20

// Finish sorts what was taken in: the worst first, then the largest group.
func (f *Fleet) Finish() {
	slices.SortStableFunc(f.Groups, func(x, y Group) int {
		return cmp.Or(cmp.Compare(badness(y.Health), badness(x.Health)), cmp.Compare(y.Count, x.Count), cmp.Compare(x.Cause, y.Cause))
	})
	for _, g := range f.Groups {
		slices.SortStableFunc(g.Jobs, func(x, y Member) int {
			return cmp.Or(y.Since.Compare(x.Since), cmp.Compare(x.Namespace, y.Namespace), cmp.Compare(x.Name, y.Name))
		})
	}
	for _, s := range f.alike {
		if all := s.waiting + s.running; s.Jobs >= manySimilar && all > 0 {
			s.Overhead = float64(int(s.waiting/all*1000)) / 1000
			f.Similar = append(f.Similar, *s)
		}
	}
	slices.SortFunc(f.Similar, func(x, y Similar) int {
		return cmp.Or(cmp.Compare(y.Jobs, x.Jobs), cmp.Compare(x.Namespace, y.Namespace), cmp.Compare(x.Prefix, y.Prefix))
	})
	f.places, f.alike = nil, nil
}

// Summary is the fleet in one sentence.
func (f *Fleet) Summary() string {
	return fmt.Sprintf("%s: %d wrong, %d waiting, %d good", count(f.Jobs, "Job"), f.Wrong, f.Waiting, f.Good)
}

// Sentence says what a group has in common.
func (c Cause) Sentence() string {
	switch c {
	case ExitCode:
		return "containers ended with an exit code other than 0"
	case OutOfMemory:
		return "containers took more memory than they may"
	case Signal:
		return "containers were ended by a signal"
	case Evicted:
		return "Pods were evicted"
	case Preempted:
		return "Pods had to make room for others of higher priority"
	case NodeLost, DeadNode:
		return "nodes were lost, or do not report"
	case PodDeleted:
		return "Pods were deleted before they had ended"
	case StartFailed:
		return "programs could not be started"
	case PodsGone:
		return "no Pod is left to tell why"
	case Deadline:
		return "activeDeadlineSeconds was over"
	case FailurePolicy:
		return "a rule of podFailurePolicy ended the Job"
	case FailedIndexes, TooManyFailed:
		return "indexes failed"
	case QuotaExceeded:
		return "a resource quota refuses their Pods"
	case LimitRange:
		return "a LimitRange refuses their Pods"
	case PodSecurity:
		return "a Pod security standard refuses their Pods"
	case WebhookDenied, WebhookFailed, PolicyDenied, CreateRefused, MissingPriorityClass, MissingRuntimeClass:
		return "their Pods are not admitted"
	case MissingServiceAccount:
		return "their service account does not exist"
	case Unschedulable:
		return "no node takes their Pods"
	case UnboundClaim, MissingClaim:
		return "their volume claims are missing, or not bound"
	case ImagePull:
		return "images cannot be pulled"
	case MissingConfigMap, MissingSecret:
		return "ConfigMaps or Secrets are missing"
	case ContainerCreate:
		return "containers cannot be created"
	case Suspended, Queued:
		return "suspended"
	case NoParallelism:
		return "parallelism is 0"
	case NoController:
		return "no controller looks after them"
	case ManagedElsewhere:
		return "another controller manages them"
	case BackOff, RestartBackOff:
		return "failed, and wait for the next try"
	case SidecarRuns:
		return "the work is done, and another container runs on"
	case StuckTerminating:
		return "Pods do not end"
	case Finalizers:
		return "held by finalizers"
	case RanTwice, RanAfterDone:
		return "the same work ran more than once"
	case Orphans:
		return "Pods that nobody owns"
	case DeadlineRisk:
		return "will hardly meet their deadline"
	case Starting, Scheduling:
		return "starting"
	default:
		return string(c)
	}
}
