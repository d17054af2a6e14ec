package report

import (
	"fmt"
	"io"
	"strings"

	format "github.com/jstemmer/go-junit-report/v2/junit"

	"github.com/kubectl-job/kubectl-job/lint"
)

// junit writes a test suite for each file and a test case for each document: it fails if it has an error or a warning.
func junit(w io.Writer, r *lint.Report) error {
	byDocument := map[document][]lint.Finding{}
	for _, f := range r.Findings {
		key := document{f.File, f.Document, f.Item}
		byDocument[key] = append(byDocument[key], f)
	}
	suites := format.Testsuites{Name: "kubectl job lint, Kubernetes " + r.KubernetesVersion}
	for i := 0; i < len(r.Documents); {
		file := r.Documents[i].File
		suite := format.Testsuite{Name: file, File: file, Time: "0"}
		for ; i < len(r.Documents) && r.Documents[i].File == file; i++ {
			d := &r.Documents[i]
			addCase(&suite, d, byDocument[document{d.File, d.Index, d.Path}])
		}
		suites.AddSuite(suite)
	}
	_, err := io.WriteString(w, `<?xml version="1.0" encoding="UTF-8"?>`+"\n")
	if err != nil {
		return err
	}
	return suites.WriteXML(w)
}

// document tells documents apart.
type document struct {
	file  string
	index int
	item  string
}

func addCase(suite *format.Testsuite, d *lint.Document, findings []lint.Finding) {
	test := format.Testcase{Name: caseName(d), Classname: d.File, Time: "0"}
	if d.Verdict == lint.Skipped {
		test.Skipped = &format.Result{Message: d.Reason}
	}
	var worst lint.Severity
	var lines []string
	first := ""
	for _, f := range findings {
		if f.Severity.Rank() > worst.Rank() {
			worst, first = f.Severity, f.Message
		}
		lines = append(lines, fmt.Sprintf("%s:%d:%d: %s: %s [%s]", f.File, f.Line, f.Column, f.Severity, printable(f.Message), f.Rule))
	}
	all := strings.Join(lines, "\n")
	if worst.Rank() >= lint.Warning.Rank() {
		test.Failure = &format.Result{Message: printable(first), Type: string(worst), Data: all}
	} else if all != "" {
		test.SystemOut = &format.Output{Data: all}
	}
	suite.AddTestcase(test)
}

func caseName(d *lint.Document) string {
	name := strings.TrimSpace(d.Kind + " " + printable(d.Name))
	if name == "" {
		name = "document"
	}
	place := fmt.Sprintf("document %d", d.Index)
	if d.Path != "" {
		place += " " + d.Path
	}
	return name + " (" + place + ")"
}
