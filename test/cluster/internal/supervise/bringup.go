//go:build unix

package supervise

import (
	"context"
	"fmt"
	"net"
	"os"

	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/rest"
	"k8s.io/client-go/tools/clientcmd"

	"github.com/kubectl-job/kubectl-job/test/cluster/internal/controlplane"
	"github.com/kubectl-job/kubectl-job/test/cluster/internal/pki"
	"github.com/kubectl-job/kubectl-job/test/cluster/internal/realnode"
	"github.com/kubectl-job/kubectl-job/test/cluster/internal/simnode"
)

// bringUp starts everything and returns when the cluster is ready for Pods.
func (s *supervisor) bringUp(ctx context.Context) error {
	ctx, fail := context.WithCancelCause(ctx)
	s.mu.Lock()
	s.failed = fail
	s.mu.Unlock()
	defer func() {
		s.mu.Lock()
		s.failed = nil
		s.mu.Unlock()
		fail(nil)
	}()
	simListener, err := s.prepare()
	if err != nil {
		return err
	}
	if err := s.startControlPlane(ctx); err != nil {
		return err
	}
	if err := s.startNodes(ctx, simListener); err != nil {
		return err
	}
	return s.waitReady(ctx)
}

// prepare picks ports and writes certificates and configuration.
func (s *supervisor) prepare() (net.Listener, error) {
	l, err := net.Listen("tcp4", "127.0.0.1:0")
	if err != nil {
		return nil, fmt.Errorf("simulated kubelet: %w", err)
	}
	s.closers = append(s.closers, l.Close)
	if s.cluster.Ports, err = controlplane.FreePorts(); err != nil {
		return nil, err
	}
	s.mu.Lock()
	s.state.Server = s.cluster.Server()
	s.mu.Unlock()
	if err := s.save(); err != nil {
		return nil, err
	}
	if err := os.MkdirAll(s.cluster.EtcdDir, 0o700); err != nil {
		return nil, fmt.Errorf("etcd's directory: %w", err)
	}
	if _, err := pki.WriteCluster(s.dir.PKI(), s.cluster.Server()); err != nil {
		return nil, err
	}
	admin, err := os.ReadFile(s.dir.Client("admin"))
	if err != nil {
		return nil, fmt.Errorf("kubeconfig: %w", err)
	}
	if err := os.WriteFile(s.dir.Kubeconfig(), admin, 0o600); err != nil {
		return nil, fmt.Errorf("kubeconfig: %w", err)
	}
	if err := s.cluster.WriteConfig(); err != nil {
		return nil, err
	}
	if err := simnode.WriteConfig(s.dir.Conf(), l.Addr().(*net.TCPAddr).Port); err != nil {
		return nil, err
	}
	return l, s.connect()
}

func (s *supervisor) connect() error {
	config, err := clientcmd.BuildConfigFromFlags("", s.dir.Client("supervisor"))
	if err != nil {
		return fmt.Errorf("supervisor's client: %w", err)
	}
	config.QPS, config.Burst = 1000, 2000
	s.rest = config
	if s.client, err = kubernetes.NewForConfig(config); err != nil {
		return fmt.Errorf("supervisor's client: %w", err)
	}
	if s.probe, err = rest.HTTPClientFor(config); err != nil {
		return fmt.Errorf("supervisor's client: %w", err)
	}
	return nil
}

func (s *supervisor) startControlPlane(ctx context.Context) error {
	s.send(Event{Message: "starting etcd and the API server"})
	if _, err := s.run(controlplane.Etcd, s.cluster.Command(controlplane.Etcd)); err != nil {
		return err
	}
	apiserver, err := s.run(controlplane.APIServer, s.cluster.Command(controlplane.APIServer))
	if err != nil {
		return err
	}
	if err := s.waitHealthy(ctx, apiserver); err != nil {
		return err
	}
	s.send(Event{Message: "starting controllers and scheduler"})
	// Nobody waits for these here: the nodes can start beside them, and waitReady waits for all.
	for _, name := range []string{controlplane.ControllerManager, controlplane.Scheduler, controlplane.Kwok} {
		if _, err := s.run(name, s.cluster.Command(name)); err != nil {
			return err
		}
	}
	return nil
}

func (s *supervisor) startNodes(ctx context.Context, simListener net.Listener) error {
	sim, err := simnode.Start(s.rest, simListener, s.dir)
	if err != nil {
		return err
	}
	s.closers = append(s.closers, sim.Close)
	s.send(Event{Message: fmt.Sprintf("creating %d simulated nodes", s.state.Nodes)})
	if err := simnode.CreateNodes(ctx, s.client, s.state.Nodes, s.state.Real); err != nil {
		return err
	}
	if !s.state.Real {
		return nil
	}
	s.send(Event{Message: "starting the real node: containerd and kubelet"})
	node, err := realnode.Prepare(ctx, s.client, realnode.Options{
		Dir: s.dir, KubeDir: s.state.KubeDir, ToolsDir: s.state.ToolsDir, ImagesDir: s.state.ImagesDir,
		KubeletPort: s.cluster.Ports.Kubelet, HealthPort: s.cluster.Ports.KubeletHealth,
		Made: func(cgroups []string) error {
			s.mu.Lock()
			s.state.Cgroups = cgroups
			s.mu.Unlock()
			return s.save()
		},
	})
	if err != nil {
		return err
	}
	s.closers = append(s.closers, node.Close)
	_, err = s.run(controlplane.Node, node.Command())
	return err
}
