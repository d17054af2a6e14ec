package version_test

import (
	"os"
	"regexp"
	"strconv"
	"testing"

	"github.com/kubectl-job/kubectl-job/internal/version"
)

func TestFitOf(t *testing.T) {
	for server, want := range map[string]version.Fit{
		"v1.37.2":            version.Tested,
		"v1.37.0-alpha.1":    version.Tested,
		"v1.36.9":            version.Within,
		"v1.38.0":            version.Within,
		"v1.35.4-gke.125600": version.Outside,
		"v1.39.1":            version.Outside,
		"v2.37.0":            version.Outside,
	} {
		if got, err := version.FitOf(server); got != want || err != nil {
			t.Errorf("%s: got %q, %v, expected %q", server, got, err, want)
		}
	}
	for _, server := range []string{"", "1.37", "v1", "latest"} {
		if got, err := version.FitOf(server); err == nil {
			t.Errorf("%q: got %q, expected an error", server, got)
		}
	}
}

// The client's own version and that of the servers it is tested with go up together.
func TestClientGo(t *testing.T) {
	modules, err := os.ReadFile("../../go.mod")
	if err != nil {
		t.Fatal(err)
	}
	found := regexp.MustCompile(`(?m)^\tk8s\.io/client-go v0\.(\d+)\.`).FindSubmatch(modules)
	if len(found) != 2 || string(found[1]) != strconv.Itoa(version.TestedServer) {
		t.Errorf("go.mod has client-go 0.%s, expected 0.%d", found, version.TestedServer)
	}
}
