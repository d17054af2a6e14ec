// Package version is "kubectl job version".
package version

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"runtime"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"sigs.k8s.io/yaml"

	"github.com/kubectl-job/kubectl-job/internal/cli/arg"
	"github.com/kubectl-job/kubectl-job/internal/cli/env"
	"github.com/kubectl-job/kubectl-job/internal/version"
)

// patience is how long an API server may take to answer: the version of the plugin is there without it.
const patience = 5 * time.Second

// Options are the flags.
type Options struct {
	env.Env
	Client bool
	Format string
}

// Document is the output as -o json and -o yaml.
type Document struct {
	Version   string `json:"version"`
	Commit    string `json:"commit"`
	Date      string `json:"date"`
	GoVersion string `json:"goVersion"`
	Platform  string `json:"platform"`
	// TestedServer is the version of Kubernetes that the tests run against; OldestServer and NewestServer are those that
	// the build is made for.
	TestedServer string `json:"testedServer"`
	OldestServer string `json:"oldestServer"`
	NewestServer string `json:"newestServer"`
	// Server is left out if no API server was asked, or none answered.
	Server *Server `json:"server,omitempty"`
}

// Server is an API server that answered.
type Server struct {
	Version string      `json:"version"`
	Fit     version.Fit `json:"fit"`
}

// NewCommand makes "kubectl job version".
func NewCommand(e env.Env) *cobra.Command {
	o := &Options{Env: e}
	cmd := &cobra.Command{
		Use:   "version [flags]",
		Short: "Print the version of kubectl job, and whether it fits the cluster",
		Long: `Print the version of kubectl job, the versions of Kubernetes that it is made for, and the version of the API server, if one
answers. Without a cluster, standard error says so; the exit code is 0 all the same.`,
		Example: `  # Print the version, and whether it fits the cluster
  kubectl job version

  # Ask no cluster
  kubectl job version --client -o json`,
		DisableFlagsInUseLine: true,
		Args:                  arg.None,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := o.Validate(); err != nil {
				return err
			}
			return o.Run(cmd.Context())
		},
	}
	cmd.Flags().BoolVar(&o.Client, "client", false, "Do not ask the API server")
	cmd.Flags().StringVarP(&o.Format, "output", "o", "", "Output format: json or yaml")
	if err := cmd.RegisterFlagCompletionFunc("output", cobra.FixedCompletions([]string{"json", "yaml"}, cobra.ShellCompDirectiveNoFileComp)); err != nil {
		panic(err) // only for a flag that does not exist
	}
	return cmd
}

// Validate checks the flags.
func (o *Options) Validate() error {
	switch o.Format {
	case "", "json", "yaml":
		return nil
	default:
		return fmt.Errorf("--output=%s: expected json or yaml", o.Format)
	}
}

// Run prints the version.
func (o *Options) Run(ctx context.Context) error {
	d := document()
	if !o.Client {
		server, err := o.ask(ctx)
		switch {
		case ctx.Err() != nil:
			return context.Cause(ctx)
		case err != nil:
			fmt.Fprintf(o.ErrOut, "The API server was not asked: %v\n", err)
		default:
			d.Server = server
		}
	}
	return write(o.Out, o.Format, d)
}

func document() Document {
	oldest, newest := version.Servers()
	return Document{
		Version: version.Version, Commit: version.Commit, Date: version.Date, GoVersion: runtime.Version(), Platform: version.Platform(),
		TestedServer: minor(version.TestedServer), OldestServer: minor(oldest), NewestServer: minor(newest),
	}
}

func minor(n int) string { return fmt.Sprintf("1.%d", n) }

func (o *Options) ask(ctx context.Context) (*Server, error) {
	ctx, cancel := context.WithTimeoutCause(ctx, patience, fmt.Errorf("no answer within %s", patience))
	defer cancel()
	c, err := o.Connect()
	if err != nil {
		return nil, err
	}
	found, err := c.ServerVersion(ctx)
	if err != nil {
		return nil, err
	}
	fit, err := version.FitOf(found)
	if err != nil {
		return nil, err
	}
	return &Server{Version: found, Fit: fit}, nil
}

func write(w io.Writer, format string, d Document) error {
	switch format {
	case "json":
		encoder := json.NewEncoder(w)
		encoder.SetIndent("", "  ")
		return encoder.Encode(d)
	case "yaml":
		text, err := yaml.Marshal(d)
		if err != nil {
			return err
		}
		_, err = w.Write(text)
		return err
	default:
		_, err := io.WriteString(w, d.text())
		return err
	}
}

func (d Document) text() string {
	var b strings.Builder
	b.WriteString(version.String() + "\n")
	fmt.Fprintf(&b, "Made for API servers of Kubernetes %s to %s, tested with %s\n", d.OldestServer, d.NewestServer, d.TestedServer)
	if d.Server == nil {
		return b.String()
	}
	says := map[version.Fit]string{
		version.Tested:  "the version that the tests run against",
		version.Within:  "within the supported skew",
		version.Outside: "outside of the supported skew: most will work, fields that only one side knows will not",
	}
	fmt.Fprintf(&b, "API server: %s, %s\n", d.Server.Version, says[d.Server.Fit])
	return b.String()
}
