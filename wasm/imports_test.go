package main_test

import (
	"os"
	"os/exec"
	"strings"
	"testing"
)

// TestImports holds the browser's module to what is small: each of these costs more than all the rest.
func TestImports(t *testing.T) {
	cmd := exec.CommandContext(t.Context(), "go", "list", "-deps", ".")
	cmd.Env = append(os.Environ(), "GOOS=js", "GOARCH=wasm")
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	list := strings.Fields(string(out))
	for _, name := range list {
		for _, big := range []string{
			"github.com/open-policy-agent/opa", "k8s.io/api/", "k8s.io/client-go", "k8s.io/apimachinery/pkg/apis", "net/http", "crypto/tls",
			"encoding/json", "text/template", "go.yaml.in/yaml", "sigs.k8s.io/yaml", "time/tzdata", "net/url",
		} {
			if name == strings.TrimSuffix(big, "/") || strings.HasPrefix(name, strings.TrimSuffix(big, "/")+"/") {
				t.Errorf("the module imports %s", name)
			}
		}
	}
	if len(list) < 50 {
		t.Errorf("%d packages; that is too few to be true", len(list))
	}
}
