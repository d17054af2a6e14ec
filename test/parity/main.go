// Command parity compares the linter with the code of the API server on manifests of its own making, and prints each
// disagreement, by cause, as the smallest manifest that shows it.
package main

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"runtime"
	"slices"
	"strings"
	"sync"

	"sigs.k8s.io/yaml"

	"github.com/kubectl-job/kubectl-job/lint/schema"
	"github.com/kubectl-job/kubectl-job/test/parity/referee"
)

func main() {
	n := flag.Int("n", 20_000, "how many manifests to make")
	seed := flag.Uint64("seed", 0, "seed of the generator; 0 takes a new one")
	batchOnly := flag.Bool("batch-only", false, "leave the Pod template as it is")
	corpus := flag.String("corpus", "../../testdata/parity/corpus.jsonl.gz", "manifests to start from")
	judge := flag.Bool("judge", false, "judge the files named as arguments, and make nothing")
	flag.Parse()
	if *judge {
		exit(judgeFiles(flag.Args(), os.Stdout))
	}
	if *seed == 0 {
		*seed = rand.Uint64()
	}
	found, err := run(*corpus, *n, *seed, *batchOnly, os.Stdout)
	if err == nil && slices.ContainsFunc(found, func(c cause) bool { return c.first.batch }) {
		err = fmt.Errorf("the linter and the API server disagree about the fields of Jobs or CronJobs themselves")
	}
	exit(err)
}

func exit(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, "error:", err)
		os.Exit(1)
	}
	os.Exit(0)
}

// cause is a way in which the two disagree, how often, and its smallest manifest.
type cause struct {
	text  string
	count int
	first *disagreement
}

// run makes n manifests and returns the causes of disagreement, the most frequent first.
func run(corpus string, n int, seed uint64, batchOnly bool, w io.Writer) ([]cause, error) {
	bases, values, err := load(corpus)
	if err != nil {
		return nil, err
	}
	fmt.Fprintf(w, "%d manifests with --seed %d, from %d that the API server accepts\n", n, seed, len(bases))
	workers := runtime.GOMAXPROCS(0)
	results := make([]map[string]*cause, workers)
	var all sync.WaitGroup
	for i := range workers {
		all.Go(func() {
			g := &generator{random: rand.New(rand.NewPCG(seed, uint64(i))), bases: bases, values: values, batchOnly: batchOnly}
			results[i] = work(g, n/workers)
		})
	}
	all.Wait()
	causes := merge(results)
	total := 0
	for _, c := range causes {
		total += c.count
		fmt.Fprintf(w, "\n%d times: %s", c.count, c.first)
	}
	fmt.Fprintf(w, "\n%d of %d manifests disagree, by %d causes\n", total, n, len(causes))
	return causes, nil
}

func work(g *generator, n int) map[string]*cause {
	c := &court{referee: referee.New(), version: schema.Newest}
	causes := map[string]*cause{}
	for range n {
		object := g.manifest()
		d := c.compare(object)
		if d == nil {
			continue
		}
		if known := causes[d.cause]; known != nil {
			known.count++
			continue
		}
		causes[d.cause] = &cause{text: d.cause, count: 1, first: c.shrink(object, d)}
	}
	return causes
}

func merge(results []map[string]*cause) []cause {
	merged := map[string]cause{}
	for _, causes := range results {
		for text, c := range causes {
			m, known := merged[text]
			if !known || len(c.first.manifest) < len(m.first.manifest) {
				m.first = c.first
			}
			m.text, m.count = text, m.count+c.count
			merged[text] = m
		}
	}
	var all []cause
	for _, c := range merged {
		all = append(all, c)
	}
	slices.SortFunc(all, func(a, b cause) int {
		if a.count != b.count {
			return b.count - a.count
		}
		return strings.Compare(a.text, b.text)
	})
	return all
}

// load reads the corpus: what the API server accepts is to start from, the values of all are to choose from.
func load(file string) (bases []map[string]any, values map[string][]any, err error) {
	packed, err := os.ReadFile(file)
	if err != nil {
		return nil, nil, err
	}
	unpacked, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		return nil, nil, fmt.Errorf("%s: %w", file, err)
	}
	values = map[string][]any{}
	lines := bufio.NewScanner(unpacked)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var row struct {
			YAML string
			V37  struct{ Accept bool } `json:"v1.37"`
		}
		if err := json.Unmarshal(lines.Bytes(), &row); err != nil {
			return nil, nil, fmt.Errorf("%s: %w", file, err)
		}
		var object map[string]any
		if yaml.Unmarshal([]byte(row.YAML), &object) != nil {
			continue // made to be broken
		}
		learn(values, object, "")
		if row.V37.Accept {
			bases = append(bases, object)
		}
	}
	settle(values)
	return bases, values, lines.Err()
}

func text(v any) string { return fmt.Sprintf("%T %v", v, v) }

// judgeFiles prints what the API server makes of each document of files.
func judgeFiles(files []string, w io.Writer) error {
	r := referee.New()
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		for i, doc := range bytes.Split(data, []byte("\n---")) {
			v := r.Judge(doc)
			fmt.Fprintf(w, "%s, document %d: %s\n", file, i, v.String())
			for _, warning := range v.Warnings {
				fmt.Fprintf(w, "  warning: %s\n", warning)
			}
		}
	}
	return nil
}
