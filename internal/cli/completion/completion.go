// Package completion is "kubectl job completion": it lets kubectl complete what the plugin takes.
package completion

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"

	"github.com/spf13/cobra"
	"k8s.io/cli-runtime/pkg/genericiooptions"

	"github.com/kubectl-job/kubectl-job/internal/cli/arg"
)

// Name is the program that kubectl runs to complete "kubectl job" (k8s.io/kubectl/pkg/cmd/plugin_completion.go).
const Name = "kubectl_complete-job"

// plugin is the program that does the work.
const plugin = "kubectl-job"

// Options are the flags and what they came to.
type Options struct {
	genericiooptions.IOStreams
	Dir    string
	DryRun bool
	Force  bool

	windows bool
	// lookPath finds a program on the PATH.
	lookPath func(name string) (string, error)
	// executable is the running program.
	executable func() (string, error)
}

// NewCommand makes "kubectl job completion".
func NewCommand(streams genericiooptions.IOStreams) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "completion",
		Short: "Let kubectl complete kubectl job",
		Args:  cobra.NoArgs,
	}
	cmd.AddCommand(newInstall(streams))
	return cmd
}

func newInstall(streams genericiooptions.IOStreams) *cobra.Command {
	o := &Options{IOStreams: streams, windows: runtime.GOOS == "windows", lookPath: exec.LookPath, executable: os.Executable}
	cmd := &cobra.Command{
		Use:   "install [flags]",
		Short: "Put kubectl_complete-job beside the plugin",
		Long: `Put kubectl_complete-job beside the plugin, so that kubectl completes what it takes: kubectl job watch <TAB>. It is a link to
the plugin, or, where there are no links, a script of one line. kubectl's own completion has to be set up, as
kubectl completion --help says.`,
		Example: `  # Let kubectl complete the plugin
  kubectl job completion install

  # See what that would do
  kubectl job completion install --dry-run`,
		DisableFlagsInUseLine: true,
		Args:                  arg.None,
		RunE:                  func(*cobra.Command, []string) error { return o.Run() },
	}
	cmd.Flags().StringVar(&o.Dir, "dir", "", "`FOLDER` on the PATH to put it into (default: the one in which kubectl finds the plugin)")
	cmd.Flags().BoolVar(&o.DryRun, "dry-run", false, "Only say what would be done")
	cmd.Flags().BoolVar(&o.Force, "force", false, "Replace another file of that name")
	return cmd
}

// Run installs it.
func (o *Options) Run() error {
	p, err := o.plan()
	if err != nil {
		return err
	}
	done, err := p.done()
	switch {
	case err != nil && !o.Force:
		return err
	case done:
		return o.printf("%s is there already (%s)\n", p.path, p)
	case o.DryRun:
		return o.printf("%s would be made (%s)\n", p.path, p)
	}
	if err := p.install(); err != nil {
		return err
	}
	if err := o.printf("%s made (%s)\nTo undo it: %s\n", p.path, p, p.undo()); err != nil {
		return err
	}
	if found, err := o.lookPath(Name); err != nil || !same(found, p.path) {
		fmt.Fprintf(o.ErrOut, "kubectl does not find it: put %s on the PATH, before other folders that have a %s\n", filepath.Dir(p.path), Name)
	}
	return nil
}

func (o *Options) printf(format string, args ...any) error {
	_, err := fmt.Fprintf(o.Out, format, args...)
	return err
}

// same says whether two paths are one file.
func same(a, b string) bool {
	x, err := os.Stat(a)
	if err != nil {
		return false
	}
	y, err := os.Stat(b)
	return err == nil && os.SameFile(x, y)
}

// plan finds out what to make, and where.
func (o *Options) plan() (*plan, error) {
	beside, err := o.lookPath(plugin)
	if err != nil {
		if beside, err = o.executable(); err != nil {
			return nil, fmt.Errorf("where the plugin is cannot be found out: %w", err)
		}
	}
	if beside, err = filepath.Abs(beside); err != nil {
		return nil, err
	}
	dir := o.Dir
	if dir == "" {
		dir = filepath.Dir(beside)
	}
	if dir, err = filepath.Abs(dir); err != nil {
		return nil, err
	}
	switch info, err := os.Stat(dir); {
	case errors.Is(err, os.ErrNotExist):
		return nil, fmt.Errorf("%s: there is no such folder: make it, or name another with --dir", dir)
	case err != nil:
		return nil, err
	case !info.IsDir():
		return nil, fmt.Errorf("%s is a file, expected a folder", dir)
	}
	p := &plan{path: filepath.Join(dir, Name), target: beside, script: unixScript, force: o.Force}
	if filepath.Dir(beside) == dir {
		p.target = filepath.Base(beside) // so that it stays right wherever the folder is moved
	}
	if o.windows { // links need a privilege there
		p.path, p.target, p.script = p.path+".cmd", "", windowsScript
	}
	return p, nil
}
