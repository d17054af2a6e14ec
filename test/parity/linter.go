package main

import (
	"slices"

	"github.com/kubectl-job/kubectl-job/lint/api"
	"github.com/kubectl-job/kubectl-job/lint/manifest"
	"github.com/kubectl-job/kubectl-job/lint/schema"
)

// said is what the linter makes of a manifest that is sent to the API server as it is.
type said struct {
	undecodable bool
	fields      []string // the paths that it complains of, sorted, each once
	jobs        bool     // it complains of the Jobs of an accepted CronJob
	messages    []string
}

func (s *said) accept() bool { return !s.undecodable && len(s.fields) == 0 }

// ask lints one document.
func ask(data []byte, v schema.Version) said {
	docs := manifest.Parse("m.json", data, manifest.Limits{})
	if len(docs) != 1 || docs[0].Fatal() != nil {
		return said{undecodable: true, messages: []string{"cannot be read"}}
	}
	root := docs[0].Root
	object := docs[0].Objects()[0]
	if ok, why := schema.Served(object.APIVersion, object.Kind, v); !ok {
		return said{undecodable: true, messages: []string{why}}
	}
	var s said
	decoded := schema.Check(root, v)
	for _, p := range decoded {
		if p.Severity == schema.Error {
			s.undecodable = true
			s.messages = append(s.messages, p.Path+": "+p.Message)
		}
	}
	if s.undecodable {
		return s
	}
	for _, p := range api.Check(root, object.Kind, v, decoded) {
		if p.Severity == schema.Error {
			s.fields = append(s.fields, p.Path)
			s.messages = append(s.messages, p.Path+": "+p.Message)
		}
	}
	slices.Sort(s.fields)
	s.fields = slices.Compact(s.fields)
	if object.Kind == "CronJob" && len(s.fields) == 0 {
		for _, p := range api.CheckJobs(root, v, decoded) {
			s.jobs = true
			s.messages = append(s.messages, "its Jobs: "+p.Path+": "+p.Message)
		}
	}
	return s
}
