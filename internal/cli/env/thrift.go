package env

import "runtime/debug"

// Thrift has the garbage collector run early until restore is called: for commands that read tens of thousands of objects, and keep
// of each little beside the pages that they come in.
func Thrift() (restore func()) {
	const percent = 20
	before := debug.SetGCPercent(percent)
	return func() { debug.SetGCPercent(before) }
}
