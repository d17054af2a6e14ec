package schema

import (
	"strconv"
	"strings"
	"time"

	"github.com/kubectl-job/kubectl-job/lint/manifest"
)

// wrongType reports a value that is not of its field's type.
func (c *checker) wrongType(n *manifest.Node, t *typ, f *field) {
	message := "expected " + expected(t)
	if n.Kind == manifest.Number && strings.Trim(n.Text, "-0123456789") == "" {
		message += limits(t.kind)
	}
	what, help := found(n), typeHelp(n, t, f)
	if len(c.frames) > 0 && c.top().object.name == "EnvVar" {
		// Values of environment variables stay out of messages.
		what = "a " + n.Kind.String()
		if help != "" {
			help = "put it in quotes"
		}
	}
	message += ", found " + what
	if help != "" {
		message += ": " + help
	}
	c.add(Problem{Rule: RuleWrongType, Severity: Error, Path: string(c.path), Range: n.Range, Message: message})
}

// limits are the bounds of an integer.
func limits(k kind) string {
	switch k {
	case kindInt32, kindIntOrString:
		return " from -2147483648 to 2147483647"
	case kindInt64:
		return " from -9223372036854775808 to 9223372036854775807"
	default:
		return ""
	}
}

// expected describes a type.
func expected(t *typ) string {
	switch t.kind {
	case kindString:
		return "a string"
	case kindBool:
		return "true or false"
	case kindInt32, kindInt64:
		return "a whole number"
	case kindQuantity:
		return "a quantity"
	case kindIntOrString:
		return "a string or a whole number"
	case kindTime:
		return "a time in a string"
	case kindList:
		switch t.elem.kind {
		case kindObject:
			return "a list of maps"
		case kindInt32, kindInt64:
			return "a list of whole numbers"
		default:
			return "a list of strings"
		}
	case kindMap:
		if t.elem.kind == kindString {
			return "a map of strings"
		}
		return "a map"
	case kindAny, kindObject:
		return "a map"
	}
	return "something else"
}

// found describes a value.
func found(n *manifest.Node) string {
	switch n.Kind {
	case manifest.Bool:
		return "the boolean " + n.Text
	case manifest.Number:
		return "the number " + n.Text
	case manifest.String:
		return "the string " + quote(n.Text)
	case manifest.List:
		return "a list"
	case manifest.Map:
		return "a map"
	default:
		return "null"
	}
}

// typeHelp says how to mend the value; it is empty where the message says it all.
func typeHelp(n *manifest.Node, t *typ, f *field) string {
	switch t.kind {
	case kindString, kindTime:
		return stringHelp(n)
	case kindBool:
		return boolHelp(n)
	case kindInt32, kindInt64:
		return integerHelp(n, f)
	case kindList:
		return listHelp(n, t, f)
	case kindMap, kindObject:
		if n.Kind == manifest.List && len(n.Items) == 1 && n.Items[0].Kind == manifest.Map {
			return "remove the dash"
		}
		if t.kind == kindObject && n.Kind == manifest.String {
			return objectHelp(t.object, n.Text)
		}
	default:
	}
	return ""
}

// stringHelp is about values that are strings only in quotes.
func stringHelp(n *manifest.Node) string {
	if n.Kind != manifest.Bool && n.Kind != manifest.Number {
		return ""
	}
	if n.Origin != nil || n.Range.End.Offset-n.Range.Start.Offset != len(n.Text) {
		// The source has yes, 0x10 or 1.10: its value is not its text.
		return "put what is written here in quotes"
	}
	return "put it in quotes: " + strconv.Quote(n.Text)
}

// boolHelp is about what other languages take for a boolean.
func boolHelp(n *manifest.Node) string {
	switch {
	case n.Kind != manifest.String && n.Kind != manifest.Number:
		return ""
	case n.Text == "true" || n.Text == "false":
		return "remove the quotes"
	}
	switch strings.ToLower(n.Text) {
	case "1", "true", "yes", "on", "y":
		return "write true"
	case "0", "false", "no", "off", "n":
		return "write false"
	default:
		return ""
	}
}

// integerHelp is about numbers in quotes, and durations where seconds are counted.
func integerHelp(n *manifest.Node, f *field) string {
	if n.Kind != manifest.String {
		return ""
	}
	if isInteger(n.Text, 64) && n.Style != manifest.Plain {
		return "remove the quotes"
	}
	d, err := time.ParseDuration(n.Text)
	if err == nil && strings.HasSuffix(f.name, "Seconds") && d%time.Second == 0 {
		return "it counts seconds: " + strconv.FormatInt(int64(d/time.Second), 10)
	}
	return ""
}

// listHelp is about a single item where a list of them belongs.
func listHelp(n *manifest.Node, t *typ, f *field) string {
	switch {
	case t.elem.kind == kindString && n.Kind == manifest.String && len(n.Text) <= longest && !strings.Contains(n.Text, "\n"):
		return "write [" + strconv.Quote(n.Text) + "]"
	case t.elem.kind == kindObject && n.Kind == manifest.Map && f.mergeKey == "name":
		return "each item begins with a dash and has its name: - name: ..."
	case t.elem.kind == kindObject && n.Kind == manifest.Map:
		return "each item begins with a dash"
	default:
		return ""
	}
}

// objectHelp is about a string in place of an object that has one field and nothing else: a reference.
func objectHelp(o *object, text string) string {
	if len(o.fields) != 1 || o.fields[0].typ.kind != kindString || len(text) > longest {
		return ""
	}
	return "write {" + o.fields[0].name + ": " + strconv.Quote(text) + "}"
}
