package completion

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// The scripts find the plugin on the PATH, as kubectl does.
const (
	unixScript    = "#!/bin/sh\nexec kubectl-job __complete \"$@\"\n"
	windowsScript = "@kubectl-job __complete %*\r\n"
)

// plan is a file to make.
type plan struct {
	path string
	// target is what the link leads to; empty where a script is made.
	target string
	// script is made where no link can be.
	script string
	force  bool
}

func (p *plan) String() string {
	if p.target == "" {
		return "a script that runs kubectl-job"
	}
	return "a link to " + p.target
}

// done says whether it is there already. It is an error if something else is.
func (p *plan) done() (bool, error) {
	info, err := os.Lstat(p.path)
	switch {
	case errors.Is(err, os.ErrNotExist):
		return false, nil
	case err != nil:
		return false, err
	case info.IsDir():
		return false, fmt.Errorf("%s is a folder: remove it first", p.path)
	}
	if target, err := os.Readlink(p.path); err == nil {
		if target == p.target {
			return true, nil
		}
		return false, fmt.Errorf("%s is there, and leads to %s: remove it, or replace it with --force", p.path, target)
	}
	if text, err := os.ReadFile(p.path); err == nil && string(text) == p.script {
		return true, nil
	}
	return false, fmt.Errorf("%s is there, and is another program: remove it, or replace it with --force", p.path)
}

// install makes the link, or the script where there are no links.
func (p *plan) install() error {
	if p.force {
		if err := os.Remove(p.path); err != nil && !errors.Is(err, os.ErrNotExist) {
			return err
		}
	}
	if p.target != "" {
		err := os.Symlink(p.target, p.path)
		if err == nil {
			return nil
		}
		if errors.Is(err, os.ErrPermission) || errors.Is(err, os.ErrExist) {
			return p.failed(err)
		}
		p.target = "" // a file system without links
	}
	if err := os.WriteFile(p.path, []byte(p.script), 0o755); err != nil { //nolint:gosec // a program is to be run by all
		return p.failed(err)
	}
	return nil
}

func (p *plan) failed(err error) error {
	if errors.Is(err, os.ErrPermission) {
		return fmt.Errorf("%s: you may not write there: name a folder of your own on the PATH with --dir", filepath.Dir(p.path))
	}
	return err
}

// undo is the command that removes it.
func (p *plan) undo() string {
	if strings.HasSuffix(p.path, ".cmd") {
		return `del "` + p.path + `"`
	}
	if strings.ContainsAny(p.path, " '\"$\\") {
		return "rm '" + strings.ReplaceAll(p.path, "'", `'\''`) + "'"
	}
	return "rm " + p.path
}
