// Command licences tells under which licences the code is that the programs are built of. It writes a table, as it stands in
// docs/licences.md, or with -texts the licences themselves, as they go into the archives.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
)

func main() {
	texts := flag.Bool("texts", false, "write the texts of the licences, not the table")
	out := flag.String("o", "docs/licences.md", "file to write")
	flag.Parse()
	if err := run(context.Background(), *texts, *out); err != nil {
		fmt.Fprintln(os.Stderr, "error:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, texts bool, out string) error {
	modules, err := find(ctx)
	if err != nil {
		return err
	}
	var problems []error
	for _, m := range modules {
		problems = append(problems, m.check())
	}
	if err := errors.Join(problems...); err != nil {
		return err
	}
	text := table(modules)
	if texts {
		text = full(modules)
	}
	return os.WriteFile(out, []byte(text), 0o644) //nolint:gosec // for all to read
}
