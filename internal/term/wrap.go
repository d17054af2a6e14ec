package term

import (
	"strings"

	"github.com/clipperhouse/displaywidth"
)

// Wrap breaks a text into lines of so many columns, of which a Korean letter takes two; a word that is longer has a line of its own.
func Wrap(text string, width int) []string {
	var lines []string
	line, used := "", 0
	for word := range strings.FieldsSeq(text) {
		wide := displaywidth.String(word)
		if line != "" && used+1+wide > width {
			lines = append(lines, line)
			line, used = "", 0
		}
		if line != "" {
			line += " "
			used++
		}
		line += word
		used += wide
	}
	return append(lines, line)
}
