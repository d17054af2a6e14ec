package completion

import (
	"bytes"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"k8s.io/cli-runtime/pkg/genericiooptions"
)

// installing is a folder with the plugin in it, on a PATH of its own.
func installing(t *testing.T) (o *Options, folder string, out *bytes.Buffer) {
	t.Helper()
	folder = t.TempDir()
	program(t, filepath.Join(folder, plugin))
	out = &bytes.Buffer{}
	t.Setenv("PATH", folder)
	return &Options{
		IOStreams: genericiooptions.IOStreams{Out: out, ErrOut: out},
		lookPath:  exec.LookPath, executable: os.Executable,
	}, folder, out
}

func program(t *testing.T, path string) {
	t.Helper()
	if err := os.WriteFile(path, []byte("#!/bin/sh\necho \"$@\"\n"), 0o755); err != nil {
		t.Fatal(err)
	}
}

func TestLink(t *testing.T) {
	o, folder, out := installing(t)
	if err := o.Run(); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(folder, Name)
	if target, err := os.Readlink(path); err != nil || target != plugin {
		t.Errorf("got a link to %q (%v), expected %s", target, err, plugin)
	}
	if want := path + " made (a link to kubectl-job)\nTo undo it: rm " + path + "\n"; out.String() != want {
		t.Errorf("got %q, expected %q", out, want)
	}
	out.Reset()
	if err := o.Run(); err != nil || !strings.Contains(out.String(), " is there already ") {
		t.Errorf("again: got %q, %v", out, err)
	}
}

func TestDryRun(t *testing.T) {
	o, folder, out := installing(t)
	o.DryRun = true
	if err := o.Run(); err != nil || !strings.Contains(out.String(), " would be made ") {
		t.Errorf("got %q, %v", out, err)
	}
	if _, err := os.Lstat(filepath.Join(folder, Name)); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("something was made: %v", err)
	}
}

func TestOtherFolder(t *testing.T) {
	o, folder, out := installing(t)
	o.Dir = t.TempDir()
	if err := o.Run(); err != nil {
		t.Fatal(err)
	}
	if target, err := os.Readlink(filepath.Join(o.Dir, Name)); err != nil || target != filepath.Join(folder, plugin) {
		t.Errorf("got a link to %q (%v)", target, err)
	}
	if !strings.Contains(out.String(), "kubectl does not find it: put "+o.Dir+" on the PATH") {
		t.Errorf("got %q", out)
	}
}

func TestWindows(t *testing.T) {
	o, folder, _ := installing(t)
	o.windows = true
	if err := o.Run(); err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(filepath.Join(folder, Name+".cmd"))
	if want := "@kubectl-job __complete %*\r\n"; err != nil || string(text) != want {
		t.Errorf("got %q, %v, expected %q", text, err, want)
	}
}

func TestScript(t *testing.T) {
	_, folder, _ := installing(t)
	p := &plan{path: filepath.Join(folder, Name), script: unixScript}
	if err := p.install(); err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command(p.path, "watch", "").Output()
	if want := "__complete watch \n"; err != nil || string(out) != want {
		t.Errorf("got %q, %v, expected %q", out, err, want)
	}
	if done, err := p.done(); !done || err != nil {
		t.Errorf("got %v, %v, expected that it is done", done, err)
	}
}

func TestInTheWay(t *testing.T) {
	o, folder, _ := installing(t)
	path := filepath.Join(folder, Name)
	program(t, path)
	if err := o.Run(); err == nil || !strings.Contains(err.Error(), "is another program: remove it, or replace it with --force") {
		t.Errorf("got %v", err)
	}
	o.Force = true
	if err := o.Run(); err != nil {
		t.Fatal(err)
	}
	if target, err := os.Readlink(path); err != nil || target != plugin {
		t.Errorf("got a link to %q (%v)", target, err)
	}
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink("elsewhere", path); err != nil {
		t.Fatal(err)
	}
	o.Force = false
	if err := o.Run(); err == nil || !strings.Contains(err.Error(), "leads to elsewhere") {
		t.Errorf("got %v", err)
	}
}

func TestNoFolder(t *testing.T) {
	o, folder, _ := installing(t)
	for dir, want := range map[string]string{
		filepath.Join(folder, "none"): "there is no such folder",
		filepath.Join(folder, plugin): "is a file, expected a folder",
	} {
		o.Dir = dir
		if err := o.Run(); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: got %v, expected %q", dir, err, want)
		}
	}
}

func TestUndo(t *testing.T) {
	for path, want := range map[string]string{
		"/usr/bin/kubectl_complete-job":  "rm /usr/bin/kubectl_complete-job",
		"/home/a b/kubectl_complete-job": "rm '/home/a b/kubectl_complete-job'",
		`C:\bin\kubectl_complete.cmd`:    `del "C:\bin\kubectl_complete.cmd"`,
	} {
		if got := (&plan{path: path}).undo(); got != want {
			t.Errorf("got %s, expected %s", got, want)
		}
	}
}
