package e2e

import (
	"context"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/kubectl-job/kubectl-job/test/cluster/testcluster"
)

const repository = "../.."

// What comments, which no reader sees, say about the block of commands behind them.
var (
	notRun  = regexp.MustCompile(`^<!-- not run: .+ -->$`)
	varies  = regexp.MustCompile(`^<!-- output varies: .+ -->$`) // it is run, and what it prints is not compared
	setup   = regexp.MustCompile(`^<!-- setup: ([\w-]+) -->$`)   // testdata/docs/NAME.sh is run first
	exitsBy = regexp.MustCompile(`^# exit code (\d+)$`)
)

// TestDocs runs every command line of README.md and of the pages in docs/, page by page, in the order of the page.
func TestDocs(t *testing.T) {
	cluster := testcluster.Shared(t)
	if !cluster.Real {
		t.Skip("the examples run real programs: " + cluster.Reason)
	}
	for _, page := range markdown(t) {
		text, err := os.ReadFile(filepath.Join(repository, page))
		if err != nil {
			t.Fatal(err)
		}
		steps, blocks := shellSteps(string(text))
		if blocks == 0 {
			continue
		}
		t.Run(page, func(t *testing.T) {
			t.Parallel()
			runSteps(t, cluster, steps)
		})
	}
}

// TestDocsAreRun demands that there is something to run, and that the examples of each page of the reference, which
// are those of --help, are run by examples.txtar.
func TestDocsAreRun(t *testing.T) {
	commands := 0
	for _, page := range markdown(t) {
		text, err := os.ReadFile(filepath.Join(repository, page))
		if err != nil {
			t.Fatal(err)
		}
		steps, _ := shellSteps(string(text))
		if page == "README.md" && len(steps) == 0 {
			t.Error("README.md has no command that is run")
		}
		commands += len(steps)
	}
	if commands < 20 {
		t.Errorf("only %d commands were found", commands)
	}
	var scripts string
	for _, name := range []string{"examples", "examples-analyze"} {
		script, err := os.ReadFile("testdata/" + name + ".txtar")
		if err != nil {
			t.Fatal(err)
		}
		scripts += string(script)
	}
	elsewhere := map[string]string{
		"playground":         "it serves until it is stopped: TestPlayground in internal/cli/playground",
		"completion-install": "completion.txtar",
		"version":            "plugin.txtar",
	}
	files, err := filepath.Glob(repository + "/docs/reference/*.md")
	if err != nil || len(files) == 0 {
		t.Fatalf("no reference: %v", err)
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		command, _, _ := strings.Cut(strings.TrimPrefix(string(text), "# "), "\n")
		if strings.Contains(string(text), "\n## Examples\n") && elsewhere[strings.TrimSuffix(filepath.Base(file), ".md")] == "" &&
			!strings.Contains(scripts, "exec "+command+" --help\n") {
			t.Errorf("no script runs the examples of %s", command)
		}
	}
}

