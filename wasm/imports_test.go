package main_test

import (
	"os"
	"os/exec"
	"strings"
	"testing"
)

// TestImports holds the browser's modules to what is small: each of these costs more than all the rest.
func TestImports(t *testing.T) {
	big := []string{
		"github.com/open-policy-agent/opa", "k8s.io/api", "k8s.io/client-go", "k8s.io/apimachinery/pkg/apis", "net/http", "crypto/tls",
		"text/template", "go.yaml.in/yaml", "sigs.k8s.io/yaml", "time/tzdata", "net/url",
	}
	for module, banned := range map[string][]string{
		".":         append([]string{"encoding/json", "regexp"}, big...), // is loaded by everybody
		"./analyze": big,                                                 // by those who ask for it
	} {
		t.Run(module, func(t *testing.T) {
			list := dependencies(t, module)
			for _, name := range list {
				for _, b := range banned {
					if name == b || strings.HasPrefix(name, b+"/") {
						t.Errorf("the module imports %s", name)
					}
				}
			}
			if len(list) < 50 {
				t.Errorf("%d packages; that is too few to be true", len(list))
			}
		})
	}
}

func dependencies(t *testing.T, module string) []string {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), "go", "list", "-deps", module)
	cmd.Env = append(os.Environ(), "GOOS=js", "GOARCH=wasm")
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	return strings.Fields(string(out))
}
