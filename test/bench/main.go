//go:build unix

// Command bench times "kubectl job lint" as a whole process beside other linters, on the same files and in the same run:
// the figures are only as good as the machine is quiet, the ratios are what counts.
package main

import (
	"cmp"
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"time"
)

func main() {
	runs := flag.Int("n", 15, "how often each command runs")
	files := flag.Int("files", 1000, "how many manifests the second measurement has")
	seed := flag.String("manifest", "testdata/seed/pi.yaml", "the manifest to check")
	flag.Parse()
	if err := bench(context.Background(), *seed, *files, *runs, flag.Args()); err != nil {
		fmt.Fprintln(os.Stderr, "error:", err)
		os.Exit(1)
	}
}

// subject is a linter: its name and how to call it for a list of files.
type subject struct {
	name string
	argv []string
}

// subjects are given as NAME=COMMAND ARGS...
func subjects(args []string) ([]subject, error) {
	var all []subject
	for _, arg := range args {
		name, command, ok := strings.Cut(arg, "=")
		if !ok || command == "" {
			return nil, fmt.Errorf("%q: expected NAME=COMMAND", arg)
		}
		all = append(all, subject{name, strings.Fields(command)})
	}
	if len(all) == 0 {
		return nil, errors.New("expected NAME=COMMAND...; the last is what the others are compared with")
	}
	return all, nil
}

func bench(ctx context.Context, seed string, files, runs int, args []string) error {
	all, err := subjects(args)
	if err != nil {
		return err
	}
	manifest, err := os.ReadFile(seed)
	if err != nil {
		return err
	}
	folder, err := os.MkdirTemp("", "bench")
	if err != nil {
		return err
	}
	defer os.RemoveAll(folder) //nolint:errcheck // a temporary folder
	many := make([]string, files)
	for i := range many {
		many[i] = filepath.Join(folder, fmt.Sprintf("%04d.yaml", i))
		text := strings.Replace(string(manifest), "name: ", fmt.Sprintf("name: n%d-", i), 1)
		if err := os.WriteFile(many[i], []byte(text), 0o600); err != nil {
			return err
		}
	}
	for _, list := range [][]string{many[:1], many} {
		if err := compare(ctx, all, list, runs); err != nil {
			return err
		}
	}
	return nil
}

// compare runs the subjects in turn, so that a machine that slows down slows all of them.
func compare(ctx context.Context, all []subject, files []string, runs int) error {
	taken := make([][]usage, len(all))
	for run := range runs + 1 {
		for i, s := range all {
			u, err := measure(ctx, s, files)
			if err != nil {
				return fmt.Errorf("%s: %w", s.name, err)
			}
			if run > 0 { // the first run warms the caches
				taken[i] = append(taken[i], u)
			}
		}
	}
	fmt.Printf("%d manifests, medians of %d runs:\n", len(files), runs)
	fmt.Printf("  %-34s %9s %9s %9s   of the last's wall, CPU\n", "", "wall ms", "CPU ms", "peak MiB")
	last := taken[len(taken)-1]
	for i, s := range all {
		m := median(taken[i])
		fmt.Printf("  %-34s %9.1f %9.1f %9.1f   %10.2f  %5.2f\n", s.name, milliseconds(m.wall), milliseconds(m.cpu), float64(m.peak)/1024,
			ratio(taken[i], last, func(u usage) time.Duration { return u.wall }), ratio(taken[i], last, func(u usage) time.Duration { return u.cpu }))
	}
	return nil
}

// ratio is the median of the ratios of runs that followed each other: a machine that was slow then was so for both.
func ratio(a, b []usage, of func(usage) time.Duration) float64 {
	ratios := make([]float64, len(a))
	for i := range a {
		ratios[i] = float64(of(a[i])) / float64(max(of(b[i]), 1))
	}
	slices.Sort(ratios)
	return ratios[len(ratios)/2]
}

// usage is what one run cost; peak is in KiB.
type usage struct {
	wall, cpu time.Duration
	peak      int64
}

func measure(ctx context.Context, s subject, files []string) (usage, error) {
	argv := append(slices.Clone(s.argv), files...)
	cmd := exec.CommandContext(ctx, argv[0], argv[1:]...)
	start := time.Now()
	err := cmd.Run()
	u := usage{wall: time.Since(start)}
	// A linter that found something is no failure.
	if _, ended := errors.AsType[*exec.ExitError](err); err != nil && !ended {
		return usage{}, err
	}
	u.cpu = cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()
	if r, ok := cmd.ProcessState.SysUsage().(*syscall.Rusage); ok {
		u.peak = r.Maxrss
	}
	return u, nil
}

// median takes each figure by itself.
func median(all []usage) usage {
	return usage{
		wall: middle(all, func(u usage) time.Duration { return u.wall }),
		cpu:  middle(all, func(u usage) time.Duration { return u.cpu }),
		peak: middle(all, func(u usage) int64 { return u.peak }),
	}
}

func middle[T cmp.Ordered](all []usage, of func(usage) T) T {
	values := make([]T, len(all))
	for i, u := range all {
		values[i] = of(u)
	}
	slices.Sort(values)
	return values[len(values)/2]
}

func milliseconds(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }
