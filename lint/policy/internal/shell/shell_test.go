package shell

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

func TestOf(t *testing.T) {
	for _, tc := range []struct {
		words []string
		want  *Script
		at    int
	}{
		{[]string{"pg_dump", "shop"}, nil, 0},
		{[]string{"sh"}, nil, 0},
		{[]string{"sh", "/run.sh"}, nil, 0},
		{[]string{"sh", "-c", "true"}, &Script{Shell: "sh", Commands: 1}, 2},
		{[]string{"/bin/bash", "-ec", "true"}, &Script{Shell: "bash", Errexit: true, Commands: 1}, 2},
		{[]string{"/bin/bash", "-euo", "pipefail", "-c", "a"}, &Script{Shell: "bash", Errexit: true, Pipefail: true, Commands: 1}, 4},
		{[]string{"bash", "-eo", "pipefail", "-c", "a | b"}, &Script{Shell: "bash", Errexit: true, Pipefail: true, Piped: "a", Commands: 1}, 4},
		{[]string{"bash", "-o", "errexit", "-c", "a"}, &Script{Shell: "bash", Errexit: true, Commands: 1}, 4},
		{[]string{"bash", "-euco", "pipefail", "a"}, &Script{Shell: "bash", Errexit: true, Pipefail: true, Commands: 1}, 3},
		{[]string{"/usr/bin/env", "bash", "-c", "a"}, &Script{Shell: "bash", Commands: 1}, 3},
		{[]string{"tini", "--", "sh", "-c", "a"}, &Script{Shell: "sh", Commands: 1}, 4},
		{[]string{"sh", "-c", "echo", "hello"}, &Script{Shell: "sh", Commands: 1, Extra: []string{"hello"}}, 2},
	} {
		got, at := Of(tc.words)
		if diff := cmp.Diff(tc.want, got, cmpopts.EquateEmpty()); diff != "" || at != tc.at {
			t.Errorf("%q: at %d, expected %d\n%s", tc.words, at, tc.at, diff)
		}
	}
}

func TestRead(t *testing.T) {
	for _, tc := range []struct {
		script string
		want   Script
	}{
		{"a; b", Script{Commands: 2}},
		{"a && b && c", Script{}},
		{"set -e\na\nb", Script{Errexit: true, Commands: 2}},
		{"set -euo pipefail\na | b", Script{Errexit: true, Pipefail: true, Piped: "a", Commands: 1}},
		{"set -o errexit; a; b", Script{Errexit: true, Commands: 2}},
		{"pg_dump shop | gzip > /backup/shop.gz", Script{Piped: "pg_dump", Commands: 1}},
		{"echo hello | mail admin", Script{Commands: 1}},
		{"if a | grep -q x; then b; fi", Script{}},
		{"a || true", Script{Masked: "|| true"}},
		{"a || exit 1", Script{}},
		{"a; exit 0", Script{Commands: 2, Masked: "exit 0"}},
		{"a\nexit $?", Script{Commands: 2}},
		{"a; echo done", Script{Commands: 2, Tail: "echo"}},
		{"a && echo done", Script{}},
		{"echo one", Script{Commands: 1}},
		{"server &", Script{Commands: 1, Background: true}},
		{"server & wait", Script{Commands: 2}},
		{"server &\nmain\nwait %1", Script{Commands: 3}},
		{"server & main", Script{Commands: 2}},
		{"sleep infinity", Script{Commands: 1, Forever: "sleep infinity"}},
		{"a; tail -f /dev/null", Script{Commands: 2, Forever: "tail -f"}},
		{"tail -f log &\nmain", Script{Commands: 2}},
		{"while true; do a; sleep 5; done", Script{Forever: "while true"}},
		{"while true; do a && break; sleep 5; done", Script{}},
		{"until a; do sleep 1; done", Script{}},
		{"while :; do a; done", Script{Forever: "while :"}},
		{"for i in 1 2; do a; done; b", Script{Commands: 1}},
		{"exec main --flag", Script{Commands: 1, Exec: true}},
		{"trap 'kill 0' TERM; main", Script{Commands: 1, Trap: true}},
		{"echo 'a; b | c' \"d && $(e | f)\" # g & h", Script{Commands: 1}},
		{"cat <<EOF | psql\nselect 1; select 2 | x\nEOF\nb", Script{Commands: 2}},
		{"cat > f <<'EOF'\na; b &\nEOF\nexec c", Script{Commands: 2, Exec: true}},
		{"X=1\nY=$(a)\nb $X ${Y:-z} $X", Script{Commands: 1, Names: []string{"X", "Y"}}},
		{"a \\\n  --b", Script{Commands: 1}},
		{"a 2>&1 | b", Script{Commands: 1, Piped: "a"}},
		{"f() { a; b; }; f", Script{Commands: 2}},
		{"[ -f x ] && a\nb", Script{Commands: 1}},
		{"", Script{}},
		{"'unfinished", Script{Commands: 1}},
	} {
		got := Script{}
		got.read(tc.script)
		if tc.want.Names == nil {
			got.Names = nil
		}
		if tc.want.Unchecked == "" {
			got.Unchecked = ""
		}
		if diff := cmp.Diff(tc.want, got, cmpopts.EquateEmpty()); diff != "" {
			t.Errorf("%s\n%s", tc.script, diff)
		}
	}
}

func TestUnchecked(t *testing.T) {
	for script, want := range map[string]string{
		"a; b": "a", "echo start; b": "", "b": "", "a\nsleep 5\nb": "a", "cd /x; b": "", "a || b; c": "", "a | b; c": "b", "if a; then b; fi; c": "",
		"sleep 5\ncurl x\necho done": "curl",
	} {
		s := Script{}
		s.read(script)
		if s.Unchecked != want {
			t.Errorf("%q: got %q, expected %q", script, s.Unchecked, want)
		}
	}
}

func TestPositional(t *testing.T) {
	for script, want := range map[string]bool{"echo $1": true, `main "$@"`: true, "echo ${2:-x}": true, "echo $X $": false, "shift": true, "": false} {
		if got := positional(script); got != want {
			t.Errorf("%q: got %v, expected %v", script, got, want)
		}
	}
}

func TestEndless(t *testing.T) {
	for want, words := range map[string][]string{
		"sleep infinity": {"/bin/sleep", "infinity"},
		"tail -f":        {"tail", "-f", "/dev/null"},
		"":               {"sleep", "3600"},
	} {
		if got := Endless(words); got != want {
			t.Errorf("%q: got %q, expected %q", words, got, want)
		}
	}
}

// TestLong goes through scripts that are long enough for work in quadratic time not to come to its end.
func TestLong(t *testing.T) {
	for _, line := range []string{"a | b; c && d\n", "$A$B ", "while true; do\n", "cat <<E\n", "\"$(", "((", "x "} {
		if s, _ := Of([]string{"sh", "-c", strings.Repeat(line, 200_000)}); s == nil {
			t.Errorf("%q is a script", line)
		}
	}
}

func FuzzOf(f *testing.F) {
	for _, script := range []string{"a | b; c & d", "cat <<E\nE", "'", "$(", "${a", "\\", "while true; do", "esac fi done }"} {
		f.Add(script)
	}
	f.Fuzz(func(t *testing.T, script string) {
		s, at := Of([]string{"sh", "-c", script})
		if s == nil || at != 2 {
			t.Errorf("%q is a script", script)
		}
	})
}
