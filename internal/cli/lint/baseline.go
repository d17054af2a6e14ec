package lint

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/kubectl-job/kubectl-job/lint"
	"github.com/kubectl-job/kubectl-job/lint/baseline"
)

// known is the baseline of a run: the findings that count no more.
type known struct {
	file    string
	folder  string             // absolute, of the file
	base    *baseline.Baseline // nil where there is none yet
	names   map[string]string  // of the run's files, as the baseline has them
	checked map[string]bool    // the same names
}

// loadBaseline reads the file of --baseline, which has to be there unless it is to be written.
func (o *Options) loadBaseline(inputs []input) (*known, error) {
	if o.Baseline == "" {
		return nil, nil //nolint:nilnil // none is a fine answer
	}
	folder, err := filepath.Abs(filepath.Dir(o.Baseline))
	if err != nil {
		return nil, err
	}
	k := &known{file: o.Baseline, folder: folder, names: map[string]string{}, checked: map[string]bool{}}
	for i := range inputs {
		k.checked[k.name(&inputs[i])] = true
	}
	data, err := os.ReadFile(o.Baseline)
	switch {
	case errors.Is(err, fs.ErrNotExist) && o.UpdateBaseline:
		return k, nil
	case errors.Is(err, fs.ErrNotExist):
		return nil, fmt.Errorf("--baseline=%s: there is no such file; with --update-baseline it is written", o.Baseline)
	case err != nil:
		return nil, plain(o.Baseline, err)
	}
	k.base, err = baseline.Parse(o.Baseline, data)
	return k, err
}

// name is the name of an input as the baseline has it: from the baseline's folder.
func (k *known) name(in *input) string {
	shown := in.source.Name
	if name, ok := k.names[shown]; ok {
		return name
	}
	name := filepath.ToSlash(shown)
	if in.file != "" {
		if path, err := filepath.Abs(in.file); err == nil {
			if relative, err := filepath.Rel(k.folder, path); err == nil {
				name = filepath.ToSlash(relative)
			}
		}
	}
	k.names[shown] = name
	return name
}

func (k *known) nameOf(shown string) string { return k.names[shown] }

func (k *known) isChecked(name string) bool { return k.checked[name] }

// applyBaseline takes the findings out of a report that the baseline has, after it was brought up to date if that is wanted.
func (o *Options) applyBaseline(k *known, r *lint.Report) error {
	if k == nil {
		return nil
	}
	if o.UpdateBaseline {
		if err := o.writeBaseline(k, r); err != nil {
			return err
		}
	}
	compared := k.base.Compare(r.Findings, k.nameOf, k.isChecked)
	before := len(r.Findings)
	r.Keep(func(i int) bool { return !compared.Known[i] })
	if hidden := before - len(r.Findings); hidden > 0 && !o.UpdateBaseline {
		o.note("%s of the baseline not shown", several(hidden, "finding"))
	}
	if compared.Gone > 0 {
		o.note("%s of the baseline no longer there: --update-baseline takes them out", several(compared.Gone, "finding"))
	}
	return nil
}

// writeBaseline writes the findings of the run in place of those of the same files.
func (o *Options) writeBaseline(k *known, r *lint.Report) error {
	fresh := baseline.New(r.Findings, k.nameOf)
	if k.base != nil {
		fresh.Keep(k.base, func(name string) bool { return k.isChecked(name) || !k.exists(name) })
	}
	k.base = fresh
	if _, err := os.Stat(k.file); errors.Is(err, fs.ErrNotExist) {
		// It appears with all that is in it, as it is replaced below.
		if err := os.WriteFile(k.file, nil, 0o644); err != nil { //nolint:gosec // it belongs into the repository, for all to read
			return plain(k.file, err)
		}
	}
	if err := replace(k.file, fresh.Bytes()); err != nil {
		return err
	}
	o.note("%s: %s", k.file, several(fresh.Len(), "finding"))
	return nil
}

func (k *known) exists(name string) bool {
	_, err := os.Stat(filepath.Join(k.folder, filepath.FromSlash(name)))
	return err == nil
}
