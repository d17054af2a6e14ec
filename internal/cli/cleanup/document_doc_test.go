package cleanup

import (
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/kubectl-job/kubectl-job/job/retention"
)

// The document is described in docs/cleanup-json.md, field by field.
func TestDocumentIsDescribed(t *testing.T) {
	text, err := os.ReadFile(filepath.Join("..", "..", "..", "docs", "cleanup-json.md"))
	if err != nil {
		t.Fatal(err)
	}
	fields, items, _ := strings.Cut(string(text), "## Items")
	items, results, _ := strings.Cut(items, "## Results")
	var rules []string
	for _, r := range []retention.Rule{retention.KeepLast, retention.History, retention.TTL, retention.Managed, retention.Deleting, retention.Most} {
		rules = append(rules, string(r))
	}
	for name, test := range map[string]struct{ got, want []string }{
		"document": {named(fields), jsonNames(reflect.TypeFor[document]())},
		"items":    {named(items), jsonNames(reflect.TypeFor[entry]())},
		"results":  {named(results), []string{"planned", string(done), string(gone), string(changed), string(failed), string(left), "kept"}},
	} {
		if !slices.Equal(test.got, test.want) {
			t.Errorf("%s: described are %v, there are %v", name, test.got, test.want)
		}
	}
	row := regexp.MustCompile("(?m)^\\| `rule` .*$").FindString(items)
	for _, r := range rules {
		if !strings.Contains(row, "`"+r+"`") {
			t.Errorf("the rule %s is not described", r)
		}
	}
}

// named are the names that the rows of a table begin with.
func named(text string) []string {
	var all []string
	for _, row := range regexp.MustCompile("(?m)^\\| ((?:`[a-zA-Z]+`(?:, )?)+) \\|").FindAllStringSubmatch(text, -1) {
		for name := range strings.SplitSeq(row[1], ", ") {
			all = append(all, strings.Trim(name, "`"))
		}
	}
	return all
}

func jsonNames(t reflect.Type) []string {
	var all []string
	for f := range t.Fields() {
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		all = append(all, name)
	}
	return all
}
