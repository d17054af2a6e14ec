package run

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/spf13/pflag"

	"github.com/kubectl-job/kubectl-job/internal/jobspec"
)

func parse(t *testing.T, args ...string) (jobspec.Changes, error) {
	t.Helper()
	var c changeFlags
	flags := pflag.NewFlagSet("run", pflag.ContinueOnError)
	c.add(flags)
	if err := flags.Parse(args); err != nil {
		t.Fatal(err)
	}
	return c.changes(flags, nil)
}

func TestDurations(t *testing.T) {
	changes, err := parse(t, "--deadline=1d12h", "--ttl=0")
	if err != nil {
		t.Fatal(err)
	}
	if *changes.Deadline != 36*time.Hour {
		t.Errorf("--deadline=1d12h: %s", *changes.Deadline)
	}
	if *changes.TTL != 0 {
		t.Errorf("--ttl=0 deletes the Job as soon as it has finished: %s", *changes.TTL)
	}
}

func TestWhatIsNotGivenStaysUnset(t *testing.T) {
	changes, err := parse(t)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(jobspec.Changes{}, changes); diff != "" {
		t.Errorf("want -, got +:\n%s", diff)
	}
}

func TestAnnotationsKeepTheirCommas(t *testing.T) {
	changes, err := parse(t, "--annotations=a=1,2=3", "--annotations=b=")
	if diff := cmp.Diff(map[string]string{"a": "1,2=3", "b": ""}, changes.Annotations); diff != "" || err != nil {
		t.Errorf("%v; want -, got +:\n%s", err, diff)
	}
}

func TestBadFlags(t *testing.T) {
	for arg, want := range map[string]string{
		"--parallelism=-1":         "--parallelism=-1: expected 0 or more",
		"--deadline=0":             "--deadline=0: expected 1s or more",
		"--deadline=1500ms":        "--deadline=1500ms: Kubernetes counts whole seconds",
		"--deadline=soon":          "--deadline=soon: expected a duration such as 90s, 2h or 7d, or a number of seconds",
		"--deadline=106752d":       "--deadline=106752d: expected at most 9223372036s",
		"--ttl=36028797018963968":  "--ttl=36028797018963968: expected at most 2147483647s",
		"--ttl=100000d":            "--ttl=100000d: expected at most 2147483647s",
		"--restart-policy=Always":  "--restart-policy=Always: expected Never or OnFailure (a Job's Pods cannot have another)",
		"--env-from=pod/x":         "--env-from=pod/x: expected configmap/NAME or secret/NAME",
		"--env-from=secret/":       "--env-from=secret/: expected configmap/NAME or secret/NAME",
		"--limits=memory=1GB":      "--limits=memory=1GB: expected a quantity such as 500m, 2 or 1Gi",
		"--annotations=note":       "--annotations=note: expected NAME=VALUE",
		"--env=hunter2":            "--env: number 1 is not of the form NAME=VALUE",
		"--requests=cpu=very-fast": "--requests=cpu=very-fast: expected a quantity such as 500m, 2 or 1Gi",
	} {
		_, err := parse(t, arg)
		if err == nil || err.Error() != want {
			t.Errorf("%s: %v\nwant %s", arg, err, want)
		}
	}
}
