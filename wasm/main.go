//go:build js

// Command wasm is the linter for browsers and other JavaScript engines. It hands its functions to the one that the loader left
// in globalThis.kubectlJobReady, and then waits to be called. web/src/linter has the loader and the types.
package main

import (
	"fmt"
	"syscall/js"
	"time"

	"github.com/kubectl-job/kubectl-job/wasm/bridge"
)

func main() {
	b := bridge.New()
	js.Global().Call("kubectlJobReady", js.ValueOf(map[string]any{
		"lint": function(func(r bridge.Request, _ js.Value) (string, error) { return b.Lint(r) }),
		"facts": function(func(r bridge.Request, options js.Value) (string, error) {
			return b.Facts(r, options.Get("line").Int())
		}),
		"fixAll": function(func(r bridge.Request, options js.Value) (string, error) {
			return b.FixAll(r, options.Get("unsafe").Truthy())
		}),
		"fixOne": function(func(r bridge.Request, options js.Value) (string, error) {
			return b.FixOne(r, options.Get("finding").Int())
		}),
		"rules":    js.FuncOf(func(js.Value, []js.Value) any { return bridge.Rules() }),
		"versions": js.FuncOf(func(js.Value, []js.Value) any { return bridge.Versions() }),
	}))
	select {}
}

// function is one of JavaScript with two arguments, the bytes of a file and options. It returns an object with result or error.
func function(call func(bridge.Request, js.Value) (string, error)) js.Func {
	return js.FuncOf(func(_ js.Value, args []js.Value) (answer any) {
		defer func() {
			if r := recover(); r != nil {
				answer = map[string]any{"error": fmt.Sprint("the linter failed: ", r)}
			}
		}()
		result, err := call(request(args[0], args[1]), args[1])
		if err != nil {
			return map[string]any{"error": err.Error()}
		}
		return map[string]any{"result": result}
	})
}

func request(data, options js.Value) bridge.Request {
	r := bridge.Request{
		File: options.Get("file").String(), Version: options.Get("kubernetesVersion").String(),
		Now:  time.UnixMilli(int64(options.Get("now").Float())).UTC(),
		Data: make([]byte, data.Get("length").Int()),
	}
	js.CopyBytesToGo(r.Data, data)
	return r
}
