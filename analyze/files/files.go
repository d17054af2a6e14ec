// Package files analyses objects that were written to files, without a cluster: for kubectl job analyze -f, and in the browser.
package files

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"github.com/kubectl-job/kubectl-job/analyze"
	"github.com/kubectl-job/kubectl-job/job"
	"github.com/kubectl-job/kubectl-job/lint"
)

// Expected says what a file has to hold.
const Expected = "the output of kubectl get jobs,pods,events -o json or yaml, or an archive of kubectl job cleanup"

// mostReports is how many Jobs of files get a report each, if none is named; more are shown as a fleet.
const mostReports = 10

// stale is how old the newest news of files is from which on it counts as their time: a file may be analysed days after it was
// written, and what it tells of then waits no longer.
const stale = time.Hour

// Reader collects the objects of files.
type Reader struct {
	objects analyze.Objects
	linter  *lint.Linter // nil if it is not wanted
}

// NewReader makes a Reader. With a linter its findings are joined where they explain something.
func NewReader(linter *lint.Linter) *Reader {
	r := &Reader{linter: linter}
	if linter != nil {
		r.objects.Lint = map[string][]analyze.Lint{}
	}
	return r
}

// Read takes the objects of a file. An error names the place: FILE:LINE:COLUMN.
func (r *Reader) Read(name string, data []byte) error {
	if bytes.ContainsRune(data, 0) {
		return fmt.Errorf("%s is no text: expected %s", name, Expected)
	}
	known := len(r.objects.Jobs)
	if err := r.objects.Read(name, data); err != nil {
		return err
	}
	if r.linter != nil && len(r.objects.Jobs) <= mostLinted {
		r.lint(name, data, known)
	}
	return nil
}

// Options choose what is analysed.
type Options struct {
	// Files are named in errors.
	Files string
	// Jobs and CronJobs are the names of those that are wanted; if there are none, all are.
	Jobs, CronJobs []string
	// Events are wanted in the reports.
	Events bool
	Now    time.Time
}

// Result is what came out, the worst first. Its JSON is the output for programs.
type Result struct {
	Jobs     []analyze.Report     `json:"jobs,omitempty"`
	CronJobs []analyze.CronReport `json:"cronJobs,omitempty"`
	Fleet    *analyze.Fleet       `json:"fleet,omitempty"`
}

// Analyze analyses what was read. It is an error if that is no Job, or lacks one that is named.
func (r *Reader) Analyze(o Options) (Result, error) {
	var found Result
	objects := &r.objects
	if len(objects.Jobs)+len(objects.CronJobs) == 0 {
		return found, fmt.Errorf("no Job in %s: expected %s", o.Files, Expected)
	}
	o.Now = r.timeOf(o.Now)
	snapshots := objects.Snapshots(o.Now)
	for _, name := range o.Jobs {
		if !slices.ContainsFunc(snapshots, func(s analyze.Snapshot) bool { return s.Job.Metadata.Name == name }) {
			return found, fmt.Errorf("job.batch/%s is not in %s", name, o.Files)
		}
	}
	if named := o.named(); !named && len(snapshots) > mostReports {
		found.Fleet = analyze.NewFleet(o.Now)
		for _, s := range snapshots {
			found.Fleet.Add(s)
		}
		found.Fleet.Finish()
	} else {
		for _, s := range snapshots {
			if named && !slices.Contains(o.Jobs, s.Job.Metadata.Name) {
				continue
			}
			report := analyze.Of(s)
			if o.Events {
				report.Events = analyze.EventLines(s)
			}
			found.Jobs = append(found.Jobs, report)
		}
	}
	if err := r.cronJobs(o, snapshots, &found); err != nil {
		return found, err
	}
	found.Sort()
	return found, nil
}

func (o *Options) named() bool { return len(o.Jobs)+len(o.CronJobs) > 0 }

func (r *Reader) cronJobs(o Options, snapshots []analyze.Snapshot, found *Result) error {
	objects := &r.objects
	for _, c := range objects.CronJobs {
		if o.named() && !slices.Contains(o.CronJobs, c.Metadata.Name) {
			continue
		}
		var last *analyze.Snapshot
		if j := LastFailed(objects.Jobs, c); j != nil {
			i := slices.IndexFunc(snapshots, func(s analyze.Snapshot) bool { return s.Job.Metadata.UID == j.Metadata.UID })
			last = &snapshots[i]
		}
		found.CronJobs = append(found.CronJobs, analyze.OfCron(c, objects.Jobs, objects.Events, last, o.Now))
	}
	for _, name := range o.CronJobs {
		if !slices.ContainsFunc(found.CronJobs, func(c analyze.CronReport) bool { return c.Name == name }) {
			return fmt.Errorf("cronjob.batch/%s is not in %s", name, o.Files)
		}
	}
	return nil
}

func (r *Reader) timeOf(now time.Time) time.Time {
	if latest := r.objects.Latest(); !latest.IsZero() && now.Sub(latest) > stale {
		return latest.In(now.Location())
	}
	return now
}

// Sort puts the worst Job first.
func (r *Result) Sort() {
	slices.SortStableFunc(r.Jobs, func(a, b analyze.Report) int {
		return cmp.Or(badness(b.Health)-badness(a.Health), cmp.Compare(a.Namespace, b.Namespace), cmp.Compare(a.Name, b.Name))
	})
}

// Worst is the health of what fares worst.
func (r *Result) Worst() analyze.Health {
	worst := analyze.Good
	take := func(h analyze.Health) {
		if badness(h) > badness(worst) {
			worst = h
		}
	}
	for _, j := range r.Jobs {
		take(j.Health)
	}
	for _, c := range r.CronJobs {
		take(c.Health)
	}
	if r.Fleet != nil {
		take(r.Fleet.Worst)
	}
	return worst
}

func badness(h analyze.Health) int {
	return slices.Index([]analyze.Health{analyze.Good, analyze.Pending, analyze.Wrong}, h)
}

// JSON is the result as kubectl job analyze -o json writes it.
func (r *Result) JSON() ([]byte, error) {
	text, err := json.MarshalIndent(r, "", "  ")
	return append(text, '\n'), err
}

// LastFailed is the latest run that failed, nil if none did.
func LastFailed(jobs []job.Job, c job.CronJob) *job.Job {
	var last *job.Job
	for i, j := range jobs {
		if j.OwnedBy(c.Metadata.UID) && j.State() == job.StateFailed && (last == nil || j.FinishedAt().After(last.FinishedAt())) {
			last = &jobs[i]
		}
	}
	return last
}
