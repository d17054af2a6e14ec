package quantity

import (
	"strconv"
	"strings"
)

// String writes an amount that was parsed as the API server does: as written if that is a good way to do it, else in a
// standard form.
func (q Quantity) String() string {
	switch {
	case q.text != "":
		return q.text
	case q.digits == "":
		return "0"
	}
	sign := ""
	if q.negative {
		sign = "-"
	}
	if q.format == binarySI && q.exponent >= 0 {
		if text, ok := q.binary(); ok {
			return sign + text
		}
	}
	return sign + q.decimal()
}

// binary writes a whole number of 1024 or more with the largest suffix that goes.
func (q Quantity) binary() (string, bool) {
	if q.end() > int64(len(maxInt64)) {
		return "", false
	}
	n, err := strconv.ParseUint(q.from(0), 10, 64)
	if err != nil || n < 1024 {
		return "", false
	}
	suffix := 0
	for n >= 1024 && n%1024 == 0 {
		n /= 1024
		suffix++
	}
	return strconv.FormatUint(n, 10) + []string{"", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei"}[suffix], true
}

// decimal writes the amount with a power of 1000.
func (q Quantity) decimal() string {
	exponent := q.exponent
	for exponent%3 != 0 {
		exponent--
	}
	text := q.digits + strings.Repeat("0", int(q.exponent-exponent))
	if q.format == decimalExponent {
		if exponent == 0 {
			return text
		}
		return text + "e" + strconv.FormatInt(exponent, 10)
	}
	// There is no suffix beyond E: the server leaves it away.
	const suffixes = "num kMGTPE"
	if i := (exponent - nano) / 3; exponent != 0 && i < int64(len(suffixes)) {
		text += suffixes[i : i+1]
	}
	return text
}
