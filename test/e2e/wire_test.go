package e2e

import (
	"context"
	"fmt"
	"io"
	"maps"
	"net"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"path"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"k8s.io/client-go/rest"
	"k8s.io/client-go/tools/clientcmd"

	"github.com/kubectl-job/kubectl-job/test/cluster/testcluster"
)

// wire is a network between the plugin and the API server that can be cut: then nothing comes through, and nobody is told.
type wire struct {
	address string

	mu  sync.Mutex
	cut chan struct{} // closed while it is whole
}

func newWire(t *testing.T, server string) *wire {
	t.Helper()
	to, err := url.Parse(server)
	if err != nil {
		t.Fatal(err)
	}
	listener, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = listener.Close() })
	w := &wire{address: "https://" + listener.Addr().String(), cut: make(chan struct{})}
	close(w.cut)
	go func() {
		for {
			near, err := listener.Accept()
			if err != nil {
				return
			}
			go w.join(t.Context(), near, to.Host)
		}
	}()
	return w
}

func (w *wire) join(ctx context.Context, near net.Conn, server string) {
	defer func() { _ = near.Close() }()
	far, err := (&net.Dialer{}).DialContext(ctx, "tcp", server)
	if err != nil {
		return
	}
	defer func() { _ = far.Close() }()
	ended := make(chan struct{}, 2)
	pass := func(to io.Writer, from io.Reader) {
		defer func() { ended <- struct{}{} }()
		buffer := make([]byte, 32<<10)
		for {
			n, err := from.Read(buffer)
			select {
			case <-w.whole():
			case <-ctx.Done():
				return
			}
			if _, writeErr := to.Write(buffer[:n]); err != nil || writeErr != nil {
				return
			}
		}
	}
	go pass(far, near)
	go pass(near, far)
	select {
	case <-ended:
	case <-ctx.Done():
	}
}

func (w *wire) whole() <-chan struct{} {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.cut
}

func (w *wire) sever() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.cut = make(chan struct{})
}

func (w *wire) mend() {
	w.mu.Lock()
	defer w.mu.Unlock()
	close(w.cut)
}

// gate stands before the API server and turns requests away as the server would.
type gate struct {
	address string

	mu      sync.Mutex
	mode    gateMode
	refused int                                    // deletions, while busy
	watches map[string]int                         // that were ever opened, by resource
	streams map[context.Context]context.CancelFunc // watches that are open
}

type gateMode int

const (
	open    gateMode = iota
	shut             // nobody is let through
	expired          // credentials are no longer good: the API server says so
	busy             // the API server lets nothing be deleted for now, and asks for patience (API Priority and Fairness)
	compact          // watches cannot go on from where they were: the history is gone
)

func newGate(t *testing.T, cluster *testcluster.Cluster) *gate {
	t.Helper()
	config := cluster.Config(t)
	to, err := url.Parse(config.Host)
	if err != nil {
		t.Fatal(err)
	}
	trusted, err := rest.TransportFor(config)
	if err != nil {
		t.Fatal(err)
	}
	anonymous := rest.AnonymousClientConfig(config)
	anonymous.BearerToken = "expired"
	stranger, err := rest.TransportFor(anonymous)
	if err != nil {
		t.Fatal(err)
	}
	g := &gate{streams: map[context.Context]context.CancelFunc{}, watches: map[string]int{}}
	proxy := func(by http.RoundTripper) *httputil.ReverseProxy {
		return &httputil.ReverseProxy{Rewrite: func(r *httputil.ProxyRequest) { r.SetURL(to) }, Transport: by, FlushInterval: -1}
	}
	friend, foe := proxy(trusted), proxy(stranger)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		watch := r.URL.Query().Get("watch") != ""
		ctx, cancel := context.WithCancel(r.Context())
		defer cancel()
		if watch {
			g.count(path.Base(r.URL.Path))
		}
		switch mode := g.enter(ctx, cancel, watch); {
		case mode == shut:
			http.Error(w, "the gate is shut", http.StatusServiceUnavailable)
		case mode == busy && r.Method == http.MethodDelete:
			w.Header().Set("Retry-After", "1")
			w.WriteHeader(http.StatusTooManyRequests)
			g.refuse()
		case mode == expired:
			foe.ServeHTTP(w, r)
		case mode == compact && goesOn(r):
			// As the watch cache says it (staging/src/k8s.io/apiserver/pkg/storage/cacher).
			w.Header().Set("Content-Type", "application/json")
			fmt.Fprintln(w, `{"type":"ERROR","object":{"kind":"Status","apiVersion":"v1","metadata":{},"status":"Failure","message":"too old resource version","reason":"Expired","code":410}}`)
		default:
			defer g.leave(ctx)
			friend.ServeHTTP(w, r.WithContext(ctx))
		}
	}))
	t.Cleanup(server.Close)
	t.Cleanup(func() { g.turn(shut) }) // streams end, so that the server can close
	g.address = server.URL
	return g
}

// goesOn tells a watch that goes on from a known version from one that begins with what there is (KEP-3157).
func goesOn(r *http.Request) bool {
	q := r.URL.Query()
	return q.Get("watch") != "" && q.Get("resourceVersion") != "" && q.Get("sendInitialEvents") == ""
}

func (g *gate) enter(ctx context.Context, cancel context.CancelFunc, watch bool) gateMode {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.mode == open && watch {
		g.streams[ctx] = cancel
	}
	return g.mode
}

func (g *gate) count(resource string) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.watches[resource]++
}

func (g *gate) counted() map[string]int {
	g.mu.Lock()
	defer g.mu.Unlock()
	return maps.Clone(g.watches)
}

func (g *gate) refuse() {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.refused++
}

func (g *gate) refusals() int {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.refused
}

func (g *gate) leave(ctx context.Context) {
	g.mu.Lock()
	defer g.mu.Unlock()
	delete(g.streams, ctx)
}

// turn changes what the gate does, and ends the watches that are open.
func (g *gate) turn(mode gateMode) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.mode = mode
	for _, cancel := range g.streams {
		cancel()
	}
}

// through copies a kubeconfig with another address of the API server; without TLS also without credentials.
func through(t *testing.T, cluster *testcluster.Cluster, address string) *testcluster.Cluster {
	t.Helper()
	config, err := clientcmd.LoadFromFile(cluster.Kubeconfig)
	if err != nil {
		t.Fatal(err)
	}
	here := config.Contexts[config.CurrentContext]
	config.Clusters[here.Cluster].Server = address
	if strings.HasPrefix(address, "http:") {
		config.Clusters[here.Cluster].CertificateAuthorityData = nil
		config.Clusters[here.Cluster].CertificateAuthority = ""
		delete(config.AuthInfos, here.AuthInfo)
		here.AuthInfo = ""
	}
	other := *cluster
	other.Kubeconfig = filepath.Join(t.TempDir(), "kubeconfig")
	if err := clientcmd.WriteToFile(*config, other.Kubeconfig); err != nil {
		t.Fatal(err)
	}
	return &other
}
