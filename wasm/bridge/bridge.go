// Package bridge is what the browser calls: bytes of a manifest in, JSON out. Its JSON is written by hand, because
// encoding/json would be a tenth of the download.
package bridge

import (
	"fmt"
	"time"

	"github.com/kubectl-job/kubectl-job/lint"
	"github.com/kubectl-job/kubectl-job/lint/schema"
)

// Request is one call about one file.
type Request struct {
	// File is its name, as findings show it.
	File string
	Data []byte
	// Version is that of Kubernetes, such as 1.37; empty for the newest that is known.
	Version string
	// Now is the time from which schedules are looked at.
	Now time.Time
}

func (r Request) source() lint.Source { return lint.Source{Name: r.File, Data: r.Data} }

// Bridge keeps a linter for each version, because its rules are faster the second time. It is for one goroutine.
type Bridge struct {
	linters map[schema.Version]*lint.Linter
}

// New makes a Bridge.
func New() *Bridge { return &Bridge{map[schema.Version]*lint.Linter{}} }

func (b *Bridge) linter(r Request) (*lint.Linter, error) {
	version := schema.Newest
	if r.Version != "" {
		v, err := schema.ParseVersion(r.Version)
		if err != nil {
			return nil, err
		}
		version = v
	}
	l, ok := b.linters[version]
	if !ok {
		l = lint.New(lint.Options{Version: version})
		b.linters[version] = l
	}
	return l.At(r.Now), nil
}

func (b *Bridge) report(r Request) (lint.Report, error) {
	l, err := b.linter(r)
	if err != nil {
		return lint.Report{}, err
	}
	return l.NewReport([]lint.File{l.Lint(r.source())}), nil
}

// Lint is the report, as kubectl job lint -o json writes it, but on one line.
func (b *Bridge) Lint(r Request) (string, error) {
	report, err := b.report(r)
	if err != nil {
		return "", err
	}
	return string(appendReport(nil, &report)), nil
}

// FixAll mends what it can, with unsafe also where that changes more than what was found. It returns
// {"text", "applied": [findings], "failed": [messages]}.
func (b *Bridge) FixAll(r Request, unsafe bool) (string, error) {
	l, err := b.linter(r)
	if err != nil {
		return "", err
	}
	fixed := l.Fix(r.source(), unsafe)
	o := begin(nil).str("text", string(fixed.Data)).list("applied", len(fixed.Applied), func(b []byte, i int) []byte {
		return appendFinding(b, &fixed.Applied[i])
	}).list("failed", len(fixed.Failed), func(b []byte, i int) []byte {
		return appendString(b, fixed.Failed[i].Error())
	})
	return string(o.end()), nil
}

// FixOne mends the finding that has this place, from 0, in the report of Lint, and returns the new text of the file.
func (b *Bridge) FixOne(r Request, finding int) (string, error) {
	report, err := b.report(r)
	if err != nil {
		return "", err
	}
	if finding < 0 || finding >= len(report.Findings) {
		return "", fmt.Errorf("no finding %d: there are %d", finding, len(report.Findings))
	}
	data, err := report.Findings[finding].Apply(r.source())
	return string(data), err
}

// Rules are all rules of the linter, as kubectl job lint rules -o json writes them.
func Rules() string {
	rules := lint.Rules()
	return string(appendList(nil, len(rules), func(b []byte, i int) []byte { return appendRule(b, &rules[i]) }))
}

// Versions are the versions of Kubernetes that the linter knows, oldest first.
func Versions() string {
	n := schema.Newest.Minor - schema.Oldest.Minor + 1
	return string(appendList(nil, n, func(b []byte, i int) []byte {
		return appendString(b, schema.Version{Major: 1, Minor: schema.Oldest.Minor + i}.String())
	}))
}
