//go:build unix

package main_test

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/kubectl-job/kubectl-job/lint/manifest"
)

var update = flag.Bool("update", false, "write into the guide what its commands print")

const (
	root  = "../.."
	guide = root + "/docs/guides/lint-in-ci.md"
)

// repository is a git repository with the sample manifests, and the program on the PATH.
type repository struct {
	t           *testing.T
	folder, bin string
}

// newRepository has a branch main, which origin has as well.
func newRepository(t *testing.T) *repository {
	t.Helper()
	top := t.TempDir()
	r := &repository{t: t, folder: filepath.Join(top, "sample"), bin: filepath.Join(top, "bin")}
	build := exec.CommandContext(t.Context(), "go", "build", "-buildvcs=false", "-o", r.bin+"/", ".")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("go build: %v\n%s", err, out)
	}
	// That kubectl finds its plugins is tested elsewhere, with kubectl itself.
	r.program("kubectl", `[ "$1 $2" = "job lint" ] || exit 64; shift 2; exec kubectl-job-lint "$@"`)
	if err := os.CopyFS(r.folder, os.DirFS(root+"/testdata/sample")); err != nil {
		t.Fatal(err)
	}
	r.succeed("git init --quiet --initial-branch=main && git add . && git commit --quiet --message=first && git update-ref refs/remotes/origin/main main")
	return r
}

func (r *repository) program(name, script string) {
	r.t.Helper()
	if err := os.WriteFile(filepath.Join(r.bin, name), []byte("#!/bin/sh\n"+script+"\n"), 0o700); err != nil { //nolint:gosec // it is a program
		r.t.Fatal(err)
	}
}

// branch makes a branch of main with the manifests of a change.
func (r *repository) branch(name string) {
	r.t.Helper()
	r.succeed("git update-ref refs/remotes/origin/main main && git switch --quiet --create " + name)
	if err := os.CopyFS(r.folder, os.DirFS(root+"/testdata/sample-feature")); err != nil {
		r.t.Fatal(err)
	}
	r.succeed("git add . && git commit --quiet --message=import")
}

// run runs a command line as a person or CI would, with more variables in its environment.
func (r *repository) run(line string, variables ...string) (output string, code int) {
	r.t.Helper()
	cmd := exec.CommandContext(r.t.Context(), "sh", "-c", line)
	cmd.Dir = r.folder
	cmd.Env = append(os.Environ(), "PATH="+r.bin+":"+os.Getenv("PATH"), "GIT_CONFIG_GLOBAL=/dev/null", "GIT_CONFIG_NOSYSTEM=1",
		"GIT_AUTHOR_NAME=A", "GIT_AUTHOR_EMAIL=a@example.com", "GIT_COMMITTER_NAME=A", "GIT_COMMITTER_EMAIL=a@example.com")
	cmd.Env = append(cmd.Env, variables...)
	out, err := cmd.CombinedOutput()
	if ended, ok := errors.AsType[*exec.ExitError](err); ok {
		return string(out), ended.ExitCode()
	}
	if err != nil {
		r.t.Fatal(err)
	}
	return string(out), 0
}

func (r *repository) succeed(line string, variables ...string) string {
	r.t.Helper()
	out, code := r.run(line, variables...)
	if code != 0 {
		r.t.Fatalf("%s: exit code %d\n%s", line, code, out)
	}
	return out
}

// TestGuide runs the commands of the guide one after the other, and compares what they print with what it says.
func TestGuide(t *testing.T) {
	data, err := os.ReadFile(guide)
	if err != nil {
		t.Fatal(err)
	}
	r := newRepository(t)
	var made strings.Builder
	in, commands := false, 0
	for line := range strings.Lines(string(data)) {
		switch command, is := strings.CutPrefix(line, "$ "); {
		case line == "```console\n", line == "```\n":
			in = line == "```console\n"
		case in && is:
			commands++
			out, code := r.run(command)
			if code != 0 {
				out += fmt.Sprintf("# exit code %d\n", code)
			}
			line += out
		case in:
			continue // what the command before it printed
		case strings.HasPrefix(line, "<!-- setup: branch import -->"):
			r.branch("import")
		}
		made.WriteString(line)
	}
	if commands < 6 {
		t.Errorf("%d commands were found in the guide", commands)
	}
	if *update {
		if err := os.WriteFile(guide, []byte(made.String()), 0o600); err != nil {
			t.Fatal(err)
		}
		return
	}
	if made.String() != string(data) {
		t.Errorf("the guide does not show what its commands print; go test ./cmd/kubectl-job-lint -update would write:\n%s", made.String())
	}
}

