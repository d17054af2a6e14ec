// Command gen makes JSON of the texts of the rules in a language: {"GROUP/RULE": {"title", "about", "why", "fix"}}.
package main

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"flag"
	"fmt"
	"log"
	"os"
	"path/filepath"
	"strings"

	"sigs.k8s.io/yaml"

	"github.com/kubectl-job/kubectl-job/policies/i18n"
)

func main() {
	from := flag.String("from", "policies/i18n/ko.yaml", "the texts, in YAML")
	to := flag.String("o", "", "the file to write; one that ends with .gz is compressed")
	flag.Parse()
	if err := run(*from, *to); err != nil {
		log.SetFlags(0)
		log.Fatal("error: ", err)
	}
}

func run(from, to string) error {
	if to == "" {
		return fmt.Errorf("-o is missing: expected the file to write")
	}
	source, err := os.ReadFile(from)
	if err != nil {
		return err
	}
	text, err := toJSON(source)
	if err != nil {
		return fmt.Errorf("%s: %w", from, err)
	}
	if strings.HasSuffix(to, ".gz") {
		if text, err = compressed(text); err != nil {
			return err
		}
	}
	if err := os.MkdirAll(filepath.Dir(to), 0o755); err != nil {
		return err
	}
	return os.WriteFile(to, text, 0o644)
}

// toJSON reads YAML with the names of METADATA.
func toJSON(source []byte) ([]byte, error) {
	var written map[string]struct {
		Title, Description, Why, Fix string
	}
	if err := yaml.UnmarshalStrict(source, &written); err != nil {
		return nil, err
	}
	texts := make(map[string]i18n.Text, len(written))
	for name, w := range written {
		texts[name] = i18n.Text{Title: w.Title, About: w.Description, Why: w.Why, Fix: w.Fix}
	}
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	err := e.Encode(texts)
	return b.Bytes(), err
}

func compressed(text []byte) ([]byte, error) {
	var b bytes.Buffer
	w, err := gzip.NewWriterLevel(&b, gzip.BestCompression)
	if err != nil {
		return nil, err
	}
	if _, err := w.Write(text); err != nil {
		return nil, err
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}
