package job

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// Indexes is a set of completion indexes, as ranges that neither touch nor overlap, in order. The zero value is empty.
type Indexes struct{ ranges []indexRange }

type indexRange struct{ first, last int }

// maxIndex is the largest completion index that there is: completions is an int32.
const maxIndex = 1<<31 - 2

// ParseIndexes reads indexes in the form of status.completedIndexes, such as "1,3-5"
// (pkg/controller/job/indexed_job_utils.go, parseIndexesFromString), in any order.
func ParseIndexes(text string) (Indexes, error) {
	var s Indexes
	if text == "" {
		return s, nil
	}
	for part := range strings.SplitSeq(text, ",") {
		from, to, isRange := strings.Cut(strings.TrimSpace(part), "-")
		if !isRange {
			to = from
		}
		first, err := strconv.Atoi(from)
		last, errLast := strconv.Atoi(to)
		if err != nil || errLast != nil || first > last || last > maxIndex {
			return Indexes{}, fmt.Errorf("%q: expected an index such as 3 or a range such as 3-5", part)
		}
		s.ranges = append(s.ranges, indexRange{first, last})
	}
	slices.SortFunc(s.ranges, func(a, b indexRange) int { return a.first - b.first })
	return s.joined(), nil
}

// joined makes one of ranges in order that touch or overlap.
func (s Indexes) joined() Indexes {
	var joined []indexRange
	for _, r := range s.ranges {
		if n := len(joined); n > 0 && r.first <= joined[n-1].last+1 {
			joined[n-1].last = max(joined[n-1].last, r.last)
		} else {
			joined = append(joined, r)
		}
	}
	return Indexes{joined}
}

// Len is how many indexes there are.
func (s Indexes) Len() int { return s.Within(0, maxIndex) }

// First is the lowest of them, -1 if there is none.
func (s Indexes) First() int {
	if len(s.ranges) == 0 {
		return -1
	}
	return s.ranges[0].first
}

// Has tells whether an index is among them.
func (s Indexes) Has(index int) bool { return s.Within(index, index) > 0 }

// Within is how many of them lie between first and last, both included.
func (s Indexes) Within(first, last int) int {
	at, _ := slices.BinarySearchFunc(s.ranges, first, func(r indexRange, first int) int { return r.last - first })
	n := 0
	for _, r := range s.ranges[at:] {
		if r.first > last {
			break
		}
		n += min(r.last, last) - max(r.first, first) + 1
	}
	return n
}

// Others are the indexes below n that are not among them.
func (s Indexes) Others(n int) Indexes {
	var others Indexes
	next := 0
	for _, r := range s.ranges {
		if r.first > next && next < n {
			others.ranges = append(others.ranges, indexRange{next, min(r.first, n) - 1})
		}
		next = r.last + 1
	}
	if next < n {
		others.ranges = append(others.ranges, indexRange{next, n - 1})
	}
	return others
}

// Choose takes the indexes at these positions, counted from 0.
func (s Indexes) Choose(positions Indexes) Indexes {
	var chosen Indexes
	before := 0
	for _, r := range s.ranges {
		size := r.last - r.first + 1
		for _, p := range positions.ranges {
			first, last := max(p.first-before, 0), min(p.last-before, size-1)
			if first <= last {
				chosen.ranges = append(chosen.ranges, indexRange{r.first + first, r.first + last})
			}
		}
		before += size
	}
	return chosen.joined()
}

// String writes them as the API does: two that follow each other are "1,2", three are "1-3".
func (s Indexes) String() string {
	var parts []string
	for _, r := range s.ranges {
		switch r.last - r.first {
		case 0:
			parts = append(parts, strconv.Itoa(r.first))
		case 1:
			parts = append(parts, strconv.Itoa(r.first), strconv.Itoa(r.last))
		default:
			parts = append(parts, fmt.Sprintf("%d-%d", r.first, r.last))
		}
	}
	return strings.Join(parts, ",")
}

func lenient(text string) Indexes {
	s, _ := ParseIndexes(text) // the API server writes nothing else
	return s
}

// CompletedIndexes are the indexes that have succeeded.
func (j Job) CompletedIndexes() Indexes { return lenient(j.Status.CompletedIndexes) }

// FailedIndexes are the indexes that have failed for good. Without a limit of their own (backoffLimitPerIndex) indexes fail
// together with the Job: then they are those that have not succeeded.
func (j Job) FailedIndexes() Indexes {
	switch {
	case j.Spec.BackoffLimitPerIndex != nil:
		return lenient(j.Status.FailedIndexes)
	case j.State() == StateFailed:
		return j.CompletedIndexes().Others(int(j.Spec.completions()))
	default:
		return Indexes{}
	}
}

// ActiveIndexes are the indexes of Pods that have not ended.
func ActiveIndexes(pods []Pod) Indexes {
	var s Indexes
	for _, p := range pods {
		if p.Status.Phase == "Succeeded" || p.Status.Phase == "Failed" {
			continue
		}
		if n, err := strconv.Atoi(p.Metadata.Annotations[IndexAnnotation]); err == nil {
			s.ranges = append(s.ranges, indexRange{n, n})
		}
	}
	slices.SortFunc(s.ranges, func(a, b indexRange) int { return a.first - b.first })
	return s.joined()
}
