//go:build js

// Package port is the way between JavaScript and Go: bytes of a file and options in, JSON out.
package port

import (
	"fmt"
	"runtime/debug"
	"syscall/js"
	"time"

	"github.com/kubectl-job/kubectl-job/wasm/bridge"
)

// Export is a function for JavaScript.
type Export struct {
	Name     string
	Function js.Func
}

// Open hands functions to the one that the loader left in globalThis.kubectlJobReady, and then waits to be called, for ever.
func Open(functions ...Export) {
	// There is one thread: what the garbage collector does keeps somebody waiting. A manifest of a megabyte takes 50 MB.
	debug.SetGCPercent(400)
	exports := js.Global().Get("Object").New()
	for _, f := range functions {
		exports.Set(f.Name, f.Function)
	}
	js.Global().Call("kubectlJobReady", exports)
	select {}
}

// Function is a function with two arguments, the bytes of a file and options. It returns the text, or an
// object with the error.
func Function(name string, call func(bridge.Request, js.Value) (string, error)) Export {
	return Export{name, js.FuncOf(func(_ js.Value, args []js.Value) (answer any) {
		defer func() {
			if r := recover(); r != nil {
				answer = map[string]any{"error": fmt.Sprint("the linter failed: ", r)}
			}
		}()
		grow(len(args))
		result, err := call(request(args[0], args[1]), args[1])
		if err != nil {
			return map[string]any{"error": err.Error()}
		}
		return result
	})}
}

// Text is a function without arguments that returns text.
func Text(name string, call func() string) Export {
	return Export{name, js.FuncOf(func(js.Value, []js.Value) any { return call() })}
}

// grow makes the stack as large as most calls need, at once: each time it grows, it is copied, frame by frame.
//
//go:noinline
func grow(n int) byte {
	var room [48 << 10]byte
	room[n] = 1
	return room[0]
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
