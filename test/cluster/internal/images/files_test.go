package images

import (
	"archive/tar"
	"bytes"
	"errors"
	"io"
	"testing"
)

func TestMerge(t *testing.T) {
	for in, want := range map[string]string{
		"./bin/sh": "usr/bin/sh", "./lib64/ld.so": "usr/lib64/ld.so", "usr/bin/perl": "usr/bin/perl", "./etc/x": "etc/x", "./": "",
	} {
		if got := merge(in); got != want {
			t.Errorf("%s: got %q, want %q", in, got, want)
		}
	}
}

func TestTar(t *testing.T) {
	f := newFiles()
	var archive bytes.Buffer
	w := tar.NewWriter(&archive)
	for _, h := range []tar.Header{
		{Name: "./bin/", Typeflag: tar.TypeDir, Mode: 0o755},
		{Name: "./bin/a", Typeflag: tar.TypeLink, Linkname: "./bin/b"},
		{Name: "./bin/b", Typeflag: tar.TypeReg, Mode: 0o755},
		{Name: "./usr/share/doc/b", Typeflag: tar.TypeReg, Mode: 0o644},
	} {
		if err := w.WriteHeader(&h); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if err := f.read(&archive); err != nil {
		t.Fatal(err)
	}
	first, err := f.tar()
	if err != nil {
		t.Fatal(err)
	}
	if second, err := f.tar(); err != nil || !bytes.Equal(first, second) {
		t.Errorf("not reproducible (%v)", err)
	}
	at := map[string]int{}
	in := tar.NewReader(bytes.NewReader(first))
	for i := 0; ; i++ {
		h, err := in.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		at[h.Name] = i + 1
		if h.Name == "bin" && (h.Typeflag != tar.TypeSymlink || h.Linkname != "usr/bin") {
			t.Errorf("bin: %+v", h)
		}
	}
	if at["usr/bin/b"] == 0 || at["usr/bin/a"] < at["usr/bin/b"] {
		t.Errorf("order: %v", at)
	}
	if at["usr/share/doc/b"] != 0 {
		t.Error("documentation is in")
	}
}
