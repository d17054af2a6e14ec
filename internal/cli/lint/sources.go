package lint

import (
	"context"
	"path/filepath"
	"slices"
	"strings"

	"github.com/kubectl-job/kubectl-job/lint"
	"github.com/kubectl-job/kubectl-job/lint/schema"
)

// Sources finds out how a single file is to be linted, for a program that has its text from elsewhere: an editor. It may not
// be used by several goroutines at once.
type Sources struct {
	// Policies compiles the rules in folders of the user's.
	Policies func(ctx context.Context, folders []string) (*lint.More, error)

	folders []string // whose rules were compiled last
	more    *lint.More
}

// Find reads the configuration of a file's folder, or configFile if that is not empty, anew each time. The Source has all but
// its Data. With an error, it is what it would be without a configuration.
func (s *Sources) Find(ctx context.Context, configFile, path string) (source lint.Source, version *schema.Version, skipped bool, err error) {
	source = lint.Source{Name: shown(path)}
	patches := newPatches()
	patches.around(filepath.Dir(path))
	if absolute, err := filepath.Abs(path); err == nil {
		source.Patch = patches.by[absolute]
	}
	l, err := newConfigs(configFile).of(filepath.Dir(path))
	if err != nil || l == nil {
		return source, nil, false, err
	}
	source.Levels, source.Parameters = l.Levels, l.Parameters
	if len(l.Policies) > 0 {
		folders := (&Options{}).folders(l)
		if source.More, err = s.policies(ctx, folders); err != nil {
			return source, l.Version, l.skips(path), err
		}
	}
	return source, l.Version, l.skips(path), nil
}

// Forget has the user's rules compiled anew at the next use.
func (s *Sources) Forget() { s.folders, s.more = nil, nil }

func (s *Sources) policies(ctx context.Context, folders []string) (*lint.More, error) {
	if s.more != nil && slices.Equal(folders, s.folders) {
		return s.more, nil
	}
	if s.Policies == nil {
		return nil, ErrNeedsPlugin
	}
	more, err := s.Policies(ctx, folders)
	if err != nil {
		return nil, wrap(strings.Join(folders, ", "), err)
	}
	s.folders, s.more = folders, more
	return more, nil
}
