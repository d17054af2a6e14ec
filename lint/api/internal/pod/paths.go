package pod

import "strings"

// badPath says what is wrong with the path of a file in a volume (ValidateLocalNonReservedPath).
func badPath(path string) string {
	if bad := badRelative(path); bad != "" {
		return bad
	}
	if strings.HasPrefix(path, "..") {
		return "must not begin with ..: such files are the kubelet's"
	}
	return ""
}

// badRelative says what is wrong with a path below some folder (validateLocalDescendingPath).
func badRelative(path string) string {
	switch {
	case strings.HasPrefix(path, "/"):
		return "must be relative, without the leading slash"
	case goesUp(path):
		return "must not go up: it has a part .."
	default:
		return ""
	}
}

// goesUp says whether a part of the path is "..".
func goesUp(path string) bool {
	for part := range strings.SplitSeq(path, "/") {
		if part == ".." {
			return true
		}
	}
	return false
}
