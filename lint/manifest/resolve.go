package manifest

import (
	"encoding/base64"
	"math"
	"strconv"
	"strings"
	"time"
)

// longTag is what !! stands for.
const longTag = "tag:yaml.org,2002:"

// scalar is what a scalar means.
type scalar struct {
	kind Kind
	text string  // as in Node.Text
	f    float64 // if real
	real bool    // a number with a fraction, an exponent, or a tag that says so
	huge bool    // an integer above the largest int64
}

func (v scalar) tag() string {
	switch {
	case v.kind == Null:
		return "!!null"
	case v.kind == Bool:
		return "!!bool"
	case v.real:
		return "!!float"
	case v.kind == Number:
		return "!!int"
	default:
		return "!!str"
	}
}

// word is a plain scalar of YAML 1.1 that is no string, as go.yaml.in/yaml/v2 has it. (A map would be filled at each start.)
func word(text string) (scalar, bool) {
	switch text {
	case "", "~", "null", "Null", "NULL":
		return scalar{kind: Null}, true
	case "y", "Y", "yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON":
		return scalar{kind: Bool, text: "true"}, true
	case "n", "N", "no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF":
		return scalar{kind: Bool, text: "false"}, true
	case ".nan", ".NaN", ".NAN":
		return scalar{kind: Number, real: true, f: math.NaN()}, true
	case ".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF":
		return scalar{kind: Number, real: true, f: math.Inf(1)}, true
	case "-.inf", "-.Inf", "-.INF":
		return scalar{kind: Number, real: true, f: math.Inf(-1)}, true
	default:
		return scalar{}, false
	}
}

// resolvePlain says what text without quotes and tag means.
func resolvePlain(text string) scalar {
	if len(text) <= len("false") {
		if v, ok := word(text); ok {
			return v
		}
	}
	switch c := text[0]; {
	case c == '.':
		if f, err := strconv.ParseFloat(text, 64); err == nil {
			return realNumber(f)
		}
	case isDigit(c), c == '+', c == '-':
		if v, ok := resolveNumber(strings.ReplaceAll(text, "_", "")); ok {
			return v
		}
	}
	return scalar{kind: String, text: text}
}

// resolveNumber reads integers of base 2, 8, 10 and 16, and reals. Sexagesimal numbers (1:30) are strings, as in
// go.yaml.in/yaml/v2.
func resolveNumber(text string) (scalar, bool) {
	if i, err := strconv.ParseInt(text, 0, 64); err == nil {
		return scalar{kind: Number, text: strconv.FormatInt(i, 10)}, true
	}
	if u, err := strconv.ParseUint(text, 0, 64); err == nil {
		return scalar{kind: Number, text: strconv.FormatUint(u, 10), huge: true}, true
	}
	// go.yaml.in/yaml/v2 also takes a sign behind 0b.
	if bits, ok := strings.CutPrefix(text, "0b"); ok {
		if i, err := strconv.ParseInt(bits, 2, 64); err == nil {
			return scalar{kind: Number, text: strconv.FormatInt(i, 10)}, true
		}
	}
	if looksReal(text) {
		if f, err := strconv.ParseFloat(text, 64); err == nil {
			return realNumber(f), true
		}
	}
	return scalar{}, false
}

// looksReal matches [-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?
func looksReal(s string) bool {
	if s != "" && (s[0] == '-' || s[0] == '+') {
		s = s[1:]
	}
	whole := digits(s)
	s = s[whole:]
	if s != "" && s[0] == '.' {
		fraction := digits(s[1:])
		if whole == 0 && fraction == 0 {
			return false
		}
		s = s[1+fraction:]
	} else if whole == 0 {
		return false
	}
	if s != "" && (s[0] == 'e' || s[0] == 'E') {
		s = s[1:]
		if s != "" && (s[0] == '-' || s[0] == '+') {
			s = s[1:]
		}
		n := digits(s)
		return n > 0 && n == len(s)
	}
	return s == ""
}

func digits(s string) int {
	n := 0
	for n < len(s) && isDigit(s[n]) {
		n++
	}
	return n
}

func realNumber(f float64) scalar {
	return scalar{kind: Number, text: formatReal(f), f: f, real: true}
}

// formatReal writes a number as encoding/json does: with an exponent only if it is very small or large.
func formatReal(f float64) string {
	format := byte('f')
	if abs := math.Abs(f); abs != 0 && (abs < 1e-6 || abs >= 1e21) {
		format = 'e'
	}
	s := strconv.FormatFloat(f, format, -1, 64)
	if n := len(s); format == 'e' && n >= 4 && s[n-4:n-1] == "e-0" {
		s = s[:n-2] + s[n-1:] // e-09 is e-9
	}
	return s
}

// shortTag writes !! for YAML's own tags.
func shortTag(tag string) string {
	if rest, ok := strings.CutPrefix(tag, longTag); ok {
		return "!!" + rest
	}
	return tag
}

// resolve says what a scalar means. If its tag does not fit, the message says why.
func resolve(r *raw) (v scalar, problem string) {
	tag := shortTag(r.tag)
	switch tag {
	case "":
		if !r.implicit {
			return scalar{kind: String, text: r.value}, ""
		}
		return resolvePlain(r.value), ""
	case "!!str":
		return scalar{kind: String, text: r.value}, ""
	case "!!binary":
		data, err := base64.StdEncoding.DecodeString(r.value)
		if err != nil {
			return v, "found the tag !!binary, expected base64 behind it"
		}
		// Bytes that are no text become U+FFFD each on the way to JSON.
		return scalar{kind: String, text: string([]rune(string(data)))}, ""
	case "!!timestamp":
		if isTimestamp(r.value) {
			return scalar{kind: String, text: r.value}, ""
		}
		return v, "found the tag !!timestamp, expected a date such as 2006-01-02 behind it"
	case "!!bool", "!!int", "!!float", "!!null":
		v = resolvePlain(r.value)
		if tag == "!!float" && v.tag() == "!!int" && !v.huge {
			i, err := strconv.ParseInt(v.text, 10, 64)
			if err == nil {
				v = realNumber(float64(i))
			}
		}
		if v.tag() != tag {
			return v, "found the tag " + tag + " in front of " + excerpt([]byte(r.value)) + ", which is " + v.tag()
		}
		return v, ""
	default:
		return scalar{kind: String, text: r.value}, ""
	}
}

// isTimestamp knows the dates that go.yaml.in/yaml/v2 knows.
func isTimestamp(s string) bool {
	if n := digits(s); n != 4 || len(s) == n || s[n] != '-' {
		return false
	}
	for _, format := range []string{
		"2006-1-2T15:4:5.999999999Z07:00", "2006-1-2t15:4:5.999999999Z07:00", "2006-1-2 15:4:5.999999999", "2006-1-2",
	} {
		if _, err := time.Parse(format, s); err == nil {
			return true
		}
	}
	return false
}

// keyText is the string that sigs.k8s.io/yaml makes of a key that is no string; ok is false for null and for integers
// above the largest int64, which it refuses.
func (v scalar) keyText() (key string, ok bool) {
	switch {
	case v.kind == Null, v.huge:
		return "", false
	case !v.real:
		return v.text, true
	}
	// Keys are written as 32-bit numbers, of which the largest is 3.4e38.
	switch s := strconv.FormatFloat(v.f, 'g', -1, 32); s {
	case "NaN":
		return ".nan", true
	case "+Inf":
		return ".inf", true
	case "-Inf":
		return "-.inf", true
	default:
		return s, true
	}
}
