package lint

import (
	"os"
	"path/filepath"

	"github.com/kubectl-job/kubectl-job/lint/manifest"
)

// patches knows the files that kustomizations name as patches.
type patches struct {
	by   map[string]string // the absolute paths of the patches, each with its kustomization
	seen map[string]bool   // the folders looked into
	last string            // the folder around which was looked last
}

func newPatches() *patches { return &patches{by: map[string]string{}, seen: map[string]bool{}} }

// around reads the kustomizations of a folder and of those above it that may use its files.
func (p *patches) around(folder string) {
	const levels = 2
	if folder == p.last {
		return // to make a path absolute takes system calls
	}
	p.last = folder
	path, err := filepath.Abs(folder)
	if err != nil {
		return
	}
	for range levels + 1 {
		p.read(path)
		path = filepath.Dir(path)
	}
}

// read reads the kustomization of a folder, if it has one. One that cannot be read names no patches.
func (p *patches) read(folder string) {
	if p.seen[folder] {
		return
	}
	p.seen[folder] = true
	for _, name := range []string{"kustomization.yaml", "kustomization.yml", "Kustomization"} {
		file := filepath.Join(folder, name)
		data, err := os.ReadFile(file)
		if err != nil {
			continue
		}
		for _, doc := range manifest.Parse(file, data, manifest.Limits{}) {
			if doc.Root != nil {
				p.add(folder, shown(file), doc.Root)
			}
		}
	}
}

func (p *patches) add(folder, by string, root *manifest.Node) {
	for _, list := range []string{"patches", "patchesStrategicMerge", "patchesJson6902"} {
		n := root.Get(list)
		if n == nil {
			continue
		}
		for _, item := range n.Items {
			name := item
			if item.Kind == manifest.Map {
				name = item.Get("path")
			}
			if name == nil || name.Kind != manifest.String || name.Text == "" {
				continue
			}
			if path, err := filepath.Abs(filepath.Join(folder, filepath.FromSlash(name.Text))); err == nil {
				p.by[path] = by
			}
		}
	}
}
