// Package policy is "kubectl job policy": it tests rules of the user's own, and writes ours for the API server.
package policy

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/storage"
	"github.com/open-policy-agent/opa/v1/tester"
	"github.com/spf13/cobra"
	"k8s.io/cli-runtime/pkg/genericiooptions"

	"github.com/kubectl-job/kubectl-job/internal/cli/exit"
	"github.com/kubectl-job/kubectl-job/policies"
)

// The exit codes are those of lint.
const (
	exitFailures = 1
	exitUsage    = 2
)

// limit is how long one test may take.
const limit = 10 * time.Second

// NewCommand makes "kubectl job policy".
func NewCommand(streams genericiooptions.IOStreams) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "policy",
		Short: "Test rules of your own for kubectl job lint, or export its rules to a cluster",
		Args:  cobra.NoArgs,
	}
	cmd.AddCommand(newTest(streams), newExport(streams))
	return cmd
}

func newTest(streams genericiooptions.IOStreams) *cobra.Command {
	verbose := false
	cmd := &cobra.Command{
		Use:   "test FOLDER... [flags]",
		Short: "Run the tests of rules of your own",
		Long: `Run the tests of rules of your own: rules named test_... in the .rego files of folders, as opa test does. What the built-in
rules share (package lib) and the facts that their tests begin with (package testing) are there, too.

Exit codes:
    0  all tests passed
    1  some did not
    2  bad usage, a mistake in a file, or no tests`,
		Example: `  # Test the rules in the folder policies
  kubectl job policy test policies/`,
		DisableFlagsInUseLine: true,
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) == 0 {
				return usage(errors.New("name a folder with .rego files"))
			}
			return test(cmd.Context(), streams, args, verbose)
		},
	}
	cmd.Flags().BoolVar(&verbose, "verbose", false, "Name the tests that passed, too")
	return cmd
}

func usage(err error) error { return &exit.Status{Code: exitUsage, Err: err} }

func test(ctx context.Context, streams genericiooptions.IOStreams, folders []string, verbose bool) error {
	modules, store, err := tester.Load(folders, nil)
	if err != nil {
		return usage(err)
	}
	if err := addLibrary(modules); err != nil {
		return usage(err)
	}
	txn, err := store.NewTransaction(ctx, storage.WriteParams)
	if err != nil {
		return usage(err)
	}
	defer store.Abort(ctx, txn)
	results, err := tester.NewRunner().SetStore(store).SetModules(modules).CapturePrintOutput(true).SetTimeout(limit).RunTests(ctx, txn)
	if err != nil {
		return usage(err)
	}
	return report(streams, results, verbose)
}

// addLibrary adds packages lib and testing, unless the folders have their own.
func addLibrary(modules map[string]*ast.Module) error {
	taken := map[string]bool{}
	for _, m := range modules {
		taken[m.Package.String()] = true
	}
	for _, name := range []string{"lib/lib.rego", "lib/testing_test.rego"} {
		source, err := policies.Files.ReadFile(name)
		if err != nil {
			return err
		}
		module, err := ast.ParseModuleWithOpts(name, string(source), ast.ParserOptions{RegoVersion: ast.RegoV1})
		if err != nil {
			return err
		}
		if !taken[module.Package.String()] {
			modules[name] = module
		}
	}
	return nil
}

// report passes the results on, and counts them.
func report(streams genericiooptions.IOStreams, results chan *tester.Result, verbose bool) error {
	total, failed := 0, 0
	counted := make(chan *tester.Result)
	go func() {
		defer close(counted)
		for r := range results {
			total++
			if !r.Pass() && !r.Skip {
				failed++
			}
			counted <- r
		}
	}()
	if err := (tester.PrettyReporter{Output: streams.Out, Verbose: verbose, FailureLine: true}).Report(counted); err != nil {
		return usage(fmt.Errorf("the results could not be written: %w", err))
	}
	switch {
	case total == 0:
		return usage(errors.New("no tests found: their names begin with test_"))
	case failed > 0:
		return exit.Silent(exitFailures)
	default:
		return nil
	}
}
