package e2e

import (
	"context"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"go.lsp.dev/jsonrpc2"
	"go.lsp.dev/protocol"
	"go.lsp.dev/uri"
	"go.uber.org/zap"
)

// editor is a client of the built language server, over pipes.
type editor struct {
	protocol.Server
	t         *testing.T
	published chan *protocol.PublishDiagnosticsParams
	told      chan string
	ended     chan error
}

// listener is what the server may call.
type listener struct {
	protocol.Client
	e *editor
}

func (l listener) PublishDiagnostics(_ context.Context, p *protocol.PublishDiagnosticsParams) error {
	l.e.published <- p
	return nil
}

func (l listener) ShowMessage(_ context.Context, p *protocol.ShowMessageParams) error {
	l.e.told <- p.Message
	return nil
}

type pipes struct {
	io.Reader
	io.WriteCloser
}

// edit starts a server, in a folder, with settings.
func edit(t *testing.T, folder string, settings map[string]any) *editor {
	t.Helper()
	cmd := exec.Command(filepath.Join(pluginDir, "kubectl-job"), "lsp", "--stdio")
	cmd.Dir, cmd.Stderr = folder, os.Stderr
	in, err := cmd.StdinPipe()
	check(t, err)
	out, err := cmd.StdoutPipe()
	check(t, err)
	check(t, cmd.Start())
	e := &editor{t: t, published: make(chan *protocol.PublishDiagnosticsParams, 100), told: make(chan string, 100), ended: make(chan error, 1)}
	_, connection, server := protocol.NewClient(t.Context(), listener{e: e}, jsonrpc2.NewStream(pipes{out, in}), zap.NewNop())
	e.Server = server
	go func() {
		<-connection.Done() // reads to the end, before which Wait must not be called
		e.ended <- cmd.Wait()
	}()
	t.Cleanup(func() { _ = cmd.Process.Kill() })
	_, err = server.Initialize(t.Context(), &protocol.InitializeParams{
		InitializationOptions: settings,
		Capabilities: protocol.ClientCapabilities{Workspace: &protocol.WorkspaceClientCapabilities{
			WorkspaceEdit: &protocol.WorkspaceClientCapabilitiesWorkspaceEdit{DocumentChanges: true},
		}},
	})
	check(t, err)
	check(t, server.Initialized(t.Context(), &protocol.InitializedParams{}))
	return e
}

// quit ends the server in order.
func (e *editor) quit() {
	e.t.Helper()
	check(e.t, e.Shutdown(e.t.Context()))
	check(e.t, e.Exit(e.t.Context()))
	select {
	case err := <-e.ended:
		check(e.t, err)
	case <-time.After(patience):
		e.t.Error("the server did not end")
	}
}

func (e *editor) open(path, text string) uri.URI {
	e.t.Helper()
	u := uri.File(path)
	check(e.t, e.DidOpen(e.t.Context(), &protocol.DidOpenTextDocumentParams{TextDocument: protocol.TextDocumentItem{
		URI: u, LanguageID: "yaml", Version: 1, Text: text,
	}}))
	return u
}

// change replaces a range.
func (e *editor) change(u uri.URI, version int32, at protocol.Range, text string) {
	e.t.Helper()
	check(e.t, e.DidChange(e.t.Context(), &protocol.DidChangeTextDocumentParams{
		TextDocument:   protocol.VersionedTextDocumentIdentifier{TextDocumentIdentifier: protocol.TextDocumentIdentifier{URI: u}, Version: version},
		ContentChanges: []protocol.TextDocumentContentChangeEvent{{Range: at, Text: text}},
	}))
}

// diagnostics are those of a version of a document.
func (e *editor) diagnostics(u uri.URI, version uint32) []protocol.Diagnostic {
	e.t.Helper()
	for {
		select {
		case p := <-e.published:
			if p.URI == u && p.Version == version {
				return p.Diagnostics
			}
		case <-time.After(patience):
			e.t.Fatal("no diagnostics came")
		}
	}
}

func span(line, from, to uint32) protocol.Range {
	return protocol.Range{Start: protocol.Position{Line: line, Character: from}, End: protocol.Position{Line: line, Character: to}}
}

// bad has, in front of what is wrong on its line, characters of two UTF-16 units.
const bad = `apiVersion: batch/v1
kind: Job
metadata: {name: x}
spec:
  parallelism: 5 # ♫
  completions: 2
  template:
    metadata: {annotations: {a: "𝄞𝄞"}, nme: x}
    spec:
      restartPolicy: Never
      containers:
      - {name: c, image: "busybox:1.37"}
`

