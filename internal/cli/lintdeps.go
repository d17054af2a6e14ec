package cli

import (
	"context"
	"fmt"

	"sigs.k8s.io/kustomize/api/krusty"
	"sigs.k8s.io/kustomize/kyaml/filesys"

	"github.com/kubectl-job/kubectl-job/internal/cli/env"
	"github.com/kubectl-job/kubectl-job/internal/cli/lint"
)

// lintDeps is what lint can do in this program and not in kubectl-job-lint.
func lintDeps(e env.Env) lint.Deps {
	return lint.Deps{
		Now:       e.Clock.Now,
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
