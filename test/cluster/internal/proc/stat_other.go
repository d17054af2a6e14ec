//go:build unix && !linux

package proc

func startTime(int) string { return "" }

func zombie(int) bool { return false }
