package cleanup

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/kubectl-job/kubectl-job/job/retention"
)

func TestParsePolicy(t *testing.T) {
	const file = `rules:
- status: [Failed, suspended]
  reason: [DeadlineExceeded]
  olderThan: 7d
  keepLast: 3
  groupBy: label=team
  owner: cj/backup
  name: backup-*
  includeActive: true
  includeManaged: true
- orphans: true
  status: complete
max: 100
`
	got, err := parsePolicy("p.yaml", []byte(file))
	if err != nil {
		t.Fatal(err)
	}
	want := []retention.Filter{
		{
			Statuses: []retention.Status{retention.Failed, retention.Suspended}, Reasons: []string{"DeadlineExceeded"}, OlderThan: 7 * 24 * time.Hour,
			KeepLast: new(3), GroupBy: retention.Grouping{Label: "team"}, Owner: "cronjob/backup", Name: "backup-*", IncludeActive: true, IncludeManaged: true,
		},
		{Orphans: true, Statuses: []retention.Status{retention.Complete}},
	}
	if diff := cmp.Diff(want, got.filters); diff != "" || got.most != 100 {
		t.Errorf("max %d, filters (-want +got):\n%s", got.most, diff)
	}
}

func TestPolicyMistakes(t *testing.T) {
	for name, test := range map[string]struct{ file, want string }{
		"nothing":           {"", "p: expected rules, found nothing"},
		"no rules":          {"max: 3", "p:1:1: rules is missing: without one, nothing would be chosen"},
		"an empty list":     {"rules: []", "p:1:8: expected a list of one rule or more"},
		"an unknown key":    {"rules:\n- olderthan: 7d", `p:2:3: unknown key "olderthan": expected status, reason, olderThan, keepLast, groupBy, owner, name, orphans, includeActive or includeManaged`},
		"a status":          {"rules:\n- status: [done]", `p:2:3: status "done": expected complete, failed, finished or suspended`},
		"an empty text":     {"rules:\n- reason: ''", "p:2:11: reason: expected a text, found an empty one"},
		"a duration":        {"rules:\n- olderThan: soon", "p:2:14: olderThan: expected a duration such as 90s, 2h or 7d, or a number of seconds"},
		"a negative number": {"rules:\n- keepLast: -1", "p:2:13: keepLast: expected a whole number of 0 or more"},
		"no boolean":        {"rules:\n- orphans: sure", "p:2:12: orphans: expected true or false, found a string"},
		"two at once":       {"rules:\n- orphans: 1\n  keepLast: x", "p:2:12: orphans: expected true or false, found a number\np:3:13: keepLast: expected a whole number of 0 or more"},
		"two documents":     {"rules: [{orphans: true}]\n---\nrules: []", "p:3:1: expected one document, found 2"},
		"no YAML":           {"rules: [", "p:1:9: "},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := parsePolicy("p", []byte(test.file))
			if err == nil {
				t.Fatal("no error")
			}
			if got := err.Error(); got != test.want && (name != "no YAML" || got[:len(test.want)] != test.want) {
				t.Errorf("got  %s\nwant %s", got, test.want)
			}
		})
	}
}

func FuzzParsePolicy(f *testing.F) {
	f.Add([]byte("rules:\n- status: [failed]\n  olderThan: 7d\nmax: 3\n"))
	f.Add([]byte("rules:\n- {keepLast: 1, groupBy: name}\n"))
	f.Fuzz(func(t *testing.T, text []byte) {
		p, err := parsePolicy("p", text)
		if err == nil && len(p.filters) == 0 {
			t.Error("no mistake, and no rule")
		}
		for _, filter := range p.filters {
			if wrong := filter.Validate(); err == nil && wrong != nil {
				t.Error(wrong)
			}
		}
	})
}
