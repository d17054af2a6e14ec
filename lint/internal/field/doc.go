// Package field reads the values of a document by their path, as the rules of the API server name them, and collects what
// the rules find.
//
// It stands in for the API server's decoded structs: a field that is missing, null, of another type or dropped by this
// version is unset, and reads as its zero value. Defaults are the rules' affair: each reads with the default that the
// server would have set (pkg/apis/batch/v1/defaults.go, pkg/apis/core/v1/defaults.go).
package field
