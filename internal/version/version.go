// Package version says which build this is.
package version

import (
	"fmt"
	"runtime"
)

// Version, Commit and Date are set by the linker.
var (
	Version = "dev"
	Commit  = "unknown"
	Date    = "unknown"
)

// String is the version in one line.
func String() string {
	return fmt.Sprintf("kubectl job %s (commit %s, built %s, %s, %s/%s)", Version, Commit, Date, runtime.Version(), runtime.GOOS, runtime.GOARCH)
}
