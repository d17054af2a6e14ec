package lint

import (
	"encoding/json"
	"fmt"
	"strings"
	"text/tabwriter"

	"github.com/kubectl-job/kubectl-job/lint"
)

// listRules writes all rules.
func (o *Options) listRules() error {
	rules := lint.Rules()
	switch o.Format {
	case "text":
		w := tabwriter.NewWriter(o.Out, 6, 4, 3, ' ', 0) // as kubectl writes tables; its own would bring in half of its libraries
		fmt.Fprintln(w, "RULE\tSEVERITY\tABOUT")
		for _, r := range rules {
			fmt.Fprintf(w, "%s\t%s\t%s\n", r.Name, r.Severity, title(r))
		}
		return w.Flush()
	case "json":
		e := json.NewEncoder(o.Out)
		e.SetEscapeHTML(false)
		e.SetIndent("", "  ")
		return e.Encode(rules)
	case "md":
		fmt.Fprint(o.Out, "| rule | severity | about |\n|---|---|---|\n")
		for _, r := range rules {
			if _, err := fmt.Fprintf(o.Out, "| [%s](%s) | %s | %s |\n", r.Name, r.Docs, r.Severity, title(r)); err != nil {
				return err
			}
		}
		return nil
	default:
		return usage(fmt.Errorf("--list-rules --output=%s: expected text, json or md", o.Format))
	}
}

// title is what there is to say of a rule in a line.
func title(r lint.Rule) string {
	if r.Title != "" {
		return r.Title
	}
	about, _, _ := strings.Cut(r.About, ". ")
	return strings.TrimSuffix(about, ".")
}
