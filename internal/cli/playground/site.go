package playground

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"embed"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net"
	"net/http"
	"path"
	"strconv"
	"strings"
)

// files are the page as make site built it, each file compressed with gzip. In a plain go build there are none.
//
//go:embed site
var files embed.FS

// built is the folder of the page.
func built() fs.FS {
	site, err := fs.Sub(files, "site")
	if err != nil {
		panic(err) // only for a name that is no path
	}
	return site
}

// errNoSite is a program without the page.
var errNoSite = errors.New("this program was built without the playground; make build, which needs Node.js, puts it in")

// policy is what the page may do: its own scripts and its own WebAssembly, and no word to any other server. The page says the
// same of itself, for servers that do not.
const policy = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; style-src 'self'; img-src 'self' data:; " +
	"connect-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; " +
	"require-trusted-types-for 'script'; trusted-types kubectl-job"

// site serves the page.
type site map[string]file // by its path, such as /assets/page.js

type file struct {
	gzipped []byte
	media   string
	etag    string
}

// newSite reads the page.
func newSite(folder fs.FS) (site, error) {
	s := site{}
	err := fs.WalkDir(folder, ".", func(name string, d fs.DirEntry, err error) error {
		plain, packed := strings.CutSuffix(name, ".gz")
		if err != nil || d.IsDir() || !packed {
			return err
		}
		data, err := fs.ReadFile(folder, name)
		if err != nil {
			return err
		}
		sum := sha256.Sum256(data)
		s["/"+plain] = file{data, media(plain), `"` + base64.RawURLEncoding.EncodeToString(sum[:12]) + `"`}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("the playground's page: %w", err)
	}
	if _, ok := s["/index.html"]; !ok {
		return nil, errNoSite
	}
	return s, nil
}

// media is the type of a file. The machine's own table of types is not asked: it may be wrong, and browsers are strict here.
func media(name string) string {
	switch path.Ext(name) {
	case ".html":
		return "text/html; charset=utf-8"
	case ".js":
		return "text/javascript; charset=utf-8"
	case ".css":
		return "text/css; charset=utf-8"
	case ".json":
		return "application/json"
	case ".svg":
		return "image/svg+xml"
	case ".wasm":
		return "application/wasm"
	default:
		return "application/octet-stream"
	}
}

// ServeHTTP answers requests from this machine.
func (s site) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if !loopback(r.Host) { // a name of somebody else's that points here
		http.Error(w, "this page is for this machine alone", http.StatusForbidden)
		return
	}
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		w.Header().Set("Allow", "GET, HEAD")
		http.Error(w, "there is nothing to change here", http.StatusMethodNotAllowed)
		return
	}
	name := r.URL.Path
	if name == "/" {
		name = "/index.html"
	}
	f, ok := s[name]
	if !ok {
		http.NotFound(w, r)
		return
	}
	f.serve(w, r, strings.HasPrefix(name, "/assets/"))
}

// serve sends a file. The name of a lasting one changes with its content.
func (f *file) serve(w http.ResponseWriter, r *http.Request, lasting bool) {
	h := w.Header()
	h.Set("Content-Security-Policy", policy)
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Cache-Control", "no-cache")
	if lasting {
		h.Set("Cache-Control", "public, max-age=31536000, immutable")
	}
	h.Set("Content-Type", f.media)
	h.Set("Vary", "Accept-Encoding")
	h.Set("ETag", f.etag)
	if r.Header.Get("If-None-Match") == f.etag {
		w.WriteHeader(http.StatusNotModified)
		return
	}
	if strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") {
		h.Set("Content-Encoding", "gzip")
		h.Set("Content-Length", strconv.Itoa(len(f.gzipped)))
		if r.Method == http.MethodGet {
			_, _ = w.Write(f.gzipped) // whoever has gone does not miss it
		}
		return
	}
	if r.Method == http.MethodHead {
		return
	}
	if plain, err := gzip.NewReader(bytes.NewReader(f.gzipped)); err == nil {
		_, _ = io.Copy(w, plain) //nolint:gosec // it is our own file
	}
}

// loopback says whether a request was meant for this machine by its address or its own name.
func loopback(host string) bool {
	if name, _, err := net.SplitHostPort(host); err == nil {
		host = name
	}
	host = strings.Trim(host, "[]")
	ip := net.ParseIP(host)
	return strings.EqualFold(host, "localhost") || ip != nil && ip.IsLoopback()
}
