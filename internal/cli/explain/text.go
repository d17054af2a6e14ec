package explain

import (
	"strings"

	"github.com/kubectl-job/kubectl-job/internal/term"
)

// width is that of a line of text.
const width = 100

// plain is a page as a terminal shows it: without the marks of Markdown, examples indented. heading may be painted.
func plain(page string, heading func(string) string) string {
	var b strings.Builder
	fenced := false
	for line := range strings.Lines(page) {
		line = strings.TrimSuffix(line, "\n")
		switch {
		case strings.HasPrefix(line, "```"):
			fenced = !fenced
			continue
		case fenced && line != "":
			line = "    " + line
		case strings.HasPrefix(line, "#"):
			line = heading(strings.TrimLeft(line, "# "))
		case !fenced:
			line = strings.NewReplacer("`", "", "<https://", "https://").Replace(line)
			line = strings.Join(term.Wrap(strings.TrimSuffix(line, ">"), width), "\n")
		}
		b.WriteString(line + "\n")
	}
	return b.String()
}
