package analyze

import (
	"fmt"
	"io"
	"strings"
	"time"

	"sigs.k8s.io/yaml"

	"github.com/kubectl-job/kubectl-job/internal/term"
)

// show writes what came out in the format that is wanted.
func (o *Options) show(found result) error {
	var text string
	var err error
	switch o.Output {
	case "json", "yaml":
		text, err = document(found, o.Output)
	case "markdown":
		text = markdown(found, o.Clock.Now().Location())
	case "html":
		text, err = page(found, o.Clock.Now().Location())
	default:
		text = o.text(found)
	}
	if err != nil {
		return err
	}
	if _, err := io.WriteString(o.Out, text); err != nil {
		return fmt.Errorf("write: %w", err)
	}
	return nil
}

// document is for programs.
func document(found result, format string) (string, error) {
	text, err := found.JSON()
	if err == nil && format == "yaml" {
		text, err = yaml.JSONToYAML(text)
	}
	if err != nil {
		return "", fmt.Errorf("-o %s: %w", format, err)
	}
	return string(text), nil
}

// text is for a person.
func (o *Options) text(found result) string {
	t := &text{zone: o.Clock.Now().Location(), paint: term.NewLines(o.Out).Paint}
	for i, r := range found.Jobs {
		if i > 0 {
			t.line("")
		}
		t.report(r)
	}
	for i, r := range found.CronJobs {
		if i > 0 || len(found.Jobs) > 0 {
			t.line("")
		}
		t.cronReport(r)
	}
	if found.Fleet != nil {
		t.fleet(found.Fleet, o.All || o.Cluster == nil)
	}
	return t.String()
}

// text is what is written, with the times of a time zone.
type text struct {
	strings.Builder

	zone  *time.Location
	paint func(term.Style, string) string
}
