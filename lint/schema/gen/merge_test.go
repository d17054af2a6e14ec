package main

import (
	"strings"
	"testing"
)

const (
	oldDocument = `{"definitions": {
		"io.k8s.api.batch.v1.CronJob": {"type": "object", "properties": {"spec": {"$ref": "#/definitions/io.k8s.api.batch.v1.Spec"}}},
		"io.k8s.api.batch.v1.Job": {"type": "object"},
		"io.k8s.api.batch.v1.Unused": {"type": "object", "properties": {"a": {"type": "string"}}},
		"io.k8s.api.batch.v1.Spec": {"type": "object", "required": ["size"], "properties": {
			"size": {"type": "integer", "format": "int32"},
			"gone": {"type": "boolean"},
			"changed": {"type": "string"},
			"items": {"type": "array", "items": {"type": "string"}, "x-kubernetes-patch-merge-key": "name"},
			"limits": {"type": "object", "additionalProperties": {"$ref": "#/definitions/io.k8s.apimachinery.pkg.api.resource.Quantity"}}
		}}}}`
	newDocument = `{"definitions": {
		"io.k8s.api.batch.v1.CronJob": {"type": "object", "properties": {"spec": {"$ref": "#/definitions/io.k8s.api.batch.v1.Spec"}}},
		"io.k8s.api.batch.v1.Job": {"type": "object"},
		"io.k8s.api.batch.v1.Spec": {"type": "object", "properties": {
			"size": {"type": "integer", "format": "int32"},
			"changed": {"type": "integer", "format": "int64"},
			"added": {"$ref": "#/definitions/io.k8s.apimachinery.pkg.apis.meta.v1.Time"},
			"items": {"type": "array", "items": {"type": "string"}, "x-kubernetes-patch-merge-key": "name"},
			"limits": {"type": "object", "additionalProperties": {"$ref": "#/definitions/io.k8s.apimachinery.pkg.api.resource.Quantity"}}
		}}}}`
	merged = `versions 30 31
CronJob
 spec Spec
Job
Spec
 added time +31
 changed string -30
 changed int64 +31
 gone bool -30
 items []string ~name
 limits {}quantity
 size int32
`
)

func releaseOf(t *testing.T, minor int, document string) release {
	t.Helper()
	r, err := read(minor, []byte(document))
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestMerge(t *testing.T) {
	tab, err := merge([]release{releaseOf(t, 30, oldDocument), releaseOf(t, 31, newDocument)})
	if err != nil {
		t.Fatal(err)
	}
	if got := strings.TrimPrefix(string(tab.text()), head); got != merged {
		t.Errorf("got\n%swant\n%s", got, merged)
	}
}

// What lint/schema could not read must not get into the table.
func TestMergeRefuses(t *testing.T) {
	for want, document := range map[string]string{
		"no such definition": `{"definitions": {}}`,
		"no reader for type": strings.Replace(oldDocument, `"boolean"`, `"number"`, 1),
		"two types are called": strings.NewReplacer(
			`"gone": {"type": "boolean"}`, `"gone": {"$ref": "#/definitions/io.k8s.api.core.v1.Spec"}`,
			`"io.k8s.api.batch.v1.Unused"`, `"io.k8s.api.core.v1.Spec"`,
		).Replace(oldDocument),
	} {
		if _, err := merge([]release{releaseOf(t, 30, document)}); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v, want %s", err, want)
		}
	}
	if _, err := merge([]release{releaseOf(t, 30, oldDocument), releaseOf(t, 32, newDocument)}); err == nil {
		t.Error("a version is missing, and nobody minds")
	}
}
