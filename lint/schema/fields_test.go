package schema_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/kubectl-job/kubectl-job/lint/schema"
)

func TestFields(t *testing.T) {
	for _, test := range []struct {
		kind, path string
		minor      int
		want       schema.Field // one of them; a Name that begins with ! is none of them
	}{
		{"Job", "", 37, schema.Field{Name: "spec", Type: "JobSpec"}},
		{"Job", "spec", 37, schema.Field{Name: "template", Type: "PodTemplateSpec", Required: true}},
		{"Job", "spec", 37, schema.Field{Name: "completions", Type: "int32"}},
		{"Job", "spec", 37, schema.Field{Name: "successPolicy", Type: "SuccessPolicy"}},
		{"Job", "spec", 25, schema.Field{Name: "!successPolicy"}},
		{"CronJob", "spec.jobTemplate.spec.template.spec", 37, schema.Field{Name: "containers", Type: "[]Container", Required: true}},
		{"Job", "spec.template.spec.containers", 37, schema.Field{Name: "image", Type: "string"}},
		{"Job", "spec.template.spec.containers.resources", 37, schema.Field{Name: "limits", Type: "{}quantity"}},
	} {
		var path []string
		if test.path != "" {
			path = strings.Split(test.path, ".")
		}
		fields := schema.Fields(test.kind, path, schema.Version{Major: 1, Minor: test.minor})
		if name, ok := strings.CutPrefix(test.want.Name, "!"); ok {
			if slices.ContainsFunc(fields, func(f schema.Field) bool { return f.Name == name }) {
				t.Errorf("%s %s: %s is there", test.kind, test.path, name)
			}
		} else if !slices.Contains(fields, test.want) {
			t.Errorf("%s %s: got %+v, expected %+v among them", test.kind, test.path, fields, test.want)
		}
	}
	for _, path := range []string{"spec.none", "spec.completions", "spec.template.spec.containers.resources.limits.cpu"} {
		if fields := schema.Fields("Job", strings.Split(path, "."), schema.Newest); fields != nil {
			t.Errorf("%s: got %+v, expected none", path, fields)
		}
	}
	if fields := schema.Fields("Deployment", nil, schema.Newest); fields != nil {
		t.Errorf("Deployment: got %+v, expected none", fields)
	}
}
