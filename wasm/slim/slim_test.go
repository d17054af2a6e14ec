package main

import (
	"bytes"
	"encoding/binary"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"
)

// TestSlim holds a slimmed module to what it was: the same memory outside of the tables for traces, and it still runs.
func TestSlim(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "main.go")
	const program = `package main
import "runtime"
func main() {
	defer func() { println("recovered", recover().(string)); runtime.GC(); panic("at the end") }()
	var list [][]byte
	for i := range 2000 { list = append(list, make([]byte, i)) }
	deep(300, list)
}
func deep(n int, list [][]byte) {
	if n == 0 { runtime.GC(); panic("deep") }
	deep(n-1, list)
	runtime.KeepAlive(list)
}
`
	if err := os.WriteFile(file, []byte(program), 0o600); err != nil {
		t.Fatal(err)
	}
	out := filepath.Join(dir, "main.wasm")
	cmd := exec.CommandContext(t.Context(), "go", "build", "-gcflags=all=-l", "-ldflags=-s -w", "-o", out, file)
	cmd.Env = append(os.Environ(), "GOOS=js", "GOARCH=wasm")
	if said, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, said)
	}
	module, err := os.ReadFile(out)
	if err != nil {
		t.Fatal(err)
	}
	smaller, err := slim(module)
	if err != nil {
		t.Fatal(err)
	}
	before, after := memoryOf(t, module), memoryOf(t, smaller)
	if before.start != after.start || len(before.data) < len(after.data) {
		t.Fatalf("memory began at %d and has %d bytes, now at %d with %d", before.start, len(before.data), after.start, len(after.data))
	}
	table, err := findTable(before.data)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(before.data[:table.names], after.data[:table.names]) {
		t.Error("memory before the names has changed")
	}
	if _, err := exec.LookPath("node"); err != nil {
		t.Skip("not run: there is no node")
	}
	if err := os.WriteFile(out, smaller, 0o600); err != nil {
		t.Fatal(err)
	}
	root, err := exec.CommandContext(t.Context(), "go", "env", "GOROOT").Output()
	if err != nil {
		t.Fatal(err)
	}
	run := exec.CommandContext(t.Context(), "node", filepath.Join(string(bytes.TrimSpace(root)), "lib", "wasm", "wasm_exec_node.js"), out)
	said, err := run.CombinedOutput()
	if err == nil || !bytes.Contains(said, []byte("recovered deep\n")) || !bytes.Contains(said, []byte("panic: at the end")) {
		t.Errorf("it should panic twice, and recover once: %v\n%s", err, said)
	}
	original := filepath.Join(dir, "original.wasm")
	if err := os.WriteFile(original, module, 0o600); err != nil {
		t.Fatal(err)
	}
	place, err := table.cutBuckets(before)
	if err != nil {
		t.Fatal(err)
	}
	size := place.count * bucketSize
	if kept := after.data[place.at-after.start:][:size]; !bytes.Equal(kept, make([]byte, size)) {
		t.Error("the table that is computed is still there")
	}
	compare := exec.CommandContext(t.Context(), "node", "--input-type=module", "-e", memories, original, out, strconv.Itoa(place.at), strconv.Itoa(place.at+size))
	if said, err := compare.CombinedOutput(); err != nil || string(said) != "equal\n" {
		t.Errorf("once it has started, it has not computed the table: %v\n%s", err, said)
	}
}

// memories compares the memory of two modules, between two addresses, before they run.
const memories = `
import { readFileSync } from "node:fs";
const [first, second, from, to] = process.argv.slice(1);
const memory = async (file) => {
  const module = await WebAssembly.compile(readFileSync(file));
  const imports = {};
  for (const { module: from, name } of WebAssembly.Module.imports(module)) (imports[from] ??= {})[name] = () => undefined;
  const { exports } = await WebAssembly.instantiate(module, imports);
  return Buffer.from(exports.mem.buffer).subarray(from, to);
};
const [a, b] = await Promise.all([first, second].map(memory));
console.log(a.some((byte) => byte) && a.equals(b) ? "equal" : "differs");
`

func memoryOf(t *testing.T, module []byte) memory {
	t.Helper()
	r := reader{rest: module[8:]}
	for len(r.rest) > 0 {
		id := r.byte()
		body := r.bytes(r.uint())
		if id == dataSection {
			m, err := load(body)
			if err != nil {
				t.Fatal(err)
			}
			return m
		}
	}
	t.Fatal("no data section")
	return memory{}
}

// TestSections cuts memory at long runs of zeros, and nowhere else.
func TestSections(t *testing.T) {
	data := make([]byte, 5*gap)
	copy(data[100:], "first")
	copy(data[100+gap/2:], "second")
	copy(data[4*gap:], "third")
	m := memory{1 << 20, data}
	section := m.section()
	if n, _ := binary.Uvarint(section); n != 2 {
		t.Errorf("%d segments, expected 2", n)
	}
	back, err := load(section)
	if err != nil {
		t.Fatal(err)
	}
	from := back.start - m.start
	if !bytes.Equal(back.data, data[from:from+len(back.data)]) || !bytes.HasSuffix(back.data, []byte("third")) {
		t.Error("the memory is another one")
	}
}

func TestBroken(t *testing.T) {
	for _, module := range []string{
		"", "\x00asm", "\x00asm\x01\x00\x00\x00\x0b\x7f", "\x00asm\x01\x00\x00\x00\x0b\x01\x00", "\x00asm\x01\x00\x00\x00\x0b\x03\x01\x00\x41",
		"\x00asm\x01\x00\x00\x00\x0b\x02\x01\x01", "\x00asm\x01\x00\x00\x00\x0b\x09\x01\x00\x41\x80\x01\x0b\x02ab",
	} {
		if _, err := slim([]byte(module)); !errors.Is(err, errModule) && !errors.Is(err, errTable) {
			t.Errorf("%q: %v", module, err)
		}
	}
}

func FuzzSlim(f *testing.F) {
	f.Add([]byte("\x00asm\x01\x00\x00\x00\x0b\x08\x01\x00\x41\x80\x01\x0b\x02ab"))
	f.Fuzz(func(_ *testing.T, module []byte) { _, _ = slim(module) })
}
