package lint

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"

	"github.com/kubectl-job/kubectl-job/lint"
	"github.com/kubectl-job/kubectl-job/lint/config"
)

// maxBytes is how much of a file is read: one byte more than the linter takes, so that it can tell.
const maxBytes = 16<<20 + 1

// input is something to check.
type input struct {
	source lint.Source // without its Data
	read   func() ([]byte, error)
	file   string // to write fixes to; empty for what is no file
	config *loaded
}

// collector turns arguments into inputs.
type collector struct {
	options  *Options
	configs  *configs
	patches  *patches
	inputs   []input
	seen     map[string]bool
	failures []error
}

// collect finds the files to check. What cannot be read is told, and does not keep the rest from being checked.
func (o *Options) collect() ([]input, []error) {
	c := &collector{options: o, configs: newConfigs(o.ConfigFile), patches: newPatches(), seen: map[string]bool{}}
	for _, name := range slices.Concat(o.Args, o.Filenames) {
		c.argument(name)
	}
	if o.Kustomize != "" {
		c.kustomization(o.Kustomize)
	}
	for i := range c.inputs {
		in := &c.inputs[i]
		if len(c.patches.by) == 0 {
			break
		}
		if path, err := filepath.Abs(in.source.Name); err == nil {
			in.source.Patch = c.patches.by[path]
		}
	}
	return c.inputs, c.failures
}

func (c *collector) fail(err error) { c.failures = append(c.failures, err) }

func (c *collector) argument(name string) {
	switch {
	case name == "-":
		c.add(".", input{source: lint.Source{Name: "stdin"}, read: func() ([]byte, error) {
			data, err := io.ReadAll(io.LimitReader(c.options.In, maxBytes))
			if err == nil && len(bytes.TrimSpace(data)) == 0 {
				err = errors.New("it is empty: did the program before the pipe fail?")
			}
			return data, wrap("standard input", err)
		}})
		return
	case strings.HasPrefix(name, "http://") || strings.HasPrefix(name, "https://"):
		c.fail(fmt.Errorf("%s: lint reads no URLs; download the file, and name it or pipe it into kubectl job lint -", name))
		return
	}
	info, err := os.Stat(name)
	switch {
	case err != nil:
		c.fail(plain(name, err))
	case info.IsDir():
		c.folder(name)
	default:
		c.patches.around(filepath.Dir(name))
		c.file(name, false, info.Mode().IsRegular())
	}
}

// wrap says what could not be read.
func wrap(what string, err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("%s: %w", what, err)
}

// plain words an error of the file system without the name of the system call.
func plain(name string, err error) error {
	if of, ok := errors.AsType[*fs.PathError](err); ok {
		err = of.Err
	}
	return fmt.Errorf("%s: %w", name, err)
}

func (c *collector) folder(root string) {
	found := 0
	err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			c.fail(plain(path, err))
			if entry != nil && entry.IsDir() {
				return fs.SkipDir
			}
		case entry.IsDir() && path != root && (passedOver(entry.Name()) || !c.options.Recursive):
			return fs.SkipDir
		case entry.IsDir():
			c.patches.read(path)
		case isManifest(path) && entry.Name() != config.Name && filepath.Clean(path) != filepath.Clean(c.options.Baseline):
			found++
			c.file(path, true, entry.Type().IsRegular())
		}
		return nil
	})
	switch {
	case err != nil:
		c.fail(plain(root, err))
	case found == 0:
		c.fail(fmt.Errorf("%s: no .yaml, .yml or .json files in it", root))
	}
}

// passedOver says which folders hold nothing that anybody applies.
func passedOver(folder string) bool {
	return strings.HasPrefix(folder, ".") && folder != "." && folder != ".." || folder == "node_modules"
}

func isManifest(path string) bool {
	switch strings.ToLower(filepath.Ext(path)) {
	case ".yaml", ".yml", ".json":
		return true
	default:
		return false
	}
}

// file adds a file, once.
func (c *collector) file(path string, found, regular bool) {
	path = filepath.Clean(path)
	if c.seen[path] {
		return
	}
	c.seen[path] = true
	c.add(filepath.Dir(path), input{
		source: lint.Source{Name: path, Found: found},
		file:   path,
		read: func() ([]byte, error) {
			data, err := read(path, regular)
			if err == nil && len(data) == 0 && !found {
				err = errors.New("the file is empty")
			}
			if err != nil {
				return nil, plain(path, err)
			}
			return data, nil
		},
	})
}

// read reads a file, up to what the linter takes.
func read(path string, regular bool) ([]byte, error) {
	flags := os.O_RDONLY
	if regular {
		// Go would find out by five more system calls that it cannot wait for a file on a disk. With this flag, which such files
		// do not heed, it takes one.
		flags |= syscall.O_NONBLOCK
	}
	f, err := os.OpenFile(path, flags, 0)
	if err != nil {
		return nil, err
	}
	defer f.Close() //nolint:errcheck // it was only read
	return io.ReadAll(io.LimitReader(f, maxBytes))
}

func (c *collector) kustomization(folder string) {
	c.add(folder, input{source: lint.Source{Name: folder}, read: func() ([]byte, error) {
		data, err := c.options.Deps.Kustomize(folder)
		return data, wrap("-k "+folder, err)
	}})
}

// add takes an input with the configuration of its folder, unless that skips it.
func (c *collector) add(folder string, in input) {
	loaded, err := c.configs.of(folder)
	switch {
	case errors.Is(err, errTold):
		return
	case err != nil:
		c.fail(err)
		return
	}
	if loaded != nil {
		if loaded.skips(in.source.Name) {
			return
		}
		in.config, in.source.Levels, in.source.Parameters = loaded, loaded.Levels, loaded.Parameters
	}
	c.inputs = append(c.inputs, in)
}
