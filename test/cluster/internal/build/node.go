package build

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"github.com/kubectl-job/kubectl-job/test/cluster/internal/cache"
	"github.com/kubectl-job/kubectl-job/test/cluster/internal/debs"
	"github.com/kubectl-job/kubectl-job/test/cluster/internal/images"
)

const (
	containerd        = "github.com/containerd/containerd/v2"
	containerdVersion = "2.4.2"
	cniPlugins        = "github.com/containernetworking/plugins/plugins"
	runc              = "github.com/opencontainers/runc"
	runcVersion       = "1.5.2"
	seccomp           = "libseccomp-dev"
)

func nodePrograms() []program {
	return []program{
		{
			module: "nodetools", out: "./",
			packages: []string{containerd + "/cmd/containerd", containerd + "/cmd/containerd-shim-runc-v2", containerd + "/cmd/ctr"},
			tags:     "no_btrfs,no_zfs,no_devmapper",
			ldflags:  "-s -w -X " + containerd + "/version.Version=" + containerdVersion,
		},
		{
			module: "nodetools", out: "cni/",
			packages: []string{cniPlugins + "/main/ptp", cniPlugins + "/ipam/host-local"},
			ldflags:  "-s -w",
		},
		{
			module: "nodetools", out: "runc",
			packages: []string{runc},
			tags:     "netgo,osusergo,seccomp", cgo: true,
			ldflags: "-s -w -X main.version=" + runcVersion + " -linkmode external -extldflags -static",
		},
	}
}

// Node returns the directories with the programs and the images of a real node, made if need be.
func Node(ctx context.Context, progress io.Writer) (tools, imagesDir string, err error) {
	source, err := Source(ctx)
	if err != nil {
		return "", "", err
	}
	packages, err := debs.Fetch(ctx, progress, append([]string{seccomp}, images.Packages...)...)
	if err != nil {
		return "", "", err
	}
	if tools, err = nodeTools(ctx, progress, source, packages[seccomp]); err != nil {
		return "", "", err
	}
	pause := pauseProgram()
	key, err := newKey(ctx, source, pause.module)
	if err != nil {
		return "", "", err
	}
	if err := pause.addTo(key, source); err != nil {
		return "", "", err
	}
	imagesDir, err = images.Build(ctx, progress, packages, key.String(), func(ctx context.Context, file string) error {
		return pause.build(ctx, progress, source, filepath.Dir(file))
	})
	return tools, imagesDir, err
}

func pauseProgram() program {
	return program{
		module: ".", sources: []string{"internal/images/pause/*.go"}, packages: []string{"./internal/images/pause"},
		out: "pause", ldflags: "-s -w",
	}
}

func nodeTools(ctx context.Context, progress io.Writer, source, seccompDeb string) (string, error) {
	programs := nodePrograms()
	key, err := newKey(ctx, source, programs[0].module)
	if err != nil {
		return "", err
	}
	for _, p := range programs {
		if err := p.addTo(key, source); err != nil {
			return "", err
		}
	}
	if err := key.AddFiles(seccompDeb); err != nil {
		return "", err
	}
	return cache.Ensure(ctx, "nodetools", key.String(), func(ctx context.Context, dir string) error {
		_, _ = fmt.Fprintln(progress, "building containerd, runc and network plugins from source: the first time some minutes, cached afterwards")
		if err := ensureCompiler(ctx, progress); err != nil {
			return err
		}
		lib, err := os.MkdirTemp("", "libseccomp-")
		if err != nil {
			return fmt.Errorf("libseccomp: %w", err)
		}
		defer func() { _ = os.RemoveAll(lib) }()
		env, err := unpackSeccomp(ctx, seccompDeb, lib)
		if err != nil {
			return err
		}
		for _, p := range programs {
			if p.cgo {
				p.env = env
			}
			if err := p.build(ctx, progress, source, dir); err != nil {
				return err
			}
		}
		return nil
	})
}

// unpackSeccomp unpacks the library and returns the environment in which cgo finds it.
func unpackSeccomp(ctx context.Context, deb, dir string) ([]string, error) {
	if err := debs.Unpack(ctx, deb, dir); err != nil {
		return nil, err
	}
	libs, err := filepath.Glob(filepath.Join(dir, "usr", "lib", "*", "libseccomp.a"))
	if err != nil || len(libs) != 1 {
		return nil, fmt.Errorf("no libseccomp.a in %s", filepath.Base(deb))
	}
	lib := filepath.Dir(libs[0])
	return []string{
		"CGO_CFLAGS=-I" + filepath.Join(dir, "usr", "include"), "CGO_LDFLAGS=-L" + lib,
		"PKG_CONFIG_PATH=" + filepath.Join(lib, "pkgconfig"), "PKG_CONFIG_SYSROOT_DIR=" + dir,
	}, nil
}

// ensureCompiler installs what cgo needs if it is missing: runc is written in C for its first steps.
func ensureCompiler(ctx context.Context, progress io.Writer) error {
	packages := missingForCgo()
	if len(packages) == 0 {
		return nil
	}
	list := strings.Join(packages, ", ")
	if os.Geteuid() != 0 {
		return fmt.Errorf("runc needs %s: please install them", list)
	}
	_, _ = fmt.Fprintf(progress, "installing %s, which runc needs (apt-get install)\n", list)
	args := append([]string{"install", "-y", "--no-install-recommends"}, packages...)
	env := []string{"DEBIAN_FRONTEND=noninteractive"}
	_, err := output(ctx, ".", env, "apt-get", args...)
	if err == nil {
		return nil
	}
	if _, err := output(ctx, ".", env, "apt-get", "update"); err != nil {
		return err
	}
	_, err = output(ctx, ".", env, "apt-get", args...)
	return err
}

// missingForCgo names the Debian packages whose files are not there.
func missingForCgo() []string {
	var packages []string
	if _, err := exec.LookPath("gcc"); err != nil {
		packages = append(packages, "gcc")
	}
	if _, err := os.Stat("/usr/include/stdlib.h"); err != nil {
		packages = append(packages, "libc6-dev")
	}
	if _, err := exec.LookPath("pkg-config"); err != nil {
		packages = append(packages, "pkg-config")
	}
	return packages
}
