package cli

import (
	"errors"
	"fmt"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// flagError words what is wrong with the flags in the form of the commands' own checks. It repeats no
// more of the command line than the flag and the value that it takes: what else stands there may be secret.
func flagError(cmd *cobra.Command, err error) error {
	return fmt.Errorf("%w; see %s --help", plainly(err), cmd.CommandPath())
}

func plainly(err error) error {
	if unknown, ok := errors.AsType[*pflag.NotExistError](err); ok && unknown.GetSpecifiedShortnames() != "" {
		return fmt.Errorf("unknown shorthand flag: -%s", unknown.GetSpecifiedName())
	}
	invalid, ok := errors.AsType[*pflag.InvalidValueError](err)
	if !ok {
		return err
	}
	return fmt.Errorf("--%s=%s: %w", invalid.GetFlag().Name, invalid.GetValue(), invalid.Unwrap())
}
