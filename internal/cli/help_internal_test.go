package cli

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/spf13/pflag"
)

func TestFlagHelp(t *testing.T) {
	flags := pflag.NewFlagSet("", pflag.ContinueOnError)
	flags.SortFlags = false
	flags.StringP("output", "o", "", "Output format")
	flags.String("dry-run", "none", "What to do")
	flags.Lookup("dry-run").NoOptDefVal = "unchanged"
	flags.Bool("wait", false, "Wait")
	flags.Int("tries", 0, "The `NUMBER` of tries, in a text that is too long for one line of eighty columns")
	flags.String("hidden", "", "")
	flags.Lookup("hidden").Hidden = true
	want := "    -o, --output='':\n\tOutput format\n\n" +
		"    --dry-run='none':\n\tWhat to do\n\n" +
		"    --wait=false:\n\tWait\n\n" +
		"    --tries=NUMBER:\n\tThe NUMBER of tries, in a text that is too long for one line of eighty\n\tcolumns"
	if diff := cmp.Diff(want, flagHelp(flags)); diff != "" {
		t.Errorf("want -, got +:\n%s", diff)
	}
}

func TestArguments(t *testing.T) {
	for _, test := range []struct{ argv, want []string }{
		{[]string{"/usr/bin/kubectl-job", "watch", "x"}, []string{"watch", "x"}},
		{[]string{"/usr/bin/kubectl_complete-job", "watch", ""}, []string{"__complete", "watch", ""}},
		{[]string{"kubectl_complete-job.exe"}, []string{"__complete"}},
	} {
		if diff := cmp.Diff(test.want, Arguments(test.argv)); diff != "" {
			t.Errorf("%q: want -, got +:\n%s", test.argv, diff)
		}
	}
}
