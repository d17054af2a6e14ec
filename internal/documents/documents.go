// Package documents writes files of several YAML documents.
package documents

import (
	"bytes"

	"sigs.k8s.io/yaml"
)

// Marshal writes objects as YAML, with --- between them. It fails for values that JSON has no form for.
func Marshal(objects []map[string]any) ([]byte, error) {
	var all bytes.Buffer
	for i, object := range objects {
		text, err := yaml.Marshal(object)
		if err != nil {
			return nil, err
		}
		if i > 0 {
			all.WriteString("---\n")
		}
		all.Write(text)
	}
	return all.Bytes(), nil
}