// markdown lists the pages, without those that another test runs.
func markdown(t *testing.T) []string {
	t.Helper()
	var pages []string
	for _, readme := range []string{"README.md", "README.ko.md"} {
		if _, err := os.Stat(filepath.Join(repository, readme)); err == nil {
			pages = append(pages, readme)
		}
	}
	err := fs.WalkDir(os.DirFS(repository), "docs", func(path string, _ fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case path == "docs/reference": // the examples of --help: examples.txtar
			return fs.SkipDir
		case path == "docs/guides/lint-in-ci.md": // TestGuide in cmd/kubectl-job-lint, in a git repository
		case path == "docs/diagnoses.md": // TestDiagnoses writes it
		case filepath.Ext(path) == ".md":
			pages = append(pages, path)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return pages
}

// step is a command of a page, or the script that sets its surroundings up.
type step struct {
	line    int
	command string
	setup   string   // name of a script in testdata/docs, in place of a command
	code    int      // that it is said to end with
	output  []string // that is shown; nil if it varies
}

// shellSteps are what the blocks console and sh of a page say, and how many such blocks there are, those not run included.
func shellSteps(text string) (steps []step, blocks int) {
	var language, comment string
	for i, line := range strings.Split(text, "\n") {
		switch fence, isFence := strings.CutPrefix(line, "```"); {
		case isFence && language == "":
			if language = fence; fence == "" {
				language = "none"
			}
			if language == "console" || language == "sh" || language == "shell" || language == "bash" {
				blocks++
				if notRun.MatchString(comment) {
					language = "none"
				}
			}
			continue
		case isFence:
			language, comment = "", ""
		case language == "":
			if name := setup.FindStringSubmatch(line); name != nil {
				steps = append(steps, step{line: i + 1, setup: name[1]})
			} else if strings.TrimSpace(line) != "" {
				comment = line
			}
		case language == "console":
			steps = consoleLine(steps, i+1, line, varies.MatchString(comment))
		case language == "none", line == "", strings.HasPrefix(line, "#"):
		case language == "sh" || language == "shell" || language == "bash":
			if last := len(steps) - 1; last >= 0 && strings.HasSuffix(steps[last].command, "\\") {
				steps[last].command += "\n" + line
			} else {
				steps = append(steps, step{line: i + 1, command: line})
			}
		}
	}
	return steps, blocks
}

func consoleLine(steps []step, number int, line string, varies bool) []step {
	if command, ok := strings.CutPrefix(line, "$ "); ok {
		return append(steps, step{line: number, command: command})
	}
	if len(steps) == 0 {
		return nil
	}
	last := &steps[len(steps)-1]
	switch code := exitsBy.FindStringSubmatch(line); {
	case code != nil:
		last.code, _ = strconv.Atoi(code[1])
	case last.command == "echo $?": // each command has a shell of its own
		steps[len(steps)-2].code, _ = strconv.Atoi(line)
		return steps[:len(steps)-1]
	case !varies:
		last.output = append(last.output, line)
	}
	return steps
}

// runSteps runs them in a folder and a namespace of their own.
func runSteps(t *testing.T, cluster *testcluster.Cluster, steps []step) {
	t.Helper()
	namespace, home, folder := cluster.Namespace(t), t.TempDir(), t.TempDir()
	kubeconfig := inNamespace(t, cluster.Kubeconfig, namespace, filepath.Join(home, "config"))
	root, err := filepath.Abs(repository)
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range steps {
		ctx, cancel := context.WithTimeout(t.Context(), 5*time.Minute)
		cmd := exec.CommandContext(ctx, "sh", "-c", s.command)
		if s.setup != "" {
			cmd = exec.CommandContext(ctx, "sh", "-eu", filepath.Join(root, "test/e2e/testdata/docs", s.setup+".sh"))
		}
		cmd.Dir = folder
		cmd.Env = append(os.Environ(), "HOME="+home, "KUBECONFIG="+kubeconfig, "ROOT="+root,
			"PATH="+pluginDir+string(os.PathListSeparator)+cluster.BinDir+string(os.PathListSeparator)+os.Getenv("PATH"))
		out, err := cmd.CombinedOutput()
		cancel()
		if got := codeOf(err); got != s.code {
			t.Fatalf("line %d: %s%s\nexit code %d, want %d (%v)\n%s", s.line, s.setup, s.command, got, s.code, err, out)
		}
		t.Logf("line %d: %s%s\n%s", s.line, s.setup, s.command, out)
		// Pages show the namespace that a reader most likely has.
		for _, line := range missing(s.output, strings.ReplaceAll(string(out), namespace, "default")) {
			t.Errorf("line %d: %s\nshown is the line\n%s\nprinted was\n%s", s.line, s.command, line, out)
		}
	}
}

// What differs from run to run: numbers, the random ends of Pods' names, and how wide that makes columns.
var (
	randomEnd = regexp.MustCompile(`-[a-z0-9]{5}\b`)
	number    = regexp.MustCompile(`\d+(\.\d+)?`)
	unit      = regexp.MustCompile(`#(ms|s|m|h|d)(#(s|m|h))?`)
	blanks    = regexp.MustCompile(`[\s─]+`)
)

func steady(line string) string {
	line = number.ReplaceAllString(randomEnd.ReplaceAllString(line, "-?"), "#")
	return strings.TrimSpace(blanks.ReplaceAllString(unit.ReplaceAllString(line, "#s"), " "))
}

// missing are the shown lines that were not printed. Of a line that ends in "..." the beginning counts.
func missing(shown []string, printed string) []string {
	var lines []string
	for line := range strings.SplitSeq(printed, "\n") {
		lines = append(lines, steady(line))
	}
	var list []string
	for _, line := range shown {
		begin, cut := strings.CutSuffix(steady(line), "...")
		found := false
		for _, l := range lines {
			found = found || l == begin || cut && strings.HasPrefix(l, begin)
		}
		if !found {
			list = append(list, line)
		}
	}
	return list
}
