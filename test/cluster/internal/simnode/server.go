package simnode

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"log"
	"net/http"
	"os"
	"strconv"
	"time"

	corev1 "k8s.io/api/core/v1"

	"github.com/kubectl-job/kubectl-job/test/cluster/internal/pki"
	"github.com/kubectl-job/kubectl-job/test/cluster/internal/state"
)

// newServer returns the kubelet endpoint of all simulated nodes. Only the API server may ask.
func (s *Simulation) newServer(dir state.Dir) (*http.Server, error) {
	cert, err := tls.LoadX509KeyPair(dir.Cert("sim-kubelet"), dir.Key("sim-kubelet"))
	if err != nil {
		return nil, fmt.Errorf("simulated kubelet: %w", err)
	}
	ca, err := os.ReadFile(dir.Cert(pki.AuthorityName))
	if err != nil {
		return nil, fmt.Errorf("simulated kubelet: %w", err)
	}
	pool := x509.NewCertPool()
	pool.AppendCertsFromPEM(ca)
	mux := http.NewServeMux()
	mux.HandleFunc("GET /containerLogs/{namespace}/{pod}/{container}", s.serveLogs)
	return &http.Server{
		Handler:           mux,
		ReadHeaderTimeout: 10 * time.Second,
		ErrorLog:          log.New(io.Discard, "", 0),
		TLSConfig: &tls.Config{
			MinVersion:   tls.VersionTLS12,
			Certificates: []tls.Certificate{cert},
			ClientAuth:   tls.RequireAndVerifyClientCert,
			ClientCAs:    pool,
			VerifyConnection: func(c tls.ConnectionState) error {
				if c.PeerCertificates[0].Subject.CommonName != pki.KubeletClient {
					return errors.New("not the API server")
				}
				return nil
			},
		},
	}, nil
}

func (s *Simulation) find(namespace, name, container string) (*corev1.Pod, *corev1.ContainerStatus) {
	obj, ok, err := s.informer.GetStore().GetByKey(namespace + "/" + name)
	if err != nil || !ok {
		return nil, nil
	}
	p := obj.(*corev1.Pod)
	for _, list := range [][]corev1.ContainerStatus{p.Status.ContainerStatuses, p.Status.InitContainerStatuses} {
		for i := range list {
			if list[i].Name == container {
				return p, &list[i]
			}
		}
	}
	return p, nil
}

func (s *Simulation) serveLogs(w http.ResponseWriter, r *http.Request) {
	namespace, name, container := r.PathValue("namespace"), r.PathValue("pod"), r.PathValue("container")
	o, err := parseLogOptions(r.URL.Query(), time.Now())
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	p, st := s.find(namespace, name, container)
	switch {
	case p == nil:
		http.Error(w, fmt.Sprintf("pod %q not found", name), http.StatusNotFound)
		return
	case o.previous:
		http.Error(w, fmt.Sprintf("previous terminated container %q in pod %q not found", container, name), http.StatusBadRequest)
		return
	case st == nil || st.State.Waiting != nil || (st.State.Running == nil && st.State.Terminated == nil):
		why := "ContainerCreating"
		if st != nil && st.State.Waiting != nil {
			why = st.State.Waiting.Reason
		}
		http.Error(w, fmt.Sprintf("container %q in pod %q is waiting to start: %s", container, name, why), http.StatusBadRequest)
		return
	}
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	out := &logWriter{w: w, limit: o.limit, cut: -1}
	if n, err := strconv.Atoi(setting(p.Annotations, logCut)); err == nil && o.follow {
		if _, done := s.cut.LoadOrStore(string(p.UID)+"/"+container, true); !done {
			out.cut = n
		}
	}
	s.stream(r.Context(), out, o, p, st)
}

// stream writes lines until the container has ended; without follow, only those that are there.
func (s *Simulation) stream(ctx context.Context, out *logWriter, o logOptions, p *corev1.Pod, st *corev1.ContainerStatus) {
	uid, container := p.UID, st.Name
	sent := -1
	for {
		changed := s.changes.next()
		if sent >= 0 { // not the first time
			now, nowSt := s.find(p.Namespace, p.Name, container)
			if now == nil || now.UID != uid || nowSt == nil {
				return
			}
			p, st = now, nowSt
		}
		lines, more := said(p, st, time.Now())
		if sent < 0 {
			sent = o.first(lines)
		}
		for ; sent < len(lines); sent++ {
			if !out.line(o.format(lines[sent])) {
				return
			}
		}
		out.flush()
		if !o.follow || !more {
			return
		}
		if !sleep(ctx, changed, untilNext(p, st, sent)) {
			return
		}
	}
}

// untilNext returns how long it takes until the container says line i; a long time if there is none.
func untilNext(p *corev1.Pod, st *corev1.ContainerStatus, i int) time.Duration {
	if st.State.Running != nil {
		if all := allLines(p.Annotations, st.State.Running.StartedAt.Time); i < len(all) {
			return time.Until(all[i].at)
		}
	}
	return time.Hour
}

// sleep returns at a change, or after d. It reports false when the client has gone.
func sleep(ctx context.Context, changed <-chan struct{}, d time.Duration) bool {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return false
	case <-changed:
	case <-timer.C:
	}
	return true
}

// logWriter sends lines, up to a limit of bytes, and breaks the connection after "cut" lines.
type logWriter struct {
	w     http.ResponseWriter
	limit int64 // -1: none
	cut   int   // -1: never
}

// line sends one line and reports whether there can be another.
func (o *logWriter) line(text string) bool {
	if o.cut == 0 {
		o.flush()
		panic(http.ErrAbortHandler) // resets the connection or stream, with no clean end
	}
	if o.cut > 0 {
		o.cut--
	}
	if o.limit >= 0 && int64(len(text)) > o.limit {
		text = text[:o.limit]
	}
	if o.limit >= 0 {
		o.limit -= int64(len(text))
	}
	if _, err := io.WriteString(o.w, text); err != nil {
		return false
	}
	return o.limit != 0
}

func (o *logWriter) flush() {
	_ = http.NewResponseController(o.w).Flush()
}
