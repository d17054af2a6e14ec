package report

import (
	"encoding/json"
	"io"
	"net/url"
	"path/filepath"
	"slices"
	"strings"

	"github.com/kubectl-job/kubectl-job/lint"
)

// The parts of SARIF 2.1.0 that are written (docs.oasis-open.org/sarif).
type (
	sarifLog struct {
		Schema  string     `json:"$schema"`
		Version string     `json:"version"`
		Runs    []sarifRun `json:"runs"`
	}
	sarifRun struct {
		Tool       sarifTool     `json:"tool"`
		ColumnKind string        `json:"columnKind"`
		Results    []sarifResult `json:"results"`
	}
	sarifTool struct {
		Driver sarifDriver `json:"driver"`
	}
	sarifDriver struct {
		Name           string      `json:"name"`
		Version        string      `json:"version,omitempty"`
		InformationURI string      `json:"informationUri"`
		Rules          []sarifRule `json:"rules"`
	}
	sarifRule struct {
		ID               string    `json:"id"`
		ShortDescription sarifText `json:"shortDescription"`
		HelpURI          string    `json:"helpUri"`
	}
	sarifText struct {
		Text string `json:"text"`
	}
	sarifResult struct {
		RuleID    string          `json:"ruleId"`
		RuleIndex int             `json:"ruleIndex"`
		Level     string          `json:"level"`
		Message   sarifText       `json:"message"`
		Locations []sarifLocation `json:"locations"`
	}
	sarifLocation struct {
		PhysicalLocation sarifPhysical  `json:"physicalLocation"`
		LogicalLocations []sarifLogical `json:"logicalLocations,omitempty"`
	}
	sarifPhysical struct {
		ArtifactLocation sarifArtifact `json:"artifactLocation"`
		Region           sarifRegion   `json:"region"`
	}
	sarifArtifact struct {
		URI string `json:"uri"`
	}
	sarifRegion struct {
		StartLine   int `json:"startLine"`
		StartColumn int `json:"startColumn"`
		EndLine     int `json:"endLine"`
		EndColumn   int `json:"endColumn"`
	}
	sarifLogical struct {
		FullyQualifiedName string `json:"fullyQualifiedName"`
		Kind               string `json:"kind"`
	}
)

func sarif(w io.Writer, r *lint.Report, version string) error {
	run := sarifRun{
		Tool: sarifTool{Driver: sarifDriver{
			Name: "kubectl-job", Version: version, InformationURI: "https://github.com/kubectl-job/kubectl-job", Rules: []sarifRule{},
		}},
		ColumnKind: "unicodeCodePoints",
		Results:    []sarifResult{},
	}
	var names []string
	for i := range r.Findings {
		names = append(names, r.Findings[i].Rule)
	}
	slices.Sort(names)
	names = slices.Compact(names)
	about := map[string]string{}
	for _, rule := range lint.Rules() {
		about[rule.Name] = rule.About
	}
	for _, name := range names {
		run.Tool.Driver.Rules = append(run.Tool.Driver.Rules, sarifRule{
			ID: name, ShortDescription: sarifText{Text: about[name]}, HelpURI: lint.Docs(name),
		})
	}
	for i := range r.Findings {
		f := &r.Findings[i]
		index, _ := slices.BinarySearch(names, f.Rule)
		run.Results = append(run.Results, result(f, index))
	}
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	return encoder.Encode(sarifLog{
		Schema:  "https://json.schemastore.org/sarif-2.1.0.json",
		Version: "2.1.0",
		Runs:    []sarifRun{run},
	})
}

func result(f *lint.Finding, rule int) sarifResult {
	level := string(f.Severity)
	if f.Severity == lint.Info {
		level = "note"
	}
	location := sarifLocation{PhysicalLocation: sarifPhysical{
		ArtifactLocation: sarifArtifact{URI: uri(f.File)},
		Region:           sarifRegion{StartLine: f.Line, StartColumn: f.Column, EndLine: f.EndLine, EndColumn: f.EndColumn},
	}}
	if f.Path != "" {
		location.LogicalLocations = []sarifLogical{{FullyQualifiedName: strings.TrimPrefix(f.Kind+"/"+f.Name+" "+f.Path, "/ "), Kind: "member"}}
	}
	return sarifResult{
		RuleID: f.Rule, RuleIndex: rule, Level: level, Message: sarifText{Text: f.Message}, Locations: []sarifLocation{location},
	}
}

// uri writes a file's name as a relative reference.
func uri(file string) string {
	return (&url.URL{Path: filepath.ToSlash(file)}).String()
}
