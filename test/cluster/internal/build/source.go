// Package build makes the programs of a test cluster from Go modules, once.
package build

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
)

const module = "github.com/kubectl-job/kubectl-job/test/cluster"

// EnvSource names the environment variable that says where the source of this module is.
const EnvSource = "KUBECTL_JOB_TEST_SOURCE"

// Source returns the directory of this module's source: what it builds lies below it, in modules of their own.
func Source(ctx context.Context) (string, error) {
	if dir := os.Getenv(EnvSource); dir != "" {
		return dir, nil
	}
	if _, file, _, ok := runtime.Caller(0); ok && filepath.IsAbs(file) {
		dir := filepath.Join(filepath.Dir(file), "..", "..")
		if _, err := os.Stat(filepath.Join(dir, "kube", "go.mod")); err == nil {
			return dir, nil
		}
	}
	out, err := output(ctx, ".", nil, "go", "list", "-m", "-f", "{{.Dir}}", module)
	if err != nil {
		return "", fmt.Errorf("source of the test cluster: %w (set %s)", err, EnvSource)
	}
	return strings.TrimSpace(out), nil
}

// output runs a command and returns what it prints; its error holds what it complains about.
func output(ctx context.Context, dir string, env []string, name string, args ...string) (string, error) {
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), env...)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		return "", fmt.Errorf("%s %s: %w: %s", name, args[0], err, strings.TrimSpace(stderr.String()))
	}
	return string(out), nil
}
