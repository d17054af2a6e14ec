// Package policies has the rules of experience, as they are written: in Rego, each with its tests. What runs is what they
// were compiled to, in package compiled.
package policies

import "embed"

//go:generate go test ./gen -run TestGenerated -update

// Files are GROUP/RULE.rego, lib/lib.rego, and data.yaml with the numbers that can be tuned.
//
//go:embed */*.rego data.yaml
var Files embed.FS
