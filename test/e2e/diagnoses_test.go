package e2e

import (
	"bytes"
	"crypto/rand"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"sigs.k8s.io/yaml"

	"github.com/kubectl-job/kubectl-job/test/cluster/testcluster"
)

// diagnosis is a file of testdata/diagnoses: a situation that is really brought about by the Job named it, and beside it a
// Job named twin that looks alike and must not get the same verdict. Above them stand the comments "# NAME: VALUE":
//
//	symptom, explanation  for docs/diagnoses.md
//	cause, health         what analyze has to say of it
//	reason                of cause fewer-pods
//	node                  real or simulated: where its Pods run
//	refused               a command that has to fail before the Job, which is suspended until then, may start
//	before, after, aftertwin, cleanup  commands, before and after it is created
//	settled               a command that succeeds when the twin has come to what makes it a twin
//	record                "yes": its snapshot is a golden one of internal/cli/analyze
type diagnosis struct {
	name, text string
	head       map[string]string
}

func diagnoses(t *testing.T) []diagnosis {
	t.Helper()
	files, err := filepath.Glob("testdata/diagnoses/*.yaml")
	if err != nil || len(files) == 0 {
		t.Fatalf("no scenarios: %v", err)
	}
	comment := regexp.MustCompile(`(?m)^# (\w+): (.*)\n`)
	var all []diagnosis
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		d := diagnosis{name: strings.TrimSuffix(filepath.Base(file), ".yaml"), head: map[string]string{}}
		for _, c := range comment.FindAllStringSubmatch(string(text), -1) {
			d.head[c[1]] = c[2]
		}
		d.text = comment.ReplaceAllString(string(text), "")
		all = append(all, d)
	}
	return all
}

// TestDiagnoses brings about each situation, and demands its cause of it, and not of its twin. With DIAGNOSES=FOLDER, the root of
// the repository, it writes what it saw: docs/diagnoses.md and the recorded snapshots.
func TestDiagnoses(t *testing.T) {
	t.Parallel()
	cluster := testcluster.Shared(t)
	gate := newRefuser(t)
	all := diagnoses(t)
	seen := make([]sight, len(all))
	t.Run("each", func(t *testing.T) {
		for i, d := range all {
			t.Run(d.name, func(t *testing.T) {
				t.Parallel()
				if d.head["node"] == "real" && !cluster.Real {
					t.Skip("its containers really run")
				}
				seen[i] = d.show(t, cluster, gate)
			})
		}
	})
	page, err := os.ReadFile(filepath.Join("..", "..", "docs", "diagnoses.md"))
	if err != nil {
		page = nil
	}
	if folder := os.Getenv("DIAGNOSES"); folder != "" {
		write(t, folder, all, seen)
		return
	}
	for i, d := range all {
		if seen[i].text != "" {
			d.described(t, string(page), seen[i].text)
		}
	}
}

// report is the part of analyze's JSON that matters here.
type report struct {
	Health   string    `json:"health"`
	Verdict  string    `json:"verdict"`
	Findings []finding `json:"findings"`
}

type finding struct {
	Cause    string `json:"cause"`
	Reason   string `json:"reason"`
	Text     string `json:"text"`
	Evidence []any  `json:"evidence"`
}

// sight is what was seen of a scenario.
type sight struct {
	text     string // analyze's report
	snapshot []byte // what it is of
}

// stage is where a scenario takes place.
type stage struct {
	t         *testing.T
	namespace string
	env       []string
}

