// Command pages writes the pages of the rules for the playground, one JSON file a language, and the versions of Kubernetes
// that it offers: go run ./wasm/pages FOLDER.
package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"

	"sigs.k8s.io/yaml"

	"github.com/kubectl-job/kubectl-job/lint"
	"github.com/kubectl-job/kubectl-job/lint/explain"
	"github.com/kubectl-job/kubectl-job/wasm/bridge"
)

// page is what the playground shows of a rule, besides what the linter itself tells.
type page struct {
	Manifest string `json:"manifest,omitempty"`
	Said     string `json:"said,omitempty"`
	// Change is what the fix of the linter changes, as a diff.
	Change string `json:"change,omitempty"`
}

// words are the texts of a rule in another language.
type words struct {
	Title       string `json:"title,omitempty"`
	Description string `json:"description,omitempty"`
	Why         string `json:"why,omitempty"`
	Fix         string `json:"fix,omitempty"`
}

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "pages:", err)
		os.Exit(1)
	}
}

func run(args []string) error {
	if len(args) != 1 {
		return fmt.Errorf("expected a folder, got %d arguments", len(args))
	}
	if err := write(filepath.Join(args[0], "examples.json"), examples()); err != nil {
		return err
	}
	korean, err := translation("policies/i18n/ko.yaml")
	if err != nil {
		return err
	}
	if err := write(filepath.Join(args[0], "rules.ko.json"), korean); err != nil {
		return err
	}
	return write(filepath.Join(args[0], "versions.json"), json.RawMessage(bridge.Versions()))
}

func examples() map[string]page {
	pages := map[string]page{}
	for _, r := range lint.Rules() {
		manifest, said := explain.Example(r)
		if manifest == "" {
			continue
		}
		p := page{Manifest: manifest, Said: said}
		_, p.Change = explain.Instead(r, manifest)
		pages[r.Name] = p
	}
	return pages
}

// translation reads texts of rules; it fails for a rule that does not exist. Rules without an entry stay English.
func translation(file string) (map[string]words, error) {
	texts := map[string]words{}
	data, err := os.ReadFile(file)
	if os.IsNotExist(err) {
		return texts, nil
	}
	if err != nil {
		return nil, err
	}
	if err := yaml.UnmarshalStrict(data, &texts); err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	for rule := range texts {
		if !lint.IsRule(rule) {
			return nil, fmt.Errorf("%s: there is no rule %q", file, rule)
		}
	}
	return texts, nil
}

// write writes nothing that is there already, so that what is built from it stays.
func write(file string, v any) error {
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(v); err != nil {
		return err
	}
	if old, err := os.ReadFile(file); err == nil && bytes.Equal(old, b.Bytes()) {
		return nil
	}
	return os.WriteFile(file, b.Bytes(), 0o644)
}
