// Package state is what is known about the clusters of this user on this machine: one directory each.
package state

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"time"

	"github.com/kubectl-job/kubectl-job/test/cluster/internal/proc"
)

// Kinds of nodes that a cluster can be asked for.
const (
	NodeAuto      = "auto"
	NodeReal      = "real"
	NodeSimulated = "simulated"
)

// Config is what a supervisor is started with.
type Config struct {
	Name      string         `json:"name"`
	Nodes     int            `json:"nodes"` // simulated ones
	Real      bool           `json:"real"`  // with a real node as well
	Reason    string         `json:"reason,omitempty"`
	KubeDir   string         `json:"kubeDir"`             // binaries of the control plane
	ToolsDir  string         `json:"toolsDir,omitempty"`  // binaries of the real node
	ImagesDir string         `json:"imagesDir,omitempty"` // images of the real node
	Timeout   time.Duration  `json:"timeout"`
	Until     *proc.Identity `json:"until,omitempty"` // the cluster ends with this process
}

// State is what a supervisor writes about the cluster it runs.
type State struct {
	Config
	Supervisor proc.Identity `json:"supervisor"`
	Ready      bool          `json:"ready"`
	Server     string        `json:"server,omitempty"`
	EtcdDir    string        `json:"etcdDir,omitempty"`
	Cgroups    []string      `json:"cgroups,omitempty"` // directories that the real node has made
}

// Dir is the directory of one cluster.
type Dir string

var validName = regexp.MustCompile(`^[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?$`)

// Root returns the directory above the clusters' directories.
func Root() string {
	return filepath.Join(os.TempDir(), fmt.Sprintf("kubectl-job-test-%d", os.Getuid()))
}

// ForName returns the directory of the cluster with that name; it need not exist.
func ForName(name string) (Dir, error) {
	if !validName.MatchString(name) {
		return "", fmt.Errorf("cluster name %q: want lower-case letters, digits and dashes, at most 40", name)
	}
	return Dir(filepath.Join(Root(), name)), nil
}

// Names lists the clusters that have a directory.
func Names() ([]string, error) {
	entries, err := os.ReadDir(Root())
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("clusters: %w", err)
	}
	var names []string
	for _, e := range entries {
		if e.IsDir() && validName.MatchString(e.Name()) {
			names = append(names, e.Name())
		}
	}
	return names, nil
}

// Kubeconfig is the path of the administrator's kubeconfig.
func (d Dir) Kubeconfig() string { return filepath.Join(string(d), "kubeconfig") }

// PKI is the directory of certificates and of the components' kubeconfigs.
func (d Dir) PKI() string { return filepath.Join(string(d), "pki") }

// Cert is the path of a certificate.
func (d Dir) Cert(name string) string { return filepath.Join(d.PKI(), name+".crt") }

// Key is the path of a certificate's key.
func (d Dir) Key(name string) string { return filepath.Join(d.PKI(), name+".key") }

// Client is the path of a component's kubeconfig.
func (d Dir) Client(name string) string { return filepath.Join(d.PKI(), name+".kubeconfig") }

// Conf is the directory of the components' configuration.
func (d Dir) Conf() string { return filepath.Join(string(d), "conf") }

// Logs is the directory of the components' logs.
func (d Dir) Logs() string { return filepath.Join(string(d), "log") }

// Log is the path of a component's log.
func (d Dir) Log(component string) string { return filepath.Join(d.Logs(), component+".log") }

// Node is the directory of the real node.
func (d Dir) Node() string { return filepath.Join(string(d), "node") }

// Socket is the path of the supervisor's socket.
func (d Dir) Socket() string { return filepath.Join(string(d), "ctl.sock") }

// Name is the name of the cluster.
func (d Dir) Name() string { return filepath.Base(string(d)) }

// Exists reports whether there is anything of the cluster.
func (d Dir) Exists() bool {
	_, err := os.Stat(string(d))
	return err == nil
}

func (d Dir) configFile() string { return filepath.Join(string(d), "config.json") }
func (d Dir) stateFile() string  { return filepath.Join(string(d), "state.json") }

// Create makes the directories, readable by this user only, and stores the configuration.
func (d Dir) Create(c Config) error {
	if err := os.MkdirAll(filepath.Dir(string(d)), 0o700); err != nil {
		return fmt.Errorf("state directory: %w", err)
	}
	for _, dir := range []string{string(d), d.PKI(), d.Conf(), d.Logs()} {
		if err := os.Mkdir(dir, 0o700); err != nil {
			return fmt.Errorf("state directory: %w", err)
		}
	}
	return writeJSON(d.configFile(), c)
}

// Config reads what Create stored.
func (d Dir) Config() (Config, error) {
	var c Config
	err := readJSON(d.configFile(), &c)
	return c, err
}

// Load reads the state. It returns fs.ErrNotExist when the supervisor has not written one.
func (d Dir) Load() (State, error) {
	var s State
	err := readJSON(d.stateFile(), &s)
	return s, err
}

// Save writes the state; readers see the old one or the new one, never half of it.
func (d Dir) Save(s State) error {
	return writeJSON(d.stateFile(), s)
}

// Remove deletes everything about the cluster, also the directory above it if this was the last one.
func (d Dir) Remove() error {
	if err := os.RemoveAll(string(d)); err != nil {
		return fmt.Errorf("state directory: %w", err)
	}
	_ = os.Remove(filepath.Dir(string(d))) // fails while there are others, which is right
	return nil
}

func writeJSON(path string, v any) error {
	data, err := json.MarshalIndent(v, "", "  ")
	if err != nil {
		return fmt.Errorf("%s: %w", filepath.Base(path), err)
	}
	tmp := path + ".tmp"
	if err := os.WriteFile(tmp, data, 0o600); err != nil {
		return fmt.Errorf("%s: %w", filepath.Base(path), err)
	}
	if err := os.Rename(tmp, path); err != nil {
		return fmt.Errorf("%s: %w", filepath.Base(path), err)
	}
	return nil
}

func readJSON(path string, v any) error {
	data, err := os.ReadFile(path)
	if err != nil {
		return fmt.Errorf("%s: %w", filepath.Base(path), err)
	}
	if err := json.Unmarshal(data, v); err != nil {
		return fmt.Errorf("%s: %w", filepath.Base(path), err)
	}
	return nil
}
