// Package testdata has the manifests of this folder that show what each rule of the linter finds.
package testdata

import "embed"

// Err are err/GROUP/RULE.yaml, a manifest in which the rule finds something, and RULE.out, what lint says of it.
//
//go:embed err/*/*.yaml err/*/*.out
var Err embed.FS
