// Package i18n has the texts of the rules in other languages than English. They are no part of the linter: who shows the page of
// a rule reads them, and the browser loads them as a file of their own, made by `go run ./policies/i18n/gen -o FILE.json`.
package i18n

import (
	"bytes"
	"compress/gzip"
	_ "embed" // for the texts
	"encoding/json"
	"fmt"
)

//go:generate go run ./gen -from ko.yaml -o ko.json.gz

// Korean is the language of ko.yaml, by its code in ISO 639-1.
const Korean = "ko"

// Text is what a rule says in a language. Its JSON names are those of lint.Rule, whose texts it stands in for.
type Text struct {
	// Title is a few words; it is empty for the rules of the API server, as Why and Fix are.
	Title string `json:"title,omitempty"`
	// About says what the rule finds.
	About string `json:"about"`
	// Why says what happens, Fix what to do.
	Why string `json:"why,omitempty"`
	Fix string `json:"fix,omitempty"`
}

//go:embed ko.json.gz
var korean []byte

// Texts are the texts of all rules, by GROUP/RULE, in the language: Korean. It fails for any other.
func Texts(language string) (map[string]Text, error) {
	if language != Korean {
		return nil, fmt.Errorf("there are no texts in %q", language)
	}
	r, err := gzip.NewReader(bytes.NewReader(korean))
	if err != nil {
		return nil, fmt.Errorf("read the texts in %q: %w", language, err)
	}
	var texts map[string]Text
	if err := json.NewDecoder(r).Decode(&texts); err != nil {
		return nil, fmt.Errorf("read the texts in %q: %w", language, err)
	}
	return texts, nil
}
