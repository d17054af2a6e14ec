// Package images makes the container images of the real node from Debian packages, and serves them
// as the registry that the node pulls from.
package images

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"time"

	v1 "github.com/google/go-containerregistry/pkg/v1"
	"github.com/google/go-containerregistry/pkg/v1/empty"
	"github.com/google/go-containerregistry/pkg/v1/layout"
	"github.com/google/go-containerregistry/pkg/v1/mutate"
	"github.com/google/go-containerregistry/pkg/v1/static"
	"github.com/google/go-containerregistry/pkg/v1/types"

	"github.com/kubectl-job/kubectl-job/test/cluster/internal/cache"
	"github.com/kubectl-job/kubectl-job/test/cluster/internal/debs"
)

// builderVersion is part of the cache's key: raise it when images are made differently.
const builderVersion = "1"

// Pause is the image that holds a Pod's namespaces.
const Pause = registryK8s + "/pause:3.10.1"

const (
	dockerHub   = "docker.io"
	registryK8s = "registry.k8s.io"
)

// Image is an image that the node can pull.
type Image struct {
	Registry   string
	Repository string
	Tags       []string
}

// All are the images that exist, under the names and tags that examples use.
var All = []Image{
	{dockerHub, "library/busybox", []string{"latest", "stable", "1.28", "1.36", "1.37"}},
	{dockerHub, "library/perl", []string{"latest", "5.34", "5.34.0", "5.36"}},
	{registryK8s, "pause", []string{"3.10.1"}},
}

const busybox = "busybox-static"

// Packages are what the images are made of.
var Packages = []string{busybox, "perl-base", debs.PerlModules, "libmath-bigint-perl", "libc6", "libcrypt1"}

// Build returns the directory with the images, an OCI layout. buildPause makes the pause program.
func Build(ctx context.Context, progress io.Writer, packages debs.Files, pauseKey string, buildPause func(ctx context.Context, file string) error) (string, error) {
	key := cache.NewKey(builderVersion, runtime.GOARCH, pauseKey)
	if err := key.AddFiles(packages.Paths(Packages...)...); err != nil {
		return "", err
	}
	return cache.Ensure(ctx, "images", key.String(), func(ctx context.Context, dir string) error {
		_, _ = fmt.Fprintln(progress, "making container images: pause, busybox, perl (once)")
		b := builder{packages: packages}
		var err error
		if b.busybox, b.applets, err = readBusybox(ctx, packages[busybox]); err != nil {
			return err
		}
		out, err := layout.Write(dir, empty.Index)
		if err != nil {
			return fmt.Errorf("images: %w", err)
		}
		pause := filepath.Join(dir, "pause")
		if err := buildPause(ctx, pause); err != nil {
			return err
		}
		defer func() { _ = os.Remove(pause) }()
		for repository, produce := range map[string]func(context.Context) (v1.Image, error){
			"pause":           func(context.Context) (v1.Image, error) { return pauseImage(pause) },
			"library/busybox": b.busyboxImage,
			"library/perl":    b.perlImage,
		} {
			image, err := produce(ctx)
			if err != nil {
				return fmt.Errorf("image %s: %w", repository, err)
			}
			if err := out.AppendImage(image, layout.WithAnnotations(map[string]string{nameAnnotation: repository})); err != nil {
				return fmt.Errorf("image %s: %w", repository, err)
			}
		}
		return nil
	})
}

const nameAnnotation = "org.opencontainers.image.ref.name"

type builder struct {
	packages debs.Files
	busybox  []byte
	applets  []string
}

func readBusybox(ctx context.Context, deb string) (program []byte, applets []string, err error) {
	dir, err := os.MkdirTemp("", "busybox-")
	if err != nil {
		return nil, nil, fmt.Errorf("busybox: %w", err)
	}
	defer func() { _ = os.RemoveAll(dir) }()
	if err := debs.Unpack(ctx, deb, dir); err != nil {
		return nil, nil, err
	}
	paths, err := filepath.Glob(filepath.Join(dir, "bin", "busybox"))
	if err != nil || len(paths) == 0 {
		paths = []string{filepath.Join(dir, "usr", "bin", "busybox")}
	}
	if program, err = os.ReadFile(paths[0]); err != nil {
		return nil, nil, fmt.Errorf("busybox: %w", err)
	}
	out, err := exec.CommandContext(ctx, paths[0], "--list").Output()
	if err != nil {
		return nil, nil, fmt.Errorf("busybox --list: %w", err)
	}
	return program, strings.Fields(string(out)), nil
}

// addBusybox adds busybox and a link for each of its commands that is not there yet.
func (b builder) addBusybox(f files) {
	f.add("usr/bin/busybox", 0o755, b.busybox)
	for _, a := range b.applets {
		if _, taken := f["usr/bin/"+a]; !taken {
			f.link("usr/bin/"+a, "busybox")
		}
	}
}

func (b builder) busyboxImage(context.Context) (v1.Image, error) {
	f := newFiles()
	b.addBusybox(f)
	return image(f, v1.Config{Cmd: []string{"sh"}})
}

func (b builder) perlImage(ctx context.Context) (v1.Image, error) {
	f := newFiles()
	for _, name := range Packages {
		if name == busybox {
			continue
		}
		if err := debs.Tar(ctx, b.packages[name], f.read); err != nil {
			return nil, err
		}
	}
	b.addBusybox(f)
	for _, want := range []string{"usr/bin/perl", "usr/bin/sh"} {
		if _, ok := f[want]; !ok {
			return nil, fmt.Errorf("no /%s in the packages", want)
		}
	}
	return image(f, v1.Config{Cmd: []string{"perl", "-de0"}})
}

func pauseImage(program string) (v1.Image, error) {
	content, err := os.ReadFile(program)
	if err != nil {
		return nil, err
	}
	f := files{}
	f.add("pause", 0o755, content)
	return image(f, v1.Config{Entrypoint: []string{"/pause"}})
}

func image(f files, config v1.Config) (v1.Image, error) {
	content, err := f.tar()
	if err != nil {
		return nil, err
	}
	config.Env = []string{"PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"}
	img := mutate.MediaType(empty.Image, types.OCIManifestSchema1)
	img = mutate.ConfigMediaType(img, types.OCIConfigJSON)
	img, err = mutate.ConfigFile(img, &v1.ConfigFile{
		Architecture: runtime.GOARCH, OS: "linux", Created: v1.Time{Time: time.Unix(0, 0).UTC()},
		Config: config, RootFS: v1.RootFS{Type: "layers"},
	})
	if err != nil {
		return nil, err
	}
	// Not compressed: it travels over loopback only.
	return mutate.AppendLayers(img, static.NewLayer(content, types.OCIUncompressedLayer))
}

// Names lists all images that can be pulled.
func Names() []string {
	var out []string
	for _, i := range All {
		for _, tag := range i.Tags {
			out = append(out, i.Registry+"/"+i.Repository+":"+tag)
		}
	}
	slices.Sort(out)
	return out
}
