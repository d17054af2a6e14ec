package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"os/exec" //nolint:depguard // a program of its own, that lint never imports: it runs the go command
	"path/filepath"
	"strconv"
	"strings"
)

// releases are the versions of Kubernetes that the table covers, oldest first. To add one: append it here, run
// go generate, raise schema.Newest, and read lint/schema/dropped.go against the new version's feature gates.
func releases() []string {
	return []string{
		"1.25.16", "1.26.15", "1.27.16", "1.28.15", "1.29.15", "1.30.14", "1.31.14",
		"1.32.13", "1.33.5", "1.34.7", "1.35.4", "1.36.2", "1.37.2",
	}
}

// release is what one version of Kubernetes publishes of its types.
type release struct {
	minor       int
	definitions map[string]definition
}

// definition is an OpenAPI v2 schema, as far as the table needs it.
type definition struct {
	Ref                  string                `json:"$ref"`
	Type                 string                `json:"type"`
	Format               string                `json:"format"`
	Items                *definition           `json:"items"`
	AdditionalProperties *definition           `json:"additionalProperties"`
	Properties           map[string]definition `json:"properties"`
	Required             []string              `json:"required"`
	MergeKey             string                `json:"x-kubernetes-patch-merge-key"`
}

// load reads the OpenAPI document of a version from its module.
func load(version string) (release, error) {
	parts := strings.Split(version, ".")
	minor, err := strconv.Atoi(parts[1])
	if err != nil {
		return release{}, err
	}
	folder, err := download("k8s.io/kubernetes@v" + version)
	if err != nil {
		return release{}, err
	}
	data, err := os.ReadFile(filepath.Join(folder, "api", "openapi-spec", "swagger.json"))
	if err != nil {
		return release{}, err
	}
	r, err := read(minor, data)
	if err != nil {
		return release{}, err
	}
	return r, nil
}

// read takes the definitions out of an OpenAPI document.
func read(minor int, data []byte) (release, error) {
	var document struct {
		Definitions map[string]definition `json:"definitions"`
	}
	if err := json.Unmarshal(data, &document); err != nil {
		return release{}, err
	}
	return release{minor: minor, definitions: document.Definitions}, nil
}

// download returns the folder that holds a module.
func download(module string) (string, error) {
	cmd := exec.Command("go", "mod", "download", "-json", module) //nolint:noctx // ends when the program is ended
	// Outside of every module: nothing but the arguments says what is fetched.
	cmd.Dir = os.TempDir()
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	failed := cmd.Run()
	var answer struct{ Dir, Error string }
	if err := json.Unmarshal(stdout.Bytes(), &answer); err != nil || answer.Error != "" || failed != nil {
		return "", fmt.Errorf("%s: %w %s %s", strings.Join(cmd.Args, " "), failed, answer.Error, strings.TrimSpace(stderr.String()))
	}
	return answer.Dir, nil
}
