package realnode

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"text/template"

	"github.com/kubectl-job/kubectl-job/test/cluster/internal/images"
	"github.com/kubectl-job/kubectl-job/test/cluster/internal/pki"
	"github.com/kubectl-job/kubectl-job/test/cluster/internal/state"
)

// spec is what the node's processes are told, in a file.
type spec struct {
	Dir      state.Dir   `json:"dir"`
	KubeDir  string      `json:"kubeDir"`
	ToolsDir string      `json:"toolsDir"`
	Cgroups  []hierarchy `json:"cgroups"`
	Registry string      `json:"registry"` // host:port
	Subnet   string      `json:"subnet"`
	Kubelet  int         `json:"kubelet"`
	Health   int         `json:"health"`
}

func (s spec) file() string         { return filepath.Join(s.Dir.Node(), "spec.json") }
func (s spec) path(n string) string { return filepath.Join(s.Dir.Node(), n) }
func (s spec) tool(n string) string { return filepath.Join(s.ToolsDir, n) }

// Methods for the templates.
func (s spec) Runc() string    { return s.tool("runc") }
func (s spec) CNI() string     { return s.tool("cni") }
func (s spec) NetConf() string { return s.path("cni") }
func (s spec) Hosts() string   { return s.path("certs.d") }
func (s spec) Pause() string   { return images.Pause }
func (s spec) CA() string      { return s.Dir.Cert(pki.AuthorityName) }
func (s spec) Cert() string    { return s.Dir.Cert("kubelet-server") }
func (s spec) Key() string     { return s.Dir.Key("kubelet-server") }

const containerdConfig = `version = 3
root = "/var/lib/containerd"
state = "/run/containerd"
oom_score = 0
disabled_plugins = ["io.containerd.nri.v1.nri", "io.containerd.snapshotter.v1.btrfs", "io.containerd.snapshotter.v1.zfs", "io.containerd.snapshotter.v1.devmapper", "io.containerd.snapshotter.v1.blockfile", "io.containerd.snapshotter.v1.erofs", "io.containerd.tracing.processor.v1.otlp", "io.containerd.internal.v1.tracing"]
[plugins."io.containerd.server.v1.grpc"]
  address = "/run/containerd/containerd.sock"
[plugins."io.containerd.cri.v1.images"]
  snapshotter = "overlayfs"
  [plugins."io.containerd.cri.v1.images".pinned_images]
    sandbox = {{ printf "%q" .Pause }}
  [plugins."io.containerd.cri.v1.images".registry]
    config_path = {{ printf "%q" .Hosts }}
[plugins."io.containerd.cri.v1.runtime"]
  enable_selinux = false
  disable_apparmor = true
  restrict_oom_score_adj = true
  [plugins."io.containerd.cri.v1.runtime".containerd]
    default_runtime_name = "runc"
    [plugins."io.containerd.cri.v1.runtime".containerd.runtimes.runc]
      runtime_type = "io.containerd.runc.v2"
      [plugins."io.containerd.cri.v1.runtime".containerd.runtimes.runc.options]
        BinaryName = {{ printf "%q" .Runc }}
        SystemdCgroup = false
  [plugins."io.containerd.cri.v1.runtime".cni]
    bin_dirs = [{{ printf "%q" .CNI }}]
    conf_dir = {{ printf "%q" .NetConf }}
    use_internal_loopback = true
`

// Every registry is the one on loopback: no pull leaves the machine.
const hostsConfig = `server = "http://{{ .Registry }}"
[host."http://{{ .Registry }}"]
  capabilities = ["pull", "resolve"]
`

// Pods get an address, but no masquerading and no default route: they reach nothing outside.
const netConfig = `{"cniVersion": "1.0.0", "name": "test", "plugins": [
  {"type": "ptp", "ipMasq": false, "ipam": {"type": "host-local", "dataDir": "/run/cni", "ranges": [[{"subnet": "{{ .Subnet }}"}]]}}]}
`

const kubeletConfig = `apiVersion: kubelet.config.k8s.io/v1beta1
kind: KubeletConfiguration
address: 127.0.0.1
port: {{ .Kubelet }}
healthzPort: {{ .Health }}
healthzBindAddress: 127.0.0.1
readOnlyPort: 0
authentication: {anonymous: {enabled: false}, webhook: {enabled: true}, x509: {clientCAFile: {{ printf "%q" .CA }}}}
authorization: {mode: Webhook}
tlsCertFile: {{ printf "%q" .Cert }}
tlsPrivateKeyFile: {{ printf "%q" .Key }}
containerRuntimeEndpoint: unix:///run/containerd/containerd.sock
cgroupDriver: cgroupfs
failCgroupV1: false
failSwapOn: false
cgroupRoot: /
makeIPTablesUtilChains: false
clusterDNS: [127.0.0.1]
resolvConf: ""
enableControllerAttachDetach: true
evictionHard: {memory.available: 100Mi, nodefs.available: 1%, imagefs.available: 1%, nodefs.inodesFree: 1%}
imageGCHighThresholdPercent: 100
imageGCLowThresholdPercent: 99
nodeStatusUpdateFrequency: 10s
syncFrequency: 10s
fileCheckFrequency: 20s
maxPods: 110
registryPullQPS: 0
eventRecordQPS: 100
kubeAPIQPS: 100
kubeAPIBurst: 200
logging: {verbosity: 2}
`

// write makes the node's directory with its configuration.
func (s spec) write() error {
	for _, dir := range []string{"cni", "certs.d/_default", "root/containerd", "root/kubelet"} {
		if err := os.MkdirAll(s.path(dir), 0o700); err != nil {
			return fmt.Errorf("node's directory: %w", err)
		}
	}
	for name, text := range map[string]string{
		"containerd.toml":             containerdConfig,
		"certs.d/_default/hosts.toml": hostsConfig,
		"cni/10-test.conflist":        netConfig,
		"kubelet.yaml":                kubeletConfig,
	} {
		var out strings.Builder
		if err := template.Must(template.New(name).Parse(text)).Execute(&out, s); err != nil {
			return fmt.Errorf("node's %s: %w", name, err)
		}
		if err := os.WriteFile(s.path(name), []byte(out.String()), 0o600); err != nil {
			return fmt.Errorf("node's configuration: %w", err)
		}
	}
	data, err := json.Marshal(s)
	if err != nil {
		return fmt.Errorf("node's configuration: %w", err)
	}
	if err := os.WriteFile(s.file(), data, 0o600); err != nil {
		return fmt.Errorf("node's configuration: %w", err)
	}
	return nil
}

func readSpec(file string) (spec, error) {
	var s spec
	data, err := os.ReadFile(file)
	if err != nil {
		return s, fmt.Errorf("node's configuration: %w", err)
	}
	if err := json.Unmarshal(data, &s); err != nil {
		return s, fmt.Errorf("node's configuration: %w", err)
	}
	return s, nil
}
