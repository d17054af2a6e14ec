package schema

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
)

// Version is a minor version of Kubernetes, such as 1.31.
type Version struct{ Major, Minor int }

// The versions that the package knows: those of table.txt.
var (
	Oldest = Version{Major: 1, Minor: 25}
	Newest = Version{Major: 1, Minor: 37}
)

// ErrUnsupported is the error of a version that is none of those that the package knows.
var ErrUnsupported = errors.New("unsupported version of Kubernetes")

// ParseVersion reads a version as people and servers write it: 1.31, v1.31.4, 1.31+ (minor of a managed cluster),
// v1.31.4-gke.1256000. Where the error is ErrUnsupported, the version is returned nevertheless: Clamp brings it into
// range.
func ParseVersion(s string) (Version, error) {
	bad := fmt.Errorf("%q is no version of Kubernetes: write it like 1.31 or v1.31.4", s)
	majorText, rest, ok := strings.Cut(strings.TrimPrefix(s, "v"), ".")
	major, err := number(majorText)
	if !ok || err != nil {
		return Version{}, bad
	}
	end := 0
	for end < len(rest) && rest[end] >= '0' && rest[end] <= '9' {
		end++
	}
	minor, err := number(rest[:end])
	if err != nil || end < len(rest) && !strings.ContainsRune(".+-", rune(rest[end])) {
		return Version{}, bad
	}
	v := Version{Major: major, Minor: minor}
	if v != v.Clamp() {
		return v, fmt.Errorf("%w: %s; known are %s to %s", ErrUnsupported, v, Oldest, Newest)
	}
	return v, nil
}

// number reads digits, but no sign.
func number(s string) (int, error) {
	n, err := strconv.ParseUint(s, 10, 16)
	return int(n), err
}

// String writes the version like 1.31.
func (v Version) String() string { return fmt.Sprintf("%d.%d", v.Major, v.Minor) }

// Clamp returns the known version that is nearest to v.
func (v Version) Clamp() Version {
	switch {
	case v.Major < Oldest.Major || v.Major == Oldest.Major && v.Minor < Oldest.Minor:
		return Oldest
	case v.Major > Newest.Major || v.Major == Newest.Major && v.Minor > Newest.Minor:
		return Newest
	default:
		return v
	}
}

// minor writes a minor version of Kubernetes 1 like 1.31.
func minor(n int) string { return "1." + strconv.Itoa(n) }
