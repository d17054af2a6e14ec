package archive_test

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/kubectl-job/kubectl-job/internal/archive"
)

var at = time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)

func id(name string) archive.ID {
	return archive.ID{Namespace: "n", Name: name, UID: "uid-" + name, ResourceVersion: "7"}
}

func logOf(name string) string { return strings.Repeat("log of "+name+"\n", 50) }

func add(w *archive.Writer, i archive.ID) error {
	return w.Add(context.Background(), i, at, map[string]string{"status": "Complete"}, func(_ context.Context, put archive.Put) error {
		return errors.Join(put("job.yaml", strings.NewReader("name: "+i.Name+"\n")), put("logs/"+i.Name+"/main.log", strings.NewReader(logOf(i.Name))))
	})
}

func create(t *testing.T, path string) *archive.Writer {
	t.Helper()
	w, err := archive.Create(context.Background(), path)
	if err != nil {
		t.Fatal(err)
	}
	return w
}

func closing(t *testing.T, w *archive.Writer) {
	t.Helper()
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
}

// whole reads an archive and demands that each Job in it is as it was written.
func whole(t *testing.T, path string) []string {
	t.Helper()
	r, err := archive.Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, e := range r.Entries() {
		names = append(names, e.Name)
		if e.Broken != nil || !e.At.Equal(at) || e.About["status"] != "Complete" || e.ID != id(e.Name) {
			t.Fatalf("%s: %+v", path, e)
		}
		file, err := r.File(e, "logs/"+e.Name+"/main.log")
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(file)
		if err != nil || string(text) != logOf(e.Name) || file.Close() != nil {
			t.Fatalf("%s: the log of %s is %q, %v", path, e.Name, text, err)
		}
	}
	return names
}

func forms() []string { return []string{"folder", "file.tar.gz", "file.tgz"} }

func TestRoundTrip(t *testing.T) {
	for _, form := range forms() {
		t.Run(form, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), form)
			w := create(t, path)
			var all sync.WaitGroup
			var want []string
			for i := range 20 {
				name := fmt.Sprintf("job-%02d", i)
				want = append(want, name)
				all.Go(func() {
					if err := add(w, id(name)); err != nil {
						t.Error(err)
					}
				})
			}
			all.Wait()
			closing(t, w)
			if diff := cmp.Diff(want, whole(t, path)); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}

			// Another day.
			w = create(t, path)
			other := id("job-03")
			other.ResourceVersion = "8"
			if !w.Has(id("job-03")) || w.Has(other) || w.Has(id("job-99")) {
				t.Error("it does not know what it has")
			}
			if err := add(w, id("later")); err != nil {
				t.Fatal(err)
			}
			closing(t, w)
			if diff := cmp.Diff(append(want, "later"), whole(t, path)); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
}

var errFill = errors.New("no permission")

func TestNothingStaysOfWhatFails(t *testing.T) {
	for _, form := range forms() {
		t.Run(form, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), form)
			w := create(t, path)
			err := w.Add(t.Context(), id("a"), at, nil, func(_ context.Context, put archive.Put) error {
				if err := put("job.yaml", strings.NewReader("text")); err != nil {
					t.Error(err)
				}
				return errFill
			})
			if !errors.Is(err, errFill) || w.Has(id("a")) {
				t.Errorf("error %v", err)
			}
			ctx, cancel := context.WithCancel(t.Context())
			err = w.Add(ctx, id("b"), at, nil, func(context.Context, archive.Put) error { cancel(); return nil })
			if !errors.Is(err, context.Canceled) || w.Has(id("b")) {
				t.Errorf("error %v", err)
			}
			if err := add(w, id("c")); err != nil {
				t.Fatal(err)
			}
			closing(t, w)
			if diff := cmp.Diff([]string{"c"}, whole(t, path)); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
			if left, _ := filepath.Glob(filepath.Join(path, ".partial-*")); len(left) > 0 {
				t.Errorf("left: %v", left)
			}
		})
	}
}

func TestNamesThatLeadElsewhere(t *testing.T) {
	for _, form := range forms() {
		t.Run(form, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), form)
			w := create(t, path)
			for _, name := range []string{"", ".", "..", "../x", "a/b", `a\b`, "c:", ".partial-x", "a\x00"} {
				if err := add(w, id(name)); name != "" && err == nil {
					t.Errorf("the Job %q was taken", name)
				}
				err := w.Add(t.Context(), id("a"), at, nil, func(_ context.Context, put archive.Put) error { return put(name, strings.NewReader("x")) })
				if name != "a/b" && err == nil {
					t.Errorf("the file %q was taken", name)
				}
			}
			err := w.Add(t.Context(), id("a"), at, nil, func(_ context.Context, put archive.Put) error { return put("entry.json", strings.NewReader("x")) })
			if err == nil {
				t.Error("the file entry.json was taken")
			}
			closing(t, w)
		})
	}
}

