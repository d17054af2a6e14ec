package cli

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
	"k8s.io/cli-runtime/pkg/genericiooptions"
	"k8s.io/client-go/util/homedir"
	clocktesting "k8s.io/utils/clock/testing"
)

var update = flag.Bool("update", false, "write docs/reference anew")

const reference = "../../docs/reference"

// TestReference holds docs/reference to the help of the commands.
func TestReference(t *testing.T) {
	pages := referencePages(NewRootCommand(genericiooptions.NewTestIOStreamsDiscard(), clocktesting.NewFakeClock(time.Time{})))
	if len(pages) < 10 {
		t.Fatalf("only %d pages", len(pages))
	}
	files, err := filepath.Glob(reference + "/*")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		if _, ok := pages[filepath.Base(file)]; ok {
			continue
		}
		if *update {
			err = os.Remove(file)
		}
		if err != nil || !*update {
			t.Errorf("%s: there is no such command (%v)", file, err)
		}
	}
	for name, page := range pages {
		file := filepath.Join(reference, name)
		if *update {
			if err := os.MkdirAll(reference, 0o750); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(file, []byte(page), 0o600); err != nil {
				t.Fatal(err)
			}
			continue
		}
		was, err := os.ReadFile(file)
		if diff := cmp.Diff(string(was), page); err != nil || diff != "" {
			t.Errorf("%s is not what the help says; go test ./internal/cli -update writes it (%v); file -, help +:\n%s", file, err, diff)
		}
	}
}

// referencePages has one page a command, and README.md as their index.
func referencePages(root *cobra.Command) map[string]string {
	pages := map[string]string{}
	var index strings.Builder
	index.WriteString("# Command reference\n\nWritten from `--help` by `go test ./internal/cli -update`.\n\n| command | what it does |\n|---|---|\n")
	var walk func(c *cobra.Command)
	walk = func(c *cobra.Command) {
		for _, sub := range c.Commands() {
			if !sub.IsAvailableCommand() {
				continue
			}
			name := strings.TrimPrefix(strings.ReplaceAll(sub.CommandPath(), " ", "-"), "kubectl-job-") + ".md"
			pages[name] = commandPage(sub)
			fmt.Fprintf(&index, "| [%s](%s) | %s |\n", sub.CommandPath(), name, prose(sub.Short))
			walk(sub)
		}
	}
	walk(root)
	index.WriteString("\n## Flags of every command\n\nMost are kubectl's own, and mean the same.\n\n" + flagTable(root.PersistentFlags()))
	pages["README.md"] = index.String()
	return pages
}

func commandPage(c *cobra.Command) string {
	var b strings.Builder
	fmt.Fprintf(&b, "# %s\n\n", c.CommandPath())
	text := c.Long
	if text == "" {
		text = c.Short + "."
	}
	b.WriteString(longText(text))
	if c.Runnable() {
		fmt.Fprintf(&b, "\n```text\n%s\n```\n", c.UseLine())
	}
	if c.HasExample() {
		fmt.Fprintf(&b, "\n## Examples\n\n```sh\n%s\n```\n", strings.ReplaceAll(strings.TrimPrefix(c.Example, "  "), "\n  ", "\n"))
	}
	if c.HasAvailableLocalFlags() {
		if table := flagTable(c.LocalFlags()); table != "" {
			b.WriteString("\n## Flags\n\n" + table)
		}
	}
	b.WriteString("\n[The flags of every command](README.md#flags-of-every-command)\n")
	return b.String()
}

// longText makes Markdown of a help text: what is indented there keeps its lines.
func longText(text string) string {
	var b strings.Builder
	var code []string
	flush := func() {
		if block := strings.TrimSpace(strings.Join(code, "\n")); block != "" {
			fmt.Fprintf(&b, "\n```text\n%s\n```\n\n", strings.ReplaceAll(block, "\n"+indent(code), "\n"))
		}
		code = nil
	}
	for line := range strings.SplitSeq(text, "\n") {
		if strings.HasPrefix(line, "  ") || line == "" && code != nil {
			code = append(code, line)
			continue
		}
		flush()
		b.WriteString(prose(line) + "\n")
	}
	flush()
	return strings.TrimRight(strings.ReplaceAll(b.String(), "\n\n\n", "\n\n"), "\n") + "\n"
}

// indent is that of the first line.
func indent(lines []string) string {
	return lines[0][:len(lines[0])-len(strings.TrimLeft(lines[0], " "))]
}

func flagTable(flags *pflag.FlagSet) string {
	var b strings.Builder
	flags.VisitAll(func(f *pflag.Flag) {
		if f.Hidden || f.Name == "help" {
			return
		}
		name := "`--" + f.Name + "`"
		if f.Shorthand != "" {
			name = "`-" + f.Shorthand + "`, " + name
		}
		_, text := pflag.UnquoteUsage(f)
		value := strings.ReplaceAll(flagValue(f), homedir.HomeDir(), "$HOME")
		fmt.Fprintf(&b, "| %s | `%s` | %s |\n", name, strings.ReplaceAll(value, "|", `\|`), prose(text))
	})
	if b.Len() == 0 {
		return ""
	}
	return "| flag | value | meaning |\n|---|---|---|\n" + b.String()
}

// prose is plain text as Markdown.
func prose(text string) string {
	return strings.NewReplacer("<", `\<`, "*", `\*`, "_", `\_`, "|", `\|`).Replace(text)
}
