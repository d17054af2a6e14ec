package proc

import (
	"slices"
	"testing"
)

func TestFieldsAfterName(t *testing.T) {
	if got := fieldsAfterName("12 (a) b) S 1 2"); !slices.Equal(got, []string{"S", "1", "2"}) {
		t.Errorf("got %q", got)
	}
}
