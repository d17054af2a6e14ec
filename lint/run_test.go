package lint_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/kubectl-job/kubectl-job/lint"
	"github.com/kubectl-job/kubectl-job/lint/schema"
)

// cronJobs are CronJobs with one schedule, each with a line before its schedule.
func cronJobs(n int, line string) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, `---
apiVersion: batch/v1
kind: CronJob
metadata: {name: report-%d}
spec:
  %s
  schedule: "7 4 * * *"
  jobTemplate: {spec: {template: {spec: {restartPolicy: Never, containers: [{name: main, image: "a:1", args: ["%d"]}]}}}}
`, i, line, i)
	}
	return b.String()
}

// What is about a whole run comes from all its files, and can be tuned and suppressed as everything else.
func TestRun(t *testing.T) {
	const rule = "schedule/same-minute"
	run := func(level lint.Severity, levels lint.Levels, files ...string) (n int, others []string) {
		l := lint.New(lint.Options{Version: schema.Newest, Level: level})
		var all []lint.File
		for i, text := range files {
			all = append(all, l.Lint(lint.Source{Name: fmt.Sprint(i), Data: []byte(text), Levels: levels}))
		}
		r := l.NewReport(all)
		for _, f := range r.Findings {
			if f.Rule == rule {
				n++
			} else if strings.HasPrefix(f.Rule, "lint/") {
				others = append(others, f.Rule)
			}
		}
		return n, others
	}
	for name, test := range map[string]struct {
		level  lint.Severity
		levels lint.Levels
		files  []string
		want   int
	}{
		"one file":   {"", nil, []string{cronJobs(3, "")}, 3},
		"many files": {"", nil, []string{cronJobs(1, ""), cronJobs(1, ""), cronJobs(1, "")}, 3},
		"too few":    {"", nil, []string{cronJobs(2, "")}, 0},
		"hidden":     {lint.Warning, nil, []string{cronJobs(3, "")}, 0},
		"raised":     {lint.Warning, lint.Levels{rule: lint.Warning}, []string{cronJobs(3, "")}, 3},
		"off":        {"", lint.Levels{"schedule": lint.Off}, []string{cronJobs(3, "")}, 0},
		"suppressed": {"", nil, []string{cronJobs(3, ""), cronJobs(1, "# kubectl-job:ignore "+rule+" -- it has to be then")}, 3},
	} {
		if got, others := run(test.level, test.levels, test.files...); got != test.want || len(others) > 0 {
			t.Errorf("%s: got %d findings and %v, expected %d", name, got, others, test.want)
		}
	}
}
