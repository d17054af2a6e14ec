package term

import (
	"bytes"
	"io"
	"strings"
	"text/tabwriter"
)

// Columns writes rows one below the other, their cells aligned, without blanks at the ends of lines.
func Columns(w io.Writer, rows [][]string) error {
	var text bytes.Buffer
	tabs := tabwriter.NewWriter(&text, 0, 8, 2, ' ', 0)
	for _, row := range rows {
		_, _ = io.WriteString(tabs, strings.Join(row, "\t")+"\n") // to memory
	}
	_ = tabs.Flush()
	lines := strings.Split(text.String(), "\n")
	for i := range lines {
		lines[i] = strings.TrimRight(lines[i], " ")
	}
	_, err := io.WriteString(w, strings.Join(lines, "\n"))
	return err
}
