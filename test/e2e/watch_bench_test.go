package e2e

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/creack/pty"
	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/watch"

	"github.com/kubectl-job/kubectl-job/test/cluster/testcluster"
)

const (
	manyJobs = 1000 // that run
	parts    = 5    // of the comparison
	endings  = 150  // Jobs that end in each part while they are watched
)

// BenchmarkWatch watches 1,000 running Jobs, some of which end. Beside each other, in the same run: how long after the API's event
// the end of a Job is written, by kubectl job watch and by kubectl get jobs --watch, and what both take.
func BenchmarkWatch(b *testing.B) {
	cluster := testcluster.Start(b, testcluster.Options{Nodes: 12, Node: "simulated"})
	namespace := cluster.Namespace(b)
	startJobs(b, cluster, namespace)
	plugin, kubectl := filepath.Join(pluginDir, "kubectl-job"), filepath.Join(cluster.BinDir, "kubectl")
	for b.Loop() {
		get := func(part int) *observer {
			return observe(b, cluster, ending(part, `(NAME) +Complete`), kubectl, "get", "jobs", "-A", "--watch")
		}
		words := func(part int) *observer {
			return observe(b, cluster, ending(part, `/(NAME): complete after`), plugin, "watch", "-A")
		}
		events := func(part int) *observer {
			return observe(b, cluster, ending(part, `"type":"status",.*"job":"(NAME)",.*"state":"Complete"`), plugin, "watch", "-A", "-o", "json")
		}
		// The API server tells the one first that has asked last: they take turns.
		part := 0
		for _, own := range []program{{"kubectl job watch", words}, {"kubectl job watch -o json", events}} {
			peer := program{"kubectl get jobs -w", get}
			var half, most ratio // of both orders
			for _, order := range [][]program{{own, peer}, {peer, own}} {
				delays := compare(b, cluster, namespace, part, order)
				half.add(delays[own.name], delays[peer.name], 50)
				most.add(delays[own.name], delays[peer.name], 95)
				part++
			}
			fmt.Printf("latency, %s / kubectl get: median %.2f, 95%% %.2f (%d endings in each order)\n", own.name, half.of(), most.of(), endings)
		}
		compare(b, cluster, namespace, part, []program{{"kubectl job watch, on a terminal", func(int) *observer {
			return observeTerminal(b, cluster, plugin, "watch", "-A")
		}}})
	}
}

// program is one of those that are compared.
type program struct {
	name  string
	start func(part int) *observer
}

// ratio is that of two sums.
type ratio struct{ ours, theirs time.Duration }

func (r *ratio) add(ours, theirs []time.Duration, percent int) {
	r.ours += ours[len(ours)*percent/100]
	r.theirs += theirs[len(theirs)*percent/100]
}

func (r *ratio) of() float64 { return float64(r.ours) / float64(r.theirs) }

// ending is a pattern for the names of the Jobs that end in one part.
func ending(part int, pattern string) string {
	return strings.ReplaceAll(pattern, "NAME", fmt.Sprintf(`end-%d\d+`, part))
}

// compare starts programs in this order, lets Jobs end, and prints how the programs fared. It returns by how much later than the
// API's event each line came.
func compare(b *testing.B, cluster *testcluster.Cluster, namespace string, part int, programs []program) map[string][]time.Duration {
	b.Helper()
	ctx, stop := context.WithCancel(b.Context())
	defer stop()
	var observers []*observer
	for _, p := range programs {
		o := p.start(part)
		o.warm()
		observers = append(observers, o)
	}
	seen := newStamps(ending(part, `^(NAME) Complete$`))
	watchEnds(ctx, b, cluster, namespace, seen)
	letEnd(b, cluster, namespace, part)
	seen.wait(b, endings)
	delays := map[string][]time.Duration{}
	for i, p := range programs {
		o := observers[i]
		if o.stamps != nil {
			o.wait(b, endings)
		}
		before, after, cpu := o.end(b)
		fmt.Printf("%-34s memory %5.1f MB with 1,000 running, %5.1f MB after %d ended; CPU %s", p.name, before, after, endings, cpu)
		if o.stamps != nil {
			d := o.after(seen)
			delays[p.name] = d
			fmt.Printf("; event to line: median %s, 95%% %s", d[len(d)/2], d[len(d)*95/100])
		}
		fmt.Println()
	}
	return delays
}

