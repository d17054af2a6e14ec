// Package version says which build this is, and for which API servers it is made.
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
	return fmt.Sprintf("kubectl job %s (commit %s, built %s, %s, %s)", Version, Commit, Date, runtime.Version(), Platform())
}

// Platform is the operating system and the processor that the build is for, such as linux/amd64.
func Platform() string { return runtime.GOOS + "/" + runtime.GOARCH }
