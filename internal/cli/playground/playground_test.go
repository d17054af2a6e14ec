package playground

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"

	"k8s.io/cli-runtime/pkg/genericiooptions"
)

func packed(t *testing.T, text string) *fstest.MapFile {
	t.Helper()
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	if _, err := io.WriteString(w, text); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return &fstest.MapFile{Data: b.Bytes()}
}

func TestSite(t *testing.T) {
	s, err := newSite(fstest.MapFS{
		"README.txt": {Data: []byte("no part of it")}, "index.html.gz": packed(t, "<p>"), "assets/linter-1.wasm.gz": packed(t, "\x00asm"),
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		method, host, path, accept string
		status                     int
		body, media, cache         string
	}{
		{"GET", "127.0.0.1:8732", "/", "gzip, br", 200, "<p>", "text/html; charset=utf-8", "no-cache"},
		{"GET", "localhost:8732", "/", "", 200, "<p>", "text/html; charset=utf-8", "no-cache"},
		{"GET", "[::1]:8732", "/assets/linter-1.wasm", "gzip", 200, "\x00asm", "application/wasm", "public, max-age=31536000, immutable"},
		{"HEAD", "127.0.0.1", "/index.html", "", 200, "", "text/html; charset=utf-8", "no-cache"},
		{"HEAD", "127.0.0.1", "/index.html", "gzip", 200, "", "text/html; charset=utf-8", "no-cache"},
		{"GET", "127.0.0.1", "/README.txt", "gzip", 404, "404 page not found\n", "text/plain; charset=utf-8", ""},
		{"GET", "127.0.0.1", "/../etc/passwd", "gzip", 404, "404 page not found\n", "text/plain; charset=utf-8", ""},
		{"POST", "127.0.0.1", "/", "gzip", 405, "there is nothing to change here\n", "text/plain; charset=utf-8", ""},
		{"GET", "attacker.example:8732", "/", "gzip", 403, "this page is for this machine alone\n", "text/plain; charset=utf-8", ""},
	} {
		r := httptest.NewRequestWithContext(t.Context(), c.method, "http://"+c.host+c.path, nil)
		r.Header.Set("Accept-Encoding", c.accept)
		w := httptest.NewRecorder()
		s.ServeHTTP(w, r)
		body := w.Body.String()
		if w.Header().Get("Content-Encoding") == "gzip" && body != "" {
			plain, err := gzip.NewReader(w.Body)
			if err != nil {
				t.Fatal(err)
			}
			data, err := io.ReadAll(plain)
			if err != nil {
				t.Fatal(err)
			}
			body = string(data)
		}
		if w.Code != c.status || body != c.body || w.Header().Get("Content-Type") != c.media || w.Header().Get("Cache-Control") != c.cache {
			t.Errorf("%s %s%s: %d %q %v", c.method, c.host, c.path, w.Code, body, w.Header())
		}
		if c.status == 200 && w.Header().Get("Content-Security-Policy") != policy {
			t.Errorf("%s: no policy", c.path)
		}
	}
}

func TestNotModified(t *testing.T) {
	s, err := newSite(fstest.MapFS{"index.html.gz": packed(t, "<p>")})
	if err != nil {
		t.Fatal(err)
	}
	r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "http://localhost/", nil)
	r.Header.Set("If-None-Match", s["/index.html"].etag)
	w := httptest.NewRecorder()
	if s.ServeHTTP(w, r); w.Code != http.StatusNotModified || w.Body.Len() > 0 {
		t.Errorf("%d %q", w.Code, w.Body)
	}
}

func TestNotBuilt(t *testing.T) {
	if _, err := newSite(fstest.MapFS{"README.txt": {}}); !errors.Is(err, errNoSite) {
		t.Errorf("%v", err)
	}
}

// TestPage holds what the page says of itself to what the server says of it; a page cannot say who may frame it.
func TestPage(t *testing.T) {
	page, err := os.ReadFile("../../../web/index.html")
	if err != nil {
		t.Fatal(err)
	}
	if own := strings.Replace(policy, "frame-ancestors 'none'; ", "", 1); !strings.Contains(string(page), `content="`+own+`"`) {
		t.Errorf("web/index.html has another policy than:\n%s", own)
	}
}

func TestListen(t *testing.T) {
	var c net.ListenConfig
	taken, err := c.Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close() //nolint:errcheck // the test is over
	_, text, err := net.SplitHostPort(taken.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	port, err := strconv.Atoi(text)
	if err != nil {
		t.Fatal(err)
	}
	named := options{port: port, named: true}
	if _, err := named.listen(t.Context()); err == nil || !strings.Contains(err.Error(), "--port="+text+": the port is in use; --port=0 takes one that is free") {
		t.Errorf("%v", err)
	}
	usual := options{port: port}
	free, err := usual.listen(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer free.Close() //nolint:errcheck // the test is over
	if host, other, _ := net.SplitHostPort(free.Addr().String()); host != "127.0.0.1" || other == text {
		t.Errorf("%s:%s", host, other)
	}
}

// TestRun serves the page until it is told to end.
func TestRun(t *testing.T) {
	if _, err := newSite(built()); errors.Is(err, errNoSite) {
		t.Skip("built without the page: make site")
	}
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	reader, writer := io.Pipe()
	cmd := NewCommand(genericiooptions.IOStreams{Out: writer, ErrOut: io.Discard})
	cmd.SetArgs([]string{"--no-open", "--port=0"})
	done := make(chan error, 1)
	go func() { done <- cmd.ExecuteContext(ctx) }()
	line, err := bufio.NewReader(reader).ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	address, found := strings.CutPrefix(strings.Fields(line)[4], "http://127.0.0.1:")
	if !found {
		t.Fatalf("%q", line)
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://127.0.0.1:"+address, nil)
	if err != nil {
		t.Fatal(err)
	}
	response, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	body, err := io.ReadAll(response.Body)
	if err != nil || !strings.Contains(string(body), "<title>kubectl job playground</title>") {
		t.Errorf("%v %.200s", err, body)
	}
	_ = response.Body.Close()
	cancel()
	if err := <-done; err != nil {
		t.Errorf("%v", err)
	}
}
