// Command slim makes a WebAssembly module of Go smaller to download: go run ./wasm/slim IN OUT.
//
// Go's linker cuts the data into some hundred thousand segments, at each run of zeros; brotli does far better with one piece,
// zeros included. A third of what is left are names and lines for stack traces, which this module never shows; and a table that
// finds functions is so regular that the module can compute it when it starts.
package main

import (
	"fmt"
	"os"
)

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "slim:", err)
		os.Exit(1)
	}
}

func run(args []string) error {
	if len(args) != 2 {
		return fmt.Errorf("expected two files, IN and OUT, got %d arguments", len(args))
	}
	module, err := os.ReadFile(args[0])
	if err != nil {
		return err
	}
	smaller, err := slim(module)
	if err != nil {
		return fmt.Errorf("%s: %w", args[0], err)
	}
	return os.WriteFile(args[1], smaller, 0o644)
}
