package admission

import (
	"bytes"
	"fmt"
	"io"

	"k8s.io/apimachinery/pkg/runtime"
	"sigs.k8s.io/yaml"
)

// Write writes the policies and their bindings as YAML.
func (o *Options) Write(w io.Writer) error {
	var b bytes.Buffer
	var objects []any
	for _, p := range o.policies() {
		objects = append(objects, p, o.binding(p.Name))
	}
	for i, object := range objects {
		fields, err := runtime.DefaultUnstructuredConverter.ToUnstructured(object)
		if err != nil {
			return fmt.Errorf("write the policy: %w", err)
		}
		delete(fields, "status")
		text, err := yaml.Marshal(fields)
		if err != nil {
			return fmt.Errorf("write the policy: %w", err)
		}
		if i > 0 {
			b.WriteString("---\n")
		}
		b.Write(text)
	}
	_, err := w.Write(b.Bytes())
	return err
}
