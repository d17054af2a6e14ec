// Package manifest reads Kubernetes manifests: bytes of YAML or JSON become documents in which every key and
// every value has its exact position.
//
// The meaning of a document is the one that kubectl and the API server give it: files are split at lines that
// begin with "---" (k8s.io/apimachinery/pkg/util/yaml), and each part is read as YAML 1.1 in the dialect of
// sigs.k8s.io/yaml, which is that of go.yaml.in/yaml/v2: yes, on and y are booleans, 010 is eight, 1e3 is 1000, the
// last of two equal keys wins. Where that dialect and the YAML specification differ, the dialect wins, because it is
// what a cluster would see.
//
// The package has a parser of its own. The libraries above report errors by line only, know no ends of values, and
// their newer versions read another dialect. The tests hold the parser to sigs.k8s.io/yaml with a differential
// fuzz test.
//
// Numbers follow Kubernetes: what fits an int64 is one, everything else is a float64.
package manifest
