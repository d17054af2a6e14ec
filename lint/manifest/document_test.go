package manifest

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestObjects(t *testing.T) {
	tests := []struct {
		in   string
		want []string
	}{
		{"apiVersion: batch/v1\nkind: Job\n", []string{"|0|batch/v1|Job|1:1"}},
		{"apiVersion: v1\nkind: List\nitems:\n- apiVersion: batch/v1\n  kind: Job\n- kind: CronJob\n", []string{"items[0]|0|batch/v1|Job|4:3", "items[1]|1||CronJob|6:3"}},
		{"apiVersion: batch/v1\nkind: JobList\nitems:\n- metadata: {}\n", []string{"items[0]|0|batch/v1|Job|4:3"}},
		{"apiVersion: v1\nkind: List\nitems: []\n", nil},
		{"apiVersion: v1\nkind: List\nitems: none\n", []string{"|0|v1|List|1:1"}},
		{"text\n", []string{"|0|||1:1"}},
		{"a: @\n", nil},
	}
	for _, tt := range tests {
		d := Parse("", []byte(tt.in), Limits{})[0]
		var got []string
		for _, o := range d.Objects() {
			got = append(got, fmt.Sprintf("%s|%d|%s|%s|%s", o.Path, o.Index, o.APIVersion, o.Kind, o.Root.Range))
		}
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("%q (-want +got):\n%s", tt.in, diff)
		}
	}
}