// An editor opens a bad manifest, gets diagnostics with ranges, applies the code action, and they are gone.
func TestLSP(t *testing.T) {
	folder := t.TempDir()
	e := edit(t, folder, map[string]any{"level": "warning"})
	u := e.open(filepath.Join(folder, "job.yaml"), bad)
	found := e.diagnostics(u, 1)
	unknown := rule(t, found, "schema/unknown-field")
	if want := span(7, 41, 44); unknown.Range != want { // 𝄞 counts two: they are characters 39 to 42
		t.Errorf("schema/unknown-field is at %v, expected %v", unknown.Range, want)
	}
	if unknown.Severity != protocol.DiagnosticSeverityError || unknown.CodeDescription == nil || !strings.Contains(string(unknown.CodeDescription.Href), "docs/rules/schema.md#unknown-field") {
		t.Errorf("got %+v", unknown)
	}
	e.change(u, 2, span(7, 39, 47), "") // the unknown field goes
	found = e.diagnostics(u, 2)
	most := rule(t, found, "parallelism/more-than-completions")
	if want := span(4, 15, 16); most.Range != want || most.Severity != protocol.DiagnosticSeverityWarning {
		t.Errorf("got %v of severity %v, expected %v and a warning", most.Range, most.Severity, want)
	}
	// The page of the rule.
	page, err := e.Hover(t.Context(), &protocol.HoverParams{TextDocumentPositionParams: place(u, most.Range.Start)})
	check(t, err)
	if !strings.Contains(page.Contents.Value, "# More parallelism than completions") {
		t.Errorf("the page says %s", page.Contents.Value)
	}
	// The code action.
	fix := action(t, e.actions(u, most.Range, ""), "Lower parallelism to 2")
	if !fix.IsPreferred || fix.Kind != protocol.QuickFix || len(fix.Edit.DocumentChanges) != 1 || fix.Edit.DocumentChanges[0].TextDocument.Version == nil || *fix.Edit.DocumentChanges[0].TextDocument.Version != 2 {
		t.Errorf("got %+v", fix)
	}
	version := int32(3)
	for _, edit := range slices.Backward(fix.Edit.DocumentChanges[0].Edits) {
		e.change(u, version, edit.Range, edit.NewText)
		version++
	}
	if left := e.diagnostics(u, uint32(version-1)); len(left) != 0 {
		t.Errorf("left: %+v", left)
	}
	check(t, e.DidClose(t.Context(), &protocol.DidCloseTextDocumentParams{TextDocument: protocol.TextDocumentIdentifier{URI: u}}))
	if left := e.diagnostics(u, 0); len(left) != 0 {
		t.Errorf("closed, and left: %+v", left)
	}
	e.quit()
}

// All that is safe to mend at once; an unsafe fix says so; a suppression; other documents are left alone.
func TestLSPActions(t *testing.T) {
	folder := t.TempDir()
	e := edit(t, folder, nil)
	text := "apiVersion: apps/v1\nkind: Deployment\nmetadata: {}\nspec: {bogus: 1}\n---\n" + good(bad)
	u := e.open(filepath.Join(folder, "job.yaml"), text)
	found := e.diagnostics(u, 1)
	for _, d := range found {
		if d.Range.Start.Line < 5 {
			t.Errorf("about the Deployment: %+v", d)
		}
	}
	most := rule(t, found, "parallelism/more-than-completions")
	ignore := action(t, e.actions(u, most.Range, ""), "Ignore parallelism/more-than-completions here")
	if got := ignore.Edit.DocumentChanges[0].Edits; len(got) != 1 || !strings.Contains(got[0].NewText, "# kubectl-job:ignore parallelism/more-than-completions -- TODO") {
		t.Errorf("got %+v", got)
	}
	all := e.actions(u, protocol.Range{}, "source.fixAll")
	if fix := action(t, all, "Mend all that is safe to mend"); len(fix.Edit.DocumentChanges) != 1 {
		t.Errorf("got %+v", fix)
	}
	if actions := e.actions(u, protocol.Range{}, ""); len(actions) != 0 {
		t.Errorf("where nothing is wrong: %+v", actions)
	}
	e.quit()
}

// The configuration beside the file counts; what is wrong with it is told; saving it has everything linted anew.
func TestLSPConfiguration(t *testing.T) {
	folder := t.TempDir()
	config := filepath.Join(folder, ".kubectl-job.yaml")
	writeFile(t, config, "rules: {parallelism/more-than-completions: off}\n")
	e := edit(t, folder, map[string]any{"level": "warning", "kubernetesVersion": "1.30"})
	text := good(bad)
	text = strings.Replace(text, "completions: 2\n", "completions: 2\n  managedBy: example.com/x\n", 1)
	u := e.open(filepath.Join(folder, "job.yaml"), text)
	found := e.diagnostics(u, 1)
	rule(t, found, "schema/dropped") // 1.30 has the field behind a gate
	if slices.ContainsFunc(found, func(d protocol.Diagnostic) bool { return d.Code == "parallelism/more-than-completions" }) {
		t.Errorf("got %+v", found)
	}
	writeFile(t, config, "rules: {parallelism/more: off}\n")
	check(t, e.DidSave(t.Context(), &protocol.DidSaveTextDocumentParams{TextDocument: protocol.TextDocumentIdentifier{URI: uri.File(config)}}))
	rule(t, e.diagnostics(u, 1), "parallelism/more-than-completions")
	select {
	case message := <-e.told:
		if !strings.Contains(message, `.kubectl-job.yaml:1:9: "parallelism/more" is neither a rule nor a group`) {
			t.Errorf("told %q", message)
		}
	case <-time.After(patience):
		t.Error("nothing was told")
	}
	e.quit()
}

