// Package lint checks manifests of Jobs and CronJobs offline, for one version of Kubernetes: whether the API server would
// accept them, and where not.
//
// It is pure: bytes come in as Sources, findings go out in a Report. Rules are named GROUP/RULE; the groups schema and api
// are what the API server itself says and cannot be tuned.
package lint
