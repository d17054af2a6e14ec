// Command krew writes the krew manifest of a release: krew VERSION CHECKSUMS reads krew-manifest.yaml of the current folder.
package main

import (
	"fmt"
	"os"

	"github.com/kubectl-job/kubectl-job/release"
)

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "error:", err)
		os.Exit(1)
	}
}

func run(args []string) error {
	if len(args) != 2 {
		return fmt.Errorf("got %d arguments, expected a version such as v1.2.3 and the file with the checksums", len(args))
	}
	text, err := os.ReadFile("krew-manifest.yaml")
	if err != nil {
		return err
	}
	list, err := os.ReadFile(args[1])
	if err != nil {
		return err
	}
	sums, err := release.ParseSums(list)
	if err != nil {
		return err
	}
	manifest, err := release.FillManifest(text, args[0], sums)
	if err != nil {
		return err
	}
	_, err = os.Stdout.Write(manifest)
	return err
}
