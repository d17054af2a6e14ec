package analyze

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/kubectl-job/kubectl-job/analyze/files"
	"github.com/kubectl-job/kubectl-job/internal/archive"
	"github.com/kubectl-job/kubectl-job/lint"
	"github.com/kubectl-job/kubectl-job/lint/schema"
)

// loader reads files, folders and archives.
type loader struct {
	*Options

	reader *files.Reader
}

// fromFiles analyses what files hold.
func (o *Options) fromFiles(ctx context.Context) (result, error) {
	var linter *lint.Linter
	if o.Lint {
		linter = lint.New(lint.Options{Version: schema.Newest, Now: o.Clock.Now()})
	}
	l := loader{o, files.NewReader(linter)}
	for _, name := range o.Files {
		if err := l.read(ctx, name); err != nil {
			return result{}, err
		}
	}
	return l.reader.Analyze(files.Options{
		Files: strings.Join(o.Files, ", "), Jobs: o.Jobs, CronJobs: o.CronJobs, Events: o.Events, Now: o.Clock.Now(),
	})
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
	return l.reader.Read(name, data)
}
