package analyze

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/kubectl-job/kubectl-job/analyze"
	"github.com/kubectl-job/kubectl-job/internal/archive"
	"github.com/kubectl-job/kubectl-job/lint"
	"github.com/kubectl-job/kubectl-job/lint/manifest"
	"github.com/kubectl-job/kubectl-job/lint/schema"
)

// loader reads files, folders and archives.
type loader struct {
	*Options

	objects analyze.Objects
	linter  *lint.Linter // nil if it is not wanted
}

const expected = "the output of kubectl get jobs,pods,events -o json or yaml, or an archive of kubectl job cleanup"

func (o *Options) load(ctx context.Context) (*analyze.Objects, error) {
	l := loader{Options: o}
	if o.Lint {
		l.linter = lint.New(lint.Options{Version: schema.Newest, Now: o.Clock.Now()})
		l.objects.Lint = map[string][]analyze.Lint{}
	}
	for _, name := range o.Files {
		if err := l.read(ctx, name); err != nil {
			return nil, err
		}
	}
	if len(l.objects.Jobs)+len(l.objects.CronJobs) == 0 {
		return nil, fmt.Errorf("no Job in %s: expected %s", strings.Join(o.Files, ", "), expected)
	}
	return &l.objects, nil
}

func (l *loader) read(ctx context.Context, name string) error {
	if name == "-" {
		return l.take(l.In, "standard input")
	}
	info, err := os.Stat(name)
	switch {
	case err != nil:
		return fmt.Errorf("-f: %w", err)
	case info.IsDir():
		return l.folder(name)
	case strings.HasSuffix(name, ".tar.gz") || strings.HasSuffix(name, ".tgz"):
		return l.archive(ctx, name)
	default:
		return l.file(name)
	}
}

func (l *loader) file(name string) error {
	file, err := os.Open(name)
	if err != nil {
		return fmt.Errorf("-f: %w", err)
	}
	return errors.Join(l.take(file, name), file.Close())
}

// folder reads all files of a folder, such as an archive of cleanup or an unpacked support bundle.
func (l *loader) folder(name string) error {
	return filepath.WalkDir(name, func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && strings.HasPrefix(d.Name(), ".") && path != name:
			return filepath.SkipDir
		case d.Name() == "analysis.json" || d.Name() == "entry.json": // an archive's own
			return nil
		case !d.IsDir() && slices.Contains([]string{".yaml", ".yml", ".json"}, filepath.Ext(path)):
			return l.file(path)
		default:
			return nil
		}
	})
}

func (l *loader) archive(ctx context.Context, name string) error {
	r, err := archive.Open(ctx, name)
	if err != nil {
		return err
	}
	for _, e := range r.Entries() {
		for _, f := range e.Files {
			if !strings.HasSuffix(f.Name, ".yaml") {
				continue
			}
			file, err := r.File(e, f.Name)
			if err != nil {
				return err
			}
			if err := errors.Join(l.take(file, name+": "+e.Name+"/"+f.Name), file.Close()); err != nil {
				return err
			}
		}
	}
	return nil
}

// take reads the objects of one file.
func (l *loader) take(from io.Reader, name string) error {
	data, err := io.ReadAll(from)
	if err != nil {
		return fmt.Errorf("read %s: %w", name, err)
	}
	if bytes.ContainsRune(data, 0) {
		return fmt.Errorf("%s is no text: expected %s", name, expected)
	}
	known := len(l.objects.Jobs)
	if err := l.objects.Read(name, data); err != nil {
		return err
	}
	if l.linter != nil && len(l.objects.Jobs) <= mostLinted {
		l.lint(name, data, known)
	}
	return nil
}

// mostLinted is of how many Jobs the linter's findings are wanted: those of a whole fleet are for kubectl job lint.
const mostLinted = 20

// lint lints the Jobs of a file, those from number known on.
func (l *loader) lint(name string, data []byte, known int) {
	for _, d := range manifest.Parse(name, data, manifest.Limits{Bytes: len(data) + 1}) {
		for _, object := range d.Objects() {
			if object.Kind != "Job" || known >= len(l.objects.Jobs) {
				continue
			}
			uid := l.objects.Jobs[known].Metadata.UID
			known++
			if fields, ok := object.Root.Interface().(map[string]any); ok {
				l.objects.Lint[uid] = lintOf(l.linter, fields)
			}
		}
	}
}

// lintOf leaves out what the API server has written, and what it has said itself.
func lintOf(linter *lint.Linter, fields map[string]any) []analyze.Lint {
	written := map[string]any{}
	for key, value := range fields {
		if key != "status" {
			written[key] = value
		}
	}
	text, err := json.Marshal(written)
	if err != nil {
		return nil
	}
	var all []analyze.Lint
	for _, f := range linter.Lint(lint.Source{Data: text}).Findings {
		if group, _, _ := strings.Cut(f.Rule, "/"); group != "schema" && group != "api" && group != "lint" {
			all = append(all, analyze.Lint{Rule: f.Rule, Severity: string(f.Severity), Path: f.Path, Message: f.Message})
		}
	}
	return all
}
