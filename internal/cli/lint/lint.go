// Package lint is "kubectl job lint": it checks manifests offline.
//
// It imports nothing of client-go, so that the command can also be a small program of its own (cmd/kubectl-job-lint).
package lint

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"k8s.io/cli-runtime/pkg/genericiooptions"

	"github.com/kubectl-job/kubectl-job/internal/cli/exit"
	"github.com/kubectl-job/kubectl-job/internal/term"
	"github.com/kubectl-job/kubectl-job/internal/version"
	"github.com/kubectl-job/kubectl-job/lint"
	"github.com/kubectl-job/kubectl-job/lint/report"
	"github.com/kubectl-job/kubectl-job/lint/schema"
)

// The exit codes of lint; they are those of linters, not those of run and watch.
const (
	exitFindings = 1
	exitUsage    = 2
)

// never is the --fail-on that no finding reaches.
const never = "never"

// cluster is the --kubernetes-version that asks the API server.
const cluster = "cluster"

// Deps is what lint needs from the big dependencies, where they are there.
type Deps struct {
	// Kustomize makes what a kustomization describes.
	Kustomize func(folder string) ([]byte, error)
	// ServerVersion asks the API server of the current context for its version, such as v1.31.4.
	ServerVersion func(ctx context.Context) (string, error)
	// Now is the clock, for which schedules are looked at.
	Now func() time.Time
	// Policies compiles the rules in folders of the user's.
	Policies func(ctx context.Context, folders []string) (*lint.More, error)
}

// Options are the flags and what they came to.
type Options struct {
	genericiooptions.IOStreams
	Deps Deps

	Args        []string
	Filenames   []string
	Kustomize   string
	Recursive   bool
	VersionText string
	Format      string
	Level       string
	FailOn      string
	ConfigFile  string

	// PolicyFolders are those of --policy.
	PolicyFolders []string
	ListRules     bool
	// ChangedSince is the commit since which a file must have changed to be checked; empty for all files.
	ChangedSince string
	// Baseline is the file with the findings that count no more; empty if there is none.
	Baseline       string
	UpdateBaseline bool

	fixing  fixing
	version *schema.Version // as the flag says; nil if it says nothing
}

const long = `Check manifests of Jobs and CronJobs before a cluster sees them: offline, for any version of Kubernetes from 1.25 to 1.37.

An error of the groups schema and api is what the API server would refuse; a document without one is accepted. Folders are
searched for .yaml, .yml and .json files. Objects of other kinds, Helm templates and kustomize patches are skipped and
counted. Nothing is sent anywhere.

Of what the API server accepts, warnings tell what a manifest proves to hurt: work done twice, retries that never come,
schedules that never fire. With --level=info, advice and what is merely possible is shown, too.

A finding that is meant to be is suppressed with its reason, at its line, in the line above or at the top of the document:

    parallelism: 3 # kubectl-job:ignore GROUP/RULE -- reason

or, with several separated by semicolons, in the annotation kubectl-job/ignore of the object. What the API server refuses
cannot be suppressed. A file .kubectl-job.yaml in the folder of a manifest, or above it, sets levels for rules, the version
of Kubernetes and paths to skip: docs/lint-config.md.

Exit codes:
    0  no finding at or above --fail-on
    1  findings
    2  bad usage, or input that cannot be read`

const examples = `  # Check a file, a folder, or what another program writes
  kubectl job lint job.yaml
  kubectl job lint deploy/
  helm template chart/ | kubectl job lint -

  # Check what a kustomization makes, for the version of the current cluster
  kubectl job lint -k overlays/production --kubernetes-version=cluster

  # See what can be mended, then mend it
  kubectl job lint deploy/ --diff
  kubectl job lint deploy/ --fix

  # Check with rules of your own, too
  kubectl job lint deploy/ --policy policies/

  # Check what a branch changes, and of that only what is not known yet
  kubectl job lint --changed-since=origin/main --baseline=.kubectl-job-baseline.json

  # In CI: annotate a change on GitHub, and fail on warnings, too
  kubectl job lint . -o github --fail-on=warning`

