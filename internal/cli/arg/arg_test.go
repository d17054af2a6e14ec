package arg_test

import (
	"errors"
	"testing"
	"time"

	"github.com/spf13/pflag"

	"github.com/kubectl-job/kubectl-job/internal/cli/arg"
)

func TestParseDuration(t *testing.T) {
	const hour, day = time.Hour, 24 * time.Hour
	for text, want := range map[string]time.Duration{
		"90s": 90 * time.Second, "2h": 2 * hour, "7d": 7 * day, "1.5d": 36 * hour, "1d12h": 36 * hour, "45": 45 * time.Second,
		"1h30m": 90 * time.Minute, "1ms": time.Millisecond, "0.5": 500 * time.Millisecond, "0": 0, "0d": 0, "-1s": -time.Second,
		"106751d": 106751 * day,
	} {
		if d, err := arg.ParseDuration(text); err != nil || d != want {
			t.Errorf("%s: %s, %v; want %s", text, d, err, want)
		}
	}
	for text, want := range map[string]error{
		"": arg.ErrNoDuration, "soon": arg.ErrNoDuration, "d": arg.ErrNoDuration, "1dx": arg.ErrNoDuration, "1 d": arg.ErrNoDuration,
		"nan": arg.ErrNoDuration, "nand": arg.ErrNoDuration, "1d-1h": arg.ErrNoDuration, "-1d1h": arg.ErrNoDuration, "1d1d": arg.ErrNoDuration,
		"36028797018963968": arg.ErrTooLong, "9223372037": arg.ErrTooLong, "106752d": arg.ErrTooLong, "1e400d": arg.ErrTooLong,
		"106751d24h": arg.ErrTooLong, "9999999h": arg.ErrTooLong, "99999999999999999999s": arg.ErrTooLong,
		"99999999999999999999": arg.ErrTooLong, "1e400": arg.ErrTooLong,
	} {
		if d, err := arg.ParseDuration(text); !errors.Is(err, want) {
			t.Errorf("%q: %s, %v; want %v", text, d, err, want)
		}
	}
}

func FuzzParseDuration(f *testing.F) {
	for _, text := range []string{"90s", "7d", "1d12h", "1e400d", "-3", "0x1p70", "1_0"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		d, err := arg.ParseDuration(text)
		if err != nil && !errors.Is(err, arg.ErrNoDuration) && !errors.Is(err, arg.ErrTooLong) {
			t.Errorf("%q: %v", text, err)
		}
		if err == nil && d < 0 && text[0] != '-' {
			t.Errorf("%q became %s", text, d)
		}
	})
}

func TestTimeout(t *testing.T) {
	for text, want := range map[string]time.Duration{"0": 0, "10": 10 * time.Second, "1d": 24 * time.Hour, "1ms": time.Millisecond} {
		if d, err := timeout(text); err != nil || d != want {
			t.Errorf("--timeout=%s: %s, %v; want %s", text, d, err, want)
		}
	}
	for text, want := range map[string]string{
		"-1s":  "expected 0, which means no limit, or more",
		"soon": "expected a duration such as 90s, 2h or 7d, or a number of seconds",
	} {
		_, err := timeout(text)
		invalid, ok := errors.AsType[*pflag.InvalidValueError](err)
		if !ok || invalid.Unwrap().Error() != want {
			t.Errorf("--timeout=%s: %v; want %s", text, err, want)
		}
	}
}

func timeout(text string) (d time.Duration, err error) {
	flags := pflag.NewFlagSet("", pflag.ContinueOnError)
	arg.Timeout(flags, &d, "")
	err = flags.Parse([]string{"--timeout=" + text})
	return d, err
}

func TestParseObject(t *testing.T) {
	for text, want := range map[string]string{
		"x": "x", "job/x": "job/x", "jobs/x": "job/x", "job.batch/x": "job/x", "jobs.batch/x": "job/x", "Job/x": "job/x", "jobs.v1.batch/x": "job/x",
		"cj/x": "cronjob/x", "cronjob/x": "cronjob/x", "cronjobs/x": "cronjob/x", "CronJob/x": "cronjob/x", "cronjob.batch/x": "cronjob/x",
	} {
		if o, ok := arg.ParseObject(text); !ok || o.String() != want {
			t.Errorf("%s: %s, %v; want %s", text, o, ok, want)
		}
	}
	for _, text := range []string{"", "/", "job/", "/x", "pod/x", "job/a/b", "job.apps/x", "cj.batch.example.org/x"} {
		if o, ok := arg.ParseObject(text); ok {
			t.Errorf("%q was taken for %s", text, o)
		}
	}
}

func TestOneJob(t *testing.T) {
	if name, err := arg.OneJob([]string{"Job/pi"}); err != nil || name != "pi" {
		t.Errorf("%s, %v", name, err)
	}
	for _, test := range []struct {
		want  string
		names []string
	}{
		{"expected the name of one Job, found 0 arguments", nil},
		{"expected the name of one Job, found 2 arguments", []string{"x", "hunter2"}},
		{`"pod/x": expected the name of a Job, as NAME or job/NAME`, []string{"pod/x"}},
		{"expected the name of a Job, found cronjob/x; the Jobs that it has made are listed by: kubectl get jobs; " +
			"to run it now: kubectl job run --from=cronjob/x --wait", []string{"cj/x"}},
	} {
		if name, err := arg.OneJob(test.names); err == nil || err.Error() != test.want {
			t.Errorf("%s, %v; want %s", name, err, test.want)
		}
	}
}
