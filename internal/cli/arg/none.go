package arg

import (
	"fmt"

	"github.com/spf13/cobra"
)

// None is for a command without arguments. It counts what it finds and does not repeat it, which may
// be secret.
func None(cmd *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	return fmt.Errorf("%s takes no arguments, found %d", cmd.CommandPath(), len(args))
}
