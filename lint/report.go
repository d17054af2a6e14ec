package lint

import (
	"cmp"
	"slices"
)

// Severity is how much a finding weighs.
type Severity string

// The severities. An error of the groups schema and api is what the API server refuses.
const (
	Error   Severity = "error"
	Warning Severity = "warning"
	Info    Severity = "info"
)

// Rank orders severities: the heavier, the higher. It is 0 for what is none.
func (s Severity) Rank() int {
	switch s {
	case Error:
		return 3
	case Warning:
		return 2
	case Info:
		return 1
	default:
		return 0
	}
}

// Verdict is what becomes of a document.
type Verdict string

// The verdicts.
const (
	Accepted Verdict = "accepted"
	Rejected Verdict = "rejected"
	Skipped  Verdict = "skipped"
)

// Report is the outcome of linting. Its JSON form is a contract: docs/lint-output.md.
type Report struct {
	KubernetesVersion string     `json:"kubernetesVersion"`
	Summary           Summary    `json:"summary"`
	Documents         []Document `json:"documents"`
	Findings          []Finding  `json:"findings"`
}

// Summary counts.
type Summary struct {
	Files     int `json:"files"`
	Documents int `json:"documents"`
	Linted    int `json:"linted"`
	Skipped   int `json:"skipped"`
	Errors    int `json:"errors"`
	Warnings  int `json:"warnings"`
	Infos     int `json:"infos"`
}

// Document is one object of a file.
type Document struct {
	File string `json:"file"`
	// Index counts the documents of the file from 0; empty ones do not count.
	Index int `json:"index"`
	// Path leads to an item of a list, such as items[2]; empty for a document that is no list.
	Path      string `json:"path,omitempty"`
	Kind      string `json:"kind"`
	JobKind   string `json:"jobKind,omitempty"`
	Name      string `json:"name"`
	Namespace string `json:"namespace"`
	// Verdict is rejected exactly when the document has an error of the groups schema or api.
	Verdict Verdict `json:"verdict"`
	// Reason says why a document was skipped.
	Reason string `json:"reason"`
}

// Finding is something that a rule found.
type Finding struct {
	Rule     string   `json:"rule"`
	Severity Severity `json:"severity"`
	Message  string   `json:"message"`
	File     string   `json:"file"`
	Document int      `json:"document"`
	// Item is the Path of the Document, for an item of a list.
	Item    string `json:"item,omitempty"`
	Kind    string `json:"kind"`
	JobKind string `json:"jobKind,omitempty"`
	Name    string `json:"name"`
	// Path is the field as the API server prints it; for an item of a list, it starts at the item.
	Path string `json:"path"`
	// Lines and columns count from 1, columns in characters; the end is behind the last character.
	Line      int    `json:"line"`
	Column    int    `json:"column"`
	EndLine   int    `json:"endLine"`
	EndColumn int    `json:"endColumn"`
	Docs      string `json:"docs"`
	// Fix is a change that mends it; null if there is none.
	Fix *Fix `json:"fix"`

	Excerpt Excerpt `json:"-"`
}

// Refused says that it is what the API server refuses.
func (f *Finding) Refused() bool { return f.Severity == Error && fact(f.Rule) }

// Fix is a change that mends a finding.
type Fix struct {
	// Title says what it does.
	Title string `json:"title"`
	// Safe says that it changes nothing but what was found.
	Safe  bool   `json:"safe"`
	Edits []Edit `json:"edits"`
}

// Edit is a change of one field: set, remove, or rename.
type Edit struct {
	Op   string `json:"op"`
	Path string `json:"path"`
	// Value is what is set, or the new name.
	Value any `json:"value,omitempty"`
}

// File is what linting one Source found.
type File struct {
	Documents []Document
	Findings  []Finding

	run []runDocument
}

// NewReport sums up files, in the order of their names.
func (l *Linter) NewReport(files []File) Report {
	r := Report{KubernetesVersion: l.version.String(), Documents: []Document{}, Findings: []Finding{}}
	r.Summary.Files = len(files)
	for _, f := range files {
		r.Documents = append(r.Documents, f.Documents...)
		r.Findings = append(r.Findings, f.Findings...)
	}
	r.Findings = append(r.Findings, l.across(files)...)
	r.sort()
	for i := range r.Documents {
		r.Summary.Documents++
		if r.Documents[i].Verdict == Skipped {
			r.Summary.Skipped++
		} else {
			r.Summary.Linted++
		}
	}
	for i := range r.Findings {
		switch r.Findings[i].Severity {
		case Error:
			r.Summary.Errors++
		case Warning:
			r.Summary.Warnings++
		case Info:
			r.Summary.Infos++
		case Off:
		}
	}
	return r
}

// sort makes the order independent of how the files were read.
func (r *Report) sort() {
	slices.SortStableFunc(r.Documents, func(a, b Document) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Index, b.Index))
	})
	slices.SortStableFunc(r.Findings, func(a, b Finding) int {
		return cmp.Or(
			cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column),
			cmp.Compare(b.Severity.Rank(), a.Severity.Rank()), cmp.Compare(a.Rule, b.Rule), cmp.Compare(a.Path, b.Path),
			cmp.Compare(a.Message, b.Message),
		)
	})
}

// Worst is the heaviest severity among the findings; empty if there are none.
func (r *Report) Worst() Severity {
	worst := Severity("")
	for i := range r.Findings {
		if s := r.Findings[i].Severity; s.Rank() > worst.Rank() {
			worst = s
		}
	}
	return worst
}
