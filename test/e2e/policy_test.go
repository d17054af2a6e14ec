package e2e

import (
	"context"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	admissionv1 "k8s.io/api/admissionregistration/v1"
	batchv1 "k8s.io/api/batch/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/apimachinery/pkg/util/wait"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/rest"
	"sigs.k8s.io/yaml"

	"github.com/kubectl-job/kubectl-job/test/cluster/testcluster"
)

// The API server applies the exported policies, and says of every manifest what lint says of it: with Warn all that it finds, and
// with Deny it refuses the bad ones and takes the good ones.
func TestPolicyExport(t *testing.T) {
	cluster := testcluster.Shared(t)
	warns, denies := newAdmission(t, cluster), newAdmission(t, cluster)
	old := denies.cronJob(t)
	exported := warns.close(t, "Warn")
	denies.close(t, "Deny")
	shown := map[string]bool{}
	files, err := filepath.Glob(filepath.Join("..", "..", "testdata", "*", "*", "*.yaml"))
	check(t, err)
	good, err := filepath.Glob(filepath.Join("..", "..", "testdata", "ok", "*.yaml"))
	check(t, err)
	bad, fine := 0, 0
	for _, file := range slices.Concat(files, good) {
		want, ok := findings(t, file, exported)
		if !ok {
			continue
		}
		text, err := os.ReadFile(file)
		check(t, err)
		warned, _, err := warns.create(t.Context(), text)
		if err != nil || !slices.Equal(warned, want) {
			t.Errorf("%s: warns of %v, lint finds %v: %v", file, warned, want, err)
		}
		_, refused, err := denies.create(t.Context(), text)
		switch {
		case err != nil:
			t.Errorf("%s: %v", file, err)
		case len(want) == 0:
			fine++
			if refused != "" {
				t.Errorf("%s: refused by %s, lint finds nothing", file, refused)
			}
		default:
			bad++
			if !slices.Contains(want, refused) {
				t.Errorf("%s: refused by %q, lint finds %v", file, refused, want)
			}
		}
		if own := strings.TrimSuffix(filepath.Join(filepath.Base(filepath.Dir(file)), filepath.Base(file)), ".yaml"); slices.Contains(warned, own) {
			shown[own] = true
		}
	}
	t.Logf("%d bad manifests, %d good ones, %d rules", bad, fine, len(exported))
	if fine < 5 {
		t.Errorf("only %d manifests are good", fine)
	}
	for _, rule := range exported {
		if !shown[rule] {
			t.Errorf("nothing shows that %s finds its own manifest", rule)
		}
	}
	denies.spares(t, old)
}

// admission is a namespace with policies.
type admission struct {
	cluster   *testcluster.Cluster
	client    kubernetes.Interface
	namespace string
	warnings  *warnings
}

// warnings are what the API server said with its last answer.
type warnings struct{ texts []string }

func (w *warnings) HandleWarningHeader(_ int, _, text string) { w.texts = append(w.texts, text) }

func newAdmission(t *testing.T, cluster *testcluster.Cluster) *admission {
	t.Helper()
	a := &admission{cluster: cluster, namespace: cluster.Namespace(t), warnings: &warnings{}}
	config := rest.CopyConfig(cluster.Config(t))
	config.WarningHandler = a.warnings
	client, err := kubernetes.NewForConfig(config)
	check(t, err)
	a.client = client
	return a
}

