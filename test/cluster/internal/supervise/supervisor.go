//go:build unix

// Package supervise runs a cluster: one process that starts the components, watches them, and takes everything down.
package supervise

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/signal"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"syscall"
	"time"

	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/rest"

	"github.com/kubectl-job/kubectl-job/test/cluster/internal/controlplane"
	"github.com/kubectl-job/kubectl-job/test/cluster/internal/proc"
	"github.com/kubectl-job/kubectl-job/test/cluster/internal/state"
)

type supervisor struct {
	dir      state.Dir
	spawner  *spawner
	progress io.WriteCloser
	cluster  controlplane.Cluster

	// set while the cluster starts
	rest   *rest.Config
	client kubernetes.Interface
	probe  *http.Client

	mu         sync.Mutex
	state      state.State
	components []*component
	closers    []func() error
	failed     context.CancelCauseFunc // ends the start
}

// errPortTaken says that a port was free when it was picked, and was not any more when it was used.
var errPortTaken = errors.New("port taken")

// errNotReady says that the start has taken too long.
var errNotReady = errors.New("not ready")

// diedError says which component has died.
type diedError struct {
	status Status
}

func (e *diedError) Error() string {
	return fmt.Sprintf("%s died: %s", e.status.Name, e.status.Error)
}

func (e *diedError) Is(target error) bool {
	return target == errPortTaken && strings.Contains(strings.Join(e.status.Output, "\n"), "address already in use")
}

// Run is the supervisor's life. It returns when the cluster is gone.
func Run(ctx context.Context, dir state.Dir, starter proc.Identity, progress io.WriteCloser) error {
	ctx, stop := signal.NotifyContext(ctx, syscall.SIGTERM, syscall.SIGINT)
	defer stop()
	signal.Ignore(syscall.SIGHUP, syscall.SIGPIPE)
	config, err := dir.Config()
	if err != nil {
		return err
	}
	s := &supervisor{dir: dir, spawner: newSpawner(), progress: progress}
	s.state = state.State{Config: config, Supervisor: proc.Identify(os.Getpid())}
	s.cluster = controlplane.Cluster{Dir: dir, KubeDir: config.KubeDir, EtcdDir: etcdDir(dir)}
	s.state.EtcdDir = s.cluster.EtcdDir
	defer s.cleanUp()

	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	if config.Until != nil {
		go func() { _ = config.Until.Wait(ctx); cancel() }()
	}
	if err := s.start(ctx, starter); err != nil {
		s.sendFailure(err)
		return err
	}
	_ = s.progress.Close()
	<-ctx.Done()
	return nil
}

// start brings the cluster up, with other ports if one was taken.
func (s *supervisor) start(ctx context.Context, starter proc.Identity) error {
	if err := s.serveControl(ctx); err != nil {
		return err
	}
	ctx, cancel := context.WithTimeoutCause(ctx, s.state.Timeout, fmt.Errorf("%w within %s", errNotReady, s.state.Timeout))
	defer cancel()
	ctx, abandon := context.WithCancelCause(ctx)
	defer abandon(nil)
	go func() {
		// Whoever waits for the cluster has gone: nobody would know about it.
		if starter.Wait(ctx) == nil {
			abandon(errors.New("the command that asked for the cluster has ended"))
		}
	}()
	err := s.bringUp(ctx)
	if errors.Is(err, errPortTaken) {
		s.send(Event{Message: err.Error() + "; trying again with other ports"})
		s.tearDown()
		err = s.bringUp(ctx)
	}
	if err != nil {
		return err
	}
	s.mu.Lock()
	s.state.Ready = true
	s.mu.Unlock()
	if err := s.save(); err != nil {
		return err
	}
	s.send(Event{Ready: true})
	return nil
}

// run starts a component that ends with the supervisor.
func (s *supervisor) run(name string, command []string) (*component, error) {
	c := &component{
		name: name, command: command, logFile: s.dir.Log(name), spawner: s.spawner,
		env:  []string{"KUBECONFIG="},
		died: s.onDeath,
	}
	s.mu.Lock()
	s.components = append(s.components, c)
	s.mu.Unlock()
	return c, c.start()
}

func (s *supervisor) onDeath(c *component) {
	err := &diedError{status: c.status()}
	fmt.Fprintln(os.Stderr, err)
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.failed != nil {
		s.failed(err)
	}
}

func (s *supervisor) component(name string) *component {
	s.mu.Lock()
	defer s.mu.Unlock()
	i := slices.IndexFunc(s.components, func(c *component) bool { return c.name == name })
	if i < 0 {
		return nil
	}
	return s.components[i]
}

// startReady starts a component and waits until it says that it is ready.
func (s *supervisor) startReady(ctx context.Context, c *component) error {
	if err := c.start(); err != nil {
		return err
	}
	return s.waitHealthy(ctx, c)
}

func (s *supervisor) waitHealthy(ctx context.Context, c *component) error {
	url := s.cluster.HealthURL(c.name)
	if url == "" {
		return nil
	}
	return wait(ctx, "waiting for "+c.name, func(ctx context.Context) error {
		if st := c.status(); st.State == Dead {
			return permanent{&diedError{status: st}}
		}
		req, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
		if err != nil {
			return err
		}
		resp, err := s.probe.Do(req)
		if err != nil {
			return err
		}
		defer func() { _ = resp.Body.Close() }()
		if resp.StatusCode != http.StatusOK {
			return fmt.Errorf("%s answers %s", url, resp.Status)
		}
		return nil
	})
}

// permanent is an error that waiting does not cure.
type permanent struct{ error }

func (p permanent) Unwrap() error { return p.error }

// wait calls f until it succeeds. When ctx ends, the error tells what f has said last.
func wait(ctx context.Context, what string, f func(context.Context) error) error {
	tick := time.NewTicker(50 * time.Millisecond)
	defer tick.Stop()
	for {
		try, cancel := context.WithTimeout(ctx, 5*time.Second)
		err := f(try)
		cancel()
		if err == nil {
			return nil
		}
		if p := (permanent{}); errors.As(err, &p) {
			return fmt.Errorf("%s: %w", what, p.error)
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("%s: %w (last: %w)", what, context.Cause(ctx), err)
		case <-tick.C:
		}
	}
}

func (s *supervisor) save() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.dir.Save(s.state)
}

func (s *supervisor) send(e Event) {
	_ = json.NewEncoder(s.progress).Encode(e)
}

// sendFailure tells "up" what went wrong, with the last words of the component it is about.
func (s *supervisor) sendFailure(err error) {
	e := Event{Error: err.Error()}
	if died := (*diedError)(nil); errors.As(err, &died) {
		e.Output = died.status.Output
	} else if errors.Is(err, errNotReady) {
		e.Output = s.slowest(err)
	}
	s.send(e)
}

// slowest returns the last lines of the component that a wait was for.
func (s *supervisor) slowest(err error) []string {
	for _, st := range s.report().Components {
		if strings.Contains(err.Error(), st.Name) {
			return Tail(s.dir.Log(st.Name), tailLines)
		}
	}
	return nil
}

// etcdDir is in memory where that is possible: the data need not survive anything.
func etcdDir(dir state.Dir) string {
	const shm = "/dev/shm"
	name := filepath.Base(filepath.Dir(string(dir))) + "-" + dir.Name()
	if probe, err := os.MkdirTemp(shm, ".probe-"); err == nil {
		_ = os.Remove(probe)
		return filepath.Join(shm, name)
	}
	return filepath.Join(string(dir), "etcd")
}
