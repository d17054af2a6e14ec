//go:build unix

package cli

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strconv"
	"syscall"
	"time"

	"github.com/spf13/cobra"

	"github.com/kubectl-job/kubectl-job/test/cluster/internal/build"
	"github.com/kubectl-job/kubectl-job/test/cluster/internal/cache"
	"github.com/kubectl-job/kubectl-job/test/cluster/internal/proc"
	"github.com/kubectl-job/kubectl-job/test/cluster/internal/realnode"
	"github.com/kubectl-job/kubectl-job/test/cluster/internal/state"
	"github.com/kubectl-job/kubectl-job/test/cluster/internal/supervise"
)

type upOptions struct {
	name     string
	nodes    int
	real     bool
	node     string
	timeout  time.Duration
	untilPID int
	output   string
}

// Info is what "up -o json" prints.
type Info struct {
	Name       string `json:"name"`
	Kubeconfig string `json:"kubeconfig"`
	BinDir     string `json:"binDir"`
	Real       bool   `json:"real"`
	StateDir   string `json:"stateDir"`
	Node       string `json:"node"`             // real or simulated
	Reason     string `json:"reason,omitempty"` // why the node is not real
}

func newUp() *cobra.Command {
	o := upOptions{}
	c := &cobra.Command{
		Use:   "up",
		Short: "Bring a cluster up and print the path of its kubeconfig",
		Args:  cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			info, err := o.run(c.Context(), c.ErrOrStderr())
			if err != nil {
				return err
			}
			return o.print(c.OutOrStdout(), info)
		},
	}
	f := c.Flags()
	f.StringVar(&o.name, "name", "default", "name of the cluster")
	f.IntVar(&o.nodes, "nodes", 5, "number of simulated nodes")
	f.StringVar(&o.node, "node", state.NodeAuto, "auto (a real node where that is possible), real or simulated")
	f.BoolVar(&o.real, "real", false, "the same as --node=real")
	f.DurationVar(&o.timeout, "timeout", 3*time.Minute, "how long the start may take, not counting builds")
	f.IntVar(&o.untilPID, "until-pid", 0, "take the cluster down when this process has ended")
	f.StringVarP(&o.output, "output", "o", "", `"json" for more than the path`)
	c.MarkFlagsMutuallyExclusive("real", "node")
	return c
}

func (o *upOptions) print(out io.Writer, info Info) error {
	if o.output == "" {
		_, err := fmt.Fprintln(out, info.Kubeconfig)
		return err
	}
	e := json.NewEncoder(out)
	e.SetIndent("", "  ")
	return e.Encode(info)
}

func (o *upOptions) validate() error {
	switch {
	case o.output != "" && o.output != "json":
		return fmt.Errorf("--output=%s: want json", o.output)
	case o.nodes < 0 || o.nodes > 5000:
		return fmt.Errorf("--nodes=%d: want 0 to 5000", o.nodes)
	case o.node != state.NodeAuto && o.node != state.NodeReal && o.node != state.NodeSimulated:
		return fmt.Errorf("--node=%s: want auto, real or simulated", o.node)
	}
	if o.real {
		o.node = state.NodeReal
	}
	return nil
}

func (o *upOptions) run(ctx context.Context, progress io.Writer) (Info, error) {
	if err := o.validate(); err != nil {
		return Info{}, err
	}
	dir, err := state.ForName(o.name)
	if err != nil {
		return Info{}, err
	}
	if info, up, err := o.running(ctx, dir); err != nil {
		return Info{}, err
	} else if up {
		_, _ = fmt.Fprintf(progress, "cluster %q is up already\n", o.name)
		return info, nil
	}
	config := state.Config{Name: o.name, Nodes: o.nodes, Timeout: o.timeout}
	if o.untilPID != 0 {
		until := proc.Identify(o.untilPID)
		if !until.Alive() {
			return Info{}, fmt.Errorf("--until-pid=%d: no such process", o.untilPID)
		}
		config.Until = &until
	}
	if err := o.make(ctx, &config, progress); err != nil {
		return Info{}, err
	}
	unlock, err := cache.Lock(ctx, "cluster-"+o.name)
	if err != nil {
		return Info{}, err
	}
	defer unlock()
	if err := makeRoom(dir); err != nil {
		return Info{}, err
	}
	begun := time.Now()
	if err := start(ctx, dir, config, progress); err != nil {
		return Info{}, err
	}
	_, _ = fmt.Fprintf(progress, "cluster %q is ready after %.1f s: export KUBECONFIG=%s PATH=%s:$PATH\n",
		o.name, time.Since(begun).Seconds(), dir.Kubeconfig(), config.KubeDir)
	return infoOf(dir, config), nil
}

