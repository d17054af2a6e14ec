// Package explain is "kubectl job explain": the page of a rule, in the terminal and offline.
package explain

import (
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"
	"k8s.io/cli-runtime/pkg/genericiooptions"

	"github.com/kubectl-job/kubectl-job/internal/cli/exit"
	"github.com/kubectl-job/kubectl-job/internal/term"
	"github.com/kubectl-job/kubectl-job/lint"
	"github.com/kubectl-job/kubectl-job/lint/explain"
	"github.com/kubectl-job/kubectl-job/policies/i18n"
)

// exitUsage is the exit code for a rule that there is none of; it is the one of lint.
const exitUsage = 2

// The formats of a page.
const (
	text     = "text"
	markdown = "md"
)

// english is the language in which the rules are written.
const english = "en"

// NewCommand makes "kubectl job explain".
func NewCommand(streams genericiooptions.IOStreams) *cobra.Command {
	format, language := text, english
	cmd := &cobra.Command{
		Use:   "explain GROUP/RULE [flags]",
		Short: "Explain a rule of kubectl job lint",
		Long: `Explain a rule of kubectl job lint: what happens, why, an example, what to do, and the evidence. The name of a rule stands in
brackets behind each finding; kubectl job lint --list-rules names them all.`,
		Example: `  # What is wrong with a deadline in the template?
  kubectl job explain retries/deadline-in-pod

  # The same in Korean
  kubectl job explain retries/deadline-in-pod --lang=ko`,
		DisableFlagsInUseLine: true,
		ValidArgsFunction:     names,
		RunE: func(_ *cobra.Command, args []string) error {
			r, err := find(args, format)
			if err != nil {
				return &exit.Status{Code: exitUsage, Err: err}
			}
			r, words, err := translate(r, language)
			if err != nil {
				return &exit.Status{Code: exitUsage, Err: err}
			}
			page := explain.Page(r, words)
			if format == text {
				lines := term.NewLines(streams.Out)
				page = plain(page, func(s string) string {
					if language == english { // Korean has no capitals, and those of a field are part of its name
						s = strings.ToUpper(s)
					}
					return lines.Paint(term.Strong, s)
				})
			}
			_, err = fmt.Fprint(streams.Out, page)
			return err
		},
	}
	cmd.Flags().StringVarP(&format, "output", "o", text, "Output format: text or md (Markdown)")
	cmd.Flags().StringVar(&language, "lang", english, "Language of the page: en or ko (Korean)")
	for flag, values := range map[string][]string{"output": {text, markdown}, "lang": {english, i18n.Korean}} {
		if err := cmd.RegisterFlagCompletionFunc(flag, cobra.FixedCompletions(values, cobra.ShellCompDirectiveNoFileComp)); err != nil {
			panic(err) // only for a flag that does not exist
		}
	}
	return cmd
}

func find(args []string, format string) (lint.Rule, error) {
	switch {
	case format != text && format != markdown:
		return lint.Rule{}, fmt.Errorf("--output=%s: expected text or md", format)
	case len(args) == 0:
		return lint.Rule{}, errors.New("name a rule, such as retries/deadline-in-pod; kubectl job lint --list-rules names them all")
	case len(args) > 1:
		return lint.Rule{}, fmt.Errorf("got %d rules, expected one", len(args))
	}
	r, ok := lint.FindRule(args[0])
	if !ok {
		return r, fmt.Errorf("there is no rule %q%s", args[0], lint.SimilarRule(args[0]))
	}
	return r, nil
}

// translate gives the rule its texts in the language, and the words for the page around them.
func translate(r lint.Rule, language string) (lint.Rule, explain.Words, error) {
	switch language {
	case english:
		return r, explain.English(), nil
	case i18n.Korean:
	default:
		return r, explain.Words{}, fmt.Errorf("--lang=%s: expected en or ko", language)
	}
	texts, err := i18n.Texts(language)
	if err != nil {
		return r, explain.Words{}, err
	}
	t := texts[r.Name]
	r.Title, r.About, r.Why, r.Fix = t.Title, t.About, t.Why, t.Fix
	return r, explain.Korean(), nil
}

func names(_ *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
	if len(args) > 0 {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	var list []string
	for _, r := range lint.Rules() {
		list = append(list, r.Name+"\t"+r.About)
	}
	return list, cobra.ShellCompDirectiveNoFileComp
}
