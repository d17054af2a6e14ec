package lint

import (
	"fmt"
	"slices"

	"github.com/kubectl-job/kubectl-job/lint/manifest"
	"github.com/kubectl-job/kubectl-job/lint/policy"
)

// Fixed is a file with some of its findings mended.
type Fixed struct {
	// Data is the file; comments, order, quotes and indentation are as they were.
	Data []byte
	// Applied are the findings that were mended, in the order in which that was done. Their places are those of the time.
	Applied []Finding
	// Failed are the findings whose fixes could not be applied, with the reasons: a value that comes from an alias, for example.
	Failed []error
}

// maxFixes bounds how many fixes one file takes.
const maxFixes = 1000

// Fix mends what it can of a file: the findings that Lint has of it and that have a fix, and with unsafe also those whose fix
// changes more than what was found.
func (l *Linter) Fix(s Source, unsafe bool) Fixed {
	fixed := Fixed{Data: s.Data}
	tried := map[string]bool{}
	for range maxFixes {
		s.Data = fixed.Data
		f := nextFix(l.Lint(s).Findings, unsafe, tried)
		if f == nil {
			break
		}
		data, err := f.Apply(s)
		if err != nil {
			fixed.Failed = append(fixed.Failed, fmt.Errorf("%s:%d:%d: %s: %w", f.File, f.Line, f.Column, f.Rule, err))
			continue
		}
		fixed.Data, fixed.Applied = data, append(fixed.Applied, *f)
	}
	return fixed
}

// FixRule mends the first finding of one rule, safely or not, and returns the file and the finding; it is nil if none can be
// mended.
func (l *Linter) FixRule(s Source, rule string) ([]byte, *Finding) {
	for _, f := range l.Lint(s).Findings {
		if f.Rule != rule || f.Fix == nil {
			continue
		}
		if data, err := f.Apply(s); err == nil {
			return data, &f
		}
	}
	return s.Data, nil
}

// nextFix is the first finding that can be mended and was not tried before; nil if there is none.
func nextFix(findings []Finding, unsafe bool, tried map[string]bool) *Finding {
	for i := range findings {
		f := &findings[i]
		if f.Fix == nil || !f.Fix.Safe && !unsafe {
			continue
		}
		if key := fmt.Sprint(f.Document, f.Item, f.Rule, f.Path); !tried[key] {
			tried[key] = true
			return f
		}
	}
	return nil
}

// Apply makes the edits of the finding's fix in the file that it was found in, and returns the new text of it.
func (f *Finding) Apply(s Source) ([]byte, error) {
	if f.Fix == nil {
		return nil, fmt.Errorf("%s has no fix", f.Rule)
	}
	docs := manifest.Parse(s.Name, s.Data, manifest.Limits{})
	at := slices.IndexFunc(docs, func(d manifest.Document) bool { return d.Index == f.Document })
	if at < 0 || docs[at].Root == nil {
		return nil, fmt.Errorf("there is no document %d", f.Document)
	}
	var changes []manifest.Change
	for _, e := range f.Fix.Edits {
		path := slices.Concat(policy.Segments(f.Item), policy.Segments(e.Path))
		changes = append(changes, e.change(docs[at].Root, path))
	}
	return docs[at].Change(changes...)
}

// change is an edit as package manifest makes it.
func (e Edit) change(root *manifest.Node, path []any) manifest.Change {
	switch {
	case e.Op == "remove":
		return manifest.Change{Op: manifest.Delete, Path: path}
	case e.Op == "rename":
		return manifest.Change{Op: manifest.Rename, Path: path, Value: e.Value}
	case root.At(path...) != nil:
		return manifest.Change{Op: manifest.Set, Path: path, Value: e.Value}
	}
	value := e.Value
	for len(path) > 1 && root.At(path[:len(path)-1]...) == nil {
		value = map[string]any{fmt.Sprint(path[len(path)-1]): value}
		path = path[:len(path)-1]
	}
	return manifest.Change{Op: manifest.Add, Path: path, Value: value}
}
