package follow

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/kubectl-job/kubectl-job/internal/cluster"
	"github.com/kubectl-job/kubectl-job/internal/term"
	"github.com/kubectl-job/kubectl-job/job"
)

// LogOptions say which logs are passed on, and how. The zero value passes on all of all.
type LogOptions struct {
	Containers []string    // of these names; none is all
	Indexes    job.Indexes // of Pods with these indexes; none is all
	Failed     bool        // of attempts that failed
	Range      cluster.LogRange
	Timestamps bool           // begin each line with its time
	Grep       *regexp.Regexp // lines that match
	Dir        string         // write a file for each log, in this folder
}

// Run is one run of one container of a Pod, whose log is there to be read.
type Run struct {
	Pod       job.Pod
	Container string
	Restart   int32
	Started   time.Time
	Ended     bool
	Failed    bool // the attempt that it belongs to has failed
}

// Source is where its log comes from.
func (r Run) Source() cluster.LogSource {
	return cluster.LogSource{
		Namespace: r.Pod.Metadata.Namespace, Pod: r.Pod.Metadata.Name, PodUID: r.Pod.Metadata.UID,
		Container: r.Container, Restart: r.Restart,
	}
}

// Runs are the runs of a Pod's containers that are wanted and that the kubelet has logs of: the latest of each container that
// has begun, and the one before it.
func (o LogOptions) Runs(p job.Pod) []Run {
	if !o.wants(p) {
		return nil
	}
	var runs []Run
	for _, c := range slices.Concat(p.Status.InitContainerStatuses, p.Status.ContainerStatuses) {
		if len(o.Containers) > 0 && !slices.Contains(o.Containers, c.Name) {
			continue
		}
		latest, running := c.RestartCount, c.State.Running != nil
		if !running && c.State.Terminated == nil && c.LastState.Terminated == nil {
			latest-- // the latest run has not begun
		}
		if c.State.Waiting != nil && c.LastState.Terminated != nil {
			latest = c.LastRun()
		}
		for restart := max(latest-1, 0); restart <= latest; restart++ {
			r := Run{Pod: p, Container: c.Name, Restart: restart, Ended: restart < latest || !running}
			end := c.State.Terminated
			if restart == c.LastRun() {
				end = c.LastState.Terminated
			}
			switch {
			case end != nil:
				r.Started, r.Failed = end.StartedAt, end.ExitCode != 0
			case running:
				r.Started = c.State.Running.StartedAt
			}
			if r.Started.IsZero() {
				r.Started = p.Metadata.CreationTimestamp
			}
			r.Failed = r.Failed || p.Status.Phase == "Failed"
			runs = append(runs, r)
		}
	}
	return runs
}

func (o LogOptions) wants(p job.Pod) bool {
	if o.Indexes.Len() == 0 {
		return true
	}
	index, err := job.ParseIndexes(p.Metadata.Annotations[job.IndexAnnotation])
	return err == nil && o.Indexes.Has(index.First())
}

// LogOutput is where logs go.
type LogOutput struct {
	options LogOptions
	lines   *term.Lines
	prefix  bool

	mu      sync.Mutex
	colours map[string]int // by Pod uid
	files   []*os.File
}

// NewLogOutput makes an output of lines, each after the name of its Pod if prefix is set, or of files.
func NewLogOutput(lines *term.Lines, prefix bool, o LogOptions) *LogOutput {
	return &LogOutput{options: o, lines: lines, prefix: prefix, colours: map[string]int{}}
}

// Sink is where the log of one run goes.
func (o *LogOutput) Sink(r Run) (cluster.LogSink, error) {
	write := o.stream(r).Write
	if o.options.Dir != "" {
		file, err := o.file(r)
		if err != nil {
			return nil, err
		}
		write = func(text string, last bool) error {
			if last {
				text += "\n"
			}
			_, err := file.WriteString(text)
			return err
		}
	}
	sink := o.stamped(write)
	if o.options.Grep != nil {
		sink = grep(o.options.Grep, sink)
	}
	return sink, nil
}

// logTime is RFC 3339 with all nine digits, so that lines sort as text.
const logTime = "2006-01-02T15:04:05.000000000Z07:00"

func (o *LogOutput) stamped(write func(string, bool) error) cluster.LogSink {
	begins := true
	return func(at time.Time, text string, last bool) error {
		if begins && o.options.Timestamps && !at.IsZero() {
			text = at.Format(logTime) + " " + text
		}
		begins = last
		return write(text, last)
	}
}

// maxGrep is how much of a line is looked at, in bytes.
const maxGrep = 1 << 20

// grep passes on lines that match.
func grep(pattern *regexp.Regexp, sink cluster.LogSink) cluster.LogSink {
	var line strings.Builder
	return func(at time.Time, text string, last bool) error {
		if line.Len() < maxGrep {
			line.WriteString(text)
		}
		if !last {
			return nil
		}
		whole := line.String()
		line.Reset()
		if !pattern.MatchString(whole) {
			return nil
		}
		return sink(at, whole, true)
	}
}

// stream is a place among the lines of others: each Pod has a colour.
func (o *LogOutput) stream(r Run) *term.Stream {
	o.mu.Lock()
	defer o.mu.Unlock()
	colour, known := o.colours[r.Pod.Metadata.UID]
	if !known {
		colour = len(o.colours)
		o.colours[r.Pod.Metadata.UID] = colour
	}
	prefix := ""
	if o.prefix {
		prefix = prefixOf(r.Pod, r.Container)
	}
	return o.lines.Stream(prefix, colour)
}

// file makes the file of a log. One that is there already is left alone.
func (o *LogOutput) file(r Run) (*os.File, error) {
	name := r.Pod.Metadata.Name
	if len(r.Pod.Spec.InitContainers)+len(r.Pod.Spec.Containers) > 1 {
		name += "_" + r.Container
	}
	if r.Restart > 0 {
		name += fmt.Sprintf("_%d", r.Restart)
	}
	path := filepath.Join(o.options.Dir, name+".log")
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600) // it may hold secrets
	switch {
	case errors.Is(err, fs.ErrExist):
		return nil, fmt.Errorf("%s exists already: choose another folder", path)
	case err != nil:
		return nil, fmt.Errorf("write the log: %w", err)
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	o.files = append(o.files, file)
	return file, nil
}

// Close closes the files, and tells how many there are.
func (o *LogOutput) Close() (files int, err error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	files = len(o.files)
	for _, file := range o.files {
		err = errors.Join(err, file.Close())
	}
	o.files = nil
	return files, err
}

// spool keeps a log until it is known whether its attempt has failed.
type spool struct {
	entries []spooled
	size    int
	lost    bool
}

type spooled struct {
	at   time.Time
	text string
	last bool
}

// maxSpool is how much of a log is kept that way, in bytes: the end of it.
const maxSpool = 64 << 20

func (s *spool) sink(at time.Time, text string, last bool) error {
	s.entries = append(s.entries, spooled{at, text, last})
	s.size += len(text)
	for s.size > maxSpool {
		s.size -= len(s.entries[0].text)
		s.entries, s.lost = s.entries[1:], true
	}
	return nil
}

func (s *spool) flush(sink cluster.LogSink) error {
	for _, e := range s.entries {
		if err := sink(e.at, e.text, e.last); err != nil {
			return err
		}
	}
	return nil
}
