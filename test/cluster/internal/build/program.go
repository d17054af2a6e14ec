package build

import (
	"context"
	"fmt"
	"io"
	"path/filepath"
	"runtime"

	"github.com/kubectl-job/kubectl-job/test/cluster/internal/cache"
)

// program is one run of "go build": its programs come from one module, with the same flags.
type program struct {
	module   string   // directory below the source
	sources  []string // patterns of files that matter, besides go.mod and go.sum
	packages []string
	out      string // below the entry's directory: a file, or a directory if it ends in a slash
	tags     string
	ldflags  string
	cgo      bool
	env      []string // for cgo; not part of the key
}

func (p program) addTo(key *cache.Key, source string) error {
	dir := filepath.Join(source, p.module)
	key.Add(p.module, p.out, p.tags, p.ldflags, fmt.Sprint(p.cgo)).Add(p.packages...)
	files := []string{filepath.Join(dir, "go.mod"), filepath.Join(dir, "go.sum")}
	for _, pattern := range p.sources {
		found, err := filepath.Glob(filepath.Join(dir, pattern))
		if err != nil {
			return fmt.Errorf("cache key: %w", err)
		}
		files = append(files, found...)
	}
	return key.AddFiles(files...)
}

func (p program) environment() []string {
	cgo := "CGO_ENABLED=0"
	if p.cgo {
		cgo = "CGO_ENABLED=1"
	}
	return append([]string{cgo, "GOWORK=off"}, p.env...)
}

// flags are those that Go's build cache depends on, and thus the same for building and for asking what is stale.
func (p program) flags() []string {
	flags := []string{"-trimpath", "-buildvcs=false"}
	if p.tags != "" {
		flags = append(flags, "-tags", p.tags)
	}
	return append(flags, "-ldflags", p.ldflags)
}

// build builds into dir.
func (p program) build(ctx context.Context, progress io.Writer, source, dir string) error {
	m := newMeter(progress, p.module)
	return m.run(ctx, filepath.Join(source, p.module), p, filepath.Join(dir, p.out)+trailing(p.out))
}

func trailing(path string) string {
	if path == "" || path[len(path)-1] == filepath.Separator {
		return string(filepath.Separator)
	}
	return ""
}

// newKey starts a key with what every program depends on.
func newKey(ctx context.Context, source, name string) (*cache.Key, error) {
	version, err := output(ctx, filepath.Join(source, name), nil, "go", "env", "GOVERSION", "GOFLAGS", "GOEXPERIMENT")
	if err != nil {
		return nil, err
	}
	return cache.NewKey(version, runtime.GOOS, runtime.GOARCH), nil
}
