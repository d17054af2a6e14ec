package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/google/licensecheck"

	"github.com/kubectl-job/kubectl-job/release"
)

const programs = "github.com/kubectl-job/kubectl-job/cmd/..."

// module is somebody's code in our programs.
type module struct {
	path, version string
	// licences are SPDX identifiers, sorted.
	licences []string
	files    []file
}

type file struct {
	name, text string
}

// find lists the modules that packages of the programs come from, on any platform, and Go's own library.
func find(ctx context.Context) ([]module, error) {
	dirs := map[string]string{}
	for _, system := range systems() {
		if err := list(ctx, system, dirs); err != nil {
			return nil, err
		}
	}
	root, err := exec.CommandContext(ctx, "go", "env", "GOROOT").Output()
	if err != nil {
		return nil, fmt.Errorf("go env GOROOT: %w", err)
	}
	dirs["Go's standard library"] = strings.TrimSpace(string(root))
	var all []module
	for _, name := range slices.Sorted(maps.Keys(dirs)) {
		m := module{}
		m.path, m.version, _ = strings.Cut(name, "@")
		if m.files, err = read(dirs[name]); err != nil {
			return nil, err
		}
		m.judge()
		all = append(all, m)
	}
	return all, nil
}

func systems() []string {
	var all []string
	for _, p := range release.Platforms() {
		if !slices.Contains(all, p.OS) {
			all = append(all, p.OS)
		}
	}
	return all
}

// list adds the modules of one platform, as path@version, with the folders they are in.
func list(ctx context.Context, system string, dirs map[string]string) error {
	cmd := exec.CommandContext(ctx, "go", "list", "-deps", "-json=Module", programs)
	cmd.Env = append(os.Environ(), "GOOS="+system, "GOARCH=amd64", "CGO_ENABLED=0")
	var problem bytes.Buffer
	cmd.Stderr = &problem
	out, err := cmd.Output()
	if err != nil {
		return fmt.Errorf("go list: %w: %s", err, problem.String())
	}
	decoder := json.NewDecoder(bytes.NewReader(out))
	for {
		var p struct {
			Module *struct {
				Path, Version, Dir string
				Main               bool
			}
		}
		switch err := decoder.Decode(&p); {
		case errors.Is(err, io.EOF):
			return nil
		case err != nil:
			return fmt.Errorf("go list: %w", err)
		case p.Module != nil && !p.Module.Main:
			dirs[p.Module.Path+"@"+p.Module.Version] = p.Module.Dir
		}
	}
}

// legal are the names of files with licences, and with what they ask to be passed on.
var legal = regexp.MustCompile(`(?i)^(licen[cs]e|copying|notice|patents)([.-].*)?$`)

func read(dir string) ([]file, error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, err
	}
	var files []file
	for _, e := range entries {
		if e.IsDir() || !legal.MatchString(e.Name()) || strings.HasSuffix(e.Name(), ".go") {
			continue
		}
		text, err := os.ReadFile(filepath.Join(dir, e.Name()))
		if err != nil {
			return nil, err
		}
		files = append(files, file{name: e.Name(), text: string(text)})
	}
	return files, nil
}

// besides are the names of those that come beside a licence, and are none.
var besides = regexp.MustCompile(`(?i)^(notice|patents)`)

// judge recognises the licences.
func (m *module) judge() {
	found := map[string]bool{}
	for _, f := range m.files {
		if besides.MatchString(f.name) {
			continue
		}
		for _, match := range licensecheck.Scan([]byte(f.text)).Match {
			if !match.IsURL {
				found[match.ID] = true
			}
		}
	}
	m.licences = slices.Sorted(maps.Keys(found))
}