// read is a YAML file of the repository.
func read(t *testing.T, file string) *manifest.Node {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(root, file))
	if err != nil {
		t.Fatal(err)
	}
	return parse(t, string(data))
}

func parse(t *testing.T, text string) *manifest.Node {
	t.Helper()
	docs := manifest.Parse("", []byte(text), manifest.Limits{})
	if len(docs) != 1 || docs[0].Fatal() != nil {
		t.Fatalf("%d documents: %v", len(docs), docs[0].Fatal())
	}
	return docs[0].Root
}

// block is the block of YAML behind a heading of the guide.
func block(t *testing.T, heading string) *manifest.Node {
	t.Helper()
	data, err := os.ReadFile(guide)
	if err != nil {
		t.Fatal(err)
	}
	_, section, _ := strings.Cut(string(data), "\n## "+heading+"\n")
	_, text, found := strings.Cut(section, "```yaml\n")
	text, _, _ = strings.Cut(text, "```\n")
	if !found {
		t.Fatalf("the guide has no YAML under %s", heading)
	}
	return parse(t, text)
}

// TestAction runs what the action runs, with the inputs of the workflow in the guide.
func TestAction(t *testing.T) {
	r := newRepository(t)
	r.succeed("kubectl job lint deploy --baseline=.lint-baseline.json --update-baseline && git add . && git commit --quiet --message=baseline")
	r.branch("import")
	action := read(t, "action.yml")
	given := map[string]string{}
	for _, step := range block(t, "GitHub Actions").At("jobs", "lint", "steps").Items {
		if uses := step.Get("uses"); uses != nil && strings.HasPrefix(uses.Text, "kubectl-job/kubectl-job@") {
			for _, e := range step.Get("with").Entries {
				given[e.Key] = strings.ReplaceAll(e.Value.Text, "${{ github.base_ref }}", "main")
			}
		}
	}
	if len(given) < 3 {
		t.Fatalf("the guide gives the action %v", given)
	}
	absolute, err := filepath.Abs(root)
	if err != nil {
		t.Fatal(err)
	}
	steps := action.At("runs", "steps").Items
	lint := steps[len(steps)-1]
	var variables []string
	used := map[string]bool{}
	for _, e := range lint.Get("env").Entries {
		value := e.Value.Text
		if name, ok := strings.CutPrefix(value, "${{ inputs."); ok {
			name, _, _ = strings.Cut(name, " ")
			used[name] = true
			value = given[name]
			if _, ok := given[name]; !ok {
				value = action.At("inputs", name, "default").Text
			}
		} else if value == "${{ github.action_path }}" {
			value = absolute
		}
		variables = append(variables, e.Key+"="+value)
	}
	for name := range given {
		if !used[name] {
			t.Errorf("the guide gives the action the input %s, which it does not use", name)
		}
	}
	for _, e := range action.Get("inputs").Entries {
		if !used[e.Key] {
			t.Errorf("the action does not use its input %s", e.Key)
		}
	}
	out, code := r.run(lint.Get("run").Text, variables...)
	if code != 1 || !strings.Contains(out, "::error file=deploy/import.yaml,line=6") || strings.Contains(out, "shards") {
		t.Errorf("exit code %d\n%s", code, out)
	}
	sarif, err := os.ReadFile(filepath.Join(r.folder, "lint.sarif"))
	if err != nil || !strings.Contains(string(sarif), `"schedule/never"`) || strings.Contains(string(sarif), "shards") {
		t.Errorf("%v\n%s", err, sarif)
	}
	// Without inputs, all is checked.
	out, code = r.run(lint.Get("run").Text, "ACTION="+absolute)
	if code != 1 || !strings.Contains(out, "shards") || !strings.Contains(out, "import") {
		t.Errorf("exit code %d\n%s", code, out)
	}
}

