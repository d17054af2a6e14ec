package build

import (
	"strings"
	"testing"
	"time"
)

func TestDescribe(t *testing.T) {
	for want, got := range map[string]string{
		"5 packages":         describe("x", 5, 0, time.Second),
		"linking":            describe("x", 10, 10, time.Second),
		"5 of 10 packages":   describe("x", 5, 10, time.Second),
		"[###############  ": describe("x", 5, 10, time.Second),
		"about 3m0s left":    describe("x", 500, 2000, time.Minute),
	} {
		if !strings.Contains(got, want) {
			t.Errorf("%q does not contain %q", got, want)
		}
	}
}

func TestLines(t *testing.T) {
	m := &meter{}
	for _, l := range []string{"fmt", "go: downloading x v1", "# example.com/x", "x.go:1:1: syntax error", "net/http"} {
		m.line(l)
	}
	if m.done != 2 || len(m.errors) != 2 {
		t.Errorf("%d packages, errors %q", m.done, m.errors)
	}
}
