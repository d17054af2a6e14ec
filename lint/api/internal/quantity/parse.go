package quantity

import (
	"strconv"
	"strings"
	"unicode"
)

const decimals = "0123456789"

// Parse reads an amount; false if the text is none. The text is a string's, or a number as JSON writes it.
func Parse(text string) (Quantity, bool) {
	text = strings.TrimFunc(text, isPadding)
	n, ok := split(text)
	// The server reads a number without any digit as 0 if it computes in 64 bits.
	if !ok || !n.hasDigits && !n.isShort() {
		return Quantity{}, false
	}
	return n.quantity(), true
}

// isPadding says whether the server trims a character: it trims space from the text as JSON writes it, where a line break
// is a backslash and an n.
func isPadding(r rune) bool {
	return unicode.IsSpace(r) && r >= ' ' && r != '\u2028' && r != '\u2029'
}

// number is an amount in its parts.
type number struct {
	text     string
	negative bool
	// whole and fraction are the digits before and after the point, the first without zeros before them; 0 if there are none.
	whole, fraction string
	// hasDigits is false for a number such as "+" or ".".
	hasDigits bool
	format    format
	exponent  int64 // of 2 for binarySI, else of 10
}

func split(text string) (number, bool) {
	if text == "" {
		return number{}, false
	}
	n := number{text: text}
	rest := text
	if rest[0] == '+' || rest[0] == '-' {
		n.negative = rest[0] == '-'
		rest = rest[1:]
	}
	n.whole, rest = leading(rest)
	if after, ok := strings.CutPrefix(rest, "."); ok {
		n.fraction, rest = leading(after)
	}
	n.hasDigits = n.whole+n.fraction != ""
	n.whole = strings.TrimLeft(n.whole, "0")
	if n.whole == "" {
		n.whole = "0"
	}
	ok := n.suffix(rest)
	return n, ok
}

func leading(s string) (digits, rest string) {
	rest = strings.TrimLeft(s, decimals)
	return s[:len(s)-len(rest)], rest
}

// suffix reads what follows the digits.
func (n *number) suffix(s string) bool {
	if power := strings.Index("num kMGTPE", s); len(s) == 1 && s != " " && power >= 0 {
		n.exponent = int64(3*power + nano)
		return true
	}
	if letter, ok := strings.CutSuffix(s, "i"); ok {
		power := strings.Index("KMGTPE", letter)
		n.format, n.exponent = binarySI, int64(10*power+10)
		return len(letter) == 1 && power >= 0
	}
	if s == "" {
		return true
	}
	if s[0] != 'e' && s[0] != 'E' {
		return false
	}
	exponent, err := strconv.ParseInt(s[1:], 10, 64)
	n.format, n.exponent = decimalExponent, int64(int32(exponent)) // as the server does
	return err == nil
}

// isShort says whether the server keeps the amount in 64 bits.
func (n *number) isShort() bool {
	if n.format == binarySI {
		const most = 14 // digits, those of the suffix among them
		return n.fraction == "" && len(n.whole)+int(n.exponent)*3/10 <= most
	}
	const most = 18
	return len(n.whole)+len(n.fraction) <= most && n.exponent-int64(len(n.fraction)) >= nano
}

// quantity computes the amount.
func (n *number) quantity() Quantity {
	q := Quantity{negative: n.negative, digits: n.whole + n.fraction, exponent: -int64(len(n.fraction)), format: n.format}
	if n.format == binarySI {
		for range n.exponent / 10 {
			q.digits = times1024(q.digits)
		}
	} else {
		q.exponent += n.exponent
	}
	if n.isShort() {
		q.short, q.scale = true, q.exponent
		if n.isCanonical(q.scale) {
			q.text = n.text
		}
	}
	q = q.trim().round(nano)
	if q.format == binarySI {
		q = q.bounded()
	}
	return q
}

// isCanonical says whether the server takes the text as it is for the best way to write a short amount.
func (n *number) isCanonical(scale int64) bool {
	if n.format == binarySI {
		last := n.whole[max(0, len(n.whole)-3):]
		value, err := strconv.Atoi(last)
		return err == nil && value%8 != 0
	}
	digits := n.whole + n.fraction
	return scale%3 == 0 && !strings.HasSuffix(digits, "000") && digits[0] != '0'
}

// bounded is an amount with a binary suffix as the server keeps it: at most 2^63-1, and less than 1 with a decimal suffix.
func (q Quantity) bounded() Quantity {
	most := Quantity{digits: maxInt64, negative: q.negative, format: binarySI}
	switch {
	case q.end() > int64(len(maxInt64)), q.abs().Cmp(most.abs()) > 0:
		return most
	case q.end() <= 0:
		q.format = decimalSI
	}
	return q
}

const maxInt64 = "9223372036854775807"
