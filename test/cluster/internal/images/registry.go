package images

import (
	"bytes"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/google/go-containerregistry/pkg/registry"
	v1 "github.com/google/go-containerregistry/pkg/v1"
	"github.com/google/go-containerregistry/pkg/v1/layout"
)

// Registry serves images on loopback, for reading only.
type Registry struct {
	server *http.Server
	addr   string
}

// Addr is its host and port.
func (r *Registry) Addr() string { return r.addr }

// Close stops it.
func (r *Registry) Close() error { return r.server.Close() }

// Serve starts a registry with the images in dir.
func Serve(dir string) (*Registry, error) {
	handler := registry.New(
		registry.WithBlobHandler(registry.NewDiskBlobHandler(filepath.Join(dir, "blobs"))),
		registry.Logger(log.New(io.Discard, "", 0)),
	)
	if err := load(handler, dir); err != nil {
		return nil, err
	}
	l, err := net.Listen("tcp4", "127.0.0.1:0")
	if err != nil {
		return nil, fmt.Errorf("image registry: %w", err)
	}
	r := &Registry{
		server: &http.Server{Handler: readOnly(handler), ReadHeaderTimeout: 10 * time.Second},
		addr:   l.Addr().String(),
	}
	go func() { _ = r.server.Serve(l) }()
	return r, nil
}

// load tells the registry which manifests there are, under all tags; blobs are read from disk.
func load(handler http.Handler, dir string) error {
	index, err := layout.ImageIndexFromPath(dir)
	if err != nil {
		return fmt.Errorf("images: %w", err)
	}
	manifest, err := index.IndexManifest()
	if err != nil {
		return fmt.Errorf("images: %w", err)
	}
	for _, known := range All {
		i := slices.IndexFunc(manifest.Manifests, func(d v1.Descriptor) bool { return d.Annotations[nameAnnotation] == known.Repository })
		if i < 0 {
			return fmt.Errorf("images: no %s in %s", known.Repository, dir)
		}
		d := manifest.Manifests[i]
		image, err := index.Image(d.Digest)
		if err != nil {
			return fmt.Errorf("image %s: %w", known.Repository, err)
		}
		raw, err := image.RawManifest()
		if err != nil {
			return fmt.Errorf("image %s: %w", known.Repository, err)
		}
		for _, tag := range known.Tags {
			req := httptest.NewRequest(http.MethodPut, "/v2/"+known.Repository+"/manifests/"+tag, bytes.NewReader(raw))
			req.Header.Set("Content-Type", string(d.MediaType))
			resp := httptest.NewRecorder()
			if handler.ServeHTTP(resp, req); resp.Code != http.StatusCreated {
				return fmt.Errorf("image %s:%s: %d %s", known.Repository, tag, resp.Code, resp.Body)
			}
		}
	}
	return nil
}

// readOnly refuses to take images, and to give one under the name of another registry:
// containerd asks here for all of them, and says in "ns" which one it means.
func readOnly(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodGet && r.Method != http.MethodHead {
			http.Error(w, "read only", http.StatusMethodNotAllowed)
			return
		}
		if ns := r.URL.Query().Get("ns"); ns != "" && !has(ns, r.URL.Path) {
			http.NotFound(w, r)
			return
		}
		next.ServeHTTP(w, r)
	})
}

func has(registry, path string) bool {
	return slices.ContainsFunc(All, func(i Image) bool {
		return i.Registry == registry && strings.HasPrefix(path, "/v2/"+i.Repository+"/")
	})
}
