//go:build js

// Command analyze says why Jobs failed, from what kubectl get has printed: in browsers and other JavaScript engines. It is a
// module of its own, which the playground loads only when somebody asks.
package main

import (
	"syscall/js"

	"github.com/kubectl-job/kubectl-job/analyze/files"
	"github.com/kubectl-job/kubectl-job/lint"
	"github.com/kubectl-job/kubectl-job/lint/schema"
	"github.com/kubectl-job/kubectl-job/wasm/bridge"
	"github.com/kubectl-job/kubectl-job/wasm/port"
)

func main() {
	port.Open(port.Function("analyze", func(r bridge.Request, options js.Value) (string, error) {
		return analyze(r, options.Get("events").Truthy())
	}))
}

// analyze is what kubectl job analyze -f FILE -o json writes.
func analyze(r bridge.Request, events bool) (string, error) {
	reader := files.NewReader(lint.New(lint.Options{Version: schema.Newest, Now: r.Now}))
	if err := reader.Read(r.File, r.Data); err != nil {
		return "", err
	}
	found, err := reader.Analyze(files.Options{Files: r.File, Events: events, Now: r.Now})
	if err != nil {
		return "", err
	}
	text, err := found.JSON()
	return string(text), err
}
