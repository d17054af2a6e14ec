package lint

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"github.com/kubectl-job/kubectl-job/lint"
)

// ErrNeedsPlugin says that only the program kubectl-job can do what was asked for.
var ErrNeedsPlugin = errors.New("that needs the program kubectl-job, beside kubectl-job-lint or on the PATH")

// loadPolicies gives each input the user's rules that are meant for it: those of the flag and those of its configuration.
func (o *Options) loadPolicies(ctx context.Context, inputs []input) error {
	known := map[string]*lint.More{}
	for i := range inputs {
		in := &inputs[i]
		folders := o.folders(in.config)
		if len(folders) == 0 {
			continue
		}
		key := strings.Join(folders, "\x00")
		if known[key] == nil {
			if o.Deps.Policies == nil {
				return fmt.Errorf("policies in %s: %w", strings.Join(folders, ", "), ErrNeedsPlugin)
			}
			more, err := o.Deps.Policies(ctx, folders)
			if err != nil {
				return err
			}
			known[key] = more
		}
		in.source.More = known[key]
	}
	return nil
}

// folders are those with policies for the files of a configuration.
func (o *Options) folders(l *loaded) []string {
	folders := slices.Clone(o.PolicyFolders)
	if l != nil {
		for _, folder := range l.Policies {
			folders = append(folders, shown(filepath.Join(l.folder, folder)))
		}
	}
	return folders
}
