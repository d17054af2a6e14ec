package cleanup

import (
	"errors"
	"fmt"
	"os"
	"strconv"
	"strings"
	"time"

	"github.com/kubectl-job/kubectl-job/internal/cli/arg"
	"github.com/kubectl-job/kubectl-job/job/retention"
	"github.com/kubectl-job/kubectl-job/lint/manifest"
)

// policy is a file with filters:
//
//	rules:             # a Job goes that any of them chooses and does not keep
//	- status: [failed]
//	  reason: [DeadlineExceeded]
//	  olderThan: 7d
//	  keepLast: 3
//	  groupBy: owner   # or name, label=KEY
//	  owner: cronjob/backup
//	  name: backup-*
//	  orphans: true
//	  includeActive: true
//	  includeManaged: true
//	max: 100
type policy struct {
	filters []retention.Filter
	most    int
}

func readPolicy(file string) (policy, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return policy{}, fmt.Errorf("--policy: %w", err)
	}
	return parsePolicy(file, text)
}

// parsePolicy reads the file strictly. The error joins all mistakes, each with file:line:column.
func parsePolicy(file string, text []byte) (policy, error) {
	p := policyParser{file: file}
	docs := manifest.Parse(file, text, manifest.Limits{})
	if len(docs) == 0 {
		return policy{}, fmt.Errorf("%s: expected rules, found nothing", file)
	}
	if len(docs) > 1 {
		p.fail(docs[1].Range, "expected one document, found %d", len(docs))
	}
	for _, problem := range docs[0].Problems {
		p.fail(problem.Range, "%s", problem.Message)
	}
	if root := docs[0].Root; root != nil {
		p.root(root)
	}
	return p.policy, errors.Join(p.errors...)
}

type policyParser struct {
	file   string
	policy policy
	errors []error
}

func (p *policyParser) fail(at manifest.Range, format string, args ...any) {
	p.errors = append(p.errors, fmt.Errorf("%s:%s: %s", p.file, at, fmt.Sprintf(format, args...)))
}

func (p *policyParser) root(root *manifest.Node) {
	if root.Kind != manifest.Map {
		p.fail(root.Range, "expected a map with rules, found a %s", root.Kind)
		return
	}
	for _, e := range root.Entries {
		switch e.Key {
		case "rules":
			p.rules(e.Value)
		case "max":
			p.policy.most = p.whole(e)
		default:
			p.fail(e.KeyRange, "unknown key %q: expected rules or max", e.Key)
		}
	}
	if root.Get("rules") == nil {
		p.fail(root.Range, "rules is missing: without one, nothing would be chosen")
	}
}

func (p *policyParser) rules(n *manifest.Node) {
	if n.Kind != manifest.List || len(n.Items) == 0 {
		p.fail(n.Range, "expected a list of one rule or more")
		return
	}
	for _, item := range n.Items {
		p.rule(item)
	}
}

func (p *policyParser) rule(n *manifest.Node) {
	if n.Kind != manifest.Map {
		p.fail(n.Range, "expected a rule such as {status: [failed], olderThan: 7d}, found a %s", n.Kind)
		return
	}
	var f retention.Filter
	before := len(p.errors)
	for _, e := range n.Entries {
		p.setting(&f, e)
	}
	if err := f.Validate(); err != nil && len(p.errors) == before {
		p.fail(n.Range, "%v", err)
	}
	p.policy.filters = append(p.policy.filters, f)
}

func (p *policyParser) setting(f *retention.Filter, e manifest.Entry) {
	switch e.Key {
	case "status":
		f.Statuses = statuses(p.texts(e))
	case "reason":
		f.Reasons = p.texts(e)
	case "olderThan":
		f.OlderThan = p.duration(e)
	case "keepLast":
		n := p.whole(e)
		f.KeepLast = &n
	case "groupBy":
		var err error
		if f.GroupBy, err = retention.ParseGrouping(p.text(e)); err != nil {
			p.fail(e.Value.Range, "%v", err)
		}
	case "owner":
		f.Owner = owner(p.text(e))
	case "name":
		f.Name = p.text(e)
	case "orphans":
		f.Orphans = p.truth(e)
	case "includeActive":
		f.IncludeActive = p.truth(e)
	case "includeManaged":
		f.IncludeManaged = p.truth(e)
	default:
		p.fail(e.KeyRange, "unknown key %q: expected status, reason, olderThan, keepLast, groupBy, owner, name, orphans, includeActive or includeManaged", e.Key)
	}
}

func (p *policyParser) text(e manifest.Entry) string {
	switch {
	case e.Value.Kind != manifest.String:
		p.fail(e.Value.Range, "%s: expected a text, found a %s", e.Key, e.Value.Kind)
	case e.Value.Text == "":
		p.fail(e.Value.Range, "%s: expected a text, found an empty one", e.Key)
	}
	return e.Value.Text
}

func (p *policyParser) texts(e manifest.Entry) []string {
	if e.Value.Kind == manifest.String {
		return strings.Split(p.text(e), ",")
	}
	var all []string
	for _, item := range e.Value.Items {
		all = append(all, p.text(manifest.Entry{Key: e.Key, Value: item}))
	}
	if len(all) == 0 {
		p.fail(e.Value.Range, "%s: expected a list of one or more", e.Key)
	}
	return all
}

func (p *policyParser) whole(e manifest.Entry) int {
	n, err := strconv.Atoi(e.Value.Text)
	if e.Value.Kind != manifest.Number || err != nil || n < 0 {
		p.fail(e.Value.Range, "%s: expected a whole number of 0 or more", e.Key)
	}
	return n
}

func (p *policyParser) duration(e manifest.Entry) time.Duration {
	d, err := arg.ParseDuration(e.Value.Text)
	switch {
	case err != nil:
		p.fail(e.Value.Range, "%s: %v", e.Key, err)
	case d < 0:
		p.fail(e.Value.Range, "%s: expected 0 or more", e.Key)
	}
	return d
}

func (p *policyParser) truth(e manifest.Entry) bool {
	if e.Value.Kind != manifest.Bool {
		p.fail(e.Value.Range, "%s: expected true or false, found a %s", e.Key, e.Value.Kind)
	}
	return e.Value.Text == "true"
}
