// Package debs downloads Debian packages. They are unpacked where they are needed and never installed,
// and the machine's own lists and caches of packages stay as they are.
package debs

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"

	"github.com/kubectl-job/kubectl-job/test/cluster/internal/cache"
)

// Files are downloaded packages: the path of the .deb by the name of the package.
type Files map[string]string

// Paths returns the paths of packages, in the order of the names.
func (f Files) Paths(names ...string) []string {
	out := make([]string, len(names))
	for i, n := range names {
		out[i] = f[n]
	}
	return out
}

// PerlModules stands for the package of Perl's standard modules, whose name holds Perl's version.
const PerlModules = "perl-modules"

// Fetch returns the packages with these names, from the cache if they have been downloaded before.
func Fetch(ctx context.Context, progress io.Writer, names ...string) (Files, error) {
	release, err := os.ReadFile("/etc/os-release")
	if err != nil {
		return nil, fmt.Errorf("packages: %w", err)
	}
	key := cache.NewKey(string(release), runtime.GOARCH).Add(names...)
	dir, err := cache.Ensure(ctx, "debs", key.String(), func(ctx context.Context, dir string) error {
		_, _ = fmt.Fprintf(progress, "downloading %d Debian packages (once)\n", len(names))
		return download(ctx, dir, names)
	})
	if err != nil {
		return nil, err
	}
	return find(dir, names)
}

func find(dir string, names []string) (Files, error) {
	out := Files{}
	for _, name := range names {
		pattern := name + "_*.deb"
		if name == PerlModules {
			pattern = name + "-*.deb"
		}
		paths, err := filepath.Glob(filepath.Join(dir, pattern))
		if err != nil {
			return nil, fmt.Errorf("packages: %w", err)
		}
		if len(paths) != 1 {
			return nil, fmt.Errorf("package %s: %d files instead of one in %s", name, len(paths), dir)
		}
		out[name] = paths[0]
	}
	return out, nil
}

// download tries the lists of packages that the machine has. If they are missing or out of date,
// it fetches lists of its own.
func download(ctx context.Context, dir string, names []string) error {
	a, err := newApt(dir)
	if err != nil {
		return err
	}
	first := a.download(ctx, names)
	if first == nil {
		return nil
	}
	a.ownLists = true
	if err := a.update(ctx); err != nil {
		return errors.Join(first, err)
	}
	return a.download(ctx, names)
}

type apt struct {
	dir      string // where the packages go
	state    string // where apt's own files go
	ownLists bool
}

func newApt(dir string) (*apt, error) {
	base, err := cache.Dir()
	if err != nil {
		return nil, err
	}
	a := &apt{dir: dir, state: filepath.Join(base, "apt")}
	for _, d := range []string{"lists/partial", "cache/archives/partial"} {
		if err := os.MkdirAll(filepath.Join(a.state, d), 0o755); err != nil {
			return nil, fmt.Errorf("packages: %w", err)
		}
	}
	return a, nil
}

func (a *apt) update(ctx context.Context) error {
	_, err := a.run(ctx, "apt-get", "update")
	return err
}

func (a *apt) download(ctx context.Context, names []string) error {
	args := []string{"download"}
	for _, name := range names {
		if name == PerlModules {
			var err error
			if name, err = a.perlModules(ctx); err != nil {
				return err
			}
		}
		args = append(args, name)
	}
	_, err := a.run(ctx, "apt-get", args...)
	return err
}

// perlModules returns the name of the package, such as perl-modules-5.36.
func (a *apt) perlModules(ctx context.Context) (string, error) {
	out, err := a.run(ctx, "apt-cache", "depends", "--important", "perl")
	if err != nil {
		return "", err
	}
	for word := range strings.FieldsSeq(out) {
		if strings.HasPrefix(word, PerlModules+"-") {
			return word, nil
		}
	}
	return "", fmt.Errorf("package %s: perl depends on none", PerlModules)
}

func (a *apt) run(ctx context.Context, tool string, args ...string) (string, error) {
	options := []string{"-q", "-o", "APT::Sandbox::User=root", "-o", "Dir::Cache=" + filepath.Join(a.state, "cache")}
	if a.ownLists {
		options = append(options, "-o", "Dir::State::Lists="+filepath.Join(a.state, "lists"))
	}
	cmd := exec.CommandContext(ctx, tool, append(options, args...)...)
	cmd.Dir = a.dir
	cmd.Env = append(os.Environ(), "LC_ALL=C", "DEBIAN_FRONTEND=noninteractive")
	var out, all bytes.Buffer
	cmd.Stdout, cmd.Stderr = io.MultiWriter(&out, &all), &all
	if err := cmd.Run(); err != nil {
		return "", fmt.Errorf("%s %s: %w: %s", tool, args[0], err, lastLines(all.String()))
	}
	return out.String(), nil
}

func lastLines(s string) string {
	lines := strings.Split(strings.TrimSpace(s), "\n")
	return strings.Join(lines[max(0, len(lines)-5):], "\n")
}

// Unpack unpacks a package below dir.
func Unpack(ctx context.Context, deb, dir string) error {
	out, err := exec.CommandContext(ctx, "dpkg-deb", "-x", deb, dir).CombinedOutput()
	if err != nil {
		return fmt.Errorf("dpkg-deb %s: %w: %s", filepath.Base(deb), err, out)
	}
	return nil
}

// Tar streams the files of a package as a tar archive to f.
func Tar(ctx context.Context, deb string, f func(io.Reader) error) error {
	cmd := exec.CommandContext(ctx, "dpkg-deb", "--fsys-tarfile", deb)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		return fmt.Errorf("dpkg-deb: %w", err)
	}
	if err := cmd.Start(); err != nil {
		return fmt.Errorf("dpkg-deb: %w", err)
	}
	readErr := f(out)
	_, _ = io.Copy(io.Discard, out)
	if err := cmd.Wait(); err != nil {
		return fmt.Errorf("dpkg-deb %s: %w: %s", filepath.Base(deb), err, stderr.String())
	}
	if readErr != nil {
		return fmt.Errorf("%s: %w", filepath.Base(deb), readErr)
	}
	return nil
}
