package archive

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
)

// partial begins the names of what is being written. For a tar file, its own name comes before.
const partial = ".partial-"

// spool is a folder in which the files of a Job are put together.
type spool struct {
	folder string
	files  []File
}

func newSpool(in, prefix string) (*spool, error) {
	folder, err := os.MkdirTemp(in, prefix+"*")
	if err != nil {
		return nil, fmt.Errorf("write: %w", err)
	}
	return &spool{folder: folder}, nil
}

// removeSpools removes what a program that was killed has left.
func removeSpools(in, prefix string) error {
	all, err := os.ReadDir(in)
	for _, each := range all {
		if strings.HasPrefix(each.Name(), prefix) {
			err = errors.Join(err, os.RemoveAll(filepath.Join(in, each.Name())))
		}
	}
	return err //nolint:wrapcheck // names the file
}

// put writes a file to the disk.
func (s *spool) put(name string, content io.Reader) error {
	if !safePath(name) {
		return fmt.Errorf("%q: %w", name, errName)
	}
	digest := sha256.New()
	size, err := s.store(name, io.TeeReader(content, digest))
	if err != nil {
		return fmt.Errorf("write %s: %w", name, err)
	}
	s.files = append(s.files, File{Name: name, Size: size, SHA256: hex.EncodeToString(digest.Sum(nil))})
	return nil
}

func (s *spool) write(name string, text []byte) error {
	file, err := os.OpenFile(filepath.Join(s.folder, name), os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return fmt.Errorf("write: %w", err)
	}
	_, err = file.Write(text)
	return finish(file, err)
}

func (s *spool) store(name string, content io.Reader) (int64, error) {
	target := filepath.Join(s.folder, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(target), 0o700); err != nil {
		return 0, err //nolint:wrapcheck // the caller does
	}
	file, err := os.OpenFile(target, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return 0, err //nolint:wrapcheck // the caller does
	}
	size, err := io.Copy(file, content)
	if err = finish(file, err); err != nil {
		_ = os.Remove(target)
	}
	return size, err
}

// finish brings a file to the disk and closes it.
func finish(file *os.File, err error) error {
	if err == nil {
		err = file.Sync()
	}
	if closing := file.Close(); err == nil {
		err = closing
	}
	return err
}

// syncFolders brings the names in a folder and in those below to the disk.
func (s *spool) syncFolders() error {
	return filepath.WalkDir(s.folder, func(name string, d os.DirEntry, err error) error {
		if err != nil || !d.IsDir() {
			return err
		}
		return syncFolder(name)
	})
}

// remove removes what is left; when it was kept, that is nothing.
func (s *spool) remove() { _ = os.RemoveAll(s.folder) }
