// Package controlplane knows how the components of the control plane are started.
package controlplane

import (
	"fmt"
	"os"
	"path/filepath"

	"github.com/kubectl-job/kubectl-job/test/cluster/internal/state"
)

// Names of the components.
const (
	Etcd              = "etcd"
	APIServer         = "kube-apiserver"
	ControllerManager = "kube-controller-manager"
	Scheduler         = "kube-scheduler"
	Kwok              = "kwok"
	Node              = "node"
)

// Cluster is what the command lines depend on.
type Cluster struct {
	Dir     state.Dir
	KubeDir string
	EtcdDir string
	Ports   Ports
}

// Server returns the URL of the API server.
func (c Cluster) Server() string {
	return fmt.Sprintf("https://127.0.0.1:%d", c.Ports.APIServer)
}

// HealthURL returns where a component says that it is ready, or "" if it has no such place.
func (c Cluster) HealthURL(component string) string {
	switch component {
	case APIServer:
		return c.Server() + "/readyz"
	case ControllerManager:
		return fmt.Sprintf("https://127.0.0.1:%d/healthz", c.Ports.ControllerManager)
	case Scheduler:
		return fmt.Sprintf("https://127.0.0.1:%d/readyz", c.Ports.Scheduler)
	}
	return ""
}

// Command returns the command line of a component.
func (c Cluster) Command(component string) []string {
	exe := filepath.Join(c.KubeDir, component)
	switch component {
	case Etcd:
		return append([]string{exe}, c.etcd()...)
	case APIServer:
		return append([]string{exe}, c.apiServer()...)
	case ControllerManager:
		return append([]string{exe}, c.controllerManager()...)
	case Scheduler:
		return append([]string{exe}, c.scheduler()...)
	case Kwok:
		return append([]string{exe}, c.kwok()...)
	}
	panic("no command line for component " + component)
}

func (c Cluster) etcd() []string {
	client := fmt.Sprintf("https://127.0.0.1:%d", c.Ports.Etcd)
	peer := fmt.Sprintf("http://127.0.0.1:%d", c.Ports.EtcdPeer)
	return []string{
		"--name=t", "--data-dir=" + c.EtcdDir,
		// The data is thrown away with the cluster, so it need not survive a crash of the machine.
		"--unsafe-no-fsync", "--snapshot-count=10000", "--quota-backend-bytes=4294967296",
		"--auto-compaction-mode=periodic", "--auto-compaction-retention=5m",
		"--listen-client-urls=" + client, "--advertise-client-urls=" + client,
		"--listen-peer-urls=" + peer, "--initial-advertise-peer-urls=" + peer, "--initial-cluster=t=" + peer,
		"--client-cert-auth", "--trusted-ca-file=" + c.Dir.Cert("ca"),
		"--cert-file=" + c.Dir.Cert("etcd"), "--key-file=" + c.Dir.Key("etcd"), "--log-level=warn",
	}
}

// gates are those that are off by default: Pods that are scheduled together or not at all (KEP-4671).
const gates = "--feature-gates=GenericWorkload=true"

