// Package config reads .kubectl-job.yaml, with which a repository tunes the linter.
package config

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/kubectl-job/kubectl-job/lint"
	"github.com/kubectl-job/kubectl-job/lint/manifest"
	"github.com/kubectl-job/kubectl-job/lint/policy"
	"github.com/kubectl-job/kubectl-job/lint/schema"
	"github.com/kubectl-job/kubectl-job/policies/compiled"
)

// Name is the name of the file. The one in a manifest's folder counts, or else in the nearest folder above.
const Name = ".kubectl-job.yaml"

// Config is what the file says:
//
//	kubernetesVersion: "1.34"
//	rules:
//	  GROUP/RULE: warning   # error, warning, info or off
//	  GROUP: info           # all of a group that is not named itself
//	skip:
//	- vendor/**             # relative to the file's folder
//	policies:
//	- policies              # folders with rules of one's own, relative to the file's folder
//	parameters:
//	  GROUP/RULE: {seconds: 60}
type Config struct {
	// Version is nil if the file does not name one.
	Version *schema.Version
	Levels  lint.Levels
	// Skip are patterns of paths, with / between folders and ** for any number of them.
	Skip []string
	// Policies are folders with policies of the user's own, relative to the file's folder.
	Policies []string
	// Parameters are the numbers that rules compare with, in place of their own.
	Parameters policy.Parameters
}

// Parse reads the file strictly. The error joins all mistakes, each with file:line:column.
func Parse(file string, data []byte) (Config, error) {
	docs := manifest.Parse(file, data, manifest.Limits{})
	p := parser{file: file, config: Config{Levels: lint.Levels{}}}
	switch {
	case len(docs) == 0:
		return p.config, nil
	case len(docs) > 1:
		p.fail(docs[1].Range, "expected one document, found %d", len(docs))
	}
	for _, problem := range docs[0].Problems {
		p.fail(problem.Range, "%s", problem.Message)
	}
	if root := docs[0].Root; root != nil {
		p.root(root)
	}
	return p.config, errors.Join(p.errors...)
}

type parser struct {
	file   string
	config Config
	own    bool // it names policies
	errors []error
}

func (p *parser) fail(at manifest.Range, format string, args ...any) {
	p.errors = append(p.errors, fmt.Errorf("%s:%s: %s", p.file, at, fmt.Sprintf(format, args...)))
}

func (p *parser) root(root *manifest.Node) {
	if root.Kind == manifest.Null {
		return
	}
	if root.Kind != manifest.Map {
		p.fail(root.Range, "expected a map, found a %s", root.Kind)
		return
	}
	p.own = root.Get("policies") != nil
	for _, e := range root.Entries {
		switch e.Key {
		case "kubernetesVersion":
			p.version(e.Value)
		case "rules":
			p.rules(e.Value)
		case "skip":
			p.skip(e.Value)
		case "policies":
			p.policies(e.Value)
		case "parameters":
			p.parameters(e.Value)
		default:
			p.fail(e.KeyRange, "unknown key %q: expected kubernetesVersion, rules, skip, policies or parameters", e.Key)
		}
	}
}

func (p *parser) version(n *manifest.Node) {
	if n.Kind == manifest.Number {
		p.fail(n.Range, "put the version in quotes, or 1.30 becomes 1.3")
		return
	}
	v, err := schema.ParseVersion(n.Text)
	if n.Kind != manifest.String || err != nil {
		if err == nil {
			err = fmt.Errorf("expected a version such as \"1.34\", found a %s", n.Kind)
		}
		p.fail(n.Range, "%v", err)
		return
	}
	p.config.Version = &v
}

