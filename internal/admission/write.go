package admission

import (
	"fmt"
	"io"

	"k8s.io/apimachinery/pkg/runtime"

	"github.com/kubectl-job/kubectl-job/internal/documents"
)

// Write writes the policies and their bindings as YAML.
func (o *Options) Write(w io.Writer) error {
	var objects []map[string]any
	for _, p := range o.policies() {
		for _, object := range []any{p, o.binding(p.Name)} {
			fields, err := runtime.DefaultUnstructuredConverter.ToUnstructured(object)
			if err != nil {
				return fmt.Errorf("write the policy: %w", err)
			}
			delete(fields, "status")
			objects = append(objects, fields)
		}
	}
	text, err := documents.Marshal(objects)
	if err != nil {
		return fmt.Errorf("write the policy: %w", err)
	}
	_, err = w.Write(text)
	return err
}
