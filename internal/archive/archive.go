// Package archive keeps what there was of Jobs before they were deleted: in a folder, or in a tar file compressed with gzip. A Job
// is in it whole or not at all, whenever the program or the machine stopped.
//
// A folder has a folder NAMESPACE/NAME_UID_RESOURCEVERSION for each Job, a tar file the same names. Beside the files of the Job
// stands entry.json, written last, with their sizes and digests.
package archive

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"path"
	"strings"
	"time"
)

// ID names a Job in one version.
type ID struct {
	Namespace       string `json:"namespace"`
	Name            string `json:"name"`
	UID             string `json:"uid"`
	ResourceVersion string `json:"resourceVersion"`
}

// folder is where the Job stands in the archive, with slashes.
func (id ID) folder() string {
	return id.Namespace + "/" + id.Name + "_" + id.UID + "_" + id.ResourceVersion
}

// validate keeps a name from the cluster from leading out of the archive.
func (id ID) validate() error {
	for _, part := range []string{id.Namespace, id.Name, id.UID, id.ResourceVersion} {
		if !safe(part) {
			return fmt.Errorf("%q: %w", part, errName)
		}
	}
	return nil
}

// Entry is a Job in an archive.
type Entry struct {
	ID

	At    time.Time         `json:"archivedAt"`
	About map[string]string `json:"about,omitempty"` // what is told of it in a list
	Files []File            `json:"files"`

	Broken error `json:"-"` // why it is not whole, nil if it is
	offset int64 // in a tar file
}

// File is one file of a Job. Its name has slashes.
type File struct {
	Name   string `json:"name"`
	Size   int64  `json:"size"`
	SHA256 string `json:"sha256"` // hexadecimal
}

// record is the name of the file that says that a Job is whole, and what it has.
const record = "entry.json"

var (
	errName    = errors.New("cannot be the name of a file in an archive")
	errForeign = errors.New("is no archive of kubectl job")
	errLocked  = errors.New("another cleanup writes to it")
)

// safe tells whether a name is one part of a path and no more.
func safe(name string) bool {
	return name != "" && name != "." && name != ".." && !strings.HasPrefix(name, partial) && !strings.ContainsAny(name, "/\\\x00:")
}

func safePath(name string) bool {
	for part := range strings.SplitSeq(name, "/") {
		if !safe(part) {
			return false
		}
	}
	return name != record
}

// Put adds a file to the Job that is being written.
type Put func(name string, content io.Reader) error

// Writer writes an archive. It is safe for concurrent use.
type Writer struct{ store }

// store is one of the two forms.
type store interface {
	has(id ID) bool
	// spool is where files are put together.
	spool() (*spool, error)
	// keep takes over what was put together, and returns when it is on the disk.
	keep(s *spool, e Entry) error
	close() error
}

// Create opens an archive for writing, or makes it: a tar file if the path ends in .tar.gz or .tgz, else a folder. What an earlier
// run left unfinished is removed, what is whole stays.
func Create(ctx context.Context, name string) (*Writer, error) {
	var s store
	var err error
	if isTar(name) {
		s, err = createTar(ctx, name)
	} else {
		s, err = createFolder(name)
	}
	if err != nil {
		return nil, fmt.Errorf("archive %s: %w", name, err)
	}
	return &Writer{s}, nil
}

func isTar(name string) bool {
	return strings.HasSuffix(name, ".tar.gz") || strings.HasSuffix(name, ".tgz")
}

// Has tells whether a Job is there, whole and in this version.
func (w *Writer) Has(id ID) bool { return w.has(id) }

// Add writes a Job: fill puts its files. When it returns nil, all of it is on the disk; else nothing of it stays. at and about come
// to stand in its record.
func (w *Writer) Add(ctx context.Context, id ID, at time.Time, about map[string]string, fill func(ctx context.Context, put Put) error) error {
	if err := id.validate(); err != nil {
		return err
	}
	s, err := w.spool()
	if err != nil {
		return err
	}
	defer s.remove()
	if err := fill(ctx, s.put); err != nil {
		return err
	}
	if err := ctx.Err(); err != nil {
		return context.Cause(ctx)
	}
	e := Entry{ID: id, At: at.UTC(), About: about, Files: s.files}
	text, err := json.MarshalIndent(e, "", "  ")
	if err != nil {
		return fmt.Errorf("%s: %w", record, err)
	}
	if err := s.write(record, append(text, '\n')); err != nil {
		return err
	}
	return w.keep(s, e)
}

// Close ends the writing.
func (w *Writer) Close() error { return w.close() }

// Reader reads an archive.
type Reader struct {
	name    string
	entries []Entry
	open    func(e Entry, file string) (io.ReadCloser, error)
}

// Open reads what an archive has, and compares all of it with its digests.
func Open(ctx context.Context, name string) (*Reader, error) {
	open := openFolder
	if isTar(name) {
		open = openTar
	}
	r, err := open(ctx, name)
	if err != nil {
		return nil, fmt.Errorf("archive %s: %w", name, err)
	}
	return r, nil
}

// Entries are the Jobs, in the order of their namespaces and names.
func (r *Reader) Entries() []Entry { return r.entries }

// File opens a file of a Job.
func (r *Reader) File(e Entry, name string) (io.ReadCloser, error) {
	if !safePath(name) {
		return nil, fmt.Errorf("%q: %w", name, errName)
	}
	f, err := r.open(e, name)
	if err != nil {
		return nil, fmt.Errorf("archive %s: %s: %w", r.name, path.Join(e.folder(), name), err)
	}
	return f, nil
}

// parseRecord reads a record, and checks that it belongs where it stands.
func parseRecord(text []byte, folder string) (Entry, error) {
	var e Entry
	if err := json.Unmarshal(text, &e); err != nil {
		return e, fmt.Errorf("%s: %w", record, err)
	}
	if err := e.validate(); err != nil {
		return e, fmt.Errorf("%s: %w", record, err)
	}
	if e.folder() != folder {
		return e, fmt.Errorf("%s is about %s, and stands in %s", record, e.folder(), folder)
	}
	for _, f := range e.Files {
		if !safePath(f.Name) {
			return e, fmt.Errorf("%s: %q: %w", record, f.Name, errName)
		}
	}
	return e, nil
}

// compare says how the files that were found differ from those of the record.
func (e Entry) compare(found map[string]File) error {
	for _, want := range e.Files {
		got, there := found[want.Name]
		switch {
		case !there:
			return fmt.Errorf("%s is missing", want.Name)
		case got != want:
			return fmt.Errorf("%s has %d bytes with the digest %.12s, expected %d with %.12s", want.Name, got.Size, got.SHA256, want.Size, want.SHA256)
		}
	}
	return nil
}
