package manifest

import "unicode/utf8"

// utf8Mark is the byte order mark in UTF-8.
var utf8Mark = []byte{0xEF, 0xBB, 0xBF}

// isBlank: space and tab.
func isBlank(c byte) bool { return c == ' ' || c == '\t' }

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

// isWord: the characters of names of anchors, tags and directives in YAML 1.1.
func isWord(c byte) bool {
	return isDigit(c) || c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' || c == '_' || c == '-'
}

// breakLen is the length in bytes of the line break at the start of b, or 0. YAML 1.1 also breaks lines at NEL, LS
// and PS.
func breakLen(b []byte) int {
	if len(b) == 0 {
		return 0
	}
	switch b[0] {
	case '\n':
		return 1
	case '\r':
		if len(b) > 1 && b[1] == '\n' {
			return 2
		}
		return 1
	case 0xC2:
		if len(b) > 1 && b[1] == 0x85 {
			return 2
		}
	case 0xE2:
		if len(b) > 2 && b[1] == 0x80 && (b[2] == 0xA8 || b[2] == 0xA9) {
			return 3
		}
	}
	return 0
}

// badChar finds the first thing in b that YAML does not allow in a file, and names it.
func badChar(b []byte) (offset, length int, what string) {
	for i := 0; i < len(b); {
		c := b[i]
		if c >= 0x20 && c < 0x7F || c == '\n' || c == '\t' || c == '\r' {
			i++
			continue
		}
		r, n := utf8.DecodeRune(b[i:])
		switch {
		case r == utf8.RuneError && n == 1:
			return i, 1, "a byte that is not UTF-8"
		case r == 0:
			return i, 1, "a NUL character"
		case r < 0xA0 && r != 0x85, r == 0xFFFE, r == 0xFFFF:
			return i, n, "a control character"
		}
		i += n
	}
	return -1, 0, ""
}
