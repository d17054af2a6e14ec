package api

import (
	"strconv"
	"strings"
	"testing"
)

// FuzzSchedule looks for schedules that make us panic as they do the parser, take long, or are refused without words of ours.
func FuzzSchedule(f *testing.F) {
	for _, text := range []string{
		"30 2 * * *", "@daily", "@every 90m", "@every -1h", "@every", "@reboot", "TZ=Europe/Berlin 0 4 * * *", "CRON_TZ= 0 4 * * *", "TZ=0",
		"*/0 * * * *", "5-1 * * * *", "0 0 * * 7", "0 0 L * *", "0 0 * * 1#2", "H * * * *", "0-18446744073709551615 * * * *", "0 0 31 2 *",
		"1,2,3-4/5 * * JAN-dec sun", "0 0 1 1 ? ", "0 0 0 1 1 *", "\u00a00 0 1 1 *", "* * * * *\n", "\x00",
	} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		err := parse(text)
		if err == nil {
			return
		}
		if said := explain(text, err); badWords(said, text) {
			t.Errorf("%q: %q is no explanation", text, said)
		}
	})
}

// FuzzIndexes holds countIndexes to a list of the indexes themselves.
func FuzzIndexes(f *testing.F) {
	for _, text := range []string{
		"", "0", "0,1", "0-2", "0,3-5,7", "1,0", "1,1", "2-2", "3-2", "-1", "+1", "01", "0-", "-", ",", "0,", " 0", "0-1-2", "99999999999999999999", "0x1", "1_0",
	} {
		f.Add(text, uint8(10))
	}
	f.Fuzz(func(t *testing.T, text string, completions uint8) {
		got, err := countIndexes(text, int64(completions))
		want, ok := listIndexes(text, int64(completions))
		if ok != (err == nil) || int64(len(want)) != got {
			t.Errorf("%q of %d: got %d, %v; expected %v, %v", text, completions, got, err, want, ok)
		}
		if err != nil && badWords(err.Error(), text) {
			t.Errorf("%q: %q is no explanation", text, err)
		}
	})
}

// listIndexes are the indexes of a set, one by one; completions must be small.
func listIndexes(text string, completions int64) (list []int64, ok bool) {
	if text == "" {
		return nil, true
	}
	for part := range strings.SplitSeq(text, ",") {
		first, last, several := strings.Cut(part, "-")
		if !several {
			last = first
		}
		from, err1 := strconv.ParseInt(first, 10, 64)
		to, err2 := strconv.ParseInt(last, 10, 64)
		if err1 != nil || err2 != nil || to >= completions || from > to || several && from == to {
			return nil, false
		}
		for i := from; i <= to; i++ {
			if n := len(list); n > 0 && list[n-1] >= i {
				return nil, false
			}
			list = append(list, i)
		}
	}
	return list, true
}

// badWords says whether a message about a text is empty, or wrongly formatted.
func badWords(message, text string) bool {
	return message == "" || strings.Contains(message, "%!") && !strings.Contains(text, "%")
}
