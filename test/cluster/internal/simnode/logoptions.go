package simnode

import (
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"time"
)

// logOptions are the query parameters of a kubelet's containerLogs.
type logOptions struct {
	follow, previous, timestamps bool
	tail                         int64 // -1: all
	limit                        int64 // -1: no limit
	since                        time.Time
}

func parseLogOptions(q url.Values, now time.Time) (logOptions, error) {
	o := logOptions{tail: -1, limit: -1}
	for name, p := range map[string]*bool{"follow": &o.follow, "previous": &o.previous, "timestamps": &o.timestamps} {
		if v := q.Get(name); v != "" {
			b, err := strconv.ParseBool(v)
			if err != nil {
				return o, fmt.Errorf("%s: %w", name, err)
			}
			*p = b
		}
	}
	seconds := int64(-1)
	for name, p := range map[string]*int64{"tailLines": &o.tail, "limitBytes": &o.limit, "sinceSeconds": &seconds} {
		if v := q.Get(name); v != "" {
			n, err := strconv.ParseInt(v, 10, 64)
			if err != nil || n < 0 {
				return o, fmt.Errorf("%s: %q is not a number of at least 0", name, v)
			}
			*p = n
		}
	}
	if seconds >= 0 {
		o.since = now.Add(-time.Duration(seconds) * time.Second)
	}
	if v := q.Get("sinceTime"); v != "" {
		t, err := time.Parse(time.RFC3339, v)
		if err != nil {
			return o, fmt.Errorf("sinceTime: %w", err)
		}
		o.since = t
	}
	return o, nil
}

// first returns where in lines a request begins: after "since", and with at most "tail" lines.
func (o logOptions) first(lines []line) int {
	i := slices.IndexFunc(lines, func(l line) bool { return !l.at.Before(o.since) })
	if i < 0 {
		i = len(lines)
	}
	if o.tail >= 0 {
		i = max(i, len(lines)-int(min(o.tail, int64(len(lines)))))
	}
	return i
}

// format returns the line as it is sent.
func (o logOptions) format(l line) string {
	if o.timestamps {
		return l.at.UTC().Format("2006-01-02T15:04:05.000000000Z07:00") + " " + l.text + "\n"
	}
	return l.text + "\n"
}
