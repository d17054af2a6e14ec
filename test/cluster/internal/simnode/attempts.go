package simnode

import (
	"fmt"
	"strconv"
	"strings"
)

// listed are the settings whose value may be a list by attempt.
var listed = []string{runFor, exitCode, reason, hang, startDelay, stuck, pullError}

// single are the settings whose value is taken as it is.
var single = []string{logs, logCut}

// needsAttempt reports whether the annotations depend on the attempt or on the completion index.
// The kwok stages ask the same question in jq: see "resolved" in stages.go.
func needsAttempt(annotations map[string]string) bool {
	if _, done := annotations[attemptKey]; done {
		return false
	}
	for key, value := range annotations {
		name, ok := strings.CutPrefix(key, Prefix)
		switch {
		case !ok || name == logs || name == logCut:
		case strings.HasPrefix(name, "index-"), strings.Contains(value, ","):
			return true
		}
	}
	return false
}

// resolve returns the annotations that settle the matter for one Pod: the attempt, counted from 1,
// and the value of each setting in this attempt. index is -1 for Jobs that are not Indexed.
func resolve(annotations map[string]string, attempt, index int) map[string]string {
	out := map[string]string{attemptKey: strconv.Itoa(attempt)}
	for _, name := range listed {
		if v, ok := forIndex(annotations, name, index); ok {
			out[nowPrefix+name] = nth(name, v, attempt)
		}
	}
	for _, name := range single {
		if v, ok := forIndex(annotations, name, index); ok {
			out[nowPrefix+name] = v
		}
	}
	return out
}

func forIndex(annotations map[string]string, name string, index int) (string, bool) {
	if index >= 0 {
		if v, ok := annotations[fmt.Sprintf("%sindex-%d.%s", Prefix, index, name)]; ok {
			return v, true
		}
	}
	v, ok := annotations[Prefix+name]
	return v, ok
}

// nth returns the value for an attempt from a list, whose last value repeats.
func nth(name, list string, attempt int) string {
	values := strings.Split(list, ",")
	for i, v := range values {
		values[i] = strings.TrimSpace(v)
		// The message of a pull error may hold commas; only true and false make a list of it.
		if name == pullError && values[i] != "true" && values[i] != "false" {
			return list
		}
	}
	return values[min(attempt, len(values))-1]
}
