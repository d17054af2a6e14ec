package term

import (
	"strings"
	"unicode"
)

// OneLine makes one line of what others have written, in which nothing steers a terminal: line breaks and tabs become a space,
// other control characters go, and so do those that turn the direction of writing.
func OneLine(text string) string {
	if strings.IndexFunc(text, steers) < 0 {
		return text
	}
	plain := strings.Map(func(r rune) rune {
		if steers(r) && !unicode.IsSpace(r) {
			return -1
		}
		return r
	}, text)
	return strings.Join(strings.Fields(plain), " ")
}

func steers(r rune) bool {
	return unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) || r == '\u2028' || r == '\u2029'
}
