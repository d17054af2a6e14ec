// Command reference lints, natively, every manifest of a folder such as testdata, those packed in *.jsonl.gz too, and writes a line of JSON for each:
// its name, its bytes in base64 and the report. The tests of the browser build demand the same report.
//
//	go run ./wasm/reference [--now RFC3339] FOLDER
package main

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/kubectl-job/kubectl-job/lint"
	"github.com/kubectl-job/kubectl-job/lint/report"
	"github.com/kubectl-job/kubectl-job/lint/schema"
)

func main() {
	now := flag.String("now", "2026-11-23T12:00:00Z", "from when schedules are looked at")
	flag.Parse()
	if err := run(flag.Arg(0), *now, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "reference:", err)
		os.Exit(1)
	}
}

// line is what is written for a manifest.
type line struct {
	Name   string          `json:"name"`
	Data   []byte          `json:"data"`
	Report json.RawMessage `json:"report"`
	// SARIF is told for some: it says nothing that the report does not.
	SARIF json.RawMessage `json:"sarif,omitempty"`
}

type writer struct {
	linter *lint.Linter
	out    *json.Encoder
}

func run(folder, now string, out io.Writer) error {
	at, err := time.Parse(time.RFC3339, now)
	if err != nil {
		return err
	}
	buffered := bufio.NewWriter(out)
	w := writer{lint.New(lint.Options{Version: schema.Newest, Now: at}), json.NewEncoder(buffered)}
	err = filepath.WalkDir(folder, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		name, err := filepath.Rel(folder, path)
		if err != nil {
			return err
		}
		data, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		if strings.HasSuffix(name, ".jsonl.gz") {
			return w.packed(filepath.ToSlash(name), data)
		}
		return w.manifest(filepath.ToSlash(name), data, true)
	})
	if err != nil {
		return err
	}
	return buffered.Flush()
}

// packed are the manifests of a file with one JSON object a line.
func (w writer) packed(name string, data []byte) error {
	unzipped, err := gzip.NewReader(bytes.NewReader(data))
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	lines := json.NewDecoder(unzipped)
	for n := 1; ; n++ {
		var one struct {
			YAML string `json:"yaml"`
		}
		switch err := lines.Decode(&one); {
		case errors.Is(err, io.EOF):
			return nil
		case err != nil:
			return fmt.Errorf("%s: %w", name, err)
		}
		if err := w.manifest(fmt.Sprintf("%s/%d.yaml", name, n), []byte(one.YAML), n%50 == 0); err != nil {
			return err
		}
	}
}

func (w writer) manifest(name string, data []byte, withSARIF bool) error {
	r := w.linter.NewReport([]lint.File{w.linter.Lint(lint.Source{Name: name, Data: data})})
	l := line{Name: name, Data: data}
	var err error
	if l.Report, err = written(&r, report.JSON); err != nil {
		return err
	}
	if withSARIF {
		if l.SARIF, err = written(&r, report.SARIF); err != nil {
			return err
		}
	}
	w.out.SetEscapeHTML(false)
	return w.out.Encode(l)
}

func written(r *lint.Report, format report.Format) ([]byte, error) {
	var b bytes.Buffer
	err := report.Write(&b, r, report.Options{Format: format})
	return b.Bytes(), err
}
