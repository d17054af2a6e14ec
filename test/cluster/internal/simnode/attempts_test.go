package simnode

import (
	"maps"
	"testing"
)

func TestResolve(t *testing.T) {
	for name, tc := range map[string]struct {
		annotations    map[string]string
		attempt, index int
		want           map[string]string
	}{
		"first of a list": {
			map[string]string{"sim.test/exit-code": "1,2,0"},
			1, -1,
			map[string]string{"sim.test/attempt": "1", "sim.test/now.exit-code": "1"},
		},
		"last repeats": {
			map[string]string{"sim.test/exit-code": "1, 2 ,0"},
			9, -1,
			map[string]string{"sim.test/attempt": "9", "sim.test/now.exit-code": "0"},
		},
		"index overrides": {
			map[string]string{"sim.test/exit-code": "5", "sim.test/index-3.exit-code": "1,0"},
			2, 3,
			map[string]string{"sim.test/attempt": "2", "sim.test/now.exit-code": "0"},
		},
		"other index": {
			map[string]string{"sim.test/exit-code": "5", "sim.test/index-3.exit-code": "1,0"},
			2, 30,
			map[string]string{"sim.test/attempt": "2", "sim.test/now.exit-code": "5"},
		},
		"no index": {
			map[string]string{"sim.test/index-0.hang": "true"},
			1, -1,
			map[string]string{"sim.test/attempt": "1"},
		},
		"logs are no list": {
			map[string]string{"sim.test/logs": "a, b", "sim.test/run-for": "1s,2s"},
			2, -1,
			map[string]string{"sim.test/attempt": "2", "sim.test/now.logs": "a, b", "sim.test/now.run-for": "2s"},
		},
		"message is no list": {
			map[string]string{"sim.test/pull-error": "no, not today"},
			1, -1,
			map[string]string{"sim.test/attempt": "1", "sim.test/now.pull-error": "no, not today"},
		},
		"pull error by attempt": {
			map[string]string{"sim.test/pull-error": "true,false"},
			2, -1,
			map[string]string{"sim.test/attempt": "2", "sim.test/now.pull-error": "false"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			if got := resolve(tc.annotations, tc.attempt, tc.index); !maps.Equal(got, tc.want) {
				t.Errorf("got %v, want %v", got, tc.want)
			}
		})
	}
}

func TestNeedsAttempt(t *testing.T) {
	for name, tc := range map[string]struct {
		annotations map[string]string
		want        bool
	}{
		"none":          {nil, false},
		"plain":         {map[string]string{"sim.test/exit-code": "1"}, false},
		"list":          {map[string]string{"sim.test/exit-code": "1,0"}, true},
		"index":         {map[string]string{"sim.test/index-0.exit-code": "1"}, true},
		"comma in logs": {map[string]string{"sim.test/logs": "a,b"}, false},
		"others'":       {map[string]string{"example.com/list": "a,b"}, false},
		"done":          {map[string]string{"sim.test/exit-code": "1,0", "sim.test/attempt": "1"}, false},
	} {
		t.Run(name, func(t *testing.T) {
			if got := needsAttempt(tc.annotations); got != tc.want {
				t.Errorf("got %v, want %v", got, tc.want)
			}
		})
	}
}
