package archive

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"sync"
	"time"
)

// The tar file is a row of gzip members: a header, one for each Job, and the two empty blocks that end a tar file. gzip and tar read
// them as one file. So a Job can be added to what is there, and what was cut off is known by its member.

// header is the name of the first file: it tells our archives from other files.
const header = "kubectl-job-archive"

type tarball struct {
	file *os.File

	mu    sync.Mutex
	there map[ID]bool
	end   int64 // of what is whole
}

func createTar(ctx context.Context, name string) (store, error) {
	file, err := os.OpenFile(name, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, err //nolint:wrapcheck // the caller does
	}
	t := &tarball{file: file, there: map[ID]bool{}}
	if err = lock(file); err == nil {
		err = t.resume(ctx)
	}
	if err == nil {
		err = removeSpools(spoolOf(name))
	}
	if err != nil {
		return nil, errors.Join(err, file.Close())
	}
	return t, nil
}

// resume finds out what is whole, and cuts off the rest.
func (t *tarball) resume(ctx context.Context) error {
	begin := headerMember()
	entries, end, err := scan(ctx, t.file)
	if err != nil {
		return err
	}
	if end == 0 { // nothing but a part of the header may be there
		there, err := io.ReadAll(io.LimitReader(io.NewSectionReader(t.file, 0, 1<<20), int64(len(begin))+1))
		if err != nil {
			return err //nolint:wrapcheck // the caller does
		}
		if !bytes.HasPrefix(begin, there) {
			return errForeign
		}
		if _, err := t.file.WriteAt(begin, 0); err != nil {
			return err //nolint:wrapcheck // the caller does
		}
		end = int64(len(begin))
	}
	for _, e := range entries {
		if e.Broken == nil {
			t.there[e.ID] = true
		}
	}
	t.end = end
	if err := t.file.Truncate(end); err != nil {
		return err //nolint:wrapcheck // the caller does
	}
	if err := t.file.Sync(); err != nil {
		return err //nolint:wrapcheck // the caller does
	}
	return syncFolder(filepath.Dir(t.file.Name()))
}

func headerMember() []byte {
	return member(func(w *tar.Writer) error {
		return w.WriteHeader(&tar.Header{Name: header, Mode: 0o600, Typeflag: tar.TypeReg, Format: tar.FormatPAX})
	})
}

// member compresses what is written, without the end of a tar file. It is for what fits into memory.
func member(write func(*tar.Writer) error) []byte {
	var text bytes.Buffer
	packed := gzip.NewWriter(&text)
	w := tar.NewWriter(packed)
	if err := errors.Join(write(w), w.Flush(), packed.Close()); err != nil {
		panic(err) // a buffer takes everything
	}
	return text.Bytes()
}

func (t *tarball) has(id ID) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.there[id]
}

// spool is beside the file: there is room, and others are kept from reading it as they are from the file.
func (t *tarball) spool() (*spool, error) { return newSpool(spoolOf(t.file.Name())) }

func spoolOf(name string) (folder, prefix string) {
	return filepath.Dir(name), "." + filepath.Base(name) + partial
}

func (t *tarball) keep(s *spool, e Entry) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	err := t.append(s, e)
	if err != nil {
		return errors.Join(fmt.Errorf("write: %w", err), t.file.Truncate(t.end))
	}
	end, err := t.file.Seek(0, io.SeekCurrent)
	if err != nil {
		return fmt.Errorf("write: %w", err)
	}
	t.end = end
	t.there[e.ID] = true
	return nil
}

func (t *tarball) append(s *spool, e Entry) error {
	if _, err := t.file.Seek(t.end, io.SeekStart); err != nil {
		return err //nolint:wrapcheck // the caller does
	}
	packed := gzip.NewWriter(t.file)
	w := tar.NewWriter(packed)
	names := []string{}
	for _, f := range e.Files {
		names = append(names, f.Name)
	}
	for _, name := range append(names, record) {
		if err := addFile(w, filepath.Join(s.folder, filepath.FromSlash(name)), e.folder()+"/"+name, e.At); err != nil {
			return err
		}
	}
	return errors.Join(w.Flush(), packed.Close(), t.file.Sync())
}

func addFile(w *tar.Writer, from, name string, at time.Time) error {
	file, err := os.Open(from)
	if err != nil {
		return err //nolint:wrapcheck // names the file
	}
	defer func() { _ = file.Close() }()
	info, err := file.Stat()
	if err != nil {
		return err //nolint:wrapcheck // names the file
	}
	if err := w.WriteHeader(&tar.Header{Name: name, Mode: 0o600, Size: info.Size(), ModTime: at, Typeflag: tar.TypeReg, Format: tar.FormatPAX}); err != nil {
		return err //nolint:wrapcheck // names the file
	}
	_, err = io.Copy(w, file)
	return err //nolint:wrapcheck // names the file
}

func (t *tarball) close() error {
	t.mu.Lock()
	defer t.mu.Unlock()
	var text bytes.Buffer
	packed := gzip.NewWriter(&text)
	_, err := packed.Write(make([]byte, 1024))
	if err == nil {
		err = packed.Close()
	}
	if err == nil {
		_, err = t.file.WriteAt(text.Bytes(), t.end)
	}
	if err = finish(t.file, err); err != nil {
		return fmt.Errorf("archive %s: %w", t.file.Name(), err)
	}
	return nil
}