// running describes the cluster of this name if it is up. It fails if that one is not well, or has
// another kind of node than was asked for.
func (o *upOptions) running(ctx context.Context, dir state.Dir) (info Info, up bool, err error) {
	if !dir.Exists() {
		return Info{}, false, nil
	}
	s, err := dir.Load()
	if err != nil || !s.Ready || !s.Supervisor.Alive() {
		return Info{}, false, nil //nolint:nilerr // starting, or left behind by a killed supervisor: makeRoom tells
	}
	r, err := supervise.NewClient(dir).Report(ctx)
	if err != nil {
		return Info{}, false, err
	}
	info = infoOf(dir, s.Config)
	switch {
	case !r.Healthy():
		return Info{}, false, fmt.Errorf("cluster %q is up, but not well: see its status, or take it down", o.name)
	case o.node != state.NodeAuto && o.node != info.Node:
		return Info{}, false, fmt.Errorf("cluster %q is up with a node of another kind: %s, not %s; take it down or choose another --name", o.name, info.Node, o.node)
	}
	return info, true, nil
}

func infoOf(dir state.Dir, c state.Config) Info {
	info := Info{
		Name: c.Name, Kubeconfig: dir.Kubeconfig(), BinDir: c.KubeDir, Real: c.Real,
		StateDir: string(dir), Node: state.NodeSimulated, Reason: c.Reason,
	}
	if c.Real {
		info.Node = state.NodeReal
	}
	return info
}

// make builds what the cluster needs and decides which kind of node it gets.
func (o *upOptions) make(ctx context.Context, config *state.Config, progress io.Writer) error {
	var err error
	if config.KubeDir, err = build.Kube(ctx, progress); err != nil {
		return err
	}
	if o.node == state.NodeSimulated {
		config.Reason = "simulated nodes were asked for"
		return nil
	}
	err = realnode.Possible(ctx)
	if err == nil {
		config.ToolsDir, config.ImagesDir, err = build.Node(ctx, progress)
	}
	switch {
	case err == nil:
		config.Real = true
		return nil
	case o.node == state.NodeReal || ctx.Err() != nil:
		return fmt.Errorf("real node: %w", err)
	}
	config.Reason = err.Error()
	_, _ = fmt.Fprintln(progress, "no real node, only simulated ones:", err)
	return nil
}

// makeRoom removes what a killed supervisor has left. It fails if the cluster is up.
func makeRoom(dir state.Dir) error {
	if !dir.Exists() {
		return nil
	}
	if s, err := dir.Load(); err == nil && s.Supervisor.Alive() {
		return fmt.Errorf("cluster %q is up already", dir.Name())
	}
	return supervise.CleanStale(dir)
}

// start starts the supervisor and waits until the cluster is ready or has failed.
func start(ctx context.Context, dir state.Dir, config state.Config, progress io.Writer) error {
	if err := dir.Create(config); err != nil {
		return err
	}
	r, w, err := os.Pipe()
	if err != nil {
		return errors.Join(fmt.Errorf("supervisor: %w", err), dir.Remove())
	}
	defer func() { _ = r.Close() }()
	cmd, err := startSupervisor(dir, w)
	_ = w.Close()
	if err != nil {
		return errors.Join(err, dir.Remove())
	}
	// Interrupted: the supervisor cleans up and closes the pipe.
	stop := context.AfterFunc(ctx, func() { _ = cmd.Process.Signal(syscall.SIGTERM) })
	defer stop()
	ready, failure := false, error(nil)
	supervise.ReadEvents(r, func(e supervise.Event) {
		switch {
		case e.Error != "":
			failure = errors.New(e.Error)
			for _, l := range e.Output {
				_, _ = fmt.Fprintln(progress, " |", l)
			}
		case e.Ready:
			ready = true
		case e.Message != "":
			_, _ = fmt.Fprintln(progress, e.Message)
		}
	})
	if ready && ctx.Err() == nil {
		return nil
	}
	if err := cmd.Wait(); failure == nil {
		failure = fmt.Errorf("supervisor: %w", errors.Join(err, context.Cause(ctx)))
	}
	return errors.Join(fmt.Errorf("cluster %q: %w", dir.Name(), failure), supervise.CleanStale(dir))
}

func startSupervisor(dir state.Dir, progress *os.File) (*exec.Cmd, error) {
	exe, err := os.Executable()
	if err != nil {
		return nil, fmt.Errorf("supervisor: %w", err)
	}
	if _, err := os.Stat("/proc/self/exe"); err == nil {
		exe = "/proc/self/exe" // works also when the file is gone, as after "go run"
	}
	log, err := os.OpenFile(dir.Log(superviseCommand), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return nil, fmt.Errorf("supervisor: %w", err)
	}
	defer func() { _ = log.Close() }()
	cmd := exec.Command(exe, superviseCommand, string(dir), strconv.Itoa(os.Getpid()))
	cmd.Dir = "/"
	cmd.Stdout, cmd.Stderr = log, log
	cmd.ExtraFiles = []*os.File{progress}
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true}
	if err := cmd.Start(); err != nil {
		return nil, fmt.Errorf("supervisor: %w", err)
	}
	return cmd, nil
}
