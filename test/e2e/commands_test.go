package e2e

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/kubectl-job/kubectl-job/test/cluster/testcluster"
)

// patience is how long a script waits for something to become true.
const patience = 2 * time.Minute

type command = func(ts *testscript.TestScript, neg bool, args []string)

// commands are what scripts can do beyond testscript's own:
//
//	code N COMMAND...     run it and demand this exit code
//	eventually COMMAND... run it until it succeeds
//	start NAME COMMAND... run it in the background; its output goes to NAME.out and NAME.err
//	until NAME PATTERN    wait until its output or errors match
//	interrupt NAME        send it Ctrl-C
//	terminate NAME        send it SIGTERM
//	exited NAME N         wait until it ends and demand this exit code
//	user NAME [VERB:RESOURCE]...  become a user who may do just that in the script's namespace
//	sub FILE              replace the script's variables in a file
//	samefield NAME A B    demand that two files have the same "NAME: value"
//	examples FILE         run every example of a help text and demand that kubectl job could do it
//	expired               become a user whose certificate has expired
func commands(t *testing.T, cluster *testcluster.Cluster, namespace string) map[string]command {
	t.Helper()
	background := &background{t: t, running: map[string]*process{}}
	return map[string]command{
		"code":       code,
		"eventually": eventually,
		"start":      background.start,
		"until":      background.until,
		"interrupt":  background.signal(syscall.SIGINT),
		"terminate":  background.signal(syscall.SIGTERM),
		"exited":     background.exited,
		"user": func(ts *testscript.TestScript, _ bool, args []string) {
			become(t, ts, cluster, namespace, args)
		},
		"sub":       substitute,
		"samefield": sameField,
		"examples":  examples,
		"expired": func(ts *testscript.TestScript, _ bool, _ []string) {
			kubeconfig := cluster.ExpiredUser(t, "late")
			ts.Setenv("KUBECONFIG", inNamespace(t, kubeconfig, namespace, kubeconfig+".ns"))
		},
	}
}

func code(ts *testscript.TestScript, _ bool, args []string) {
	if len(args) < 2 {
		ts.Fatalf("usage: code N COMMAND...")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	if got := codeOf(ts.Exec(args[1], args[2:]...)); got != want {
		ts.Fatalf("exit code %d, want %d", got, want)
	}
}

func substitute(ts *testscript.TestScript, _ bool, args []string) {
	text := os.Expand(ts.ReadFile(args[0]), ts.Getenv)
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(text), 0o600))
}

func sameField(ts *testscript.TestScript, _ bool, args []string) {
	field := regexp.MustCompile(`(?m)^` + regexp.QuoteMeta(args[0]) + `: +(.*)$`)
	var values []string
	for _, file := range args[1:] {
		match := field.FindStringSubmatch(ts.ReadFile(file))
		if match == nil {
			ts.Fatalf("%s has no field %q", file, args[0])
		}
		values = append(values, match[1])
	}
	if values[0] != values[1] {
		ts.Fatalf("%s: %q in %s, %q in %s", args[0], values[0], args[1], values[1], args[2])
	}
}

func examples(ts *testscript.TestScript, _ bool, args []string) {
	_, text, _ := strings.Cut(ts.ReadFile(args[0]), "Examples:")
	lines := regexp.MustCompile(`(?m)^  kubectl job .*$`).FindAllString(text, -1)
	if len(lines) == 0 {
		ts.Fatalf("%s has no examples", args[0])
	}
	for _, line := range lines {
		got, want := codeOf(ts.Exec("sh", "-c", line)), 0
		if _, code, ok := strings.Cut(line, "; exit "); ok {
			want, _ = strconv.Atoi(strings.Trim(code, "'"))
		}
		if got != want {
			ts.Fatalf("%s\nexit code %d, want %d", line, got, want)
		}
	}
}

func codeOf(err error) int {
	var exit *exec.ExitError
	switch {
	case err == nil:
		return 0
	case errors.As(err, &exit):
		return exit.ExitCode()
	default:
		return -1
	}
}

func eventually(ts *testscript.TestScript, _ bool, args []string) {
	poll(ts, func() bool { return ts.Exec(args[0], args[1:]...) == nil }, "it never succeeded: %v", args)
}

// poll asks again and again until ok, at most for as long as our patience lasts.
func poll(ts *testscript.TestScript, ok func() bool, format string, args ...any) {
	deadline := time.Now().Add(patience)
	tick := time.NewTicker(100 * time.Millisecond)
	defer tick.Stop()
	for !ok() {
		if time.Now().After(deadline) {
			ts.Fatalf(format, args...)
		}
		<-tick.C
	}
}

// become makes a user with a Role of the given verbs and resources, such as create:jobs.batch.
func become(t *testing.T, ts *testscript.TestScript, cluster *testcluster.Cluster, namespace string, args []string) {
	t.Helper()
	name := args[0] + "-" + namespace
	for i, rule := range args[1:] {
		verb, resource, _ := strings.Cut(rule, ":")
		role := args[0] + "-" + strconv.Itoa(i)
		ts.Check(ts.Exec("kubectl", "create", "role", role, "--verb="+verb, "--resource="+resource))
		ts.Check(ts.Exec("kubectl", "create", "rolebinding", role, "--role="+role, "--user="+name))
	}
	kubeconfig := cluster.User(t, name)
	ts.Setenv("KUBECONFIG", inNamespace(t, kubeconfig, namespace, kubeconfig+".ns"))
}

type background struct {
	t       *testing.T
	running map[string]*process
}

type process struct {
	cmd      *exec.Cmd
	out, err string // files
	done     chan error
}

func (b *background) start(ts *testscript.TestScript, _ bool, args []string) {
	name := args[0]
	p := &process{out: ts.MkAbs(name + ".out"), err: ts.MkAbs(name + ".err"), done: make(chan error, 1)}
	path, err := lookPath(ts.Getenv("PATH"), args[1])
	ts.Check(err)
	p.cmd = exec.Command(path, args[2:]...)
	p.cmd.Dir = ts.MkAbs(".")
	p.cmd.Env = append(os.Environ(), "KUBECONFIG="+ts.Getenv("KUBECONFIG"), "PATH="+ts.Getenv("PATH"), "HOME="+ts.Getenv("HOME"))
	stdout, err := os.Create(p.out)
	ts.Check(err)
	stderr, err := os.Create(p.err)
	ts.Check(err)
	p.cmd.Stdout, p.cmd.Stderr = stdout, stderr
	ts.Check(p.cmd.Start())
	b.running[name] = p
	go func() {
		err := p.cmd.Wait()
		p.done <- errors.Join(err, stdout.Close(), stderr.Close())
	}()
	b.t.Cleanup(func() { _ = p.cmd.Process.Kill() })
}

func lookPath(path, name string) (string, error) {
	for _, dir := range filepath.SplitList(path) {
		if found, err := exec.LookPath(filepath.Join(dir, name)); err == nil {
			return found, nil
		}
	}
	return "", &exec.Error{Name: name, Err: exec.ErrNotFound}
}

func (b *background) get(ts *testscript.TestScript, name string) *process {
	p := b.running[name]
	if p == nil {
		ts.Fatalf("nothing was started as %s", name)
	}
	return p
}

func (b *background) until(ts *testscript.TestScript, _ bool, args []string) {
	p, pattern := b.get(ts, args[0]), regexp.MustCompile(`(?m)`+args[1])
	poll(ts, func() bool {
		return pattern.MatchString(ts.ReadFile(p.out)) || pattern.MatchString(ts.ReadFile(p.err))
	}, "%s never wrote %q", args[0], args[1])
}

func (b *background) signal(s syscall.Signal) command {
	return func(ts *testscript.TestScript, _ bool, args []string) {
		ts.Check(b.get(ts, args[0]).cmd.Process.Signal(s))
	}
}

func (b *background) exited(ts *testscript.TestScript, _ bool, args []string) {
	p := b.get(ts, args[0])
	want, err := strconv.Atoi(args[1])
	ts.Check(err)
	select {
	case err := <-p.done:
		ts.Logf("[stdout]\n%s[stderr]\n%s", ts.ReadFile(p.out), ts.ReadFile(p.err))
		if got := codeOf(err); got != want {
			ts.Fatalf("%s: exit code %d, want %d", args[0], got, want)
		}
	case <-time.After(patience):
		ts.Fatalf("%s did not end", args[0])
	}
}
