package release

import (
	"bytes"
	"errors"
	"fmt"
	"net/url"
	"path"
	"regexp"
	"strings"

	"sigs.k8s.io/yaml"
)

// Manifest is what krew reads of a plugin
// (https://krew.sigs.k8s.io/docs/developer-guide/plugin-manifest/).
type Manifest struct {
	APIVersion string `json:"apiVersion"`
	Kind       string `json:"kind"`
	Metadata   struct {
		Name string `json:"name"`
	} `json:"metadata"`
	Spec struct {
		Version          string         `json:"version"`
		Homepage         string         `json:"homepage"`
		ShortDescription string         `json:"shortDescription"`
		Description      string         `json:"description"`
		Caveats          string         `json:"caveats"`
		Platforms        []KrewPlatform `json:"platforms"`
	} `json:"spec"`
}

// KrewPlatform is an archive, and the machines that it is for.
type KrewPlatform struct {
	Selector struct {
		MatchLabels      map[string]string `json:"matchLabels"`
		MatchExpressions []any             `json:"matchExpressions"`
	} `json:"selector"`
	URI    string `json:"uri"`
	SHA256 string `json:"sha256"`
	Bin    string `json:"bin"`
	Files  []struct {
		From string `json:"from"`
		To   string `json:"to"`
	} `json:"files"`
}

// ParseManifest reads a manifest strictly.
func ParseManifest(text []byte) (Manifest, error) {
	var m Manifest
	if err := yaml.UnmarshalStrict(text, &m); err != nil {
		return m, fmt.Errorf("krew manifest: %w", err)
	}
	return m, nil
}

// FillManifest writes a version and the checksums of its archives into the manifest of the repository.
func FillManifest(text []byte, version string, sums map[string]string) ([]byte, error) {
	m, err := ParseManifest(text)
	if err != nil {
		return nil, err
	}
	_, text, _ = bytes.Cut(text, []byte("\napiVersion: ")) // the comment above it is about the template
	out := strings.ReplaceAll("apiVersion: "+string(text), template, version)
	for _, p := range m.Spec.Platforms {
		uri := strings.ReplaceAll(p.URI, template, version)
		sum, ok := sums[path.Base(uri)]
		if !ok {
			return nil, fmt.Errorf("there is no checksum of %s", path.Base(uri))
		}
		before, after, found := strings.Cut(out, uri+"\n")
		if !found {
			return nil, fmt.Errorf("%s does not stand at the end of a line", uri)
		}
		out = before + uri + "\n" + strings.Replace(after, p.SHA256, sum, 1)
	}
	filled, err := ParseManifest([]byte(out))
	if err != nil {
		return nil, err
	}
	return []byte(out), filled.Check(KrewName + ".yaml")
}

// ParseSums reads checksums as sha256sum writes them: checksum, spaces, name.
func ParseSums(text []byte) (map[string]string, error) {
	sums := map[string]string{}
	for line := range strings.Lines(string(text)) {
		fields := strings.Fields(line)
		if len(fields) != 2 {
			return nil, fmt.Errorf("checksums: %q: expected a checksum and a name", strings.TrimSpace(line))
		}
		sums[fields[1]] = fields[0]
	}
	return sums, nil
}

// Check applies the rules of krew's index to a manifest in the file of that name.
func (m Manifest) Check(file string) error {
	s := &m.Spec
	problems := []error{
		want(m.APIVersion == "krew.googlecontainertools.github.com/v1alpha2", "apiVersion is %q", m.APIVersion),
		want(m.Kind == "Plugin", "kind is %q", m.Kind),
		want(regexp.MustCompile(`^[\w-]+$`).MatchString(m.Metadata.Name), "metadata.name is %q", m.Metadata.Name),
		want(!reserved(m.Metadata.Name), "metadata.name is %q, a device of Windows", m.Metadata.Name),
		want(path.Base(file) == m.Metadata.Name+".yaml", "the file is %s, expected %s.yaml", file, m.Metadata.Name),
		want(regexp.MustCompile(`^v(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(-[0-9A-Za-z.-]+)?(\+[0-9A-Za-z.-]+)?$`).MatchString(s.Version), "version is %q, expected one such as v1.2.3", s.Version),
		want(s.ShortDescription != "" && len(s.ShortDescription) <= 50 && !strings.ContainsAny(s.ShortDescription, "\r\n"), "shortDescription is %q, expected one line of at most 50 characters", s.ShortDescription),
		want(!strings.HasSuffix(s.ShortDescription, "."), "shortDescription ends in a full stop"),
		want(s.Homepage != "", "there is no homepage"),
		want(len(s.Platforms) > 0, "there are no platforms"),
	}
	for line := range strings.Lines(s.Description + "\n" + s.Caveats) {
		problems = append(problems, want(len(line) <= 81, "%q is longer than 80 characters", line))
	}
	taken := map[Platform]int{}
	for i, p := range s.Platforms {
		problems = append(problems, p.check(i, taken))
	}
	return errors.Join(problems...)
}

// want is an error unless it is so.
func want(so bool, format string, args ...any) error {
	if so {
		return nil
	}
	return fmt.Errorf(format, args...)
}

// reserved says whether a name is that of a device on Windows.
func reserved(name string) bool {
	return regexp.MustCompile(`(?i)^(con|prn|aux|nul|com[0-9]|lpt[0-9])$`).MatchString(name)
}

// known are the machines that krew knows.
func known() []Platform {
	var all []Platform
	for system, archs := range map[string][]string{
		"windows": {"386", "amd64", "arm64"},
		"linux":   {"386", "amd64", "arm", "arm64", "ppc64le"},
		"darwin":  {"386", "amd64", "arm64"},
	} {
		for _, arch := range archs {
			all = append(all, Platform{OS: system, Arch: arch})
		}
	}
	return all
}

func (p *KrewPlatform) check(i int, taken map[Platform]int) error {
	uri, err := url.Parse(p.URI)
	problems := []error{
		want(err == nil && uri.Scheme == "https", "uri is %q, expected one that begins with https", p.URI),
		want(regexp.MustCompile(`^[a-f0-9]{64}$`).MatchString(p.SHA256), "sha256 is %q", p.SHA256),
		want(p.Bin != "", "there is no bin"),
		want(p.Files == nil || len(p.Files) > 0, "files is empty"),
		want(len(p.Selector.MatchExpressions) == 0, "matchExpressions are not looked at here: use matchLabels"),
	}
	for _, f := range p.Files {
		problems = append(problems, want(f.From != "" && f.To != "", "a file lacks from or to"))
	}
	for label := range p.Selector.MatchLabels {
		problems = append(problems, want(label == "os" || label == "arch", "the label %q is neither os nor arch", label))
	}
	matches := 0
	for _, k := range known() {
		if !p.matches(k) {
			continue
		}
		matches++
		if other, ok := taken[k]; ok {
			problems = append(problems, fmt.Errorf("%s/%s is that of platform %d, too", k.OS, k.Arch, other))
		}
		taken[k] = i
	}
	problems = append(problems, want(matches > 0 && len(p.Selector.MatchLabels) > 0, "the selector matches no machine"))
	if err := errors.Join(problems...); err != nil {
		return fmt.Errorf("platform %d: %w", i, err)
	}
	return nil
}

func (p *KrewPlatform) matches(k Platform) bool {
	system, hasOS := p.Selector.MatchLabels["os"]
	arch, hasArch := p.Selector.MatchLabels["arch"]
	return (!hasOS || system == k.OS) && (!hasArch || arch == k.Arch)
}
