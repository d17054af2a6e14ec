package i18n_test

import (
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/google/go-cmp/cmp"
	"sigs.k8s.io/yaml"

	"github.com/kubectl-job/kubectl-job/lint"
	"github.com/kubectl-job/kubectl-job/policies/i18n"
)

// TestKorean holds the Korean texts to the English ones: all rules and no others, each with the same texts, which name the same
// fields, values and numbers.
func TestKorean(t *testing.T) {
	texts := korean(t)
	for _, r := range lint.Rules() {
		text, ok := texts[r.Name]
		if !ok {
			t.Errorf("policies/i18n/ko.yaml lacks %s: %s", r.Name, r.About)
			continue
		}
		delete(texts, r.Name)
		for _, pair := range []struct{ part, english, korean string }{
			{"title", r.Title, text.Title},
			{"description", r.About, text.About},
			{"why", r.Why, text.Why},
			{"fix", r.Fix, text.Fix},
		} {
			switch {
			case (pair.english == "") != (pair.korean == ""):
				t.Errorf("%s: the English %s is %q, the Korean one %q", r.Name, pair.part, pair.english, pair.korean)
			case pair.korean != "" && !strings.ContainsFunc(pair.korean, func(c rune) bool { return unicode.Is(unicode.Hangul, c) }):
				t.Errorf("%s: the %s is not Korean: %q", r.Name, pair.part, pair.korean)
			}
			if lost := without(literals(pair.english), literals(pair.korean)); len(lost) > 0 {
				t.Errorf("%s: the %s lacks %q\n%s\n%s", r.Name, pair.part, lost, pair.english, pair.korean)
			}
			if added := invented(pair.korean, r); len(added) > 0 {
				t.Errorf("%s: the %s has %q, which the English texts do not: %s", r.Name, pair.part, added, pair.korean)
			}
		}
	}
	for name := range texts {
		t.Errorf("policies/i18n/ko.yaml: there is no rule %s", name)
	}
}

func korean(t *testing.T) map[string]i18n.Text {
	t.Helper()
	texts, err := i18n.Texts(i18n.Korean)
	if err != nil {
		t.Fatal(err)
	}
	return texts
}

// literal is what no translation changes: variables, names with a capital or a sign in them, numbers.
var literal = regexp.MustCompile(`\$[({]?\w+[)}]?|[A-Za-z]+(?:[-./_:][A-Za-z0-9]+)*[A-Z/_][A-Za-z0-9]*(?:[-./_:][A-Za-z0-9]+)*|\d+(?:\.\d+)?`)

// literals are those of a text, in the singular, each once.
func literals(text string) []string {
	found := literal.FindAllString(text, -1)
	for i, l := range found {
		switch l {
		case "CronJobs", "WWNs", "WWIDs":
			found[i] = strings.TrimSuffix(l, "s")
		case "NetworkPolicies":
			found[i] = "NetworkPolicy"
		}
	}
	slices.Sort(found)
	return slices.Compact(found)
}

// without is what a has and b has not.
func without(a, b []string) []string {
	return slices.DeleteFunc(slices.Clone(a), func(s string) bool { return slices.Contains(b, s) })
}

// invented are the names in a Korean text that no English text of the rule has. Numbers may be added: what is a minute in English is
// 1 minute in Korean.
func invented(korean string, r lint.Rule) []string {
	names := without(literals(korean), literals(strings.Join([]string{r.Title, r.About, r.Why, r.Fix}, "\n")))
	return slices.DeleteFunc(names, func(s string) bool { return unicode.IsDigit(rune(s[0])) })
}

// TestCurrent holds ko.json.gz to ko.yaml.
func TestCurrent(t *testing.T) {
	source, err := os.ReadFile("ko.yaml")
	if err != nil {
		t.Fatal(err)
	}
	var written map[string]struct{ Title, Description, Why, Fix string }
	if err := yaml.UnmarshalStrict(source, &written); err != nil {
		t.Fatal(err)
	}
	want := map[string]i18n.Text{}
	for name, w := range written {
		want[name] = i18n.Text{Title: w.Title, About: w.Description, Why: w.Why, Fix: w.Fix}
	}
	if diff := cmp.Diff(want, korean(t)); diff != "" {
		t.Errorf("policies/i18n/ko.json.gz is not what follows from ko.yaml (go generate ./policies/i18n): (-expected +got)\n%s", diff)
	}
}

func TestOtherLanguage(t *testing.T) {
	if _, err := i18n.Texts("de"); err == nil || !strings.Contains(err.Error(), `"de"`) {
		t.Errorf("got %v, expected that there are no texts in de", err)
	}
}
