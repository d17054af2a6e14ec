// Package schema says which fields a Job and a CronJob have, of which type, in which version of Kubernetes: whether
// an API server could decode a manifest at all, before any rule about values.
//
// kubectl asks the API server to decode strictly since Kubernetes 1.25 (--validate=true), so that a field which the
// server's version does not know is refused, as is a value of the wrong type. Check finds both, and besides what the
// server does without a word: fields that it takes and drops because their feature gate is off.
//
// The fields are in table.txt, which gen makes from the OpenAPI documents of the versions; dropped.go has the feature
// gates. The tests hold the table to the Go types of k8s.io/api, and the verdicts to those of the real decoder.
//
// The package is small enough for a browser and has no dependency but lint/manifest.
package schema

// The generator is a module of its own, in gen.
//
//go:generate go -C gen run . -o ../table.txt
