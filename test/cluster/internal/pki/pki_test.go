package pki

import (
	"crypto/tls"
	"crypto/x509"
	"os"
	"path/filepath"
	"testing"
	"time"
)

func TestWriteCluster(t *testing.T) {
	dir := t.TempDir()
	ca, err := WriteCluster(dir, "https://127.0.0.1:1")
	if err != nil {
		t.Fatal(err)
	}
	pool := x509.NewCertPool()
	if !pool.AppendCertsFromPEM(ca.Cert) {
		t.Fatal("authority's certificate cannot be read")
	}
	pair, err := tls.LoadX509KeyPair(filepath.Join(dir, "apiserver.crt"), filepath.Join(dir, "apiserver.key"))
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"127.0.0.1", "10.96.0.1", "kubernetes.default.svc", "localhost"} {
		if _, err := pair.Leaf.Verify(x509.VerifyOptions{Roots: pool, DNSName: name}); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := pair.Leaf.Verify(x509.VerifyOptions{Roots: pool, KeyUsages: []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth}}); err == nil {
		t.Error("the server's certificate is good for clients")
	}
	for _, name := range []string{"admin", "kwok", "kubelet", "kube-scheduler", "kube-controller-manager"} {
		info, err := os.Stat(filepath.Join(dir, name+".kubeconfig"))
		if err != nil {
			t.Error(err)
		} else if info.Mode().Perm() != 0o600 {
			t.Errorf("%s: mode %v", name, info.Mode())
		}
	}
}

func TestLoadedAuthoritySigns(t *testing.T) {
	dir := t.TempDir()
	made, err := NewAuthority("test")
	if err != nil {
		t.Fatal(err)
	}
	if err := made.Write(dir, AuthorityName); err != nil {
		t.Fatal(err)
	}
	ca, err := LoadAuthority(dir, AuthorityName)
	if err != nil {
		t.Fatal(err)
	}
	now := time.Now()
	pair, err := ca.Issue(Request{User: "jane", Groups: []string{"a", "b"}, Client: true, NotBefore: now.Add(-time.Hour), NotAfter: now.Add(-time.Minute)})
	if err != nil {
		t.Fatal(err)
	}
	c, err := tls.X509KeyPair(pair.Cert, pair.Key)
	if err != nil {
		t.Fatal(err)
	}
	if c.Leaf.Subject.CommonName != "jane" || len(c.Leaf.Subject.Organization) != 2 {
		t.Errorf("subject: %v", c.Leaf.Subject)
	}
	pool := x509.NewCertPool()
	pool.AppendCertsFromPEM(made.Cert)
	usages := []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth}
	if _, err := c.Leaf.Verify(x509.VerifyOptions{Roots: pool, KeyUsages: usages}); err == nil {
		t.Error("expired, but good")
	}
	if _, err := c.Leaf.Verify(x509.VerifyOptions{Roots: pool, KeyUsages: usages, CurrentTime: now.Add(-30 * time.Minute)}); err != nil {
		t.Errorf("before it expired: %v", err)
	}
}
