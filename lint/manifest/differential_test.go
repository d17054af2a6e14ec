package manifest

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"reflect"
	"strings"
	"testing"

	kjson "k8s.io/apimachinery/pkg/util/json"
	kyaml "k8s.io/apimachinery/pkg/util/yaml"
	"sigs.k8s.io/yaml"
)

// kubectl reads a file as kubectl's builder does: the referee of this package.
func kubectl(data []byte) (values []any, err error) {
	d := kyaml.NewYAMLOrJSONDecoder(bytes.NewReader(data), jsonGuess)
	for {
		var text json.RawMessage
		err := d.Decode(&text)
		if errors.Is(err, io.EOF) {
			return values, nil
		}
		if err != nil {
			return values, err
		}
		if text = bytes.TrimSpace(text); len(text) == 0 || string(text) == "null" {
			continue
		}
		var value any
		if err := kjson.Unmarshal(text, &value); err != nil {
			return values, err
		}
		// The API server reads what kubectl writes anew: 1.0 arrives as 1.
		if text, err = json.Marshal(value); err != nil {
			return values, err
		}
		value = nil
		if err := kjson.Unmarshal(text, &value); err != nil {
			return values, err
		}
		values = append(values, value)
	}
}

// incomparable says that the referee's answer is known to differ, or differs from run to run.
func incomparable(data []byte, docs []Document) string {
	switch {
	case bytes.HasPrefix(data, []byte{0xFF, 0xFE}), bytes.HasPrefix(data, []byte{0xFE, 0xFF}):
		return "UTF-16 is refused with a word of its own"
	case bytes.Contains(bytes.TrimPrefix(data, utf8Mark), utf8Mark):
		return "the referee drops a byte order mark wherever its buffer happens to begin with one"
	case bytes.Contains(data, []byte("\r\r\n")):
		return "kubectl's line reader makes one line break of these two"
	}
	for _, d := range docs {
		for _, p := range d.Problems {
			if p.Kind == DuplicateKey && d.Text(p.Range) != d.Text(*p.Related) {
				return "1 and \"1\" are two keys to the referee, and either may win"
			}
			if p.Kind == Encoding && endsEarly(data[:p.Range.Start.Offset]) {
				return "how far the referee looks behind the end of a document depends on its buffer"
			}
		}
	}
	return ""
}

// endsEarly says that a document ends before its text does.
func endsEarly(data []byte) bool {
	if bytes.Contains(data, []byte("\n...")) || bytes.HasPrefix(data, []byte("...")) {
		return true
	}
	for _, d := range Parse("", data, Limits{}) {
		for _, p := range d.Problems {
			if p.Kind == IgnoredText {
				return true
			}
		}
	}
	return false
}

// compare holds Parse to the referee.
func compare(t *testing.T, data []byte) {
	t.Helper()
	docs := Parse("test.yaml", data, Limits{})
	if why := incomparable(data, docs); why != "" {
		return
	}
	values, err := kubectl(data)
	for i, want := range values {
		if i >= len(docs) {
			t.Fatalf("%q: document %d is missing: %v", data, i, want)
		}
		if f := docs[i].Fatal(); f != nil {
			t.Fatalf("%q: document %d refused: %v; kubectl reads %#v", data, i, f, want)
		}
		if got := docs[i].Root.Interface(); !reflect.DeepEqual(got, want) {
			t.Fatalf("%q: document %d is %#v, kubectl reads %#v", data, i, got, want)
		}
	}
	if err == nil {
		if len(docs) > len(values) {
			t.Fatalf("%q: %d documents, kubectl reads %d: %v", data, len(docs), len(values), docs[len(values)])
		}
		return
	}
	rest := docs[min(len(docs), len(values)):]
	if len(rest) > 1 && rest[0].Fatal() == nil && rest[1].Fatal() != nil && strings.Contains(rest[1].Fatal().Message, "separator") {
		rest = rest[1:] // kubectl forgets the document before the bad separator
	}
	if len(rest) == 0 || rest[0].Fatal() == nil {
		t.Fatalf("%q: accepted, kubectl refuses document %d: %v", data, len(values), err)
	}
}