// close applies all rules that there are, waits until they are in force, and returns their names.
func (g *admission) close(t *testing.T, action string) []string {
	t.Helper()
	text := output(t, filepath.Join(pluginDir, "kubectl-job"), "policy", "export", "--level=info", "--name="+g.namespace, "--action="+action,
		"--namespace-selector=kubernetes.io/metadata.name="+g.namespace)
	file := filepath.Join(t.TempDir(), "policy.yaml")
	writeFile(t, file, text)
	t.Cleanup(func() {
		client := g.client.AdmissionregistrationV1()
		for _, name := range []string{g.namespace + "-job", g.namespace + "-cronjob"} {
			check(t, client.ValidatingAdmissionPolicyBindings().Delete(context.Background(), name, metav1.DeleteOptions{}))
			check(t, client.ValidatingAdmissionPolicies().Delete(context.Background(), name, metav1.DeleteOptions{}))
		}
	})
	g.cluster.Kubectl(t, "apply", "-f", file)
	var rules []string
	for kind, probe := range map[string]string{"job": "retries/deadline-zero", "cronjob": "schedule/runs-are-suspended"} {
		text, err := os.ReadFile(filepath.Join("..", "..", "testdata", "err", probe+".yaml"))
		check(t, err)
		g.await(t, func(ctx context.Context) (bool, error) {
			warned, refused, err := g.create(ctx, text)
			return len(warned) > 0 || refused != "", err
		})
		policy := g.checked(t, g.namespace+"-"+kind)
		for _, w := range policy.Status.TypeChecking.ExpressionWarnings {
			t.Errorf("%s: %s: %s", policy.Name, w.FieldRef, w.Warning)
		}
		for _, v := range policy.Spec.Validations {
			rule, _, _ := strings.Cut(v.Message, ":")
			rules = append(rules, rule)
		}
	}
	slices.Sort(rules)
	rules = slices.Compact(rules)
	if len(rules) < 20 {
		t.Fatalf("only %d rules: %v", len(rules), rules)
	}
	return rules
}

// checked is a policy whose types the API server has checked.
func (g *admission) checked(t *testing.T, name string) *admissionv1.ValidatingAdmissionPolicy {
	t.Helper()
	var policy *admissionv1.ValidatingAdmissionPolicy
	g.await(t, func(ctx context.Context) (ok bool, err error) {
		policy, err = g.client.AdmissionregistrationV1().ValidatingAdmissionPolicies().Get(ctx, name, metav1.GetOptions{})
		return err == nil && policy.Status.TypeChecking != nil, err
	})
	return policy
}

func (g *admission) await(t *testing.T, done wait.ConditionWithContextFunc) {
	t.Helper()
	check(t, wait.PollUntilContextTimeout(t.Context(), 100*time.Millisecond, patience, true, done))
}

// create asks the API server to create a Job or CronJob, without storing it, and returns the rules that warn of it and the one that
// refuses it.
func (g *admission) create(ctx context.Context, text []byte) (warned []string, refused string, err error) {
	var kind metav1.TypeMeta
	if err := yaml.Unmarshal(text, &kind); err != nil {
		return nil, "", err
	}
	g.warnings.texts = nil
	dry := metav1.CreateOptions{DryRun: []string{metav1.DryRunAll}}
	if kind.Kind == "CronJob" {
		var c batchv1.CronJob
		if err := yaml.Unmarshal(text, &c); err != nil {
			return nil, "", err
		}
		c.Namespace = g.namespace
		_, err = g.client.BatchV1().CronJobs(g.namespace).Create(ctx, &c, dry)
	} else {
		var j batchv1.Job
		if err := yaml.Unmarshal(text, &j); err != nil {
			return nil, "", err
		}
		j.Namespace = g.namespace
		_, err = g.client.BatchV1().Jobs(g.namespace).Create(ctx, &j, dry)
	}
	warned = []string{}
	for _, text := range g.warnings.texts {
		if rule := g.rule(text); rule != "" {
			warned = append(warned, rule)
		}
	}
	slices.Sort(warned)
	refused, err = g.refusedBy(err)
	return warned, refused, err
}

// refusedBy takes the name of the rule out of what the API server says. Of a policy it tells the first rule that is broken.
func (g *admission) refusedBy(err error) (string, error) {
	if err == nil || g.rule(err.Error()) == "" {
		return "", err
	}
	return g.rule(err.Error()), nil
}