// startJobs makes 1,000 Jobs and waits until they run.
func startJobs(b *testing.B, cluster *testcluster.Cluster, namespace string) {
	b.Helper()
	client := cluster.Client(b).BatchV1().Jobs(namespace)
	var all sync.WaitGroup
	limit := make(chan struct{}, 20)
	for i := range manyJobs {
		name := fmt.Sprintf("run-%d", i)
		if i < parts*endings {
			name = fmt.Sprintf("end-%d%03d", i/endings, i%endings)
		}
		limit <- struct{}{}
		all.Go(func() {
			defer func() { <-limit }()
			if _, err := client.Create(b.Context(), hanging(name), metav1.CreateOptions{}); err != nil {
				b.Error(err)
			}
		})
	}
	all.Wait()
	eventuallyTrue(b, func() bool {
		list, err := client.List(b.Context(), metav1.ListOptions{ResourceVersion: "0"})
		if err != nil {
			b.Fatal(err)
		}
		ready := 0
		for _, j := range list.Items {
			if j.Status.Ready != nil && *j.Status.Ready == 1 {
				ready++
			}
		}
		return ready == manyJobs
	})
}

func hanging(name string) *batchv1.Job {
	return &batchv1.Job{
		ObjectMeta: metav1.ObjectMeta{Name: name},
		Spec: batchv1.JobSpec{Template: corev1.PodTemplateSpec{
			ObjectMeta: metav1.ObjectMeta{Annotations: map[string]string{"sim.test/hang": "true"}},
			Spec: corev1.PodSpec{
				RestartPolicy: corev1.RestartPolicyNever,
				NodeSelector:  map[string]string{"type": "simulated"},
				Containers:    []corev1.Container{{Name: "c", Image: "busybox"}},
			},
		}},
	}
}

// letEnd makes Jobs complete, ten a second: less than a second apart, but not all at once.
func letEnd(b *testing.B, cluster *testcluster.Cluster, namespace string, part int) {
	b.Helper()
	client := cluster.Client(b)
	tick := time.NewTicker(100 * time.Millisecond)
	defer tick.Stop()
	pods, err := client.CoreV1().Pods(namespace).List(b.Context(), metav1.ListOptions{})
	if err != nil {
		b.Fatal(err)
	}
	for _, p := range pods.Items {
		if !strings.HasPrefix(p.Name, fmt.Sprintf("end-%d", part)) {
			continue
		}
		<-tick.C
		p.Status.Phase = corev1.PodSucceeded
		for i := range p.Status.ContainerStatuses {
			now := metav1.Now()
			p.Status.ContainerStatuses[i].State = corev1.ContainerState{Terminated: &corev1.ContainerStateTerminated{Reason: "Completed", StartedAt: now, FinishedAt: now}}
		}
		if _, err := client.CoreV1().Pods(namespace).UpdateStatus(b.Context(), &p, metav1.UpdateOptions{}); err != nil {
			b.Fatal(err)
		}
	}
}

// watchEnds notes when the API tells that a Job is complete.
func watchEnds(ctx context.Context, b *testing.B, cluster *testcluster.Cluster, namespace string, seen *stamps) {
	b.Helper()
	stream, err := cluster.Client(b).BatchV1().Jobs(namespace).Watch(ctx, metav1.ListOptions{})
	if err != nil {
		b.Fatal(err)
	}
	go func() {
		for e := range stream.ResultChan() {
			j, ok := e.Object.(*batchv1.Job)
			if !ok || e.Type == watch.Error {
				continue
			}
			for _, c := range j.Status.Conditions {
				if c.Type == batchv1.JobComplete && c.Status == corev1.ConditionTrue {
					seen.note(j.Name + " Complete")
				}
			}
		}
	}()
}

// stamps are the times at which lines came that match, the first of each name.
type stamps struct {
	match *regexp.Regexp

	mu sync.Mutex
	at map[string]time.Time
}

func newStamps(match string) *stamps {
	return &stamps{match: regexp.MustCompile(match), at: map[string]time.Time{}}
}