// NewCommand makes "kubectl job lint".
func NewCommand(streams genericiooptions.IOStreams, deps Deps) *cobra.Command {
	o := &Options{IOStreams: streams, Deps: deps}
	cmd := &cobra.Command{
		Use:     "lint [FILE|FOLDER|-]...",
		Short:   "Check manifests of Jobs and CronJobs before a cluster sees them",
		Long:    long,
		Example: examples,
		RunE: func(cmd *cobra.Command, args []string) error {
			o.Args = args
			if o.ListRules {
				return o.listRules()
			}
			if err := o.Complete(cmd.Context()); err != nil {
				return usage(err)
			}
			return o.Run(cmd.Context())
		},
	}
	cmd.SetFlagErrorFunc(func(c *cobra.Command, err error) error {
		return usage(fmt.Errorf("%w; see %s --help", err, c.CommandPath()))
	})
	flags := cmd.Flags()
	flags.StringSliceVarP(&o.Filenames, "filename", "f", nil, "File or folder to check, as an argument would name it; - is standard input")
	flags.StringVarP(&o.Kustomize, "kustomize", "k", "", "Folder with a kustomization, whose result is checked")
	flags.BoolVarP(&o.Recursive, "recursive", "R", true, "Search folders within folders, too")
	flags.StringVar(&o.VersionText, "kubernetes-version", "", `Version of the API server, such as 1.31, or "cluster" to ask the current context (default: that of the configuration, or `+schema.Newest.String()+")")
	flags.StringVarP(&o.Format, "output", "o", string(report.Text), "Output format: "+strings.Join(report.Formats(), ", "))
	flags.StringVar(&o.Level, "level", string(lint.Warning), "Lightest severity that is shown: error, warning or info")
	flags.StringVar(&o.FailOn, "fail-on", string(lint.Error), "Lightest severity that makes the exit code 1: error, warning, info or never")
	flags.BoolVar(&o.fixing.write, "fix", false, "Mend what can be mended safely, in the files, and report the rest")
	flags.BoolVar(&o.fixing.unsafe, "unsafe-fixes", false, "With --fix or --diff: mend also what changes what a Job does")
	flags.BoolVar(&o.fixing.diff, "diff", false, "Show what --fix would change, and change nothing; exit code 1 if there is something")
	flags.StringSliceVar(&o.PolicyFolders, "policy", nil, "Folder with rules of your own, in Rego")
	flags.BoolVar(&o.ListRules, "list-rules", false, "List the rules, as -o text, json or md; kubectl job explain has a page about each")
	flags.StringVar(&o.ChangedSince, "changed-since", "", "Check only files that changed since the branch left this one: a branch, tag or commit, such as origin/main")
	flags.StringVar(&o.Baseline, "baseline", "", "File with the findings that are known and do not count")
	flags.BoolVar(&o.UpdateBaseline, "update-baseline", false, "Write the findings that there are now to the file of --baseline")
	flags.StringVar(&o.ConfigFile, "config", "", "Configuration to use in place of those found beside the manifests")
	complete(cmd)
	return cmd
}

func complete(cmd *cobra.Command) {
	versions := []string{cluster}
	for v := schema.Newest; v.Minor >= schema.Oldest.Minor; v.Minor-- {
		versions = append(versions, v.String())
	}
	for flag, words := range map[string][]string{
		"output":             report.Formats(),
		"level":              {string(lint.Error), string(lint.Warning), string(lint.Info)},
		"fail-on":            {string(lint.Error), string(lint.Warning), string(lint.Info), never},
		"kubernetes-version": versions,
	} {
		if err := cmd.RegisterFlagCompletionFunc(flag, cobra.FixedCompletions(words, cobra.ShellCompDirectiveNoFileComp|cobra.ShellCompDirectiveKeepOrder)); err != nil {
			panic(err) // only for a flag that does not exist
		}
	}
}

func usage(err error) error { return &exit.Status{Code: exitUsage, Err: err} }

// Complete checks the flags and finds the version.
func (o *Options) Complete(ctx context.Context) error {
	if o.ChangedSince != "" && len(o.Args) == 0 && len(o.Filenames) == 0 {
		o.Args = []string{"."}
	}
	switch {
	case o.ChangedSince != "" && (o.Kustomize != "" || slices.Contains(slices.Concat(o.Args, o.Filenames), "-")):
		return errors.New("--changed-since is about files: it goes with neither -k nor - (standard input)")
	case o.UpdateBaseline && o.Baseline == "":
		return errors.New("--update-baseline needs --baseline FILE, the file to write")
	case o.UpdateBaseline && o.fixing.diff:
		return errors.New("--update-baseline and --diff exclude each other: --diff changes nothing")
	case len(o.Args) == 0 && len(o.Filenames) == 0 && o.Kustomize == "":
		return errors.New("nothing to check: name a file, a folder or - for standard input; see kubectl job lint --help")
	case !report.Format(o.Format).Valid():
		return fmt.Errorf("--output=%s: expected one of %s", o.Format, strings.Join(report.Formats(), ", "))
	case o.FailOn != never && lint.Severity(o.FailOn).Rank() == 0:
		return fmt.Errorf("--fail-on=%s: expected error, warning, info or never", o.FailOn)
	case lint.Severity(o.Level).Rank() == 0:
		return fmt.Errorf("--level=%s: expected error, warning or info", o.Level)
	case o.Kustomize != "" && o.Deps.Kustomize == nil:
		return fmt.Errorf("-k %s: %w; or: kubectl kustomize %s | kubectl job lint -", o.Kustomize, ErrNeedsPlugin, o.Kustomize)
	case count(slices.Concat(o.Args, o.Filenames), "-") > 1:
		return errors.New("standard input (-) can be read just once")
	}
	if o.FailOn == string(lint.Info) {
		o.Level = string(lint.Info) // nothing that is not shown makes it fail
	}
	return o.completeVersion(ctx)
}

