// Package release knows what a release is made of: its archives, and the manifest by which krew installs it.
package release

import "fmt"

const (
	// KrewName is the plugin's name in a krew index. kubectl job stays what one types, whatever it is.
	KrewName = "job"
	// KrewIndex is the git repository of the index that has the plugin. krew's own index wants more specific names.
	KrewIndex = "https://github.com/kubectl-job/krew-index.git"
	// template is the version that stands in krew-manifest.yaml.
	template = "v0.0.0"
)

// Platform is what a build is for.
type Platform struct{ OS, Arch string }

// Platforms are those of a release.
func Platforms() []Platform {
	var all []Platform
	for _, system := range []string{"linux", "darwin", "windows"} {
		for _, arch := range []string{"amd64", "arm64"} {
			all = append(all, Platform{OS: system, Arch: arch})
		}
	}
	return all
}

// Archive is the name of a program's archive, for a version such as v1.2.3.
func (p Platform) Archive(program, version string) string {
	ending := "tar.gz"
	if p.OS == "windows" {
		ending = "zip"
	}
	return fmt.Sprintf("%s_%s_%s_%s.%s", program, version, p.OS, p.Arch, ending)
}
