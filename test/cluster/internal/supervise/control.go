//go:build unix

package supervise

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/kubectl-job/kubectl-job/test/cluster/internal/state"
)

// Report is the answer to "how are you?".
type Report struct {
	Ready      bool     `json:"ready"`
	Components []Status `json:"components"`
}

// Healthy reports whether the cluster is ready and nothing has died.
func (r Report) Healthy() bool {
	for _, c := range r.Components {
		if c.State == Dead {
			return false
		}
	}
	return r.Ready
}

// Actions on a component.
const (
	Stop    = "stop"
	Start   = "start"
	Restart = "restart"
	Pause   = "pause"
	Resume  = "resume"
)

// Client talks to the supervisor of a cluster over its unix socket.
type Client struct{ http http.Client }

// NewClient returns a client for the cluster in dir.
func NewClient(dir state.Dir) *Client {
	return &Client{http: http.Client{Transport: &http.Transport{
		DisableKeepAlives: true,
		DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) {
			return (&net.Dialer{}).DialContext(ctx, "unix", dir.Socket())
		},
	}}}
}

// Report asks for the state of all components.
func (c *Client) Report(ctx context.Context) (Report, error) {
	var r Report
	data, err := c.do(ctx, http.MethodGet, "/report")
	if err != nil {
		return r, err
	}
	if err := json.Unmarshal(data, &r); err != nil {
		return r, fmt.Errorf("supervisor: %w", err)
	}
	return r, nil
}

// Do has the supervisor act on a component and waits until it is done: a started component is ready then.
func (c *Client) Do(ctx context.Context, action, component string) error {
	_, err := c.do(ctx, http.MethodPost, "/"+action+"/"+url.PathEscape(component))
	return err
}

func (c *Client) do(ctx context.Context, method, path string) ([]byte, error) {
	req, err := http.NewRequestWithContext(ctx, method, "http://supervisor"+path, nil)
	if err != nil {
		return nil, fmt.Errorf("supervisor: %w", err)
	}
	resp, err := c.http.Do(req)
	if err != nil {
		return nil, fmt.Errorf("supervisor: %w", err)
	}
	defer func() { _ = resp.Body.Close() }()
	data, err := io.ReadAll(resp.Body)
	if err != nil {
		return nil, fmt.Errorf("supervisor: %w", err)
	}
	if resp.StatusCode != http.StatusOK {
		return nil, errors.New(strings.TrimSpace(string(data)))
	}
	return data, nil
}

func (s *supervisor) serveControl(ctx context.Context) error {
	l, err := (&net.ListenConfig{}).Listen(ctx, "unix", s.dir.Socket())
	if err != nil {
		return fmt.Errorf("control socket: %w", err)
	}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /report", func(w http.ResponseWriter, _ *http.Request) {
		_ = json.NewEncoder(w).Encode(s.report())
	})
	mux.HandleFunc("POST /{action}/{component}", func(w http.ResponseWriter, r *http.Request) {
		if err := s.act(r.Context(), r.PathValue("action"), r.PathValue("component")); err != nil {
			http.Error(w, err.Error(), http.StatusBadRequest)
		}
	})
	server := &http.Server{Handler: mux, ReadHeaderTimeout: 10 * time.Second}
	s.closers = append(s.closers, server.Close)
	go func() { _ = server.Serve(l) }()
	return nil
}

func (s *supervisor) report() Report {
	s.mu.Lock()
	defer s.mu.Unlock()
	r := Report{Ready: s.state.Ready}
	for _, c := range s.components {
		r.Components = append(r.Components, c.status())
	}
	return r
}

func (s *supervisor) act(ctx context.Context, action, name string) error {
	c := s.component(name)
	if c == nil {
		return fmt.Errorf("no component %q", name)
	}
	switch action {
	case Stop:
		return c.stop(ctx, false)
	case Start:
		return s.startReady(ctx, c)
	case Restart:
		if err := c.stop(ctx, false); err != nil {
			return err
		}
		return s.startReady(ctx, c)
	case Pause:
		return c.pause()
	case Resume:
		return c.resume()
	}
	return fmt.Errorf("no action %q", action)
}
