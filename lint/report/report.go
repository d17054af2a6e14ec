// Package report writes what the linter found: for people, for programs, for CI.
package report

import (
	"encoding/json"
	"fmt"
	"io"
	"slices"

	"github.com/kubectl-job/kubectl-job/lint"
)

// Format is a way to write a report.
type Format string

// The formats.
const (
	Text   Format = "text"
	JSON   Format = "json"
	SARIF  Format = "sarif"
	JUnit  Format = "junit"
	GitHub Format = "github"
)

// Formats are all formats.
func Formats() []string {
	return []string{string(Text), string(JSON), string(SARIF), string(JUnit), string(GitHub)}
}

// Paint gives text the colour of a severity, or returns it as it is.
type Paint func(s lint.Severity, text string) string

// Options say how to write.
type Options struct {
	Format Format
	// Paint is for Text.
	Paint Paint
	// Version is the version of the linter, for SARIF.
	Version string
}

// Write writes a report.
func Write(w io.Writer, r *lint.Report, o Options) error {
	switch o.Format {
	case Text:
		return text(w, r, o.Paint)
	case JSON:
		encoder := json.NewEncoder(w)
		encoder.SetEscapeHTML(false)
		encoder.SetIndent("", "  ")
		return encoder.Encode(r)
	case SARIF:
		return sarif(w, r, o.Version)
	case JUnit:
		return junit(w, r)
	case GitHub:
		return github(w, r)
	default:
		return fmt.Errorf("unknown format %q: expected one of %q", o.Format, Formats())
	}
}

// Valid says whether there is such a format.
func (f Format) Valid() bool { return slices.Contains(Formats(), string(f)) }
