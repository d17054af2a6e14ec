package realnode

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"
)

// hierarchy is a cgroup hierarchy: one of several with cgroup v1, the only one with v2.
type hierarchy struct {
	V2     bool   `json:"v2,omitempty"`
	Option string `json:"option,omitempty"` // v1: its controllers or name, as a mount option
	Mount  string `json:"mount"`            // where it is mounted
	Dir    string `json:"dir"`              // the node's own directory in it
}

// membership is a line of /proc/PID/cgroup.
type membership struct {
	controllers string // empty for v2
	path        string
}

// mountPoint is a cgroup line of /proc/PID/mountinfo.
type mountPoint struct {
	root, point, kind string
	options           []string // of the superblock: the controllers, among others
}

func parseMemberships(text string) []membership {
	var out []membership
	for line := range strings.Lines(text) {
		f := strings.SplitN(strings.TrimSuffix(line, "\n"), ":", 3)
		if len(f) == 3 {
			out = append(out, membership{controllers: f[1], path: f[2]})
		}
	}
	return out
}

func parseMounts(text string) []mountPoint {
	var out []mountPoint
	for line := range strings.Lines(text) {
		left, right, ok := strings.Cut(strings.TrimSpace(line), " - ")
		l, r := strings.Fields(left), strings.Fields(right)
		if !ok || len(l) < 5 || len(r) < 3 || (r[0] != "cgroup" && r[0] != "cgroup2") {
			continue
		}
		out = append(out, mountPoint{
			root: unescape(l[3]), point: unescape(l[4]), kind: r[0], options: strings.Split(r[2], ","),
		})
	}
	return out
}

// unescape undoes mountinfo's way to write a space, a tab, a newline and a backslash.
func unescape(s string) string {
	return strings.NewReplacer(`\040`, " ", `\011`, "\t", `\012`, "\n", `\134`, `\`).Replace(s)
}

// plan returns the hierarchies in which the node gets a directory of that name. A machine with v1 controllers
// counts as v1, also when an empty v2 hierarchy is mounted beside them.
func plan(memberships []membership, mounts []mountPoint, name string) ([]hierarchy, error) {
	var v1 []hierarchy
	controllers := 0
	for _, m := range memberships {
		if m.controllers == "" {
			continue
		}
		i := slices.IndexFunc(mounts, func(p mountPoint) bool { return p.kind == "cgroup" && p.has(m.controllers) })
		if i < 0 {
			continue
		}
		option := m.controllers
		if strings.HasPrefix(option, "name=") {
			option = "none," + option
		} else {
			controllers++
		}
		v1 = append(v1, hierarchy{Option: option, Mount: mounts[i].point, Dir: filepath.Join(mounts[i].inside(m.path), name)})
	}
	if controllers > 0 {
		return v1, nil
	}
	for _, p := range mounts {
		if p.kind == "cgroup2" {
			// Right below the mount: a cgroup further down has processes, so it cannot hand controllers down.
			return []hierarchy{{V2: true, Mount: p.point, Dir: filepath.Join(p.point, name)}}, nil
		}
	}
	return nil, fmt.Errorf("no cgroups are mounted")
}

func (p mountPoint) has(controllers string) bool {
	for c := range strings.SplitSeq(controllers, ",") {
		if !slices.Contains(p.options, c) {
			return false
		}
	}
	return true
}

// inside returns where a cgroup's path is seen below the mount.
func (p mountPoint) inside(path string) string {
	rel, err := filepath.Rel(p.root, path)
	if err != nil || rel == ".." || strings.HasPrefix(rel, "../") {
		return p.point // of another cgroup namespace: not to be seen here
	}
	return filepath.Join(p.point, rel)
}

func dirs(hs []hierarchy) []string {
	out := make([]string, len(hs))
	for i, h := range hs {
		out[i] = h.Dir
	}
	return out
}
