package lint

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/kubectl-job/kubectl-job/lint"
	"github.com/kubectl-job/kubectl-job/lint/config"
	"github.com/kubectl-job/kubectl-job/lint/schema"
)

// loaded is a configuration and where it was found.
type loaded struct {
	config.Config
	file   string
	folder string // absolute
}

// skips says whether the configuration skips a file.
func (l *loaded) skips(name string) bool {
	path, err := filepath.Abs(name)
	if err != nil {
		return false
	}
	relative, err := filepath.Rel(l.folder, path)
	return err == nil && l.Skips(filepath.ToSlash(relative))
}

// configs finds the configuration of a folder: its own, or that of the nearest folder above, up to the top of the
// repository.
type configs struct {
	fixed  string // the file to use everywhere, if any
	known  map[string]*loaded
	failed map[string]bool
	// of was asked last about a folder, and this was the answer.
	last struct {
		folder string
		answer *loaded
	}
}

func newConfigs(fixed string) *configs {
	return &configs{fixed: fixed, known: map[string]*loaded{}, failed: map[string]bool{}}
}

// errTold stands for an error that has been told for another file.
var errTold = errors.New("the configuration has mistakes")

func (c *configs) of(folder string) (*loaded, error) {
	if folder == c.last.folder {
		return c.last.answer, nil // to make a path absolute takes system calls
	}
	l, err := c.find(folder)
	if err == nil {
		c.last.folder, c.last.answer = folder, l
	}
	return l, err
}

func (c *configs) find(folder string) (*loaded, error) {
	path, err := filepath.Abs(folder)
	if err != nil {
		return nil, err
	}
	if c.fixed == "" {
		return c.above(path)
	}
	if c.failed[c.fixed] {
		return nil, errTold
	}
	if l := c.known[c.fixed]; l != nil {
		return l, nil
	}
	l, err := c.load(c.fixed, true)
	c.known[c.fixed], c.failed[c.fixed] = l, err != nil
	return l, err
}

func (c *configs) above(folder string) (*loaded, error) {
	if l, ok := c.known[folder]; ok {
		return l, nil
	}
	if c.failed[folder] {
		return nil, errTold
	}
	l, err := c.load(filepath.Join(folder, config.Name), false)
	if err != nil {
		c.failed[folder] = true
		return nil, err
	}
	if parent := filepath.Dir(folder); l == nil && parent != folder && !isTop(folder) {
		if l, err = c.above(parent); err != nil {
			c.failed[folder] = true
			return nil, err
		}
	}
	c.known[folder] = l
	return l, nil
}

// isTop says whether a folder is that of a repository.
func isTop(folder string) bool {
	_, err := os.Stat(filepath.Join(folder, ".git"))
	return err == nil
}

// load reads a configuration; nil if there is none and none is needed.
func (c *configs) load(file string, needed bool) (*loaded, error) {
	data, err := os.ReadFile(file)
	if errors.Is(err, fs.ErrNotExist) && !needed {
		return nil, nil //nolint:nilnil // none is a fine answer
	}
	if err != nil {
		return nil, plain(file, err)
	}
	folder, err := filepath.Abs(filepath.Dir(file))
	if err != nil {
		return nil, err
	}
	parsed, err := config.Parse(shown(file), data)
	if err != nil {
		return nil, err
	}
	return &loaded{Config: parsed, file: shown(file), folder: folder}, nil
}

// shown is a file's name as a person would write it.
func shown(file string) string {
	here, err := os.Getwd()
	if err != nil {
		return file
	}
	path, err := filepath.Abs(file)
	if err != nil {
		return file
	}
	if relative, err := filepath.Rel(here, path); err == nil && len(relative) < len(path) {
		return relative
	}
	return file
}

// linter is made for the version of the flag, or else for the one that the configurations name.
func (o *Options) linter(inputs []input) (*lint.Linter, error) {
	if o.version != nil {
		return o.newLinter(*o.version), nil
	}
	version, by := schema.Newest, ""
	for i := range inputs {
		l := inputs[i].config
		if l == nil || l.Version == nil {
			continue
		}
		if by != "" && *l.Version != version {
			return nil, fmt.Errorf("%s names Kubernetes %s and %s names %s: say which with --kubernetes-version", by, version, l.file, *l.Version)
		}
		version, by = *l.Version, l.file
	}
	return o.newLinter(version), nil
}

func (o *Options) newLinter(v schema.Version) *lint.Linter {
	return lint.New(lint.Options{Version: v, Now: o.Deps.Now(), Level: lint.Severity(o.Level)})
}
