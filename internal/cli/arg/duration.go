// Package arg reads the arguments and flags that several commands take.
package arg

import (
	"errors"
	"fmt"
	"math"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/pflag"
)

const day = 24 * time.Hour

// Errors of ParseDuration.
var (
	ErrNoDuration = errors.New("expected a duration such as 90s, 2h or 7d, or a number of seconds")
	ErrTooLong    = fmt.Errorf("expected at most %dd", math.MaxInt64/int64(day))
)

// ParseDuration reads a duration in the units of Go and in days: "90s", "1h30m", "7d", "1.5d", "1d12h". A
// plain number counts seconds. The error is ErrNoDuration or ErrTooLong, and names no flag.
func ParseDuration(text string) (time.Duration, error) {
	if n, err := strconv.ParseFloat(text, 64); err == nil || errors.Is(err, strconv.ErrRange) {
		return scale(n, time.Second)
	}
	days, rest, ok := strings.Cut(text, "d")
	if !ok {
		return parse(text)
	}
	n, err := strconv.ParseFloat(days, 64)
	if err != nil && !errors.Is(err, strconv.ErrRange) {
		return 0, ErrNoDuration
	}
	whole, err := scale(n, day)
	if err != nil || rest == "" {
		return whole, err
	}
	part, err := parse(rest)
	switch {
	case err != nil:
		return 0, err
	case part < 0 || whole < 0:
		return 0, ErrNoDuration
	case whole > math.MaxInt64-part:
		return 0, ErrTooLong
	}
	return whole + part, nil
}

func scale(n float64, unit time.Duration) (time.Duration, error) {
	const most = float64(math.MaxInt64)
	switch d := n * float64(unit); {
	case math.IsNaN(n) || math.IsInf(n, 0) && n < 0:
		return 0, ErrNoDuration
	case math.Abs(d) >= most:
		return 0, ErrTooLong
	default:
		return time.Duration(math.Round(d)), nil
	}
}

var digits = regexp.MustCompile(`[0-9]+`)

// parse is time.ParseDuration, which does not tell what is too long from what is no duration.
func parse(text string) (time.Duration, error) {
	d, err := time.ParseDuration(text)
	if err == nil {
		return d, nil
	}
	if _, err := time.ParseDuration(digits.ReplaceAllString(text, "1")); err == nil {
		return 0, ErrTooLong
	}
	return 0, ErrNoDuration
}

// Timeout adds --timeout, for which 0 means no limit.
func Timeout(flags *pflag.FlagSet, target *time.Duration, usage string) {
	flags.Var((*timeout)(target), "timeout", usage)
}

// Duration adds a flag for a time of zero or more.
func Duration(flags *pflag.FlagSet, name string, target *time.Duration, usage string) {
	flags.Var((*timeout)(target), name, usage)
	flags.Lookup(name).DefValue = ""
}

type timeout time.Duration

func (t *timeout) String() string { return time.Duration(*t).String() }
func (t *timeout) Type() string   { return "duration" }
func (t *timeout) Set(text string) error {
	d, err := ParseDuration(text)
	if err == nil && d < 0 {
		err = errors.New("expected 0, which means no limit, or more")
	}
	*t = timeout(d)
	return err
}