// scalars are values whose meaning depends on the dialect.
var scalars = strings.Split(`yes|no|on|off|y|n|Y|N|YES|No|True|FALSE|tRue|yEs|~|null|Null|nULL||010|0o10|0x1F|0X1f|0b11|-0b11|0B11|1_000|_1|1__0|1_|+1|-1|+0|-0|
.5|5.|1e3|1E3|1.e3|.e3|+.5|-.5|1.0|3.0|-0.0|1e-7|1e21|1e20|123456789012345678|9223372036854775807|9223372036854775808|18446744073709551615|18446744073709551616|
-9223372036854775808|-9223372036854775809|1e400|1e-400|.inf|-.inf|+.inf|.Inf|.nan|.NaN|1:30|1:30:00|190:20:30|2001-01-01|2001-12-14t21:59:43.10-05:00|2001-1-1|
0o8|08|09|0_7|0x|0b|0b2|0xG|1.2.3|1e|1e+|e1|.|..|-|--|-.|+|"5"|'yes'|!!str 5|!!str yes|!!str|!!int 5|!!int "5"|!!int five|!!int 1.0|!!float 5|!!float 1.5|!!float x|
!!bool yes|!!bool "on"|!!bool 1|!!null ~|!!null x|!!null|!!binary aGVsbG8=|!!binary "a"|!!binary /w==|!!timestamp 2001-01-01|!!timestamp x|! 5|!|!foo bar|!foo|!<tag:yaml.org,2002:int> 7|
!x!y z|@daily|*/5 * * * *|* * * * *|&a|&a 5|*a|%x|{{ .Values.x }}|{a: b}|{a}|[a, b]|[a: b]|[? a]|{? a : b}|a: b|a:b|a #b|a#b|#a|? a|- a|: a|'it''s'|"a\tb"|"\x41\u00e9\U0001F600"|
"\q"|"\ud800"|'a|"a|"a" b|<<|!!merge <<|=|`+"`a`"+`|a`+"\t"+`b|`+"\t"+`a|a{b|a]b|1GB|0x1p4|1_000.5|0.1_0|infinity|nan|Infinity|.infinity|-.5e3|+1e3|0e0|00|0|007|-010|0777_|2001-02-30|!!timestamp 2001-02-30`, "|")

func TestScalarsMeanWhatKubectlReads(t *testing.T) {
	for _, s := range scalars {
		s = strings.TrimPrefix(s, "\n")
		for _, form := range []string{"k: %", "- %", "{k: %}", "[%, 1]", "%: v", "{%: v}", "%", "a: &a %\nb: *a", "k:\n  %\n", "? %\n: v"} {
			compare(t, []byte(strings.ReplaceAll(form, "%", s)))
		}
	}
}

