package report_test

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"flag"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/kubectl-job/kubectl-job/lint"
	"github.com/kubectl-job/kubectl-job/lint/report"
	"github.com/kubectl-job/kubectl-job/lint/schema"
)

var update = flag.Bool("update", false, "write the golden files anew")

// made is a report with a bit of everything.
func made(t *testing.T) *lint.Report {
	t.Helper()
	linter := lint.New(lint.Options{Version: schema.Version{Major: 1, Minor: 30}})
	data, err := os.ReadFile("testdata/all.yaml")
	if err != nil {
		t.Fatal(err)
	}
	r := linter.NewReport([]lint.File{
		linter.Lint(lint.Source{Name: "b/all.yaml", Data: data, Levels: lint.Levels{"lint/ignore-unused": lint.Info}}),
		linter.Lint(lint.Source{Name: "a, b:c.yaml", Data: []byte("kind: Job\n\tx: 1\n")}),
	})
	return &r
}

func written(t *testing.T, format report.Format) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := report.Write(&b, made(t), report.Options{Format: format, Version: "1.2.3"}); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestGolden(t *testing.T) {
	for _, format := range report.Formats() {
		t.Run(format, func(t *testing.T) {
			got := written(t, report.Format(format))
			golden := filepath.Join("testdata", "all."+format)
			if *update {
				if err := os.WriteFile(golden, got, 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(string(want), string(got)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// The schema is that of the standard: sarif-schema-2.1.0.json, errata 01, from docs.oasis-open.org/sarif.
func TestSARIFIsValid(t *testing.T) {
	schema, err := jsonschema.NewCompiler().Compile("testdata/sarif-2.1.0.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	text := written(t, report.SARIF)
	log, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	if err := schema.Validate(log); err != nil {
		t.Error(err)
	}
	var parsed struct{ Runs []struct{ Results []any } }
	if err := json.Unmarshal(text, &parsed); err != nil {
		t.Fatal(err)
	}
	if got, want := len(parsed.Runs[0].Results), len(made(t).Findings); got != want {
		t.Errorf("%d results, want %d", got, want)
	}
}

func TestJUnitCounts(t *testing.T) {
	var suites struct {
		Tests    int `xml:"tests,attr"`
		Failures int `xml:"failures,attr"`
		Skipped  int `xml:"skipped,attr"`
	}
	if err := xml.Unmarshal(written(t, report.JUnit), &suites); err != nil {
		t.Fatal(err)
	}
	if suites.Tests != 5 || suites.Failures != 3 || suites.Skipped != 1 {
		t.Errorf("%+v", suites)
	}
}

func TestSilence(t *testing.T) {
	linter := lint.New(lint.Options{Version: schema.Newest})
	r := linter.NewReport(nil)
	var b bytes.Buffer
	if err := report.Write(&b, &r, report.Options{Format: report.Text}); err != nil || b.Len() > 0 {
		t.Errorf("%v %q", err, b.String())
	}
}

func TestUnknownFormat(t *testing.T) {
	err := report.Write(&bytes.Buffer{}, made(t), report.Options{Format: "xml"})
	if err == nil || err.Error() != `unknown format "xml": expected one of ["text" "json" "sarif" "junit" "github"]` {
		t.Error(err)
	}
}
