// Command gen compiles the rules of this repository's folder policies to package compiled, and writes the capabilities file
// that limits them to what package plan can run. It is run by go generate ./policies.
package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, "."); err != nil {
		fmt.Fprintln(os.Stderr, "policies/gen:", err)
		os.Exit(1) //nolint:gocritic // there is nothing to stop any more
	}
}

// run writes the files below the folder of the policies.
func run(ctx context.Context, dir string) error {
	files, err := Generate(ctx, os.DirFS(dir))
	if err != nil {
		return err
	}
	for name, data := range files {
		if err := os.WriteFile(dir+"/"+name, data, 0o644); err != nil {
			return err
		}
	}
	return nil
}