func (d *diagnosis) show(t *testing.T, cluster *testcluster.Cluster, gate *refuser) sight {
	t.Helper()
	s := &stage{t: t, namespace: cluster.Namespace(t)}
	kubeconfig := inNamespace(t, cluster.Kubeconfig, s.namespace, filepath.Join(t.TempDir(), "config"))
	node := "lost-" + strings.ToLower(rand.Text()[:6])
	s.env = append(os.Environ(), "KUBECONFIG="+kubeconfig, "NS="+s.namespace, "NODE_NAME="+node,
		"PATH="+pluginDir+string(os.PathListSeparator)+cluster.BinDir+string(os.PathListSeparator)+os.Getenv("PATH"))
	manifest := strings.NewReplacer("$NS", s.namespace, "$NODE_NAME", node, "$WEBHOOK_CA", gate.authority, "$WEBHOOK", gate.URL).Replace(d.text)
	if command := d.head["cleanup"]; command != "" {
		t.Cleanup(func() { // t.Context has ended
			if out, err := s.command(command).CombinedOutput(); err != nil {
				t.Errorf("%s: %v\n%s", command, err, out)
			}
		})
	}
	s.sh(d.head["before"])
	create := s.command("kubectl create -f -")
	create.Stdin = strings.NewReader(manifest)
	if out, err := create.CombinedOutput(); err != nil {
		t.Fatalf("create: %v\n%s", err, out)
	}
	if command := d.head["refused"]; command != "" { // what refuses it is known to the API server some time after it was created
		waitFor(t, func() bool { return s.command(command).Run() != nil })
		s.sh("kubectl job resume it")
	}
	s.sh(d.head["after"])
	s.sh(d.head["aftertwin"])

	var last report
	t.Cleanup(func() {
		if t.Failed() {
			text, _ := json.MarshalIndent(last, "", "  ")
			t.Logf("the last report:\n%s", text)
		}
	})
	waitFor(t, func() bool {
		last = s.analyze("it")
		return d.found(last) && last.Health == d.head["health"]
	})
	seen := sight{snapshot: s.snapshot()}
	seen.text = d.offline(s, seen.snapshot)
	for _, f := range last.Findings {
		if len(f.Evidence) == 0 {
			t.Errorf("%s is without proof", f.Cause)
		}
	}
	settled := d.head["settled"]
	if settled == "" {
		settled = `kubectl get job twin -o 'jsonpath={.status.ready}{.spec.suspend}{range .status.conditions[*]}{.type}{end}' | grep -Eq '^[1-9]|true|Complete|Failed'`
	}
	waitFor(t, func() bool { return s.command(settled).Run() == nil })
	if twin := s.analyze("twin"); d.found(twin) {
		last = twin
		t.Errorf("the twin has it, too")
	}
	return seen
}

// offline has the same situation analysed from a file.
func (d *diagnosis) offline(s *stage, snapshot []byte) string {
	s.t.Helper()
	file := filepath.Join(s.t.TempDir(), "snapshot.json")
	if err := os.WriteFile(file, snapshot, 0o600); err != nil {
		s.t.Fatal(err)
	}
	if r := s.analyze("it -f " + file); !d.found(r) || r.Health != d.head["health"] {
		s.t.Errorf("from a file, it is not found: %+v", r)
	}
	return s.output("kubectl job analyze it -f " + file)
}

// snapshot is what there is, in a namespace with a short name.
func (s *stage) snapshot() []byte {
	text := s.output("kubectl get jobs,pods,events,nodes,resourcequotas,persistentvolumeclaims -o json")
	return []byte(strings.ReplaceAll(text, s.namespace, "shop"))
}

// found tells whether a report names the cause.
func (d *diagnosis) found(r report) bool {
	return slices.ContainsFunc(r.Findings, func(f finding) bool {
		return f.Cause == d.head["cause"] && (d.head["reason"] == "" || f.Reason == d.head["reason"])
	})
}

func (s *stage) command(line string) *exec.Cmd {
	cmd := exec.Command("sh", "-c", line)
	cmd.Env = s.env
	return cmd
}

func (s *stage) sh(line string) {
	s.t.Helper()
	if line == "" {
		return
	}
	if out, err := s.command(line).CombinedOutput(); err != nil {
		s.t.Fatalf("%s: %v\n%s", line, err, out)
	}
}

