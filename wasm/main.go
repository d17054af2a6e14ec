//go:build js

// Command wasm is the linter for browsers and other JavaScript engines. It hands its functions to the one that the loader left
// in globalThis.kubectlJobReady, and then waits to be called. web/src/linter has the loader and the types.
package main

import (
	"syscall/js"

	"github.com/kubectl-job/kubectl-job/wasm/bridge"
	"github.com/kubectl-job/kubectl-job/wasm/port"
)

func main() {
	b := bridge.New()
	port.Open(
		port.Function("lint", func(r bridge.Request, _ js.Value) (string, error) { return b.Lint(r) }),
		port.Function("facts", func(r bridge.Request, options js.Value) (string, error) {
			return b.Facts(r, options.Get("line").Int())
		}),
		port.Function("fixAll", func(r bridge.Request, options js.Value) (string, error) {
			return b.FixAll(r, options.Get("unsafe").Truthy())
		}),
		port.Function("fixOne", func(r bridge.Request, options js.Value) (string, error) {
			return b.FixOne(r, options.Get("finding").Int())
		}),
		port.Text("rules", bridge.Rules),
		port.Text("versions", bridge.Versions),
	)
}
