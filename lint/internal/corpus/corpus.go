// Package corpus reads testdata/parity, for tests.
package corpus

import (
	"bufio"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"io"
	"slices"
)

// Manifest is a manifest with what the code of the API server says of its creation, in two versions. The files come from
// Kubernetes' own tests, from mutations of them, and (realworld) from public repositories, which repo, path and commit name.
type Manifest struct {
	ID, Origin, YAML   string
	Repo, Path, Commit string
	V37                Verdict  `json:"v1.37"`
	V31                *Verdict `json:"v1.31"`
}

// Verdict is what it says.
type Verdict struct {
	Accept      bool
	DecodeError string
	Errors      []struct{ Type, Field, Detail string }
	Warnings    []string
	Job         *Verdict // of the Jobs that a CronJob makes
}

// Fields are the paths that the API server complains of, each once.
func (v *Verdict) Fields() []string {
	var paths []string
	for _, e := range v.Errors {
		paths = append(paths, e.Field)
	}
	slices.Sort(paths)
	return slices.Compact(paths)
}

// Read reads a corpus: a compressed file with a manifest a line.
func Read(r io.Reader) ([]Manifest, error) {
	unpacked, err := gzip.NewReader(r)
	if err != nil {
		return nil, fmt.Errorf("read the corpus: %w", err)
	}
	var all []Manifest
	lines := bufio.NewScanner(unpacked)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var one Manifest
		if err := json.Unmarshal(lines.Bytes(), &one); err != nil {
			return nil, fmt.Errorf("line %d of the corpus: %w", len(all)+1, err)
		}
		all = append(all, one)
	}
	return all, lines.Err()
}