// rule is the one that a text of the API server is about.
func (g *admission) rule(text string) string {
	_, text, ours := strings.Cut(text, "ValidatingAdmissionPolicy '"+g.namespace+"-")
	found := regexp.MustCompile(`(?:denied request: |with binding '[^']*': )([a-z-]+/[a-z-]+): `).FindStringSubmatch(text)
	if !ours || found == nil {
		return ""
	}
	return found[1]
}

// findings are those of lint that the policy is to refuse; ok for a file with one Job or CronJob that the API server takes. What a
// rule finds and calls less bad than it usually is, the policy lets through.
func findings(t *testing.T, file string, exported []string) (rules []string, ok bool) {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), filepath.Join(pluginDir, "kubectl-job"), "lint", "--level=info", "--fail-on=never", "-o", "json", file)
	out, err := cmd.Output()
	if err != nil {
		return nil, false // not a file with manifests
	}
	var report struct {
		Documents []struct{ Kind, Verdict string }
		Findings  []struct{ Rule, Severity string }
	}
	check(t, json.Unmarshal(out, &report))
	if len(report.Documents) != 1 || report.Documents[0].Verdict != "accepted" || !strings.HasSuffix(report.Documents[0].Kind, "Job") {
		return nil, false
	}
	rules = []string{}
	for _, f := range report.Findings {
		if slices.Contains(exported, f.Rule) && (f.Rule != "retries/one-failure-ends-all" || f.Severity == "warning") {
			rules = append(rules, f.Rule)
		}
	}
	slices.Sort(rules)
	return slices.Compact(rules), true
}

// cronJob makes a CronJob that a policy would refuse.
func (g *admission) cronJob(t *testing.T) *batchv1.CronJob {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("..", "..", "testdata", "err", "schedule", "runs-are-suspended.yaml"))
	check(t, err)
	var c batchv1.CronJob
	check(t, yaml.Unmarshal(text, &c))
	c.Name = "older"
	made, err := g.client.BatchV1().CronJobs(g.namespace).Create(t.Context(), &c, metav1.CreateOptions{})
	check(t, err)
	return made
}

// spares checks what has to work on under a policy: an older CronJob is run and can be suspended, but not made worse.
func (g *admission) spares(t *testing.T, old *batchv1.CronJob) {
	t.Helper()
	run := &batchv1.Job{
		ObjectMeta: metav1.ObjectMeta{
			Name:            "run",
			OwnerReferences: []metav1.OwnerReference{*metav1.NewControllerRef(old, batchv1.SchemeGroupVersion.WithKind("CronJob"))},
		},
		Spec: *old.Spec.JobTemplate.Spec.DeepCopy(),
	}
	run.Spec.ActiveDeadlineSeconds = new(int64) // refused by a rule, if it were checked
	if _, err := g.client.BatchV1().Jobs(g.namespace).Create(t.Context(), run, metav1.CreateOptions{DryRun: []string{metav1.DryRunAll}}); err != nil {
		t.Errorf("a run of an older CronJob: %v", err)
	}
	patch := func(text string) error {
		_, err := g.client.BatchV1().CronJobs(g.namespace).Patch(t.Context(), old.Name, types.StrategicMergePatchType, []byte(text), metav1.PatchOptions{})
		return err
	}
	for _, text := range []string{`{"spec":{"suspend":true}}`, `{"metadata":{"labels":{"team":"data"}}}`} {
		if err := patch(text); err != nil {
			t.Errorf("%s of an older CronJob: %v", text, err)
		}
	}
	by, err := g.refusedBy(patch(`{"spec":{"jobTemplate":{"spec":{"activeDeadlineSeconds":0}}}}`))
	if err != nil || by != "retries/deadline-zero" && by != "schedule/runs-are-suspended" {
		t.Errorf("a change for the worse is refused by %q: %v", by, err)
	}
}
