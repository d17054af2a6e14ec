package lint

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"slices"
	"strings"
)

// onlyChanged leaves of the inputs those files that differ from where the branch left a commit, the commit that --changed-since
// names: committed since, or not yet.
func (o *Options) onlyChanged(ctx context.Context, inputs []input) ([]input, error) {
	g := git{ctx: ctx}
	changed, err := g.changedSince(o.ChangedSince)
	if err != nil {
		return nil, fmt.Errorf("--changed-since=%s: %w", o.ChangedSince, err)
	}
	all := len(inputs)
	inputs = slices.DeleteFunc(inputs, func(in input) bool { return in.file == "" || !changed[g.fromTop(in.file)] })
	if len(inputs) == 0 {
		o.note("none of %s changed since %s", several(all, "file"), o.ChangedSince)
	}
	return inputs, nil
}

// git calls the program git in the current folder.
type git struct {
	ctx    context.Context //nolint:containedctx // it lives for one question
	here   string          // the current folder
	prefix string          // the same, from the top of the repository
}

// fromTop is a file as git names it: from the top of the repository, with / between folders.
func (g *git) fromTop(file string) string {
	if filepath.IsAbs(file) {
		if relative, err := filepath.Rel(g.here, file); err == nil {
			file = relative
		}
	}
	return path.Join(g.prefix, filepath.ToSlash(file))
}

// changedSince are the files that differ from the last commit that HEAD and another commit have in common.
func (g *git) changedSince(ref string) (map[string]bool, error) {
	var err error
	if g.here, err = os.Getwd(); err != nil {
		return nil, err
	}
	prefix, err := g.run("rev-parse", "--show-prefix")
	if err != nil {
		return nil, err
	}
	g.prefix = strings.TrimSuffix(prefix, "\n")
	commit, err := g.run("rev-parse", "--verify", "--quiet", "--end-of-options", ref+"^{commit}")
	if err != nil {
		return nil, errors.New("git knows no such commit: expected a branch, a tag or a hash that was fetched, such as origin/main")
	}
	base, err := g.run("merge-base", strings.TrimSpace(commit), "HEAD")
	if err != nil {
		return nil, errors.New("git finds no commit that it and HEAD have in common; a shallow clone lacks them: fetch all of it (fetch-depth: 0, or git fetch --unshallow)")
	}
	differ, err := g.run("diff", "--name-only", "-z", "--no-renames", "--no-ext-diff", "--diff-filter=d", strings.TrimSpace(base), "--")
	if err != nil {
		return nil, err
	}
	// Named from the top, like those that differ.
	fresh, err := g.run("ls-files", "--others", "--exclude-standard", "--full-name", "-z", "--", ":/")
	if err != nil {
		return nil, err
	}
	changed := map[string]bool{}
	for name := range strings.SplitSeq(differ+fresh, "\x00") {
		if name != "" {
			changed[name] = true
		}
	}
	return changed, nil
}

// run is what git prints. Its error is what git says.
func (g *git) run(args ...string) (string, error) {
	cmd := exec.CommandContext(g.ctx, "git", append([]string{"-c", "diff.relative=false"}, args...)...)
	cmd.Env = append(os.Environ(), "LC_ALL=C", "GIT_OPTIONAL_LOCKS=0")
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	switch said, _, _ := strings.Cut(strings.TrimSpace(stderr.String()), "\n"); {
	case errors.Is(err, exec.ErrNotFound):
		return "", errors.New("that needs the program git on the PATH")
	case err != nil && strings.Contains(said, "not a git repository"):
		return "", errors.New("the current folder is in no git repository")
	case err != nil && said != "":
		return "", fmt.Errorf("git %s: %s", args[0], strings.TrimPrefix(said, "fatal: "))
	case err != nil:
		return "", fmt.Errorf("git %s: %w", args[0], err)
	}
	return string(out), nil
}
