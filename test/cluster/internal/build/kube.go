package build

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/kubectl-job/kubectl-job/test/cluster/internal/cache"
)

const kubernetesVersion = "v1.37.2"

// components are the names under which the multi-call binary is called.
var components = []string{"etcd", "kube-apiserver", "kube-controller-manager", "kube-scheduler", "kubelet", "kwok", "kubectl"}

func kubeProgram() program {
	ldflags := []string{"-s", "-w"}
	minor := strings.Split(kubernetesVersion, ".")[1]
	for _, p := range []string{"k8s.io/component-base/version", "k8s.io/client-go/pkg/version"} {
		for _, v := range [][2]string{
			{"gitVersion", kubernetesVersion},
			{"gitMajor", "1"},
			{"gitMinor", minor},
			{"gitTreeState", "clean"},
			{"gitCommit", kubernetesVersion},
			{"buildDate", "1970-01-01T00:00:00Z"},
		} {
			ldflags = append(ldflags, "-X", p+"."+v[0]+"="+v[1])
		}
	}
	return program{
		module: "kube", sources: []string{"*.go"}, packages: []string{"."}, out: "kube",
		ldflags: strings.Join(ldflags, " "),
	}
}

// Kube returns the directory with the multi-call binary and a link for each component, built if need be.
func Kube(ctx context.Context, progress io.Writer) (string, error) {
	source, err := Source(ctx)
	if err != nil {
		return "", err
	}
	p := kubeProgram()
	key, err := newKey(ctx, source, p.module)
	if err != nil {
		return "", err
	}
	if err := p.addTo(key, source); err != nil {
		return "", err
	}
	return cache.Ensure(ctx, "kube", key.String(), func(ctx context.Context, dir string) error {
		_, _ = fmt.Fprintf(progress, "building Kubernetes %s from source: the first time about 10 minutes on 2 cores, cached afterwards\n", kubernetesVersion)
		if err := p.build(ctx, progress, source, dir); err != nil {
			return err
		}
		for _, name := range components {
			if err := os.Symlink("kube", filepath.Join(dir, name)); err != nil {
				return fmt.Errorf("building kube: %w", err)
			}
		}
		return nil
	})
}