func TestOneWriterAtATime(t *testing.T) {
	for _, form := range forms() {
		t.Run(form, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), form)
			w := create(t, path)
			if _, err := archive.Create(context.Background(), path); err == nil || !strings.Contains(err.Error(), "another cleanup writes to it") {
				t.Errorf("error %v", err)
			}
			closing(t, w)
			closing(t, create(t, path))
		})
	}
}

// The machine stops after any byte of a tar file was written.
func TestCutAnywhere(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.tar.gz")
	w := create(t, path)
	var ends []int64
	for _, name := range []string{"a", "b", "c"} {
		if err := add(w, id(name)); err != nil {
			t.Fatal(err)
		}
		info, err := os.Stat(path)
		if err != nil {
			t.Fatal(err)
		}
		ends = append(ends, info.Size())
	}
	closing(t, w)
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for cut := range len(text) + 1 {
		var want []string
		for i, end := range ends {
			if int64(cut) >= end {
				want = append(want, string(rune('a'+i)))
			}
		}
		part := filepath.Join(t.TempDir(), "part.tar.gz")
		if err := os.WriteFile(part, text[:cut], 0o600); err != nil {
			t.Fatal(err)
		}
		w := create(t, part)
		for _, name := range want {
			if !w.Has(id(name)) {
				t.Fatalf("cut at %d of %d: %s is gone", cut, len(text), name)
			}
		}
		if cut%10 == 0 || len(want) > 0 && int64(cut) == ends[len(want)-1] { // each takes some waits for the disk
			if err := add(w, id("z")); err != nil {
				t.Fatal(err)
			}
			want = append(want, "z")
		}
		closing(t, w)
		if diff := cmp.Diff(want, whole(t, part)); diff != "" {
			t.Fatalf("cut at %d of %d: -want +got:\n%s", cut, len(text), diff)
		}
	}
}

// tar reads an archive that was closed, and one that is still being written.
func TestTarReadsIt(t *testing.T) {
	program, err := exec.LookPath("tar")
	if err != nil {
		t.Skip("there is no tar here")
	}
	path := filepath.Join(t.TempDir(), "a.tar.gz")
	w := create(t, path)
	for _, name := range []string{"a", "b"} {
		if err := add(w, id(name)); err != nil {
			t.Fatal(err)
		}
	}
	const want = "kubectl-job-archive\nn/a_uid-a_7/job.yaml\nn/a_uid-a_7/logs/a/main.log\nn/a_uid-a_7/entry.json\nn/b_uid-b_7/job.yaml\nn/b_uid-b_7/logs/b/main.log\nn/b_uid-b_7/entry.json\n"
	list := func() {
		out, err := exec.Command(program, "tzf", path).CombinedOutput()
		if err != nil || string(out) != want {
			t.Errorf("tar: %v\n%s", err, out)
		}
	}
	list()
	closing(t, w)
	list()
}

// What a program that was killed has left half-written is removed, and nothing else. The names are no patterns.
func TestLeftovers(t *testing.T) {
	for form, spool := range map[string]string{"kept[1]": ".partial-", "kept[1].tgz": "../.kept[1].tgz.partial-"} {
		t.Run(form, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), form)
			w := create(t, path)
			if err := add(w, id("a")); err != nil {
				t.Fatal(err)
			}
			closing(t, w)
			left, mine := filepath.Join(path, spool+"123"), filepath.Join(filepath.Dir(path), "notes.txt")
			if err := errors.Join(os.MkdirAll(filepath.Join(left, "logs"), 0o700), os.WriteFile(mine, []byte("mine"), 0o600)); err != nil {
				t.Fatal(err)
			}
			w = create(t, path)
			if _, err := os.Stat(left); !errors.Is(err, os.ErrNotExist) {
				t.Errorf("what was left half-written is still there: %v", err)
			}
			var while []string
			err := w.Add(t.Context(), id("b"), at, nil, func(context.Context, archive.Put) error {
				var err error
				while, err = filepath.Glob(strings.NewReplacer("[", `\[`, "]", `\]`).Replace(filepath.Join(path, spool)) + "*")
				return errors.Join(err, errors.New("no"))
			})
			if len(while) != 1 {
				t.Errorf("while it is written, there is %v: %v", while, err)
			}
			closing(t, w)
			if text, err := os.ReadFile(mine); err != nil || string(text) != "mine" {
				t.Errorf("the notes: %q, %v", text, err)
			}
			if diff := cmp.Diff([]string{"a"}, whole(t, path)); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
}

