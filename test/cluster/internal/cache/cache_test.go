package cache

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"sync"
	"testing"
)

func TestKey(t *testing.T) {
	if NewKey("ab", "c").String() == NewKey("a", "bc").String() {
		t.Error("strings run together")
	}
	dir := t.TempDir()
	a, b := filepath.Join(dir, "a", "f"), filepath.Join(dir, "b", "f")
	for _, f := range []string{a, b} {
		if err := os.MkdirAll(filepath.Dir(f), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(f, []byte("same"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	key := func(f string) string {
		k := NewKey()
		if err := k.AddFiles(f); err != nil {
			t.Fatal(err)
		}
		return k.String()
	}
	first := key(a)
	if first != key(b) {
		t.Error("the directory is part of the key")
	}
	if err := os.WriteFile(a, []byte("else"), 0o600); err != nil {
		t.Fatal(err)
	}
	if first == key(a) {
		t.Error("the content is not part of the key")
	}
}

func TestEnsureFillsOnce(t *testing.T) {
	t.Setenv(EnvDir, t.TempDir())
	fills := 0 // guarded by the lock under test
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			dir, err := Ensure(t.Context(), "kind", "key", func(_ context.Context, dir string) error {
				fills++
				return os.WriteFile(filepath.Join(dir, "f"), nil, 0o600)
			})
			if err != nil {
				t.Error(err)
			} else if _, err := os.Stat(filepath.Join(dir, "f")); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if fills != 1 {
		t.Errorf("filled %d times", fills)
	}
}

func TestEnsureKeepsNothingOfAFailure(t *testing.T) {
	base := t.TempDir()
	t.Setenv(EnvDir, base)
	failure := errors.New("failure")
	if _, err := Ensure(t.Context(), "kind", "key", func(context.Context, string) error { return failure }); !errors.Is(err, failure) {
		t.Errorf("got %v", err)
	}
	entries, err := os.ReadDir(filepath.Join(base, "kind"))
	if err != nil {
		t.Fatal(err)
	}
	if len(entries) != 0 {
		t.Errorf("left: %v", entries)
	}
}

func TestLock(t *testing.T) {
	t.Setenv(EnvDir, t.TempDir())
	unlock, err := TryLock("name")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := TryLock("name"); !errors.Is(err, ErrLocked) {
		t.Errorf("second lock: %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := Lock(ctx, "name"); !errors.Is(err, context.Canceled) {
		t.Errorf("waiting: %v", err)
	}
	unlock()
	unlock, err = TryLock("name")
	if err != nil {
		t.Fatalf("after unlock: %v", err)
	}
	unlock()
}
