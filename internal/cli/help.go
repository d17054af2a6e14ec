package cli

import (
	"fmt"
	"strings"

	"github.com/spf13/pflag"

	"github.com/kubectl-job/kubectl-job/internal/term"
)

// helpWidth is how wide the text of a flag may be after its tab, so that the whole fits 80 columns.
const helpWidth = 72

// usage leaves the many global flags to "kubectl job options".
const usage = `Usage:
  {{if .Runnable}}{{.UseLine}}{{else}}{{.CommandPath}} COMMAND{{end}}
{{- if .HasExample}}

Examples:
{{.Example}}
{{- end}}
{{- if .HasAvailableSubCommands}}

Commands:
{{- range .Commands}}{{if or .IsAvailableCommand (eq .Name "help")}}
  {{rpad .Name .NamePadding}} {{.Short}}
{{- end}}{{end}}
{{- end}}
{{- if .HasAvailableLocalFlags}}{{if .HasParent}}{{with flags .LocalFlags}}

Options:
{{.}}
{{- end}}{{end}}{{end}}

Use "kubectl job options" for the flags that every command takes, such as --namespace and --context.
`

// flagHelp lists flags as kubectl does: what a flag is without it, or what it takes, and below that its text.
func flagHelp(flags *pflag.FlagSet) string {
	var list []string
	flags.VisitAll(func(f *pflag.Flag) {
		if f.Hidden || f.Name == "help" {
			return
		}
		name := "--" + f.Name
		if f.Shorthand != "" {
			name = "-" + f.Shorthand + ", " + name
		}
		_, text := pflag.UnquoteUsage(f)
		list = append(list, fmt.Sprintf("    %s=%s:\n\t%s", name, flagValue(f), strings.Join(term.Wrap(text, helpWidth), "\n\t")))
	})
	return strings.Join(list, "\n\n")
}

// flagValue is the placeholder in the flag's usage, or else its default.
func flagValue(f *pflag.Flag) string {
	if strings.Contains(f.Usage, "`") {
		placeholder, _ := pflag.UnquoteUsage(f)
		return placeholder
	}
	if f.Value.Type() == "string" {
		return "'" + f.DefValue + "'"
	}
	return f.DefValue
}
