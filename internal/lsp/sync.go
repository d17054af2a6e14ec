package lsp

import (
	"context"
	"path"
	"strings"

	"github.com/sourcegraph/jsonrpc2"

	"github.com/kubectl-job/kubectl-job/lint/config"
)

// sync follows what the editor does to its documents, and lints them anew.
func (s *Server) sync(ctx context.Context, conn *jsonrpc2.Conn, r *jsonrpc2.Request) error {
	switch r.Method {
	case "textDocument/didOpen":
		p, err := params[openParams](r)
		if err != nil {
			return err
		}
		d := &document{uri: p.TextDocument.URI, version: p.TextDocument.Version, text: newText(p.TextDocument.Text)}
		s.documents[d.uri] = d
		return s.publish(ctx, conn, d)
	case "textDocument/didChange":
		return s.changed(ctx, conn, r)
	case "textDocument/didClose":
		p, err := params[documentParams](r)
		if err != nil {
			return err
		}
		delete(s.documents, p.TextDocument.URI)
		return conn.Notify(ctx, "textDocument/publishDiagnostics", publishParams{URI: p.TextDocument.URI, Diagnostics: []diagnostic{}})
	case "textDocument/didSave":
		p, err := params[documentParams](r)
		if err != nil || !concernsAll(p.TextDocument.URI) {
			return err
		}
	}
	s.options.Forget()
	return s.publishAll(ctx, conn)
}

// concernsAll says whether a file has to do with how others are linted: a configuration, rules of the user, a kustomization.
func concernsAll(uri string) bool {
	name := path.Base(uri)
	return name == config.Name || strings.HasSuffix(name, ".rego") || strings.HasPrefix(strings.ToLower(name), "kustomization")
}

func (s *Server) changed(ctx context.Context, conn *jsonrpc2.Conn, r *jsonrpc2.Request) error {
	p, err := params[changeParams](r)
	if err != nil {
		return err
	}
	d := s.documents[p.TextDocument.URI]
	if d == nil {
		return invalid("%s is not open", p.TextDocument.URI)
	}
	for _, c := range p.ContentChanges {
		d.text = d.text.apply(c)
	}
	if p.TextDocument.Version != nil {
		d.version = *p.TextDocument.Version
	}
	return s.publish(ctx, conn, d)
}

func (s *Server) publishAll(ctx context.Context, conn *jsonrpc2.Conn) error {
	for _, d := range s.documents {
		if err := s.publish(ctx, conn, d); err != nil {
			return err
		}
	}
	return nil
}

// publish lints a document and tells the editor what was found. What is wrong with the configuration it tells once.
func (s *Server) publish(ctx context.Context, conn *jsonrpc2.Conn, d *document) error {
	var err error
	d.result, err = s.lint(ctx, d)
	if err != nil && err.Error() != s.told {
		s.told = err.Error()
		if err := conn.Notify(ctx, "window/showMessage", messageParams{Type: messageError, Message: "kubectl job: " + s.told}); err != nil {
			return err
		}
	}
	return conn.Notify(ctx, "textDocument/publishDiagnostics", publishParams{URI: d.uri, Version: &d.version, Diagnostics: d.result.diagnostics()})
}
