package schema

import (
	"strconv"
	"strings"
	"unicode"
)

// validQuantity says whether k8s.io/apimachinery's resource.Quantity reads the text: a sign, digits with a point among
// them or none, and a suffix. A fuzz test compares the two. Odd as they look, the rules are those of the server: "+",
// "1." and "Ki" are quantities, "" and "Pi" are none.
func validQuantity(text string) bool {
	text = strings.TrimFunc(text, isPadding)
	if text == "" {
		return false
	}
	suffix := text
	if suffix[0] == '+' || suffix[0] == '-' {
		suffix = suffix[1:]
	}
	suffix = strings.TrimLeft(suffix, digits)
	if strings.HasPrefix(suffix, ".") {
		suffix = strings.TrimLeft(suffix[1:], digits)
	}
	// A number without any digit is zero where the server computes in 64 bits, and an error where it does not.
	number := text[:len(text)-len(suffix)]
	return validSuffix(suffix, !strings.ContainsAny(number, digits))
}

// isPadding says whether the server trims a character: it trims space from the text as JSON writes it, where a line break
// is a backslash and an n.
func isPadding(r rune) bool {
	return unicode.IsSpace(r) && r >= ' ' && r != '\u2028' && r != '\u2029'
}

const digits = "0123456789"

// validSuffix checks what follows the number.
func validSuffix(suffix string, bare bool) bool {
	switch suffix {
	case "", "n", "u", "m", "k", "M", "G", "T", "P", "E", "Ki", "Mi", "Gi", "Ti":
		return true
	case "Pi", "Ei":
		return !bare
	}
	if suffix[0] != 'e' && suffix[0] != 'E' {
		return false
	}
	exponent, err := strconv.ParseInt(suffix[1:], 10, 64)
	const nano = -9
	cut := int32(exponent) // as the server does
	return err == nil && (!bare || cut >= nano)
}

// quantityHelp says what a text that is no quantity was probably meant to be.
func quantityHelp(text string) string {
	number := strings.TrimSpace(text)
	number = number[:len(number)-len(strings.TrimLeft(number, "+-."+digits))]
	unit := strings.TrimSpace(strings.TrimSpace(text)[len(number):])
	if !validQuantity(number) || !strings.ContainsAny(number, digits) {
		return "expected a number, with a suffix if need be: 500m, 2, 1.5, 128Mi, 1Gi, 10G"
	}
	letter := strings.TrimSuffix(strings.TrimSuffix(strings.ToLower(unit), "b"), "i")
	if len(letter) == 1 && strings.ContainsAny(letter, "kmgtpe") {
		decimal := strings.ToUpper(letter)
		binary := decimal + "i"
		if letter == "k" {
			decimal = "k"
		}
		if strings.HasSuffix(strings.TrimSuffix(strings.ToLower(unit), "b"), "i") {
			return "did you mean " + number + binary + "?"
		}
		return "did you mean " + number + binary + " (powers of 1024) or " + number + decimal + " (powers of 1000)?"
	}
	return quote(unit) + " is no suffix; those are n, u, m, k, M, G, T, P, E (powers of 1000) and Ki, Mi, Gi, Ti, Pi, Ei (powers of 1024)"
}
