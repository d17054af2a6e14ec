//go:build unix

package testcluster

import (
	"path/filepath"
	"testing"
	"time"

	"github.com/kubectl-job/kubectl-job/test/cluster/internal/pki"
)

// User writes a kubeconfig for another user, who may do nothing but what RBAC rules allow, and returns its path.
func (c *Cluster) User(t testing.TB, name string, groups ...string) string {
	t.Helper()
	return c.user(t, pki.Request{User: name, Groups: groups})
}

// ExpiredUser is User with a certificate that was valid until a minute ago.
func (c *Cluster) ExpiredUser(t testing.TB, name string, groups ...string) string {
	t.Helper()
	now := time.Now()
	return c.user(t, pki.Request{User: name, Groups: groups, NotBefore: now.Add(-time.Hour), NotAfter: now.Add(-time.Minute)})
}

func (c *Cluster) user(t testing.TB, r pki.Request) string {
	t.Helper()
	if c.dir == "" {
		t.Skip("no authority to sign a certificate: not a cluster of ours")
	}
	ca, err := pki.LoadAuthority(c.dir.PKI(), pki.AuthorityName)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "kubeconfig")
	if err := ca.WriteKubeconfig(path, c.Config(t).Host, r); err != nil {
		t.Fatal(err)
	}
	return path
}
