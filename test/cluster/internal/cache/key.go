package cache

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"hash"
	"io"
	"os"
	"path/filepath"
)

// Key is the running hash of everything that an entry depends on.
type Key struct{ h hash.Hash }

// NewKey starts a key with the given strings.
func NewKey(parts ...string) *Key {
	k := &Key{h: sha256.New()}
	return k.Add(parts...)
}

// Add adds strings. Each is framed by its length, so that ("ab","c") and ("a","bc") differ.
func (k *Key) Add(parts ...string) *Key {
	for _, p := range parts {
		_, _ = fmt.Fprintf(k.h, "%d:%s", len(p), p)
	}
	return k
}

// AddFiles adds the names and contents of files. Their directories are not part of the key.
func (k *Key) AddFiles(paths ...string) error {
	for _, path := range paths {
		if err := k.addFile(path); err != nil {
			return fmt.Errorf("cache key: %w", err)
		}
	}
	return nil
}

func (k *Key) addFile(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer func() { _ = f.Close() }()
	info, err := f.Stat()
	if err != nil {
		return err
	}
	k.Add(filepath.Base(path))
	_, _ = fmt.Fprintf(k.h, "%d:", info.Size())
	_, err = io.Copy(k.h, f)
	return err
}

// String returns the key, short enough for a directory's name.
func (k *Key) String() string {
	return hex.EncodeToString(k.h.Sum(nil))[:20]
}