func (s *stage) output(line string) string {
	var out bytes.Buffer
	cmd := s.command(line)
	cmd.Stdout = &out
	_ = cmd.Run() // 1 says that the Job fares badly
	return out.String()
}

func (s *stage) analyze(name string) report {
	var found struct {
		Jobs []report `json:"jobs"`
	}
	text := s.output("kubectl job analyze " + name + " -o json")
	if err := json.Unmarshal([]byte(text), &found); err != nil || len(found.Jobs) != 1 {
		return report{}
	}
	return found.Jobs[0]
}

// refuser is an admission webhook that lets nothing pass.
type refuser struct {
	*httptest.Server

	authority string
}

func newRefuser(t *testing.T) *refuser {
	t.Helper()
	g := &refuser{Server: httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var review struct {
			Request struct {
				UID string `json:"uid"`
			} `json:"request"`
		}
		body, err := io.ReadAll(r.Body)
		if err == nil {
			err = json.Unmarshal(body, &review)
		}
		if err != nil {
			http.Error(w, err.Error(), http.StatusBadRequest)
			return
		}
		w.Header().Set("Content-Type", "application/json")
		_, _ = fmt.Fprintf(w, `{"apiVersion": "admission.k8s.io/v1", "kind": "AdmissionReview", "response": {"uid": %q, "allowed": false,
			"status": {"message": "images have to be signed"}}}`, review.Request.UID)
	}))}
	t.Cleanup(g.Close)
	g.authority = base64.StdEncoding.EncodeToString(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: g.Certificate().Raw}))
	return g
}

// described demands that docs/diagnoses.md has the scenario, with the words that analyze really says.
func (d *diagnosis) described(t *testing.T, page, text string) {
	t.Helper()
	_, section, ok := strings.Cut(page, "\n## "+d.name+"\n")
	section, _, _ = strings.Cut(section, "\n## ")
	if !ok || !strings.Contains(section, d.head["symptom"]) || !strings.Contains(section, d.head["explanation"]) {
		t.Errorf("%s is not in docs/diagnoses.md as it is: make diagnoses writes it", d.name)
		return
	}
	if want, got := d.sentence(section), d.sentence(text); want != got {
		t.Errorf("%s: docs/diagnoses.md has\n%s\nand it says\n%s", d.name, want, got)
	}
}

var changing = regexp.MustCompile(`\d+|-[a-z0-9]{5}\b|lost-\w+`)

// sentence is the finding of the cause, without what is different each time.
func (d *diagnosis) sentence(text string) string {
	for paragraph := range strings.SplitSeq(text, "\n\n") {
		finding, _, _ := strings.Cut(strings.Join(strings.Fields(paragraph), " "), "["+d.head["cause"]+"]")
		if !strings.Contains(paragraph, "["+d.head["cause"]+"]") {
			continue
		}
		finding, _, _ = strings.Cut(finding, ": ")
		return changing.ReplaceAllString(finding, "N")
	}
	return ""
}

const intro = `# Diagnoses

What ` + "`kubectl job analyze`" + ` says of Jobs in trouble, one section a situation. Each was really brought about in a Kubernetes 1.37:
the tests do it again (test/e2e/testdata/diagnoses), and demand the same cause, and that a Job that only looks alike does not get
it. This page is made from what they saw; times and the ends of names differ from run to run.

With ` + "`-o html`" + ` a report is one page that needs no other; docs/analyze-json.md describes ` + "`-o json`" + `.

![the report of a Job as a page: verdict, findings with evidence, attempts as bars](analyze.png)

`

