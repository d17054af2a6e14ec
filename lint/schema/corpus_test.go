package schema

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"encoding/json"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/kubectl-job/kubectl-job/lint/manifest"
)

// row is a manifest with the error of the real decoder (the scheme's strict universal decoder) of two versions of
// Kubernetes; empty where it decodes. The manifests are of a corpus made against Kubernetes 1.37.2 and 1.31.14: each
// rule of the API server by itself, mutations, documents from public repositories.
type row struct {
	ID   string
	YAML string
	V37  string `json:"v1.37"`
	V31  string `json:"v1.31"`
}

func corpus(t testing.TB) []row {
	t.Helper()
	packed, err := os.ReadFile("testdata/corpus.jsonl.gz")
	if err != nil {
		t.Fatal(err)
	}
	r, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		t.Fatal(err)
	}
	var rows []row
	lines := bufio.NewScanner(r)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var one row
		if err := json.Unmarshal(lines.Bytes(), &one); err != nil {
			t.Fatal(err)
		}
		rows = append(rows, one)
	}
	if err := lines.Err(); err != nil {
		t.Fatal(err)
	}
	return rows
}

// The verdict on every manifest is that of the real decoder, and so is the field that it names.
func TestCorpus(t *testing.T) {
	rows := corpus(t)
	for _, version := range []string{"1.37", "1.31"} {
		v, err := ParseVersion(version)
		if err != nil {
			t.Fatal(err)
		}
		refused, fields := 0, 0
		for _, r := range rows {
			want := r.V37
			if version == "1.31" {
				want = r.V31
			}
			got := verdict(r.YAML, v)
			if (want != "") != (len(got.errors) > 0 || got.other != "") {
				t.Errorf("%s: %s: the API server says %q, we say %v %s\n%s", version, r.ID, want, got.errors, got.other, r.YAML)
				continue
			}
			if want == "" {
				continue
			}
			refused++
			if got.other == "" {
				fields += checkField(t, version, r, want, got.errors)
			}
		}
		t.Logf("%s: %d manifests, %d refused; of these, %d name a field, and it is the same", version, len(rows), refused, fields)
	}
}

type decodeVerdict struct {
	errors []Problem
	other  string // refused before or besides the schema
}

// verdict reads the first document as the API server would.
func verdict(text string, v Version) decodeVerdict {
	docs := manifest.Parse("corpus.yaml", []byte(text), manifest.Limits{})
	if len(docs) == 0 {
		return decodeVerdict{other: "no document"}
	}
	doc := docs[0]
	if f := doc.Fatal(); f != nil {
		return decodeVerdict{other: f.Message}
	}
	for _, p := range doc.Problems {
		if p.Kind == manifest.DuplicateKey {
			return decodeVerdict{other: p.Message}
		}
	}
	// The server takes no lists; kubectl would send their items.
	objects := doc.Objects()
	if len(objects) != 1 || objects[0].Root != doc.Root {
		return decodeVerdict{other: "a list"}
	}
	if ok, why := Served(objects[0].APIVersion, objects[0].Kind, v); !ok {
		return decodeVerdict{other: "not served: " + why}
	}
	var got decodeVerdict
	for _, p := range Check(doc.Root, v) {
		if p.Severity == Error {
			got.errors = append(got.errors, p)
		}
	}
	return got
}

var (
	unknownPattern = regexp.MustCompile(`unknown field "([^"]*)"`)
	typePattern    = regexp.MustCompile(`into Go struct field \w+\.([\w.]+) of type`)
	indexPattern   = regexp.MustCompile(`\[[^\]]*\]`)
	embedPattern   = regexp.MustCompile(`\.[A-Z]\w*`) // a struct inside of a struct, which has no name in JSON
)

// checkField compares the fields that the decoder names with ours, and returns 1 if it names any. It reports all
// unknown fields, but only if there is no value of a wrong type; of those it reports one.
func checkField(t *testing.T, version string, r row, want string, got []Problem) int {
	t.Helper()
	if all := unknownPattern.FindAllStringSubmatch(want, -1); all != nil {
		var wanted, found []string
		for _, m := range all {
			wanted = append(wanted, m[1])
		}
		for _, p := range got {
			found = append(found, p.Path)
		}
		slices.Sort(wanted)
		slices.Sort(found)
		if !slices.Equal(slices.Compact(wanted), found) {
			t.Errorf("%s: %s: unknown are %q, we say %q", version, r.ID, wanted, found)
		}
		return 1
	}
	if m := typePattern.FindStringSubmatch(want); m != nil {
		named := func(p Problem) bool {
			return p.Rule == RuleWrongType && strings.HasSuffix(indexPattern.ReplaceAllString(p.Path, ""), embedPattern.ReplaceAllString(m[1], ""))
		}
		if !slices.ContainsFunc(got, named) {
			t.Errorf("%s: %s: %s: we say %v", version, r.ID, want, got)
		}
		return 1
	}
	return 0
}
