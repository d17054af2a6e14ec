//go:build unix

package testcluster

import (
	"context"
	"crypto/rand"
	"regexp"
	"strings"
	"testing"
	"time"

	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/wait"
)

// TestLabel is on each namespace of a test and holds the test's name.
const TestLabel = "kubectl-job.test/test"

// Namespace creates a namespace for the test, ready for Pods. It is deleted at the test's end;
// nobody waits for that.
func (c *Cluster) Namespace(t testing.TB) string {
	t.Helper()
	client := c.Client(t)
	label := sanitize(t.Name(), 63)
	name := sanitize("t-"+t.Name(), 40) + "-" + randomString()
	_, err := client.CoreV1().Namespaces().Create(t.Context(), &corev1.Namespace{
		ObjectMeta: metav1.ObjectMeta{Name: name, Labels: map[string]string{TestLabel: label}},
	}, metav1.CreateOptions{})
	if err != nil {
		t.Fatalf("namespace: %v", err)
	}
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
		defer cancel()
		if err := client.CoreV1().Namespaces().Delete(ctx, name, metav1.DeleteOptions{}); err != nil && !apierrors.IsNotFound(err) {
			t.Logf("namespace %s: %v", name, err)
		}
	})
	// Pods need both: the first to be created, the second to start.
	err = wait.PollUntilContextTimeout(t.Context(), 20*time.Millisecond, 30*time.Second, true, func(ctx context.Context) (bool, error) {
		if _, err := client.CoreV1().ServiceAccounts(name).Get(ctx, "default", metav1.GetOptions{}); err != nil {
			return false, ignoreNotFound(err)
		}
		if _, err := client.CoreV1().ConfigMaps(name).Get(ctx, "kube-root-ca.crt", metav1.GetOptions{}); err != nil {
			return false, ignoreNotFound(err)
		}
		return true, nil
	})
	if err != nil {
		t.Fatalf("namespace %s: no default service account: %v", name, err)
	}
	return name
}

func ignoreNotFound(err error) error {
	if apierrors.IsNotFound(err) {
		return nil
	}
	return err
}

var notAllowed = regexp.MustCompile(`[^a-z0-9]+`)

// sanitize makes a name out of a test's name.
func sanitize(s string, length int) string {
	s = strings.Trim(notAllowed.ReplaceAllString(strings.ToLower(s), "-"), "-")
	return strings.Trim(s[:min(len(s), length)], "-")
}

func randomString() string {
	return strings.ToLower(rand.Text()[:6])
}
