//go:build linux

package realnode

import (
	"slices"
	"testing"
)

func TestEnable(t *testing.T) {
	if got := enable("cpuset cpu io memory pids\n"); got != "+cpuset +cpu +io +memory +pids" {
		t.Errorf("got %q", got)
	}
	if got := enable("\n"); got != "" {
		t.Errorf("got %q", got)
	}
}

func TestHidden(t *testing.T) {
	got := hidden([]string{"/tmp/x", "/run/user/0/x", "/var/library", "/var/lib/x/cache"}, covered)
	if !slices.Equal(got, []string{"/run/user/0/x", "/var/lib/x/cache"}) {
		t.Errorf("got %q", got)
	}
}