func TestLSPCompletion(t *testing.T) {
	folder := t.TempDir()
	e := edit(t, folder, map[string]any{"kubernetesVersion": "1.30"})
	u := e.open(filepath.Join(folder, "job.yaml"), "apiVersion: batch/v1\nkind: Job\nspec:\n  completions: 1\n  \n  completionMode: \n")
	e.diagnostics(u, 1)
	fields := e.complete(u, 4, 2)
	if i := slices.IndexFunc(fields, func(c protocol.CompletionItem) bool { return c.Label == "parallelism" }); i < 0 || fields[i].TextEdit.NewText != "parallelism: " || fields[i].Detail != "int32" {
		t.Errorf("got %+v, expected parallelism among them", fields)
	}
	for _, f := range fields {
		if f.Label == "completions" || f.Label == "successPolicy.x" {
			t.Errorf("%s is offered", f.Label)
		}
	}
	var labels []string
	for _, v := range e.complete(u, 5, 18) {
		labels = append(labels, v.Label)
	}
	if want := []string{"NonIndexed", "Indexed"}; !slices.Equal(labels, want) {
		t.Errorf("got %q, expected %q", labels, want)
	}
	about, err := e.Hover(t.Context(), &protocol.HoverParams{TextDocumentPositionParams: place(u, protocol.Position{Line: 3, Character: 4})})
	check(t, err)
	if !strings.HasPrefix(about.Contents.Value, "**completions** `int32`") || !strings.Contains(about.Contents.Value, "successfully finished pods") {
		t.Errorf("got %s", about.Contents.Value)
	}
	e.quit()
}

// Settings that mean nothing are refused, with what was expected.
func TestLSPSettings(t *testing.T) {
	e := edit(t, t.TempDir(), nil)
	for want, settings := range map[string]map[string]any{
		`level is "loud": expected error, warning or info`: {"level": "loud"},
		"kubernetesVersion: unsupported version":           {"kubernetesVersion": "1.12"},
	} {
		if _, err := e.Initialize(t.Context(), &protocol.InitializeParams{InitializationOptions: settings}); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v: got %v, expected %q", settings, err, want)
		}
	}
	e.quit()
}

// good is the manifest without the field that there is none of.
func good(text string) string { return strings.Replace(text, ", nme: x", "", 1) }

func place(u uri.URI, p protocol.Position) protocol.TextDocumentPositionParams {
	return protocol.TextDocumentPositionParams{TextDocument: protocol.TextDocumentIdentifier{URI: u}, Position: p}
}

func (e *editor) complete(u uri.URI, line, character uint32) []protocol.CompletionItem {
	e.t.Helper()
	list, err := e.Completion(e.t.Context(), &protocol.CompletionParams{TextDocumentPositionParams: place(u, protocol.Position{Line: line, Character: character})})
	check(e.t, err)
	return list.Items
}

// actions asks for code actions; without kind, as the menu at a place does.
func (e *editor) actions(u uri.URI, at protocol.Range, kind protocol.CodeActionKind) []protocol.CodeAction {
	e.t.Helper()
	p := &protocol.CodeActionParams{TextDocument: protocol.TextDocumentIdentifier{URI: u}, Range: at}
	if kind != "" {
		p.Context.Only = []protocol.CodeActionKind{kind}
	}
	actions, err := e.CodeAction(e.t.Context(), p)
	check(e.t, err)
	return actions
}

func rule(t *testing.T, found []protocol.Diagnostic, name string) protocol.Diagnostic {
	t.Helper()
	i := slices.IndexFunc(found, func(d protocol.Diagnostic) bool { return d.Code == name })
	if i < 0 {
		t.Fatalf("%s is not among %+v", name, found)
	}
	return found[i]
}

func action(t *testing.T, actions []protocol.CodeAction, title string) protocol.CodeAction {
	t.Helper()
	i := slices.IndexFunc(actions, func(a protocol.CodeAction) bool { return a.Title == title })
	if i < 0 {
		t.Fatalf("%q is not among %+v", title, actions)
	}
	return actions[i]
}
