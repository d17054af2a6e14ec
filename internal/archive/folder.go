package archive

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
)

// folder is an archive in a folder.
type folder struct {
	name   string
	unlock func() error
}

func createFolder(name string) (store, error) {
	if err := os.MkdirAll(name, 0o700); err != nil {
		return nil, err //nolint:wrapcheck // the caller does
	}
	lockFile, err := os.OpenFile(filepath.Join(name, ".lock"), os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, err //nolint:wrapcheck // the caller does
	}
	if err := lock(lockFile); err != nil {
		return nil, errors.Join(err, lockFile.Close())
	}
	f := &folder{name: name, unlock: lockFile.Close}
	if err := removeSpools(name, partial); err != nil {
		return nil, errors.Join(err, f.unlock())
	}
	return f, nil
}

func (f *folder) path(id ID) string { return filepath.Join(f.name, filepath.FromSlash(id.folder())) }

func (f *folder) has(id ID) bool {
	_, err := os.Stat(filepath.Join(f.path(id), record))
	return err == nil && id.validate() == nil
}

func (f *folder) spool() (*spool, error) { return newSpool(f.name, partial) }

func (f *folder) keep(s *spool, e Entry) error {
	if err := s.syncFolders(); err != nil {
		return fmt.Errorf("write: %w", err)
	}
	target := f.path(e.ID)
	namespace := filepath.Dir(target)
	if err := os.MkdirAll(namespace, 0o700); err != nil {
		return fmt.Errorf("write: %w", err)
	}
	if err := os.Rename(s.folder, target); err != nil && !f.has(e.ID) {
		return fmt.Errorf("write: %w", err)
	}
	if err := errors.Join(syncFolder(namespace), syncFolder(f.name)); err != nil {
		return fmt.Errorf("write: %w", err)
	}
	return nil
}

func (f *folder) close() error { return f.unlock() }

func openFolder(ctx context.Context, name string) (*Reader, error) {
	r := &Reader{name: name, open: func(e Entry, file string) (io.ReadCloser, error) {
		return os.Open(filepath.Join(name, filepath.FromSlash(e.folder()), filepath.FromSlash(file)))
	}}
	root := os.DirFS(name)
	records, err := fs.Glob(root, "*/*/"+record)
	if err == nil && len(records) == 0 {
		if _, err = os.Stat(name); err == nil {
			err = errForeign
		}
	}
	if err != nil {
		return nil, err //nolint:wrapcheck // the caller does
	}
	for _, each := range records {
		if ctx.Err() != nil {
			return nil, context.Cause(ctx)
		}
		at := path.Dir(each)
		r.entries = append(r.entries, readEntry(filepath.Join(name, filepath.FromSlash(at)), at))
	}
	sortEntries(r.entries)
	return r, nil
}

func readEntry(folder, at string) Entry {
	text, err := os.ReadFile(filepath.Join(folder, record))
	if err != nil {
		return unknown(at, err)
	}
	e, err := parseRecord(text, at)
	if err != nil {
		return unknown(at, err)
	}
	found := map[string]File{}
	for _, f := range e.Files {
		got, err := digest(filepath.Join(folder, filepath.FromSlash(f.Name)), f.Name)
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			e.Broken = err
			return e
		}
		if err == nil {
			found[f.Name] = got
		}
	}
	e.Broken = e.compare(found)
	return e
}

// unknown is a Job of which no more is known than where it stands.
func unknown(at string, why error) Entry {
	namespace, rest, _ := strings.Cut(at, "/")
	name, _, _ := strings.Cut(rest, "_")
	return Entry{ID: ID{Namespace: namespace, Name: name}, Broken: why}
}

func digest(path, name string) (File, error) {
	file, err := os.Open(path)
	if err != nil {
		return File{}, err //nolint:wrapcheck // names the file
	}
	defer func() { _ = file.Close() }()
	hash := sha256.New()
	size, err := io.Copy(hash, file)
	return File{name, size, hex.EncodeToString(hash.Sum(nil))}, err
}

func sortEntries(list []Entry) {
	slices.SortStableFunc(list, func(a, b Entry) int {
		return cmp.Or(cmp.Compare(a.Namespace, b.Namespace), cmp.Compare(a.Name, b.Name), a.At.Compare(b.At))
	})
}
