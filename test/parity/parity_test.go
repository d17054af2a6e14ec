package main

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"encoding/json"
	"io"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/kubectl-job/kubectl-job/test/parity/referee"
)

const corpusFile = "../../testdata/parity/corpus.jsonl.gz"

// What is recorded in the corpus is what the code of the API server says today: the corpus is right.
func TestRefereeAgreesWithCorpus(t *testing.T) {
	packed, err := os.ReadFile(corpusFile)
	if err != nil {
		t.Fatal(err)
	}
	unpacked, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		t.Fatal(err)
	}
	r := referee.New()
	lines := bufio.NewScanner(unpacked)
	lines.Buffer(nil, 1<<20)
	rows := 0
	for lines.Scan() {
		rows++
		var row struct {
			ID, YAML string
			V37      referee.Verdict `json:"v1.37"`
		}
		if err := json.Unmarshal(lines.Bytes(), &row); err != nil {
			t.Fatal(err)
		}
		got := r.Judge([]byte(row.YAML))
		if got.Accept != row.V37.Accept || row.V37.DecodeError == "" && !slices.Equal(got.Fields(), row.V37.Fields()) {
			t.Errorf("%s: recorded %s; now %s\n%s", row.ID, row.V37.String(), got.String(), row.YAML)
		}
	}
	if err := lines.Err(); err != nil || rows < 1000 {
		t.Errorf("%d rows, %v", rows, err)
	}
}

// On manifests that are made up, the linter and the API server agree about what belongs to Jobs and CronJobs themselves. The
// command makes up others every time.
func TestParity(t *testing.T) {
	const n, seed = 3000, 1
	for _, batchOnly := range []bool{true, false} {
		var log bytes.Buffer
		causes, err := run(corpusFile, n, seed, batchOnly, &log)
		if err != nil {
			t.Fatal(err)
		}
		first, _, _ := strings.Cut(log.String(), "\n")
		t.Log(first)
		for _, c := range causes {
			if c.first.batch {
				t.Errorf("%d times: %s", c.count, c.first)
			}
		}
	}
}

// A seed gives the same manifests every time.
func TestSeed(t *testing.T) {
	bases, values, err := load(corpusFile)
	if err != nil {
		t.Fatal(err)
	}
	made := func() []byte {
		g := &generator{random: rand.New(rand.NewPCG(1, 2)), bases: bases, values: values}
		var all bytes.Buffer
		for range 50 {
			if err := json.NewEncoder(&all).Encode(g.manifest()); err != nil {
				t.Fatal(err)
			}
		}
		return all.Bytes()
	}
	if !bytes.Equal(made(), made()) {
		t.Error("different manifests from one seed")
	}
}

// What shrink leaves still shows the disagreement, and nothing of it can be left out.
func TestShrink(t *testing.T) {
	c := &court{referee: referee.New()}
	// The server at hand is 1.37: that the linter is asked about 1.25 makes them disagree.
	c.version.Major, c.version.Minor = 1, 25
	object := map[string]any{
		"apiVersion": "batch/v1", "kind": "Job",
		"metadata": map[string]any{"name": "a", "labels": map[string]any{"a": "b"}},
		"spec": map[string]any{
			"completionMode": "Indexed", "completions": 2.0, "backoffLimitPerIndex": 1.0,
			"template": map[string]any{"spec": map[string]any{
				"restartPolicy": "Never", "containers": []any{map[string]any{"name": "a", "image": "b"}},
			}},
		},
	}
	d := c.compare(object)
	if d == nil {
		t.Fatal("1.25 knows backoffLimitPerIndex?")
	}
	small := c.shrink(object, d)
	const want = `{"apiVersion":"batch/v1","kind":"Job","spec":{"backoffLimitPerIndex":1}}`
	if string(small.manifest) != want || small.cause != d.cause {
		t.Errorf("%s: %s, want %s", small.cause, small.manifest, want)
	}
}

func TestJudgeFiles(t *testing.T) {
	if err := judgeFiles([]string{"nothing.yaml"}, io.Discard); err == nil {
		t.Error("no error for a file that is not there")
	}
	var out bytes.Buffer
	if err := judgeFiles([]string{"../../testdata/seed/pi.yaml", "../../testdata/err/schema/unknown-field.yaml"}, &out); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"pi.yaml, document 0: accepted\n", "unknown-field.yaml, document 0: refused strict decoding error"} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("no %q in\n%s", want, out.String())
		}
	}
}