// write keeps what was seen.
func write(t *testing.T, root string, all []diagnosis, seen []sight) {
	t.Helper()
	page := bytes.NewBufferString(intro)
	for _, d := range all {
		fmt.Fprintf(page, "- [%s](#%s): %s\n", d.name, d.name, d.head["symptom"])
	}
	for i, d := range all {
		if seen[i].text == "" {
			t.Errorf("%s was not seen", d.name)
			continue
		}
		fmt.Fprintf(page, "\n## %s\n\n%s\n\n%s Cause: `%s`.\n\n```console\n$ kubectl job analyze it\n%s```\n", d.name, d.head["symptom"], d.head["explanation"], d.head["cause"], seen[i].text)
		if d.head["record"] == "yes" {
			keep(t, filepath.Join(root, "internal", "cli", "analyze", "testdata", d.name+".yaml"), seen[i].snapshot)
		}
	}
	if err := os.WriteFile(filepath.Join(root, "docs", "diagnoses.md"), page.Bytes(), 0o644); err != nil { //nolint:gosec // it is published
		t.Fatal(err)
	}
}

// keep writes the objects of the Job named it.
func keep(t *testing.T, file string, snapshot []byte) {
	t.Helper()
	var list struct {
		APIVersion string           `json:"apiVersion"`
		Kind       string           `json:"kind"`
		Items      []map[string]any `json:"items"`
	}
	if err := json.Unmarshal(snapshot, &list); err != nil {
		t.Fatal(err)
	}
	list.Items = slices.DeleteFunc(list.Items, func(item map[string]any) bool {
		name := item["metadata"].(map[string]any)["name"].(string)
		if kind := item["kind"]; kind == "Node" || kind == "ResourceQuota" || kind == "PersistentVolumeClaim" {
			return kind == "Node"
		}
		return name != "it" && !strings.HasPrefix(name, "it-") && !strings.HasPrefix(name, "it.")
	})
	text, err := yaml.Marshal(list)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, text, 0o600); err != nil {
		t.Fatal(err)
	}
}

// TestNoController stops kube-controller-manager, in a cluster of its own: reason c of six for fewer Pods than wanted.
func TestNoController(t *testing.T) {
	t.Parallel()
	cluster := testcluster.Start(t, testcluster.Options{Node: "simulated", Nodes: 1})
	s := &stage{t: t, namespace: cluster.Namespace(t)}
	kubeconfig := inNamespace(t, cluster.Kubeconfig, s.namespace, filepath.Join(t.TempDir(), "config"))
	s.env = append(os.Environ(), "KUBECONFIG="+kubeconfig, "PATH="+pluginDir+string(os.PathListSeparator)+cluster.BinDir+string(os.PathListSeparator)+os.Getenv("PATH"))
	s.sh("kubectl job run before --image=busybox --node-selector=type=simulated --annotations=sim.test/hang=true")
	waitFor(t, func() bool { return s.analyze("before").Verdict == "runs: 0/1 completions, 1 active" })
	cluster.Stop(t, "kube-controller-manager")
	s.sh("kubectl job run it --image=busybox --completions=2 --parallelism=2 --node-selector=type=simulated")
	// The cluster's own kube-controller-manager is alone, and has no Lease: this is what one leaves that has died.
	lease := s.command("kubectl create -f -")
	lease.Stdin = strings.NewReader(`{"apiVersion": "coordination.k8s.io/v1", "kind": "Lease", "metadata": {"name": "kube-controller-manager", "namespace": "kube-system"},
		"spec": {"holderIdentity": "here", "leaseDurationSeconds": 15, "renewTime": "2026-01-01T00:00:00.000000Z"}}`)
	if out, err := lease.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	r := s.analyze("it")
	for _, d := range []diagnosis{{head: map[string]string{"cause": "no-controller"}}, {head: map[string]string{"cause": "fewer-pods", "reason": "controller"}}} {
		if !d.found(r) || r.Health != "wrong" {
			t.Errorf("%v is not in %+v", d.head, r)
		}
		if twin := s.analyze("before"); d.found(twin) {
			t.Errorf("%v is in the report of a Job that runs: %+v", d.head, twin)
		}
	}
}
