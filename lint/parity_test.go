package lint_test

import (
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/kubectl-job/kubectl-job/lint/api"
	"github.com/kubectl-job/kubectl-job/lint/internal/corpus"
	"github.com/kubectl-job/kubectl-job/lint/manifest"
	"github.com/kubectl-job/kubectl-job/lint/schema"
)

func readJudged(t *testing.T, file string) []corpus.Manifest {
	t.Helper()
	f, err := os.Open("../testdata/parity/" + file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close() //nolint:errcheck // it was only read
	all, err := corpus.Read(f)
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// ours is what this package makes of a manifest that is sent to the API server as it is.
type ours struct {
	decode   bool // it cannot be decoded
	fields   []string
	job      bool // a CronJob whose Jobs would be refused
	messages []string
}

func judge(text string, v schema.Version) ours {
	docs := manifest.Parse("m.yaml", []byte(text), manifest.Limits{})
	if len(docs) == 0 || docs[0].Fatal() != nil {
		return ours{decode: true}
	}
	doc := docs[0]
	for _, p := range doc.Problems {
		if p.Kind == manifest.DuplicateKey {
			return ours{decode: true}
		}
	}
	objects := doc.Objects()
	if len(objects) != 1 || objects[0].Root != doc.Root {
		return ours{decode: true} // the server takes no lists: kubectl sends their items
	}
	if ok, _ := schema.Served(objects[0].APIVersion, objects[0].Kind, v); !ok {
		return ours{decode: true}
	}
	decoded := schema.Check(doc.Root, v)
	for _, p := range decoded {
		if p.Severity == schema.Error {
			return ours{decode: true}
		}
	}
	var o ours
	for _, p := range api.Check(doc.Root, objects[0].Kind, v, decoded) {
		if p.Severity == schema.Error {
			o.fields = append(o.fields, p.Path)
			o.messages = append(o.messages, p.Path+": "+p.Message)
		}
	}
	slices.Sort(o.fields)
	o.fields = slices.Compact(o.fields)
	if objects[0].Kind == "CronJob" && len(o.fields) == 0 {
		o.job = len(api.CheckJobs(doc.Root, v, decoded)) > 0
	}
	return o
}

// Every verdict on the corpus is that of the API server, and so are nearly all fields that it complains of.
func TestParity(t *testing.T) {
	mutations := readJudged(t, "corpus.jsonl.gz")
	realworld := readJudged(t, "realworld.jsonl.gz")
	for _, c := range []struct {
		name    string
		version schema.Version
		rows    []corpus.Manifest
		of      func(corpus.Manifest) *corpus.Verdict
	}{
		{"corpus, 1.37", schema.Version{Major: 1, Minor: 37}, mutations, func(j corpus.Manifest) *corpus.Verdict { return &j.V37 }},
		{"corpus, 1.31", schema.Version{Major: 1, Minor: 31}, mutations, func(j corpus.Manifest) *corpus.Verdict { return j.V31 }},
		{"realworld, 1.37", schema.Version{Major: 1, Minor: 37}, realworld, func(j corpus.Manifest) *corpus.Verdict { return &j.V37 }},
	} {
		t.Run(c.name, func(t *testing.T) { parity(t, c.rows, c.version, c.of) })
	}
}

func parity(t *testing.T, rows []corpus.Manifest, v schema.Version, of func(corpus.Manifest) *corpus.Verdict) {
	t.Helper()
	right, refused, sameFields := 0, 0, 0
	for _, row := range rows {
		want, got := of(row), judge(row.YAML, v)
		accepted := !got.decode && len(got.fields) == 0
		if want.Accept != accepted || want.DecodeError != "" && !got.decode {
			t.Errorf("%s%s %s: the API server: accept %v %s %v; we: decode error %v, %v\n%s",
				row.ID, row.Repo, row.Origin, want.Accept, want.DecodeError, want.Errors, got.decode, got.messages, row.YAML)
			continue
		}
		right++
		if want.Job != nil && want.Job.Accept == got.job {
			t.Errorf("%s%s %s: its Jobs: the API server: accept %v %v; we: refuse %v\n%s", row.ID, row.Repo, row.Origin, want.Job.Accept, want.Job.Errors, got.job, row.YAML)
		}
		if want.Accept || want.DecodeError != "" {
			continue
		}
		refused++
		if slices.Equal(want.Fields(), got.fields) {
			sameFields++
			continue
		}
		t.Logf("%s%s %s: the API server complains of %s; we of\n  %s\n%s", row.ID, row.Repo, row.Origin, strings.Join(want.Fields(), ", "), strings.Join(got.messages, "\n  "), row.YAML)
	}
	t.Logf("%d of %d verdicts; of %d refused for what they mean, %d for the same fields", right, len(rows), refused, sameFields)
	const enough = 99 // in 100
	if sameFields*100 < refused*enough {
		t.Errorf("only %d of %d refused manifests are refused for the same fields", sameFields, refused)
	}
}
