package lint

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/aymanbagabas/go-udiff"

	"github.com/kubectl-job/kubectl-job/internal/cli/exit"
	"github.com/kubectl-job/kubectl-job/lint"
)

// fixing is what --fix, --unsafe-fixes and --diff ask for.
type fixing struct {
	write, unsafe, diff bool
}

func (f fixing) wanted() bool { return f.write || f.diff }

// fixed is what became of one input.
type fixed struct {
	lint.Fixed

	in     input
	before []byte
	// more counts the fixes that are left because they are not safe.
	more int
}

// apply fixes the data of an input.
func (f fixing) apply(linter *lint.Linter, in input, source lint.Source) fixed {
	result := fixed{Fixed: linter.Fix(source, f.unsafe), in: in, before: source.Data}
	source.Data = result.Data
	for _, left := range linter.Lint(source).Findings {
		if left.Fix != nil && !left.Fix.Safe && !f.unsafe {
			result.more++
		}
	}
	return result
}

// checkFixing says what cannot be fixed.
func (o *Options) checkFixing(inputs []input) error {
	if o.fixing.unsafe && !o.fixing.wanted() {
		return errors.New("--unsafe-fixes needs --fix or --diff")
	}
	if o.fixing.write && o.fixing.diff {
		return errors.New("--fix and --diff exclude each other: --diff shows what --fix would do")
	}
	for i := range inputs {
		if o.fixing.write && inputs[i].file == "" {
			return fmt.Errorf("--fix cannot write to %s: --diff shows what it would do", inputs[i].source.Name)
		}
	}
	return nil
}

// finishFixes writes the files, or shows what would be written.
func (o *Options) finishFixes(all []fixed) error {
	findings, files, more := 0, 0, 0
	for i := range all {
		f := &all[i]
		more += f.more
		for _, err := range f.Failed {
			o.note("not fixed: %v", err)
		}
		if len(f.Applied) == 0 {
			continue
		}
		findings, files = findings+len(f.Applied), files+1
		if o.fixing.diff {
			name := filepath.ToSlash(f.in.source.Name)
			if _, err := fmt.Fprint(o.Out, udiff.Unified("a/"+name, "b/"+name, string(f.before), string(f.Data))); err != nil {
				return usage(fmt.Errorf("the diff could not be written: %w", err))
			}
			continue
		}
		if err := replace(f.in.file, f.Data); err != nil {
			return usage(err)
		}
	}
	o.noteFixes(findings, files, more)
	if o.fixing.diff && files > 0 {
		return exit.Silent(exitFindings)
	}
	return nil
}

func (o *Options) noteFixes(findings, files, more int) {
	verb := "fixed"
	if o.fixing.diff {
		verb = "would fix"
	}
	o.note("%s %s in %s", verb, several(findings, "finding"), several(files, "file"))
	if more > 0 {
		o.note("%d more can be fixed with --unsafe-fixes, which changes what the Jobs do", more)
	}
}

func several(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

// replace writes a file in one go, with the permissions that it has. A link stays one.
func replace(name string, data []byte) error {
	path, err := filepath.EvalSymlinks(name)
	if err != nil {
		return plain(name, err)
	}
	info, err := os.Stat(path)
	if err != nil {
		return plain(name, err)
	}
	temporary, err := os.CreateTemp(filepath.Dir(path), ".kubectl-job-*")
	if err != nil {
		return plain(name, err)
	}
	defer os.Remove(temporary.Name()) //nolint:errcheck // it is gone if all went well
	_, err = temporary.Write(data)
	if err := errors.Join(err, temporary.Chmod(info.Mode().Perm()), temporary.Close()); err != nil {
		return plain(name, err)
	}
	if err := os.Rename(temporary.Name(), path); err != nil {
		return plain(name, err)
	}
	return nil
}