func (s *stamps) note(line string) {
	now := time.Now()
	found := s.match.FindStringSubmatch(line)
	if len(found) < 2 {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if _, again := s.at[found[1]]; !again {
		s.at[found[1]] = now
	}
}

func (s *stamps) wait(b *testing.B, n int) {
	b.Helper()
	eventuallyTrue(b, func() bool {
		s.mu.Lock()
		defer s.mu.Unlock()
		return len(s.at) >= n
	})
}

// after are the delays behind others, in order.
func (s *stamps) after(first *stamps) []time.Duration {
	var delays []time.Duration
	for name, at := range s.at {
		delays = append(delays, at.Sub(first.at[name]).Round(10*time.Microsecond))
	}
	slices.Sort(delays)
	return delays
}

// observer is a program that watches.
type observer struct {
	*stamps

	cmd    *exec.Cmd
	begun  chan struct{} // it has written something
	ended  chan struct{}
	memory float64
}

// observe starts a program whose lines are looked at.
func observe(b *testing.B, cluster *testcluster.Cluster, match, program string, args ...string) *observer {
	b.Helper()
	o := newObserver(b, cluster, program, args)
	o.stamps = newStamps(match)
	pipe, err := o.cmd.StdoutPipe()
	if err != nil {
		b.Fatal(err)
	}
	if err := o.cmd.Start(); err != nil {
		b.Fatal(err)
	}
	go o.read(pipe)
	return o
}

// observeTerminal starts a program on a terminal.
func observeTerminal(b *testing.B, cluster *testcluster.Cluster, program string, args ...string) *observer {
	b.Helper()
	o := newObserver(b, cluster, program, args)
	tty, err := pty.StartWithSize(o.cmd, &pty.Winsize{Rows: 50, Cols: 160})
	if err != nil {
		b.Fatal(err)
	}
	go o.read(tty)
	return o
}

func newObserver(b *testing.B, cluster *testcluster.Cluster, program string, args []string) *observer {
	b.Helper()
	o := &observer{begun: make(chan struct{}), ended: make(chan struct{})}
	o.cmd = exec.CommandContext(b.Context(), program, append(args, "--kubeconfig="+cluster.Kubeconfig)...)
	o.cmd.Env = append(os.Environ(), "TERM=xterm-256color")
	return o
}

func (o *observer) read(out io.Reader) {
	defer close(o.ended)
	lines := bufio.NewScanner(out)
	lines.Buffer(nil, 1<<20)
	for first := true; lines.Scan(); first = false {
		if first {
			close(o.begun)
		}
		if o.stamps != nil {
			o.note(lines.Text())
		}
	}
}

// warm waits until it has read what there is: until it takes no more CPU.
func (o *observer) warm() {
	<-o.begun
	tick := time.NewTicker(500 * time.Millisecond)
	defer tick.Stop()
	for last := -1.0; ; {
		<-tick.C
		_, cpu := o.usage()
		if cpu-last < 0.05 {
			break
		}
		last = cpu
	}
	o.memory, _ = o.usage()
}

// usage is the resident memory in MB and the CPU time in seconds (proc_pid_stat(5)).
func (o *observer) usage() (memory, cpu float64) {
	dir := fmt.Sprintf("/proc/%d/", o.cmd.Process.Pid)
	stat, _ := os.ReadFile(dir + "stat")
	if _, after, ok := strings.Cut(string(stat), ") "); ok {
		fields := strings.Fields(after)
		const ticks = 100 // a second
		for _, f := range fields[11:13] {
			n, _ := strconv.ParseFloat(f, 64)
			cpu += n / ticks
		}
	}
	statm, _ := os.ReadFile(dir + "statm")
	if fields := strings.Fields(string(statm)); len(fields) > 1 {
		pages, _ := strconv.ParseFloat(fields[1], 64)
		memory = pages * float64(os.Getpagesize()) / 1e6
	}
	return memory, cpu
}

func (o *observer) end(b *testing.B) (before, after float64, cpu time.Duration) {
	b.Helper()
	after, _ = o.usage()
	if err := o.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		b.Error(err)
	}
	<-o.ended
	_ = o.cmd.Wait() // it was told to end
	state := o.cmd.ProcessState
	return o.memory, after, (state.UserTime() + state.SystemTime()).Round(10 * time.Millisecond)
}

func eventuallyTrue(b *testing.B, ok func() bool) {
	b.Helper()
	tick := time.NewTicker(200 * time.Millisecond)
	defer tick.Stop()
	for deadline := time.Now().Add(5 * time.Minute); !ok(); <-tick.C {
		if time.Now().After(deadline) {
			b.Fatal("it never happened")
		}
	}
}
