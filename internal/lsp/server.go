// Package lsp is a language server for manifests of Jobs and CronJobs: what lint finds as one types, the fixes, the pages of
// rules, and the fields that there are.
package lsp

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"github.com/sourcegraph/jsonrpc2"

	"github.com/kubectl-job/kubectl-job/lint"
	"github.com/kubectl-job/kubectl-job/lint/schema"
)

// Settings are the initializationOptions that an editor sends.
type Settings struct {
	// KubernetesVersion is such as 1.34; without it, that of the configuration counts, or the newest.
	KubernetesVersion string `json:"kubernetesVersion"`
	// Level is the lightest severity that is shown: error, warning or info, the default.
	Level string `json:"level"`
	// ConfigFile is used in place of those found beside the manifests.
	ConfigFile string `json:"configFile"`
}

// Found is how a file is to be linted.
type Found struct {
	Source lint.Source
	// Version is that of the file's configuration; nil if it names none.
	Version *schema.Version
	// Skipped says that the configuration skips the file.
	Skipped bool
}

// Options are what the server needs from its surroundings.
type Options struct {
	// Version of the server, for the editor to show.
	Version string
	// Find finds the configuration of a file, with all but the Data of its Source. The file need not exist.
	Find func(ctx context.Context, configFile, path string) (Found, error)
	// Forget has rules of the user's read anew.
	Forget func()
	// Linter makes a linter.
	Linter func(v schema.Version, level lint.Severity) *lint.Linter
	// Page is the page of a rule, in Markdown.
	Page func(r lint.Rule) string
}

// Server serves one editor.
type Server struct {
	options   Options
	settings  Settings
	version   *schema.Version // of the settings
	level     lint.Severity
	documents map[string]*document
	versioned bool // the editor takes edits that name the version of a document
	told      string
	done      bool // shutdown was asked for
	exited    chan struct{}
}

// document is a file that the editor has open.
type document struct {
	uri     string
	version int
	text    *text
	result  result
}

// errExit says that the editor was gone before it had asked for the end.
var errExit = errors.New("the editor ended the connection without a shutdown")

// Serve serves until the editor says exit, or is gone.
func Serve(ctx context.Context, in io.Reader, out io.Writer, o Options) error {
	s := &Server{options: o, documents: map[string]*document{}, exited: make(chan struct{})}
	stream := jsonrpc2.NewBufferedStream(pipe{in, out}, jsonrpc2.VSCodeObjectCodec{})
	conn := jsonrpc2.NewConn(ctx, stream, jsonrpc2.HandlerWithError(s.handle).SuppressErrClosed())
	defer conn.Close() //nolint:errcheck // it is over
	select {
	case <-s.exited:
	case <-conn.DisconnectNotify():
	case <-ctx.Done():
		return context.Cause(ctx)
	}
	if !s.done {
		return errExit
	}
	return nil
}

// pipe is the connection. Standard input and output are closed by the end of the program.
type pipe struct {
	io.Reader
	io.Writer
}

func (pipe) Close() error { return nil }

// handle answers one message after the other, in their order.
func (s *Server) handle(ctx context.Context, conn *jsonrpc2.Conn, r *jsonrpc2.Request) (any, error) {
	switch {
	case r.Method == "exit":
		close(s.exited)
		return nil, nil //nolint:nilnil // notifications have no result
	case s.done:
		return nil, &jsonrpc2.Error{Code: jsonrpc2.CodeInvalidRequest, Message: "the server is shut down"}
	}
	switch r.Method {
	case "initialize":
		return with(r, s.initialize)
	case "shutdown":
		s.done = true
		return nil, nil //nolint:nilnil // so says the protocol
	case "textDocument/hover":
		return with(r, s.hover)
	case "textDocument/codeAction":
		return with(r, s.codeActions)
	case "textDocument/completion":
		return with(r, s.complete)
	case "textDocument/didOpen", "textDocument/didChange", "textDocument/didClose", "textDocument/didSave", "workspace/didChangeWatchedFiles":
		return nil, s.sync(ctx, conn, r)
	default:
		if r.Notif {
			return nil, nil //nolint:nilnil // those that are not known may be ignored
		}
		return nil, &jsonrpc2.Error{Code: jsonrpc2.CodeMethodNotFound, Message: "method not found: " + r.Method}
	}
}

// with reads the parameters of a request.
func with[P, R any](r *jsonrpc2.Request, do func(P) (R, error)) (any, error) {
	p, err := params[P](r)
	if err != nil {
		return nil, err
	}
	return do(p)
}

func params[P any](r *jsonrpc2.Request) (p P, err error) {
	if r.Params == nil {
		return p, &jsonrpc2.Error{Code: jsonrpc2.CodeInvalidParams, Message: r.Method + " has no parameters"}
	}
	if err := json.Unmarshal(*r.Params, &p); err != nil {
		return p, &jsonrpc2.Error{Code: jsonrpc2.CodeInvalidParams, Message: fmt.Sprintf("%s: %v", r.Method, err)}
	}
	return p, nil
}

func (s *Server) initialize(p initializeParams) (initializeResult, error) {
	s.versioned = p.Capabilities.Workspace.WorkspaceEdit.DocumentChanges
	s.settings, s.version, s.level = Settings{}, nil, lint.Info
	if len(p.Options) > 0 {
		if err := json.Unmarshal(p.Options, &s.settings); err != nil {
			return initializeResult{}, invalid("initializationOptions: %v", err)
		}
	}
	if text := s.settings.KubernetesVersion; text != "" {
		v, err := schema.ParseVersion(text)
		if err != nil {
			return initializeResult{}, invalid("kubernetesVersion: %v", err)
		}
		s.version = &v
	}
	if text := s.settings.Level; text != "" {
		if s.level = lint.Severity(text); s.level.Rank() == 0 {
			return initializeResult{}, invalid("level is %q: expected error, warning or info", text)
		}
	}
	return initializeResult{
		ServerInfo: serverInfo{Name: "kubectl job", Version: s.options.Version},
		Capabilities: capabilities{
			PositionEncoding:   "utf-16",
			TextDocumentSync:   syncOptions{OpenClose: true, Change: syncIncremental, Save: true},
			HoverProvider:      true,
			CodeActionProvider: codeActionOptions{CodeActionKinds: []string{quickFix, fixAll}},
			CompletionProvider: completionOptions{TriggerCharacters: []string{":", " ", "-"}},
		},
	}, nil
}

func invalid(format string, args ...any) error {
	return &jsonrpc2.Error{Code: jsonrpc2.CodeInvalidParams, Message: fmt.Sprintf(format, args...)}
}