// counting counts what was read. gzip reads no byte too much from it, as it is an io.ByteReader.
type counting struct {
	from io.ReaderAt
	at   int64
	page []byte
	base int64
}

func (c *counting) fill() error {
	if c.at >= c.base && c.at < c.base+int64(len(c.page)) {
		return nil
	}
	if cap(c.page) == 0 {
		c.page = make([]byte, 64<<10)
	}
	n, err := c.from.ReadAt(c.page[:cap(c.page)], c.at)
	c.page, c.base = c.page[:n], c.at
	if n > 0 {
		return nil
	}
	return err
}

func (c *counting) ReadByte() (byte, error) {
	if err := c.fill(); err != nil {
		return 0, err
	}
	b := c.page[c.at-c.base]
	c.at++
	return b, nil
}

func (c *counting) Read(p []byte) (int, error) {
	if err := c.fill(); err != nil {
		return 0, err
	}
	n := copy(p, c.page[c.at-c.base:])
	c.at += int64(n)
	return n, nil
}

// scan reads all members, and compares the files with their digests. end is where what is whole ends, 0 if there is no header. What
// was cut off at the end is no error; what is damaged before is.
func scan(ctx context.Context, from io.ReaderAt) (entries []Entry, end int64, err error) {
	in := &counting{from: from}
	packed := &gzip.Reader{}
	for ctx.Err() == nil {
		begin := in.at
		var m content
		if err = packed.Reset(in); err == nil {
			packed.Multistream(false)
			m, err = readMember(packed)
		} else if errors.Is(err, io.EOF) {
			return entries, end, nil
		}
		switch ours := begin > 0 || err == nil && m.first == header; {
		case errors.Is(err, io.ErrUnexpectedEOF), !ours:
			return entries, end, nil
		case err != nil:
			return nil, 0, fmt.Errorf("is damaged at byte %d: %w", begin, err)
		case begin == 0:
			end = in.at
		case m.entry != nil:
			m.entry.offset, end = begin, in.at
			entries = append(entries, *m.entry)
		}
	}
	return nil, 0, context.Cause(ctx)
}

// content is what a member has.
type content struct {
	first string // the name of its first file
	entry *Entry // nil for the header and the end
}

// maxRecord is how large a record may be, in bytes.
const maxRecord = 16 << 20

func readMember(packed io.Reader) (content, error) {
	var c content
	found := map[string]File{}
	in := tar.NewReader(packed)
	for {
		h, err := in.Next()
		if errors.Is(err, io.EOF) {
			_, err = io.Copy(io.Discard, packed) // to the checksum
			return c, err
		}
		if err != nil {
			return c, err //nolint:wrapcheck // the caller does
		}
		if c.first == "" {
			c.first = h.Name
		}
		folder, name := split(h.Name)
		if name == record {
			text, err := io.ReadAll(io.LimitReader(in, maxRecord))
			if err != nil {
				return c, err //nolint:wrapcheck // the caller does
			}
			c.entry = entryOf(text, folder, found)
			continue
		}
		hash := sha256.New()
		size, err := io.Copy(hash, in)
		if err != nil {
			return c, err //nolint:wrapcheck // the caller does
		}
		found[name] = File{name, size, hex.EncodeToString(hash.Sum(nil))}
	}
}

func entryOf(text []byte, folder string, found map[string]File) *Entry {
	e, err := parseRecord(text, folder)
	if err != nil {
		e = unknown(folder, err)
		return &e
	}
	e.Broken = e.compare(found)
	return &e
}

// split takes NAMESPACE/JOB/ off a name.
func split(name string) (folder, file string) {
	slashes := 0
	for i := range len(name) {
		if name[i] == '/' {
			if slashes++; slashes == 2 {
				return name[:i], name[i+1:]
			}
		}
	}
	return "", name
}

func openTar(ctx context.Context, name string) (*Reader, error) {
	file, err := os.Open(name)
	if err != nil {
		return nil, err //nolint:wrapcheck // the caller does
	}
	defer func() { _ = file.Close() }()
	r := &Reader{name: name, open: func(e Entry, wanted string) (io.ReadCloser, error) { return openInTar(name, e, wanted) }}
	var end int64
	if r.entries, end, err = scan(ctx, file); err != nil {
		return nil, err
	}
	if end == 0 {
		return nil, errForeign
	}
	sortEntries(r.entries)
	return r, nil
}

func openInTar(name string, e Entry, wanted string) (io.ReadCloser, error) {
	file, err := os.Open(name)
	if err != nil {
		return nil, err //nolint:wrapcheck // the caller does
	}
	packed, err := gzip.NewReader(io.NewSectionReader(file, e.offset, 1<<62))
	if err != nil {
		return nil, errors.Join(err, file.Close())
	}
	packed.Multistream(false)
	in := tar.NewReader(packed)
	for {
		h, err := in.Next()
		if err != nil {
			return nil, errors.Join(err, file.Close())
		}
		if h.Name == e.folder()+"/"+wanted {
			return struct {
				io.Reader
				io.Closer
			}{in, file}, nil
		}
	}
}
