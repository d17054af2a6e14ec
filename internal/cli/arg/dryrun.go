package arg

import (
	"errors"
	"fmt"

	"github.com/spf13/cobra"
	"k8s.io/cli-runtime/pkg/genericclioptions"
	"k8s.io/cli-runtime/pkg/printers"
)

// DryRun is the value of --dry-run, as kubectl has it.
type DryRun string

// The values of --dry-run.
const (
	DryRunNone   DryRun = "none"
	DryRunClient DryRun = "client"
	DryRunServer DryRun = "server"
	// unsaid is what --dry-run without a value stands for.
	unsaid DryRun = "unchanged"
)

// AddDryRun adds --dry-run.
func AddDryRun(cmd *cobra.Command, target *DryRun) {
	cmd.Flags().StringVar((*string)(target), "dry-run", string(DryRunNone), `Must be "none", "server", or "client". With client, only print the object that would be sent, without sending it. With server, let the server check the object without keeping it.`)
	cmd.Flags().Lookup("dry-run").NoOptDefVal = string(unsaid)
	values := []string{string(DryRunNone), string(DryRunClient), string(DryRunServer)}
	if err := cmd.RegisterFlagCompletionFunc("dry-run", cobra.FixedCompletions(values, cobra.ShellCompDirectiveNoFileComp)); err != nil {
		panic(err) // only for a flag that does not exist
	}
}

// Validate checks the value.
func (d DryRun) Validate() error {
	switch d {
	case DryRunNone, DryRunClient, DryRunServer:
		return nil
	case unsaid:
		return errors.New("--dry-run needs a value: none, client or server")
	default:
		return fmt.Errorf("--dry-run=%s: expected none, client or server", d)
	}
}

// Printer makes the printer that -o asks for; what it says of an object tells that it is a dry run.
func (d DryRun) Printer(printing *genericclioptions.PrintFlags) (printers.ResourcePrinter, error) {
	err := d.Validate()
	if err != nil {
		return nil, err
	}
	switch d {
	case DryRunClient:
		err = printing.Complete("%s (dry run)")
	case DryRunServer:
		err = printing.Complete("%s (server dry run)")
	case DryRunNone, unsaid:
	}
	if err != nil {
		return nil, fmt.Errorf("-o %s: %w", *printing.OutputFormat, err)
	}
	printer, err := printing.ToPrinter()
	if err != nil {
		return nil, fmt.Errorf("-o %s: %w", *printing.OutputFormat, err)
	}
	return printer, nil
}
