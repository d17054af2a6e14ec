package run

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/kubectl-job/kubectl-job/internal/cli/arg"
	"github.com/kubectl-job/kubectl-job/lint"
	"github.com/kubectl-job/kubectl-job/lint/schema"
)

// check lints the Jobs before anything is sent. What the API server would refuse is an error, of what it would take it
// warns. A version of Kubernetes that the linter does not know has the last word itself.
func (o *Options) check(ctx context.Context, jobs []wanted) error {
	if o.NoLint {
		return nil
	}
	version, known := o.serverVersion(ctx)
	c := checker{linter: lint.New(lint.Options{Version: version, Now: o.Clock.Now(), Level: lint.Warning}), files: map[string]lint.File{}}
	var refused []string
	for _, j := range jobs {
		findings, err := c.findings(j)
		if err != nil {
			return err
		}
		for _, f := range findings {
			switch {
			case f.Refused() && known:
				refused = append(refused, c.line(j, f))
			case o.DryRun == arg.DryRunClient || !strings.HasPrefix(f.Rule, "api/"): // the server itself says the others
				o.note("warning: %s", c.line(j, f))
			}
		}
	}
	if len(refused) == 0 {
		return nil
	}
	return fmt.Errorf("nothing was created, because the API server (Kubernetes %s) would refuse it; --no-lint sends it all the same:\n  %s",
		version, strings.Join(refused, "\n  "))
}

// serverVersion is the API server's, or the nearest that the linter knows; known says which of the two. Without a cluster
// it is the newest.
func (o *Options) serverVersion(ctx context.Context) (v schema.Version, known bool) {
	if o.Cluster == nil {
		return schema.Newest, true
	}
	text, err := o.Cluster.ServerVersion(ctx)
	if err != nil {
		return schema.Newest, false // what is wrong shows soon, at the next request
	}
	v, err = schema.ParseVersion(text)
	if err != nil && !errors.Is(err, schema.ErrUnsupported) {
		return schema.Newest, false
	}
	return v.Clamp(), err == nil
}

// checker lints Jobs, and the files that they come from for the places of what it finds.
type checker struct {
	linter *lint.Linter
	files  map[string]lint.File
}

func (c *checker) findings(j wanted) ([]lint.Finding, error) {
	data, err := j.MarshalJSON()
	if err != nil {
		return nil, fmt.Errorf("job.batch/%s: %w", j.GetName(), err)
	}
	return c.linter.Lint(lint.Source{Name: j.source, Data: data}).Findings, nil
}

// line words a finding, with the place in the file if the Job comes from one as it is written there.
func (c *checker) line(j wanted, f lint.Finding) string {
	place := "Job " + j.GetName()
	if j.source != "" {
		place = j.source
		for _, written := range c.file(j.source).Findings {
			if written.Rule == f.Rule && written.Path == f.Path && written.Name == f.Name {
				place = fmt.Sprintf("%s:%d:%d", j.source, written.Line, written.Column)
				break
			}
		}
	}
	field := ""
	if f.Path != "" {
		field = f.Path + ": "
	}
	return fmt.Sprintf("%s: %s%s [%s]", place, field, f.Message, f.Rule)
}

// file lints a file as it is written. Standard input is gone by now, and has no findings.
func (c *checker) file(name string) lint.File {
	if found, done := c.files[name]; done {
		return found
	}
	var found lint.File
	if data, err := os.ReadFile(name); err == nil {
		found = c.linter.Lint(lint.Source{Name: name, Data: data})
	}
	c.files[name] = found
	return found
}
