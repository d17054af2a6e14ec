package lint_test

import (
	"os"
	"testing"
	"time"

	"github.com/kubectl-job/kubectl-job/lint/api"
	"github.com/kubectl-job/kubectl-job/lint/manifest"
	"github.com/kubectl-job/kubectl-job/lint/policy"
	"github.com/kubectl-job/kubectl-job/lint/schema"
	"github.com/kubectl-job/kubectl-job/policies/compiled"
)

// BenchmarkStages tells what each stage of linting costs, for a CronJob of 40 lines.
func BenchmarkStages(b *testing.B) {
	data, err := os.ReadFile("../testdata/ok/nightly-backup.yaml")
	if err != nil {
		b.Fatal(err)
	}
	doc := manifest.Parse("", data, manifest.Limits{})[0]
	decoded := schema.CheckAs(doc.Root, "CronJob", schema.Newest)
	d := policy.Document{Root: doc.Root, Kind: "CronJob", Version: schema.Newest, Now: time.Unix(0, 0)}
	engine, parameters := policy.NewEngine(compiled.Rules(), compiled.Program()), compiled.Parameters().Value()
	every := engine.Select(schema.Newest.Minor, nil)
	for _, stage := range []struct {
		name string
		run  func()
	}{
		{"YAML", func() { manifest.Parse("", data, manifest.Limits{}) }},
		{"schema", func() { schema.CheckAs(doc.Root, "CronJob", schema.Newest) }},
		{"api", func() {
			api.Check(doc.Root, "CronJob", schema.Newest, decoded)
			api.CheckJobs(doc.Root, schema.Newest, decoded)
		}},
		{"facts", func() { policy.Facts(d) }},
		{"facts and rules", func() {
			if _, err := engine.Check(d, parameters, every); err != nil {
				b.Fatal(err)
			}
		}},
	} {
		b.Run(stage.name, func(b *testing.B) {
			for b.Loop() {
				stage.run()
			}
		})
	}
}