var structures = []string{
	"", "\n", "---", "---\n---\n---\na: 1\n", "a: 1\n---\nb: 2\n---\n\n# c\n---\nc: 3", "--- # x\na: 1\n--- # y\nb: 1\n", "---a: 1", "a: 1\n--- b\nc: 1",
	"a: 1\r\n---\r\nb: |\r\n  x\r\n  y\r\n", "\xEF\xBB\xBFa: 1", "\xEF\xBB\xBF---\na: 1", "a: 1\ra: 2\r", "%YAML 1.1\n---\na: 1", "%YAML 1.2\n---\na: 1", "--- \n%YAML 1.1\n---\na: 1",
	"%TAG ! tag:x,2000:\n---\na: !b c", "  a: 1\nb: 2", "a: 1\n b: 2", "a:\n  - b\n - c", "a:\n- b\n- c\nd: e", "- a\n-\n- b", "-\n  a: 1\n  b: 2\n- - x\n  - y", "a:\n\tb: 1", "a: \tb", "a:\tb\n", "- \tb", "\ta: b", "[\ta,\n\tb\n]",
	"a: &x {b: 1}\nc: *x\nd: *x", "a: &x [1]\n*x : 2", "a: &x k\n*x : 2", "&a a: *a", "a: &a\n  b: *a", "a: &a {<<: *a}", "a: *b", "x: &x {a: 1, b: 2}\ny:\n  <<: *x\n  b: 3\n  c: 4", "x: &x {a: 1}\ny:\n  a: 2\n  <<: *x\n",
	"x: &x {a: 1}\ny: &y {a: 2, b: 2}\nz:\n  <<: [*x, *y]\n  c: 3", "<<: {a: 1, a: 2}", "<<: [{a: 1}, {a: 2}]", "<<: 1", "<<: [1]", "<<: null", "'<<': {a: 1}", "! <<: {a: 1}", "!!merge <<: {a: 1}", "a: 1\na: 2", "a: .inf\na: 2", "~: 1", "a: {~: 1}\na: 2",
	"a: |\n  x\n  y\n", "a: |-\n  x\n\n\n", "a: |+\n  x\n\n\nb: 1", "a: >\n  x\n  y\n\n  z\n   w\n  v\n", "a: |2\n   x\n  y", "a: |1-\n  x", "a: |-1\n  x", "a: | # c\n  x", "a: |x\n  y", "a: |\n", "a: |\n\nb: 1", "a: |0\n x", "|\n x", ">-\n x\n y", "- |\n x\n- >\n y", "a: |\n  x\n b: 1", "a: |\n\tx", "a: |\n    \n  x\n", "k: |\n  # no comment\n# comment\n",
	"a: b\n  c\n  d", "a: b\n\n  c", "a: 'b\n  c\n\n  d'", "a: \"b\\\n  c\\n\\\n\n d \"", "a: \"x\n---\ny\"", "\"a\nb\": 1", "a\nb: 1", "a: b: c", "a: [b, c", "a: {b: c", "a: [b}", "a: b]", "[a, b]]", "{a: 1}}", "{a: 1, b}", "{a: 1,, b: 2}", "[,]", "[a,]", "{a: 1,}", "[? a : b, c]", "[? : x]", "[? , x]", "[? ]", "{? : x}", "{: x}", "{a: , b: }", "{\"a\":1}", "{a:1}", "{\"a\":b, 'c':d}", "[a:b]", "? a\n? b\n: c", "? - a\n: b", "? |\n  a\n: b",
	"{\"a\": 1}", "{\"a\": 1}{\"b\": 2}", "{\"a\": 1}\n{\"b\": 2}\n{\"c\": 3}\n", "{\"a\": 1}\n---\n{\"b\": 2}\n", "{\"a\":1}{\"b\":2}\n---\n{\"c\":3}", "{\"a\":1}{\"b\":2}{c: 3}", "{\"a\":1} x", "{\"a\":1}\n\n  b: 1\n", "{\"a\":\t1,\n\t\"b\": [1, 2.50, 1e3, -0, 1E400]}", "{\"a\":\t1,\n\t\"b\": [1, 2.50, 1e3, -0, 12345678901234567890]}", "  \n {\"a\": \"\\ud83d\\ude00\\ud800\\u00e9\\/\"}", "{\"a\": \"\xff\"}", "{\"a\": 01}", "{\"a\": tru}", "{'a': 1}", "{\"a\": 1,}", "{\"a\": \"x\ty\"}", "{\"a\": 1, \"a\": 2}", "{\"a\": \"" + "\x01\"}", "{ # c\n a: 1}", "[1, 2]", "[\"a\"]\n", "{}", "{}\n{}\n{}\n{",
	"a: \x00", "a: \x01", "a: \x7f", "a: \xff", "a: \u0085b", "a: x\u2028y", "a: x\u2028  y", "\"x\u2028y\"", "a: \ufffe", "a: \U0001F600", "é: ü", "a: \"\\0\"", "# only a comment", "a: # c\n  b", "a:#c", "a: 'x' # c", "a: 'x'# c", "[a, # c\n b]", "&a", "!!str", "!!map {a: 1}", "!!seq [a]", "&a !!str b", "!!str &a b", "&a &b c", "&a\nb: c", "!!map\nb: c", "a: &x\nb: *x", "a: !!str\nb: 1", "- &a\n- *a", "*", "& a", "!<x", "!<> a", "!%41 a", "!%zz a", "a: 1 : 2", "a:\n  b\n  c: d", "a\n", "a: 'b' c", "- a\nb: c", "a: 1\n- b", "b: [\n1\n]", "b: [\n1]\nc: 2", "a:\n b:\n  c:\n d: 1\n", "a: - b", "a: -", "a: - ", "a: ?", "a: ? b", "a: :", "-a", "?a: b", ":a", "a: %", "%a", "a: 'x\n\ty'", "a: x\n\ty", "1: a\n1.5: b\ntrue: c\n0x10: d\n1e3: e\n.inf: f\n18446744073709551615: g", "1: a\n1.5: b\ntrue: c\n0x10: d\n1e3: e\n.inf: f\n2001-01-01: g\n0.1: h\n16777217.0: i", "!!binary aGk=: 1", "\"k\": 1", "a: >-\n\n  x\n", "a: >+\n  x\n\n", "a: ''\nb: \"\"", "- - - a\n    - b\n", "{a: {b: [c, {d: e}]}}", "a: [\n]\n", "a: {\n}\n", "\"" + strings.Repeat("x", 1100) + "\": 1", strings.Repeat("y", 1020) + ": 1", strings.Repeat("y", 1030) + ": 1", "{" + strings.Repeat("y", 1030) + ": 1}",
}

func TestStructuresMeanWhatKubectlReads(t *testing.T) {
	for _, s := range structures {
		compare(t, []byte(s))
	}
}

// TestNumbersAreWrittenAsJSON compares the text of numbers, which the values above hide.
func TestNumbersAreWrittenAsJSON(t *testing.T) {
	for _, s := range scalars {
		text := "k: " + strings.TrimPrefix(s, "\n")
		docs := Parse("", []byte(text), Limits{})
		if len(docs) != 1 || docs[0].Root.Get("k") == nil || docs[0].Root.Get("k").Kind != Number {
			continue
		}
		want, err := yaml.YAMLToJSON([]byte(text))
		if got := `{"k":` + docs[0].Root.Get("k").Text + `}`; err != nil || got != string(want) {
			t.Errorf("%s: %s, want %s (%v)", text, got, want, err)
		}
	}
}

func FuzzAgainstSigsYAML(f *testing.F) {
	for _, s := range structures {
		f.Add([]byte(s))
	}
	for _, s := range scalars {
		f.Add([]byte("k: " + s + "\n"))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		if len(data) > 4000 {
			return // beyond it the referee no longer looks for JSON, and takes long
		}
		compare(t, data)
	})
}
