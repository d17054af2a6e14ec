package cli

import (
	"context"
	"fmt"
	"os"

	"sigs.k8s.io/kustomize/api/krusty"
	"sigs.k8s.io/kustomize/kyaml/filesys"

	"github.com/kubectl-job/kubectl-job/internal/cli/env"
	lintcmd "github.com/kubectl-job/kubectl-job/internal/cli/lint"
	"github.com/kubectl-job/kubectl-job/lint"
	"github.com/kubectl-job/kubectl-job/lint/policy"
	"github.com/kubectl-job/kubectl-job/lint/policy/user"
	"github.com/kubectl-job/kubectl-job/policies/compiled"
)

// lintDeps is what lint can do in this program and not in kubectl-job-lint.
func lintDeps(e env.Env) lintcmd.Deps {
	return lintcmd.Deps{
		Now:       e.Clock.Now,
		Policies:  policies,
		Kustomize: kustomize,
		ServerVersion: func(ctx context.Context) (string, error) {
			c, err := e.Connect()
			if err != nil {
				return "", err
			}
			return c.ServerVersion(ctx)
		},
	}
}

// policies compiles the user's rules.
func policies(ctx context.Context, folders []string) (*lint.More, error) {
	var list []user.Folder
	for _, folder := range folders {
		if info, err := os.Stat(folder); err != nil || !info.IsDir() {
			return nil, fmt.Errorf("policies: %s is no folder", folder)
		}
		list = append(list, user.Folder{Name: folder, FS: os.DirFS(folder)})
	}
	p, err := user.Load(ctx, compiled.Parameters(), list...)
	if err != nil {
		return nil, fmt.Errorf("policies: %w", err)
	}
	ctx = withinMemory(ctx, maxMemory)
	return &lint.More{Rules: p.Rules(), Check: func(d policy.Document) ([]policy.Finding, error) { return p.Check(ctx, d) }}, nil
}

// kustomize makes what a kustomization describes, in the order in which kubectl applies it.
func kustomize(folder string) ([]byte, error) {
	options := krusty.MakeDefaultOptions()
	options.Reorder = krusty.ReorderOptionLegacy
	made, err := krusty.MakeKustomizer(options).Run(filesys.MakeFsOnDisk(), folder)
	if err != nil {
		return nil, fmt.Errorf("kustomize: %w", err)
	}
	return made.AsYaml()
}
