// Package baseline knows the findings that a repository had when it began to lint, so that only new ones count.
//
// A finding is known again by its file, its object, its field and its rule, and never by its line: what else is in the file may move
// it about.
package baseline

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/kubectl-job/kubectl-job/lint"
)

// version is that of the file's form.
const version = 1

// Baseline are findings that are known.
type Baseline struct {
	entries []Entry
	places  map[words]int // of the entries, while there are more to come
}

// Entry is a finding in the file; Count is how many there are that do not differ.
type Entry struct {
	// File is relative to the folder of the baseline, with / between folders.
	File    string `json:"file"`
	Object  string `json:"object,omitempty"`
	Rule    string `json:"rule"`
	Field   string `json:"field,omitempty"`
	Message string `json:"message"`
	Count   int    `json:"count"`
}

type document struct {
	Version  int     `json:"version"`
	Findings []Entry `json:"findings"`
}

// New makes a baseline of findings; file gives the names of their files as the baseline has them.
func New(findings []lint.Finding, file func(string) string) *Baseline {
	b := &Baseline{}
	for i := range findings {
		b.add(entry(&findings[i], file))
	}
	b.sort()
	return b
}

// entry is a finding as the file has it. The places of items in their lists are left out: they shift.
func entry(f *lint.Finding, file func(string) string) Entry {
	object := strings.TrimSpace(f.Kind + " " + f.Name)
	return Entry{File: file(f.File), Object: object, Rule: f.Rule, Field: withoutIndexes(f.Path), Message: f.Message, Count: 1}
}

func withoutIndexes(path string) string {
	var b strings.Builder
	for path != "" {
		before, rest, found := strings.Cut(path, "[")
		b.WriteString(before)
		if !found {
			break
		}
		index, after, _ := strings.Cut(rest, "]")
		if strings.Trim(index, "0123456789") == "" {
			index = ""
		}
		b.WriteString("[" + index + "]")
		path = after
	}
	return b.String()
}

// Parse reads a baseline. An error names the place of the mistake.
func Parse(name string, data []byte) (*Baseline, error) {
	decoder := json.NewDecoder(bytes.NewReader(data))
	decoder.DisallowUnknownFields()
	var d document
	err := decoder.Decode(&d)
	if err == nil {
		if _, more := decoder.Token(); !errors.Is(more, io.EOF) {
			err = errors.New("there is text behind its end")
		}
	}
	if err != nil {
		line, column := place(data, int(decoder.InputOffset()), err)
		return nil, fmt.Errorf("%s:%d:%d: this is no baseline: %w", name, line, column, err)
	}
	if d.Version != version {
		return nil, fmt.Errorf("%s:1:1: the baseline has version %d, expected %d", name, d.Version, version)
	}
	b := &Baseline{}
	for i, e := range d.Findings {
		if e.File == "" || e.Rule == "" || e.Count < 1 {
			return nil, fmt.Errorf("%s:1:1: findings[%d] lacks its file, its rule or its count", name, i)
		}
		b.add(e)
	}
	b.sort()
	return b, nil
}

// place is where a mistake is, in lines and columns.
func place(data []byte, offset int, err error) (line, column int) {
	if e, ok := errors.AsType[*json.SyntaxError](err); ok {
		offset = int(e.Offset) - 1
	}
	if e, ok := errors.AsType[*json.UnmarshalTypeError](err); ok {
		offset = int(e.Offset) - 1
	}
	before := data[:max(0, min(offset, len(data)))]
	return bytes.Count(before, []byte{'\n'}) + 1, len(before) - bytes.LastIndexByte(before, '\n')
}

// Bytes is the baseline as a file: one finding a block, in order, so that changes of it can be read.
func (b *Baseline) Bytes() []byte {
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	entries := b.entries
	if entries == nil {
		entries = []Entry{}
	}
	if err := encoder.Encode(document{Version: version, Findings: entries}); err != nil {
		panic(err) // only of types that JSON does not have
	}
	return out.Bytes()
}

// Len is how many findings there are.
func (b *Baseline) Len() (n int) {
	for _, e := range b.entries {
		n += e.Count
	}
	return n
}

func (b *Baseline) add(e Entry) {
	if b.places == nil {
		b.places = map[words]int{}
		for i := range b.entries {
			b.places[b.entries[i].words()] = i
		}
	}
	if i, known := b.places[e.words()]; known {
		b.entries[i].Count += e.Count
		return
	}
	b.places[e.words()] = len(b.entries)
	b.entries = append(b.entries, e)
}

// words is what a finding is known by, with what it says.
type words struct {
	key     [4]string
	message string
}

func (e Entry) words() words { return words{e.key(), e.Message} }

func (e Entry) key() [4]string { return [4]string{e.File, e.Object, e.Rule, e.Field} }

func (b *Baseline) sort() {
	b.places = nil
	slices.SortStableFunc(b.entries, func(x, y Entry) int {
		return cmp.Or(cmp.Compare(x.File, y.File), cmp.Compare(x.Object, y.Object), cmp.Compare(x.Rule, y.Rule),
			cmp.Compare(x.Field, y.Field), cmp.Compare(x.Message, y.Message))
	})
}

// Compared is what became of the findings of a run beside a baseline.
type Compared struct {
	// Known says of each finding whether the baseline has it.
	Known []bool
	// Gone is how many of the baseline's findings in the files of the run are no longer there.
	Gone int
}

// Compare looks findings up. Several at one field are known one by one: first those whose words are the same, as a number in
// them may have changed. Checked says which files, as the baseline has them, the run went through.
func (b *Baseline) Compare(findings []lint.Finding, file func(string) string, checked func(string) bool) Compared {
	exact, loose := map[words]int{}, map[[4]string]int{}
	left := 0
	for _, e := range b.entries {
		exact[e.words()] += e.Count
		loose[e.key()] += e.Count
		if checked(e.File) {
			left += e.Count
		}
	}
	c := Compared{Known: make([]bool, len(findings))}
	for i := range findings {
		e := entry(&findings[i], file)
		if w := e.words(); exact[w] > 0 {
			exact[w]--
			loose[w.key]--
			left--
			c.Known[i] = true
		}
	}
	for i := range findings {
		if key := entry(&findings[i], file).key(); !c.Known[i] && loose[key] > 0 {
			loose[key]--
			left--
			c.Known[i] = true
		}
	}
	c.Gone = max(left, 0)
	return c
}

// Keep adds the entries of another baseline whose files are not among those checked.
func (b *Baseline) Keep(old *Baseline, checked func(string) bool) {
	for _, e := range old.entries {
		if !checked(e.File) {
			b.add(e)
		}
	}
	b.sort()
}