// TestPreCommit runs the hook as pre-commit does: with the arguments of the configuration and the files of the commit.
func TestPreCommit(t *testing.T) {
	r := newRepository(t)
	r.succeed("kubectl job lint deploy --baseline=.lint-baseline.json --update-baseline")
	hook := read(t, ".pre-commit-hooks.yaml").Items[0]
	configured := block(t, "pre-commit").At("repos", 0, "hooks", 0)
	if id := configured.Get("id").Text; id != hook.Get("id").Text {
		t.Errorf("the guide names the hook %s", id)
	}
	line := hook.Get("entry").Text
	for _, arg := range configured.Get("args").Items {
		line += " " + arg.Text
	}
	if out, code := r.run(line + " deploy/report.yaml deploy/shards.yaml"); code != 0 {
		t.Errorf("exit code %d\n%s", code, out)
	}
	r.branch("import")
	if out, code := r.run(line + " deploy/import.yaml"); code != 1 || !strings.Contains(out, "[schedule/never]") {
		t.Errorf("exit code %d\n%s", code, out)
	}
}

// TestGitLab runs the script of the template as the runner does.
func TestGitLab(t *testing.T) {
	r := newRepository(t)
	r.branch("import")
	job := read(t, "examples/ci/gitlab-ci.yml").Get("kubectl-job-lint")
	var script strings.Builder
	for _, line := range job.Get("script").Items {
		script.WriteString(line.Text + "\n")
	}
	base := strings.TrimSpace(r.succeed("git rev-parse main"))
	out, code := r.run("set -e\n"+script.String(), "CI_MERGE_REQUEST_DIFF_BASE_SHA="+base)
	if code != 1 {
		t.Errorf("exit code %d\n%s", code, out)
	}
	report, err := os.ReadFile(filepath.Join(r.folder, job.At("artifacts", "reports", "junit").Text))
	if err != nil || !strings.Contains(string(report), "schedule/never") || strings.Contains(string(report), "shards") {
		t.Errorf("%v\n%s", err, report)
	}
}

// TestArgoCD runs what the containers of the hook run, with a clone of the sample repository in place of the one it names.
func TestArgoCD(t *testing.T) {
	r := newRepository(t)
	const example = "examples/gitops/argocd-presync.yaml"
	if out, code := r.run("kubectl-job-lint --fail-on=warning " + absolute(t, example)); code != 0 || out != "" {
		t.Errorf("the example itself has findings: exit code %d\n%s", code, out)
	}
	spec := read(t, example).At("spec", "template", "spec")
	work := t.TempDir()
	command := func(of string) string {
		var words []string
		for _, word := range spec.At(of, 0, "command").Items {
			text := strings.ReplaceAll(word.Text, "https://git.example.com/team/manifests.git", "file://"+r.folder)
			words = append(words, "'"+strings.Replace(text, "/work/", work+"/", 1)+"'")
		}
		return strings.Join(words, " ")
	}
	r.succeed(command("initContainers"))
	if out, code := r.run(command("containers")); code != 0 {
		t.Errorf("exit code %d\n%s", code, out)
	}
	r.branch("import")
	r.succeed("git switch --quiet main && git merge --quiet import && rm -rf " + work + "/manifests")
	r.succeed(command("initContainers"))
	if out, code := r.run(command("containers")); code != 1 || !strings.Contains(out, "[schedule/never]") {
		t.Errorf("exit code %d\n%s", code, out)
	}
}

// TestFlux runs the script with a flux that only writes down how it was called.
func TestFlux(t *testing.T) {
	r := newRepository(t)
	r.program("flux", `echo "flux $*"`)
	r.succeed("git remote add origin https://git.example.com/team/manifests.git")
	line := absolute(t, "examples/gitops/flux-push") + " deploy oci://registry.example.com/manifests"
	head := strings.TrimSpace(r.succeed("git rev-parse HEAD"))
	want := "flux push artifact oci://registry.example.com/manifests --path=deploy --source=https://git.example.com/team/manifests.git --revision=" + head
	if out := r.succeed(line); !strings.Contains(out, want) {
		t.Errorf("got %s", out)
	}
	r.branch("import")
	if out, code := r.run(line); code != 1 || strings.Contains(out, "flux push") {
		t.Errorf("exit code %d\n%s", code, out)
	}
}

func absolute(t *testing.T, file string) string {
	t.Helper()
	path, err := filepath.Abs(filepath.Join(root, file))
	if err != nil {
		t.Fatal(err)
	}
	return path
}