func TestDamageIsFound(t *testing.T) {
	for _, form := range forms() {
		t.Run(form, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), form)
			w := create(t, path)
			if err := errors.Join(add(w, id("a")), add(w, id("b"))); err != nil {
				t.Fatal(err)
			}
			closing(t, w)
			if info, err := os.Stat(path); err == nil && info.IsDir() {
				file := filepath.Join(path, "n", "a_uid-a_7", "job.yaml")
				if err := os.WriteFile(file, []byte("name: x\n"), 0o600); err != nil {
					t.Fatal(err)
				}
				r, err := archive.Open(t.Context(), path)
				if err != nil {
					t.Fatal(err)
				}
				broken := r.Entries()[0].Broken
				if broken == nil || !strings.HasPrefix(broken.Error(), "job.yaml has 8 bytes with the digest ") || r.Entries()[1].Broken != nil {
					t.Errorf("broken: %v", broken)
				}
				return
			}
			text, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			text[len(text)/3] ^= 0x55 // in the first Job
			if err := os.WriteFile(path, text, 0o600); err != nil {
				t.Fatal(err)
			}
			for name, err := range map[string]error{"open": second(archive.Open(t.Context(), path)), "create": second(archive.Create(context.Background(), path))} {
				if err == nil || !strings.Contains(err.Error(), "is damaged at byte ") {
					t.Errorf("%s: %v", name, err)
				}
			}
			if after, err := os.ReadFile(path); err != nil || !bytes.Equal(after, text) {
				t.Errorf("the file was changed: %v", err)
			}
		})
	}
}

func second[T any](_ T, err error) error { return err }

func TestForeignFiles(t *testing.T) {
	var packed bytes.Buffer
	z := gzip.NewWriter(&packed)
	w := tar.NewWriter(z)
	if err := errors.Join(w.WriteHeader(&tar.Header{Name: "holiday.jpg", Size: 1, Mode: 0o600})); err != nil {
		t.Fatal(err)
	}
	if _, err := w.Write([]byte("x")); err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(w.Close(), z.Close()); err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string][]byte{"text": []byte("dear diary"), "tar": packed.Bytes()} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "mine.tgz")
			if err := os.WriteFile(path, text, 0o600); err != nil {
				t.Fatal(err)
			}
			for what, err := range map[string]error{"open": second(archive.Open(t.Context(), path)), "create": second(archive.Create(context.Background(), path))} {
				if err == nil || !strings.Contains(err.Error(), "is no archive of kubectl job") {
					t.Errorf("%s: %v", what, err)
				}
			}
			if after, err := os.ReadFile(path); err != nil || !bytes.Equal(after, text) {
				t.Errorf("the file was changed: %v", err)
			}
		})
	}
}

// FuzzCreate takes any file: one that is not ours stays as it is.
func FuzzCreate(f *testing.F) {
	path := filepath.Join(f.TempDir(), "a.tgz")
	w, err := archive.Create(context.Background(), path)
	if err != nil {
		f.Fatal(err)
	}
	if err := errors.Join(add(w, id("a")), w.Close()); err != nil {
		f.Fatal(err)
	}
	good, err := os.ReadFile(path)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(good)
	f.Add(good[:len(good)/2])
	f.Add([]byte("dear diary"))
	f.Fuzz(func(t *testing.T, text []byte) {
		path := filepath.Join(t.TempDir(), "x.tgz")
		if err := os.WriteFile(path, text, 0o600); err != nil {
			t.Fatal(err)
		}
		w, err := archive.Create(context.Background(), path)
		if err != nil {
			if after, err := os.ReadFile(path); err != nil || !bytes.Equal(after, text) {
				t.Fatalf("it was refused, and changed: %v", err)
			}
			return
		}
		if err := errors.Join(add(w, id("z")), w.Close()); err != nil {
			t.Fatal(err)
		}
		r, err := archive.Open(t.Context(), path)
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range r.Entries() {
			if e.ID == id("z") && e.Broken == nil {
				return
			}
		}
		t.Error("what was added is not there")
	})
}
