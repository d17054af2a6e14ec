package report

import (
	"fmt"
	"io"
	"strings"

	"github.com/kubectl-job/kubectl-job/lint"
)

// github writes workflow commands, which GitHub Actions shows beside the lines of a change.
func github(w io.Writer, r *lint.Report) error {
	data := strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A")
	property := strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C")
	for i := range r.Findings {
		f := &r.Findings[i]
		command := "notice"
		if f.Severity != lint.Info {
			command = string(f.Severity)
		}
		end := ""
		if f.EndLine == f.Line { // columns mean nothing to GitHub where the lines differ
			end = fmt.Sprintf(",col=%d,endColumn=%d", f.Column, max(f.EndColumn, f.Column))
		}
		message := f.Message
		if place := where(f); place != "" {
			message += "\n" + place
		}
		if _, err := fmt.Fprintf(w, "::%s file=%s,line=%d,endLine=%d%s,title=%s::%s\n", command,
			property.Replace(f.File), f.Line, f.EndLine, end, property.Replace(f.Rule), data.Replace(message)); err != nil {
			return err
		}
	}
	return nil
}