func (c Cluster) apiServer() []string {
	d := c.Dir
	return []string{
		"--bind-address=127.0.0.1", "--advertise-address=127.0.0.1", fmt.Sprintf("--secure-port=%d", c.Ports.APIServer),
		// A loopback address cannot be an endpoint of the Service "kubernetes"; without the reconciler nobody minds.
		"--endpoint-reconciler-type=none",
		fmt.Sprintf("--etcd-servers=https://127.0.0.1:%d", c.Ports.Etcd), "--etcd-cafile=" + d.Cert("ca"),
		"--etcd-certfile=" + d.Cert("apiserver-etcd"), "--etcd-keyfile=" + d.Key("apiserver-etcd"),
		"--tls-cert-file=" + d.Cert("apiserver"), "--tls-private-key-file=" + d.Key("apiserver"), "--client-ca-file=" + d.Cert("ca"),
		"--service-account-issuer=https://kubernetes.default.svc.cluster.local",
		"--service-account-key-file=" + filepath.Join(d.PKI(), "sa.pub"), "--service-account-signing-key-file=" + d.Key("sa"),
		"--kubelet-client-certificate=" + d.Cert("apiserver-kubelet"), "--kubelet-client-key=" + d.Key("apiserver-kubelet"),
		"--kubelet-certificate-authority=" + d.Cert("ca"), "--kubelet-preferred-address-types=InternalIP,Hostname",
		"--requestheader-client-ca-file=" + d.Cert("ca"), "--requestheader-allowed-names=front-proxy-client",
		"--requestheader-username-headers=X-Remote-User", "--requestheader-group-headers=X-Remote-Group",
		"--requestheader-extra-headers-prefix=X-Remote-Extra-",
		"--proxy-client-cert-file=" + d.Cert("front-proxy-client"), "--proxy-client-key-file=" + d.Key("front-proxy-client"),
		"--authorization-mode=Node,RBAC", "--enable-admission-plugins=NodeRestriction", "--service-cluster-ip-range=10.96.0.0/16",
		"--max-requests-inflight=1000", "--max-mutating-requests-inflight=500", "--allow-privileged=true",
		"--profiling=false", "--event-ttl=1h", gates, "--runtime-config=scheduling.k8s.io/v1beta1=true",
	}
}

func (c Cluster) controllerManager() []string {
	d := c.Dir
	kubeconfig := d.Client(ControllerManager)
	return []string{
		"--kubeconfig=" + kubeconfig, "--authentication-kubeconfig=" + kubeconfig, "--authorization-kubeconfig=" + kubeconfig,
		"--bind-address=127.0.0.1", fmt.Sprintf("--secure-port=%d", c.Ports.ControllerManager),
		"--tls-cert-file=" + d.Cert("component"), "--tls-private-key-file=" + d.Key("component"),
		"--leader-elect=false", "--use-service-account-credentials=true",
		"--root-ca-file=" + d.Cert("ca"), "--service-account-private-key-file=" + d.Key("sa"),
		"--cluster-signing-cert-file=" + d.Cert("ca"), "--cluster-signing-key-file=" + d.Key("ca"),
		"--kube-api-qps=500", "--kube-api-burst=1000", "--concurrent-job-syncs=20", "--concurrent-gc-syncs=40", "--profiling=false", gates,
	}
}

func (c Cluster) scheduler() []string {
	d := c.Dir
	kubeconfig := d.Client(Scheduler)
	return []string{
		"--config=" + filepath.Join(d.Conf(), "scheduler.yaml"),
		"--authentication-kubeconfig=" + kubeconfig, "--authorization-kubeconfig=" + kubeconfig,
		"--bind-address=127.0.0.1", fmt.Sprintf("--secure-port=%d", c.Ports.Scheduler),
		"--tls-cert-file=" + d.Cert("component"), "--tls-private-key-file=" + d.Key("component"), "--profiling=false", gates,
	}
}

func (c Cluster) kwok() []string {
	return []string{
		"--kubeconfig=" + c.Dir.Client(Kwok), "--config=" + filepath.Join(c.Dir.Conf(), "kwok.yaml"),
		"--manage-all-nodes=false", "--manage-nodes-with-annotation-selector=kwok.x-k8s.io/node=fake",
		"--node-ip=127.0.0.1", "--cidr=10.244.0.0/16", "--node-lease-duration-seconds=40",
	}
}

// WriteConfig writes the configuration files that the command lines name, besides kwok's.
func (c Cluster) WriteConfig() error {
	config := fmt.Sprintf(`apiVersion: kubescheduler.config.k8s.io/v1
kind: KubeSchedulerConfiguration
leaderElection: {leaderElect: false}
clientConnection: {kubeconfig: %q, qps: 1000, burst: 2000}
`, c.Dir.Client(Scheduler))
	if err := os.WriteFile(filepath.Join(c.Dir.Conf(), "scheduler.yaml"), []byte(config), 0o600); err != nil {
		return fmt.Errorf("scheduler's configuration: %w", err)
	}
	return nil
}
