package proc

import (
	"fmt"
	"os"
	"strings"
)

// stat returns the fields of /proc/PID/stat after the command name, which may hold spaces and parentheses.
func stat(pid int) []string {
	data, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return nil
	}
	return fieldsAfterName(string(data))
}

func fieldsAfterName(line string) []string {
	i := strings.LastIndexByte(line, ')')
	if i < 0 {
		return nil
	}
	return strings.Fields(line[i+1:])
}

func startTime(pid int) string {
	const field = 22 - 3 // starttime is the 22nd field; two are before the slice, which counts from 0
	if f := stat(pid); len(f) > field {
		return f[field]
	}
	return ""
}

func zombie(pid int) bool {
	f := stat(pid)
	return len(f) > 0 && (f[0] == "Z" || f[0] == "X")
}
