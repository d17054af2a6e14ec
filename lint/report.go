package lint

import (
	"cmp"
	"slices"
	"strings"
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
	documents, findings := 0, 0
	for i := range files {
		documents, findings = documents+len(files[i].Documents), findings+len(files[i].Findings)
	}
	r := Report{KubernetesVersion: l.version.String(), Documents: make([]Document, 0, documents), Findings: make([]Finding, 0, findings)}
	r.Summary.Files = len(files)
	for i := range files {
		r.Documents = append(r.Documents, files[i].Documents...)
		r.Findings = append(r.Findings, files[i].Findings...)
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
	r.countFindings()
	return r
}

// Keep leaves the findings for whose places keep is true, and counts anew.
func (r *Report) Keep(keep func(i int) bool) {
	kept := make([]Finding, 0, len(r.Findings))
	for i := range r.Findings {
		if keep(i) {
			kept = append(kept, r.Findings[i])
		}
	}
	r.Findings = kept
	r.countFindings()
}

func (r *Report) countFindings() {
	r.Summary.Errors, r.Summary.Warnings, r.Summary.Infos = 0, 0, 0
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
}

// sort makes the order independent of how the files were read.
func (r *Report) sort() {
	slices.SortStableFunc(r.Documents, func(a, b Document) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Index, b.Index))
	})
	// Findings are large, and there may be thousands: it is their places that are sorted, unless that is done already.
	order := make([]int, len(r.Findings))
	for i := range order {
		order[i] = i
	}
	compare := func(i, j int) int { return r.Findings[i].compare(&r.Findings[j]) }
	if slices.IsSortedFunc(order, compare) {
		return
	}
	slices.SortStableFunc(order, compare)
	sorted := make([]Finding, len(order))
	for i, from := range order {
		sorted[i] = r.Findings[from]
	}
	r.Findings = sorted
}

func (f *Finding) compare(other *Finding) int {
	if c := cmp.Or(strings.Compare(f.File, other.File), cmp.Compare(f.Line, other.Line), cmp.Compare(f.Column, other.Column)); c != 0 {
		return c
	}
	return cmp.Or(
		cmp.Compare(other.Severity.Rank(), f.Severity.Rank()), strings.Compare(f.Rule, other.Rule), strings.Compare(f.Path, other.Path),
		strings.Compare(f.Message, other.Message),
	)
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
