// Command gen writes the table of lint/schema: which fields a Job and a CronJob have, of which type, in which
// version of Kubernetes.
//
// It reads the OpenAPI documents that Kubernetes publishes in its own source, and fetches that source with the go
// command, so that the module proxy and the checksum database say what it is. Run it from the root of the repository:
//
//	go generate ./lint/schema
//
// The first run downloads some 40 MB for each version into the module cache. It is a module of its own only to keep
// what it may need one day out of the product's go.mod; today it needs the standard library.
package main

import (
	"bytes"
	"flag"
	"fmt"
	"log"
	"os"
)

func main() {
	log.SetFlags(0)
	log.SetPrefix("lint/schema/gen: ")
	output := flag.String("o", "table.txt", "file to write")
	check := flag.Bool("check", false, "write nothing; fail if the file is not what would be written")
	flag.Parse()
	if err := run(*output, *check); err != nil {
		log.Fatal(err)
	}
}

func run(output string, check bool) error {
	var all []release
	for _, version := range releases() {
		r, err := load(version)
		if err != nil {
			return fmt.Errorf("kubernetes %s: %w", version, err)
		}
		all = append(all, r)
	}
	t, err := merge(all)
	if err != nil {
		return err
	}
	text := t.text()
	log.Printf("%d types, %d fields, %d bytes, of %d versions", len(t.types), t.fields(), len(text), len(all))
	if !check {
		return os.WriteFile(output, text, 0o644)
	}
	old, err := os.ReadFile(output)
	if err != nil {
		return err
	}
	if !bytes.Equal(old, text) {
		return fmt.Errorf("%s is out of date: run go generate ./lint/schema", output)
	}
	return nil
}
