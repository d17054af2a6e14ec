package pki

import (
	"fmt"
	"os"

	"sigs.k8s.io/yaml"
)

// Kubeconfig returns a kubeconfig for a user who holds the pair.
func Kubeconfig(server string, ca []byte, user string, pair Pair) ([]byte, error) {
	type m = map[string]any
	data, err := yaml.Marshal(m{
		"apiVersion":      "v1",
		"kind":            "Config",
		"current-context": "test",
		"clusters":        []m{{"name": "test", "cluster": m{"server": server, "certificate-authority-data": ca}}},
		"users":           []m{{"name": user, "user": m{"client-certificate-data": pair.Cert, "client-key-data": pair.Key}}},
		"contexts":        []m{{"name": "test", "context": m{"cluster": "test", "user": user}}},
	})
	if err != nil {
		return nil, fmt.Errorf("kubeconfig of %s: %w", user, err)
	}
	return data, nil
}

// WriteKubeconfig issues a client certificate and writes a kubeconfig that uses it.
func (a *Authority) WriteKubeconfig(path, server string, r Request) error {
	r.Client = true
	pair, err := a.Issue(r)
	if err != nil {
		return err
	}
	data, err := Kubeconfig(server, a.Cert, r.User, pair)
	if err != nil {
		return err
	}
	if err := os.WriteFile(path, data, 0o600); err != nil {
		return fmt.Errorf("kubeconfig of %s: %w", r.User, err)
	}
	return nil
}
