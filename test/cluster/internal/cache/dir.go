// Package cache keeps what is expensive to make (binaries, images) in a directory of the user, by content.
package cache

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
)

// EnvDir names the environment variable that moves the cache elsewhere.
const EnvDir = "KUBECTL_JOB_TEST_CACHE"

// Dir returns the cache directory and creates it if needed.
func Dir() (string, error) {
	dir := os.Getenv(EnvDir)
	if dir == "" {
		base, err := os.UserCacheDir()
		if err != nil {
			// No home directory, as in some containers.
			base = filepath.Join(os.TempDir(), fmt.Sprintf("cache-%d", os.Getuid()))
		}
		dir = filepath.Join(base, "kubectl-job-test")
	}
	dir, err := filepath.Abs(dir)
	if err != nil {
		return "", fmt.Errorf("cache directory: %w", err)
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return "", fmt.Errorf("cache directory: %w", err)
	}
	return dir, nil
}

// Path returns where the entry of a kind and key is, or would be.
func Path(kind, key string) (string, error) {
	dir, err := Dir()
	if err != nil {
		return "", err
	}
	return filepath.Join(dir, kind, key), nil
}

// Ensure returns the directory of an entry. If it is not there yet, fill makes it in a temporary
// directory beside it, which then is renamed: an entry is either complete or absent. Processes that
// want the same kind of entry at the same time wait for each other.
func Ensure(ctx context.Context, kind, key string, fill func(ctx context.Context, dir string) error) (string, error) {
	dst, err := Path(kind, key)
	if err != nil {
		return "", err
	}
	if exists(dst) {
		return dst, nil
	}
	unlock, err := Lock(ctx, kind)
	if err != nil {
		return "", err
	}
	defer unlock()
	if exists(dst) {
		return dst, nil
	}
	if err := os.MkdirAll(filepath.Dir(dst), 0o700); err != nil {
		return "", fmt.Errorf("cache entry %s: %w", kind, err)
	}
	tmp, err := os.MkdirTemp(filepath.Dir(dst), ".tmp-")
	if err != nil {
		return "", fmt.Errorf("cache entry %s: %w", kind, err)
	}
	defer func() { _ = os.RemoveAll(tmp) }()
	if err := fill(ctx, tmp); err != nil {
		return "", err
	}
	if err := os.Chmod(tmp, 0o755); err != nil {
		return "", fmt.Errorf("cache entry %s: %w", kind, err)
	}
	if err := os.Rename(tmp, dst); err != nil {
		return "", fmt.Errorf("cache entry %s: %w", kind, err)
	}
	return dst, nil
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}
