package lint

import (
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/kubectl-job/kubectl-job/lint/api"
	"github.com/kubectl-job/kubectl-job/lint/manifest"
	"github.com/kubectl-job/kubectl-job/lint/policy"
	"github.com/kubectl-job/kubectl-job/lint/policy/plan"
	"github.com/kubectl-job/kubectl-job/lint/schema"
	"github.com/kubectl-job/kubectl-job/policies/compiled"
)

// Options say what to check against.
type Options struct {
	// Version is the API server's.
	Version schema.Version
	// Now is the time from which schedules are looked at. Without one, it is the beginning of 2026.
	Now time.Time
	// Level is the lightest severity of findings that are wanted; without one, all are.
	Level Severity
}

// More are rules of the user.
type More struct {
	Rules []policy.Rule
	// Check applies them to a document. It is called by several goroutines at once.
	Check func(policy.Document) ([]policy.Finding, error)
}

// Linter checks manifests. It may be used by several goroutines at once.
type Linter struct {
	version    schema.Version
	now        time.Time
	level      Severity
	engine     *policy.Engine
	parameters plan.Value
	// all are the rules that hold for the version, usual those of them that are wanted where no configuration says otherwise.
	all, usual policy.Selection
	parsers    *sync.Pool
}

// New makes a Linter. A version that is not known counts as the nearest one.
func New(o Options) *Linter {
	l := &Linter{
		version: o.Version.Clamp(), now: o.Now, level: o.Level,
		engine: policy.NewEngine(compiled.Rules(), compiled.Program()), parameters: compiled.Parameters().Value(),
	}
	if l.now.IsZero() {
		l.now = time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	}
	l.parsers = &sync.Pool{New: func() any { return new(manifest.Parser) }}
	l.all, l.usual = l.engine.Select(l.version.Minor, nil), l.selected(nil)
	return l
}

// At is the linter at another time: it looks at schedules from there on.
func (l *Linter) At(now time.Time) *Linter {
	later := *l
	later.now = now
	return &later
}

// Source is a file.
type Source struct {
	// Name is the file's name as it is shown.
	Name string
	Data []byte
	// Found says that nobody named the file: it was come across in a folder, where much is not for kubectl. Text that
	// cannot be read and shows no sign of a Job is then skipped.
	Found bool
	// Patch says that the file is a patch of a kustomization, and by which file it is known to be.
	Patch string
	// Levels are the severities that a configuration gives to rules (GROUP/RULE) and groups (GROUP), for this file.
	Levels Levels
	// Parameters are, for this file, the numbers that rules of experience compare with, in place of their own.
	Parameters policy.Parameters
	// More are rules of the user's for this file; nil if there are none.
	More *More
}

// Lint checks one file.
func (l *Linter) Lint(s Source) File {
	var f File
	parser, _ := l.parsers.Get().(*manifest.Parser)
	docs := parser.Parse(s.Name, s.Data, manifest.Limits{})
	l.parsers.Put(parser)
	rules := l.wanted(s)
	for i := range docs {
		l.document(&f, s, rules, &docs[i])
	}
	return f
}

func (l *Linter) document(f *File, s Source, rules policy.Selection, doc *manifest.Document) {
	if fatal := doc.Fatal(); fatal != nil {
		l.unreadable(f, s, doc, fatal)
		return
	}
	objects := doc.Objects()
	targets := make([]*target, 0, len(objects))
	for _, o := range objects {
		t := newTarget(s, doc, o)
		if t.info.Verdict != Skipped {
			l.check(t, s, rules)
		}
		targets = append(targets, t)
	}
	// What is wrong with the text belongs to the first object that is checked; a text without any is not ours.
	for _, t := range targets {
		if t.info.Verdict != Skipped {
			t.text(doc.Problems)
			break
		}
	}
	suppress(doc, targets)
	for _, t := range targets {
		t.finish(s.Levels, l.level)
		f.Documents = append(f.Documents, t.info)
		if len(f.Findings) == 0 {
			f.Findings = t.findings
		} else {
			f.Findings = append(f.Findings, t.findings...)
		}
		if t.info.Verdict == Accepted {
			f.run = append(f.run, t.keep(s, l))
		}
	}
}

// check compares an object with what the API server takes.
func (l *Linter) check(t *target, s Source, rules policy.Selection) {
	if ok, why := schema.Served(t.object.APIVersion, t.object.Kind, l.version); !ok {
		t.notServed(why)
		return
	}
	decoded := schema.CheckAs(t.object.Root, t.object.Kind, l.version)
	refused := false
	for _, p := range decoded {
		refused = refused || p.Severity == schema.Error
		t.add("schema/"+p.Rule, severity(p.Severity), p.Path, p.Range, p.Message)
	}
	found := api.Check(t.object.Root, t.object.Kind, l.version, decoded)
	for _, p := range found {
		if p.Consequence || refused && follows(p, decoded) || outdone(p, found) {
			continue
		}
		refused = refused || p.Severity == schema.Error
		t.add("api/"+p.Rule, severity(p.Severity), p.Path, p.Range, p.Message)
	}
	if refused {
		return
	}
	if t.object.Kind == "CronJob" {
		for _, p := range api.CheckJobs(t.object.Root, l.version, decoded) {
			t.add(ruleJobRefused, Error, p.Path, p.Range, p.Message)
		}
	}
	l.experience(t, s, rules, decoded)
}

// follows says whether a problem is but the consequence of a field that could not be decoded: it is about that field, or
// misses one beside it.
func follows(p api.Problem, decoded []schema.Problem) bool {
	for _, d := range decoded {
		if d.Severity != schema.Error {
			continue
		}
		if p.Path == d.Path || strings.HasPrefix(p.Path, d.Path+".") || strings.HasPrefix(p.Path, d.Path+"[") {
			return true
		}
		if p.Missing() && parent(p.Path) == parent(d.Path) {
			return true
		}
	}
	return false
}

// outdone says whether a problem is a warning at a place where there is an error.
func outdone(p api.Problem, found []api.Problem) bool {
	return p.Severity != schema.Error && slices.ContainsFunc(found, func(other api.Problem) bool {
		return other.Severity == schema.Error && other.Range == p.Range
	})
}

func parent(path string) string {
	i := strings.LastIndexByte(path, '.')
	return path[:max(i, 0)]
}

func severity(s schema.Severity) Severity {
	if s == schema.Error {
		return Error
	}
	return Warning
}

// ruleJobRefused is no rule of the group api: the API server does take the CronJob.
const ruleJobRefused = "cronjob/job-refused"