func count(list []string, what string) int {
	n := 0
	for _, s := range list {
		if s == what {
			n++
		}
	}
	return n
}

func (o *Options) completeVersion(ctx context.Context) error {
	text := o.VersionText
	switch {
	case text == "":
		return nil
	case text == cluster && o.Deps.ServerVersion == nil:
		return fmt.Errorf("--kubernetes-version=cluster: %w", ErrNeedsPlugin)
	case text == cluster:
		asked, err := o.Deps.ServerVersion(ctx)
		if err != nil {
			return fmt.Errorf("--kubernetes-version=cluster: %w", err)
		}
		text = asked
	}
	v, err := schema.ParseVersion(text)
	if errors.Is(err, schema.ErrUnsupported) && o.VersionText == cluster {
		o.note("the cluster is of Kubernetes %s; checked for %s, the nearest that is known", v, v.Clamp())
		v, err = v.Clamp(), nil
	}
	if err != nil {
		return fmt.Errorf("--kubernetes-version: %w", err)
	}
	o.version = &v
	return nil
}

func (o *Options) note(format string, args ...any) {
	fmt.Fprintf(o.ErrOut, format+"\n", args...)
}

// Run checks the manifests and writes what it found.
func (o *Options) Run(ctx context.Context) error {
	inputs, failures := o.collect()
	if len(inputs) == 0 && len(failures) == 0 {
		return usage(errors.New("no .yaml, .yml or .json files found"))
	}
	if o.ChangedSince != "" {
		var err error
		if inputs, err = o.onlyChanged(ctx, inputs); err != nil {
			return usage(err)
		}
	}
	linter, err := o.linter(inputs)
	if err != nil {
		return usage(err)
	}
	known, err := o.loadBaseline(inputs)
	if err != nil {
		return usage(err)
	}
	if err := o.checkFixing(inputs); err != nil {
		return usage(err)
	}
	if err := o.loadPolicies(ctx, inputs); err != nil {
		return usage(err)
	}
	files, fixes, unread, err := o.check(ctx, linter, inputs)
	if err != nil {
		return err
	}
	failures = append(failures, unread...)
	if o.fixing.wanted() {
		if err := o.finishFixes(fixes); err != nil || o.fixing.diff {
			return errors.Join(append(failures, err)...)
		}
	}
	r := linter.NewReport(files)
	if err := o.applyBaseline(known, &r); err != nil {
		return usage(err)
	}
	if err := o.write(&r); err != nil {
		return usage(fmt.Errorf("the report could not be written: %w", err))
	}
	if o.ChangedSince == "" || len(inputs) > 0 {
		o.noteSkipped(&r)
	}
	switch {
	case len(failures) > 0:
		return usage(errors.Join(failures...))
	case o.FailOn != never && r.Worst().Rank() >= lint.Severity(o.FailOn).Rank():
		return exit.Silent(exitFindings)
	default:
		return nil
	}
}

func (o *Options) write(r *lint.Report) error {
	lines := term.NewLines(o.Out)
	styles := map[lint.Severity]term.Style{lint.Error: term.Bad, lint.Warning: term.Warn}
	return report.Write(o.Out, r, report.Options{
		Format:  report.Format(o.Format),
		Version: version.Version,
		Paint:   func(s lint.Severity, text string) string { return lines.Paint(styles[s], text) },
	})
}

// noteSkipped tells a person what was not checked.
func (o *Options) noteSkipped(r *lint.Report) {
	if o.Format != string(report.Text) {
		return
	}
	reasons := map[string][]string{}
	for i := range r.Documents {
		if d := &r.Documents[i]; d.Verdict == lint.Skipped {
			reasons[d.Reason] = append(reasons[d.Reason], d.File)
		}
	}
	for _, reason := range slices.Sorted(maps.Keys(reasons)) {
		files := slices.Compact(reasons[reason])
		where := files[0]
		if len(files) > 1 {
			where = fmt.Sprintf("%d files", len(files))
		}
		what := "document"
		if n := len(reasons[reason]); n > 1 {
			what = "documents"
		}
		o.note("skipped %d %s in %s: %s", len(reasons[reason]), what, where, reason)
	}
	if r.Summary.Linted == 0 {
		o.note("no Job or CronJob was checked")
	}
}