func (p *parser) rules(n *manifest.Node) {
	if n.Kind == manifest.Null {
		return
	}
	if n.Kind != manifest.Map {
		p.fail(n.Range, "expected a map of rules to levels, found a %s", n.Kind)
		return
	}
	for _, e := range n.Entries {
		if !lint.IsRule(e.Key) && !lint.IsGroup(e.Key) && !p.mayBeOwn(e.Key) {
			p.fail(e.KeyRange, "%q is neither a rule nor a group%s", e.Key, lint.SimilarRule(e.Key))
			continue
		}
		level, ok := level(e.Value)
		if !ok {
			p.fail(e.Value.Range, "expected error, warning, info or off")
			continue
		}
		p.config.Levels[e.Key] = level
	}
}

// mayBeOwn says whether a rule or group may be one of the policies that the file names: those are not read here.
func (p *parser) mayBeOwn(name string) bool {
	group, _, _ := strings.Cut(name, "/")
	return p.own && !lint.IsGroup(group)
}

func (p *parser) policies(n *manifest.Node) {
	if n.Kind == manifest.Null {
		return
	}
	if n.Kind != manifest.List {
		p.fail(n.Range, "expected a list of folders, found a %s", n.Kind)
		return
	}
	for _, item := range n.Items {
		if item.Kind != manifest.String || item.Text == "" {
			p.fail(item.Range, "expected a folder with .rego files, such as policies")
			continue
		}
		p.config.Policies = append(p.config.Policies, item.Text)
	}
}

// parameters takes only those that there are: what is misspelt would have no effect.
func (p *parser) parameters(n *manifest.Node) {
	if n.Kind == manifest.Null {
		return
	}
	if n.Kind != manifest.Map {
		p.fail(n.Range, "expected a map of rules to their parameters, found a %s", n.Kind)
		return
	}
	for _, e := range n.Entries {
		group, rule, _ := strings.Cut(e.Key, "/")
		known := compiled.Parameters()[group][rule]
		if len(known) == 0 {
			p.fail(e.KeyRange, "%q has no parameters", e.Key)
			continue
		}
		for _, parameter := range e.Value.Entries {
			p.parameter(e.Key, known, parameter)
		}
	}
}

func (p *parser) parameter(rule string, known map[string]int, e manifest.Entry) {
	if _, ok := known[e.Key]; !ok {
		p.fail(e.KeyRange, "%s has no parameter %q: expected %s", rule, e.Key, strings.Join(slices.Sorted(maps.Keys(known)), ", "))
		return
	}
	value, err := strconv.Atoi(e.Value.Text)
	if e.Value.Kind != manifest.Number || err != nil || value < 0 {
		p.fail(e.Value.Range, "expected a whole number")
		return
	}
	group, name, _ := strings.Cut(rule, "/")
	p.config.Parameters = p.config.Parameters.With(policy.Parameters{group: {name: {e.Key: value}}})
}

// level reads a level. YAML takes off for a boolean.
func level(n *manifest.Node) (lint.Severity, bool) {
	if n.Kind == manifest.Bool && n.Text == "false" {
		return lint.Off, true
	}
	s := lint.Severity(n.Text)
	return s, n.Kind == manifest.String && (s.Rank() > 0 || s == lint.Off)
}

func (p *parser) skip(n *manifest.Node) {
	if n.Kind == manifest.Null {
		return
	}
	if n.Kind != manifest.List {
		p.fail(n.Range, "expected a list of patterns, found a %s", n.Kind)
		return
	}
	for _, item := range n.Items {
		switch {
		case item.Kind != manifest.String || item.Text == "":
			p.fail(item.Range, "expected a pattern such as vendor/**")
		case !validPattern(item.Text):
			p.fail(item.Range, "%q is no pattern: a bracket or a backslash has no end", item.Text)
		case strings.HasPrefix(item.Text, "/") || slices.Contains(strings.Split(item.Text, "/"), ".."):
			p.fail(item.Range, "%q leads out of the folder: patterns are relative to the folder of %s", item.Text, Name)
		default:
			p.config.Skip = append(p.config.Skip, item.Text)
		}
	}
}
