package user_test

import (
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/kubectl-job/kubectl-job/lint/manifest"
	"github.com/kubectl-job/kubectl-job/lint/policy"
	"github.com/kubectl-job/kubectl-job/lint/policy/user"
	"github.com/kubectl-job/kubectl-job/lint/schema"
	"github.com/kubectl-job/kubectl-job/policies/compiled"
)

const job = `apiVersion: batch/v1
kind: Job
metadata:
  name: import
  annotations: {team: shop}
spec:
  backoffLimit: 9
  template:
    spec:
      restartPolicy: Never
      containers:
      - name: main
        image: shop/import:4.2
        env: [{name: PASSWORD, value: hunter2}]
`

func load(t *testing.T, files map[string]string) (*user.Policies, error) {
	t.Helper()
	folder := fstest.MapFS{}
	for name, text := range files {
		folder[name] = &fstest.MapFile{Data: []byte(text)}
	}
	return user.Load(t.Context(), compiled.Parameters(), user.Folder{Name: "p", FS: folder})
}

func said(t *testing.T, p *user.Policies) []string {
	t.Helper()
	docs := manifest.Parse("", []byte(job), manifest.Limits{})
	found, err := p.Check(t.Context(), policy.Document{Root: docs[0].Root, Kind: "Job", Version: schema.Newest, Now: time.Unix(0, 0)})
	if err != nil {
		t.Fatal(err)
	}
	var list []string
	for _, f := range found {
		list = append(list, f.Range.String()+" "+f.Severity+" "+f.Rule.Name+": "+f.Message)
	}
	return list
}

func TestForms(t *testing.T) {
	for name, test := range map[string]struct {
		files map[string]string
		want  []string
	}{
		"ours": {
			map[string]string{"a/b.rego": `# METADATA
# title: Too many retries
# custom: {severity: error}
package team.too_many_retries

import data.lib

violation contains lib.found(input.job, "backoffLimit", message) if {
	input.job.backoffLimit > data.limits.retries
	message := sprintf("%d retries for %s", [input.job.backoffLimit, input.object.metadata.annotations.team])
}
`, "data.yaml": "limits: {retries: 5}"},
			[]string{"7:17 error team/too-many-retries: 9 retries for shop"},
		},
		"texts, and without METADATA": {
			map[string]string{"x.rego": "package team.plain\n\nviolation contains \"no\" if input.kind == \"Job\"\n"},
			[]string{"1:1 warning team/plain: no"},
		},
		"conftest": {
			map[string]string{"x.rego": `package main

deny contains msg if {
	input.spec.backoffLimit > 5
	msg := sprintf("%s: %d", [input.metadata.name, input.facts.job.backoff.total])
}

warn_image contains {"msg": "image", "path": "spec.template.spec.containers[0].image"} if input.kind == "Job"

violation contains {"msg": "never"} if input.kind == "CronJob"
`},
			[]string{"1:1 error main/deny: import: 2430", "13:16 warning main/warn_image: image"},
		},
		"parameters of ours": {
			map[string]string{"x.rego": "package team.p\n\nviolation contains sprintf(\"%d\", [data.parameters.schedule[\"long-history\"].jobs])\n"},
			[]string{"1:1 warning team/p: 20"},
		},
		"values of the environment are not in the facts": {
			map[string]string{"x.rego": "package team.p\n\nviolation contains \"leaked\" if contains(json.marshal(object.remove(input, [\"object\"])), \"hunter2\")\n"},
			nil,
		},
	} {
		t.Run(name, func(t *testing.T) {
			p, err := load(t, test.files)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.want, said(t, p)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestMistakes(t *testing.T) {
	for name, test := range map[string]struct{ source, want string }{
		"syntax":      {"package team.x\n\nviolation contains {", "p/x.rego:3:20: unexpected eof token"},
		"type":        {"package team.x\n\nviolation contains 1 if count(1) > 0", "p/x.rego:3:25: count: invalid argument(s)"},
		"the network": {"package team.x\n\nviolation contains 1 if http.send({})", "p/x.rego:3:25: undefined function http.send"},
		"a lookup":    {"package team.x\n\nviolation contains 1 if net.lookup_ip_addr(\"a\")", "p/x.rego:3:25: undefined function net.lookup_ip_addr"},
		"environment": {"package team.x\n\nviolation contains 1 if opa.runtime().env", "p/x.rego:3:25: undefined function opa.runtime"},
		"OPA panics": {`package team.x

violation contains {v.a: [0 | input with input as [0 | some w in 0; w]]} if {
	v := count(input)
	v == $` + "`{[v | u := [0, 0]]}`" + `
}`, "OPA's compiler fails at the policies: illegal expression"},
		"no rules": {"package team.x\n\nallow := true", "no rules found: expected packages GROUP.RULE with violation"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := load(t, map[string]string{"x.rego": test.source})
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("got %v, expected %s", err, test.want)
			}
		})
	}
}
