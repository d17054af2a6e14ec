package images

import (
	"archive/tar"
	"bytes"
	"errors"
	"fmt"
	"io"
	"maps"
	"path"
	"slices"
	"strings"
	"time"
)

// files is a file system in the making: entries by path, without a leading slash.
type files map[string]entry

type entry struct {
	kind    byte // a tar type flag
	mode    int64
	target  string // of a link
	content []byte
}

// usrMerged are the directories that are links into /usr, as in today's Debian.
var usrMerged = []string{"bin", "sbin", "lib", "lib64"}

func newFiles() files {
	f := files{}
	for _, d := range usrMerged {
		f["usr/"+d] = entry{kind: tar.TypeDir, mode: 0o755}
		f[d] = entry{kind: tar.TypeSymlink, mode: 0o777, target: "usr/" + d}
	}
	for _, d := range []string{"etc", "root", "usr", "var"} {
		f[d] = entry{kind: tar.TypeDir, mode: 0o755}
	}
	for _, d := range []string{"tmp", "var/tmp"} {
		f[d] = entry{kind: tar.TypeDir, mode: 0o1777}
	}
	f.add("etc/passwd", 0o644, []byte("root:x:0:0:root:/root:/bin/sh\nnobody:x:65534:65534:nobody:/nonexistent:/bin/false\n"))
	f.add("etc/group", 0o644, []byte("root:x:0:\nnogroup:x:65534:\n"))
	return f
}

func (f files) add(name string, mode int64, content []byte) {
	f[name] = entry{kind: tar.TypeReg, mode: mode, content: content}
}

func (f files) link(name, target string) {
	f[name] = entry{kind: tar.TypeSymlink, mode: 0o777, target: target}
}

// merge moves a path to where it is in a merged /usr.
func merge(name string) string {
	name = strings.TrimPrefix(path.Clean("/"+name), "/")
	first, _, _ := strings.Cut(name, "/")
	if slices.Contains(usrMerged, first) {
		return "usr/" + name
	}
	return name
}

// unneeded are directories that no container reads.
var unneeded = []string{"usr/share/doc", "usr/share/man", "usr/share/lintian", "usr/share/locale"}

// read adds the files of a tar archive, as a Debian package has them.
func (f files) read(r io.Reader) error {
	in := tar.NewReader(r)
	for {
		h, err := in.Next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("archive: %w", err)
		}
		name := merge(h.Name)
		if name == "" || slices.ContainsFunc(unneeded, func(d string) bool { return name == d || strings.HasPrefix(name, d+"/") }) {
			continue
		}
		e := entry{kind: h.Typeflag, mode: h.Mode, target: h.Linkname}
		switch h.Typeflag {
		case tar.TypeDir:
		case tar.TypeReg:
			if e.content, err = io.ReadAll(in); err != nil {
				return fmt.Errorf("%s: %w", name, err)
			}
		case tar.TypeSymlink:
		case tar.TypeLink:
			e.target = merge(h.Linkname)
		default:
			continue // devices and such
		}
		if old, ok := f[name]; ok && old.kind == tar.TypeSymlink && e.kind == tar.TypeDir {
			continue
		}
		f[name] = e
	}
}

// tar returns the archive; the same files give the same bytes. Links come after what they link to.
func (f files) tar() ([]byte, error) {
	var buf bytes.Buffer
	out := tar.NewWriter(&buf)
	names := slices.SortedFunc(maps.Keys(f), func(a, b string) int {
		if x, y := f[a].kind == tar.TypeLink, f[b].kind == tar.TypeLink; x != y {
			if x {
				return 1
			}
			return -1
		}
		return strings.Compare(a, b)
	})
	for _, name := range names {
		e := f[name]
		h := &tar.Header{
			Typeflag: e.kind, Name: name, Mode: e.mode, Linkname: e.target,
			Size: int64(len(e.content)), ModTime: time.Unix(0, 0), Format: tar.FormatPAX,
		}
		if e.kind == tar.TypeDir {
			h.Name += "/"
		}
		if err := out.WriteHeader(h); err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		if _, err := out.Write(e.content); err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
	}
	if err := out.Close(); err != nil {
		return nil, fmt.Errorf("archive: %w", err)
	}
	return buf.Bytes(), nil
}
