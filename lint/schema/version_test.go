package schema

import (
	"errors"
	"testing"
)

func TestParseVersion(t *testing.T) {
	for text, want := range map[string]Version{
		"1.31":                {1, 31},
		"v1.31.4":             {1, 31},
		"1.25":                {1, 25},
		"v1.37.2":             {1, 37},
		"1.31+":               {1, 31},
		"v1.31.4-gke.1256000": {1, 31},
		"1.30.2+k3s1":         {1, 30},
	} {
		if got, err := ParseVersion(text); err != nil || got != want {
			t.Errorf("%s: %v %v, want %v", text, got, err, want)
		}
	}
	for _, text := range []string{"", "1", "v1", "31", "1.", ".31", "1.x", "one.31", "-1.31", "1.-31", "1.31x", "1.+31", "1.99999999999", "1. 31"} {
		if got, err := ParseVersion(text); err == nil || errors.Is(err, ErrUnsupported) {
			t.Errorf("%q is read as %v %v", text, got, err)
		}
	}
}

// A server may be older or newer than what is known: the caller decides.
func TestParseVersionOutOfRange(t *testing.T) {
	for text, want := range map[string]struct{ v, clamped Version }{
		"1.24":    {Version{1, 24}, Oldest},
		"v1.38.0": {Version{1, 38}, Newest},
		"2.0":     {Version{2, 0}, Newest},
		"0.99":    {Version{0, 99}, Oldest},
	} {
		got, err := ParseVersion(text)
		if !errors.Is(err, ErrUnsupported) || got != want.v || got.Clamp() != want.clamped {
			t.Errorf("%s: %v %v, clamped %v", text, got, err, got.Clamp())
		}
	}
	_, err := ParseVersion("1.40")
	if want := "unsupported version of Kubernetes: 1.40; known are 1.25 to 1.37"; err.Error() != want {
		t.Errorf("%q, want %q", err, want)
	}
}
