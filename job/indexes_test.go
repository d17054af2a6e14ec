package job_test

import (
	"testing"

	"github.com/kubectl-job/kubectl-job/job"
)

func TestIndexes(t *testing.T) {
	for _, test := range []struct {
		text, want, others string
		n                  int
	}{
		{"", "", "0-9", 0},
		{"3", "3", "0-2,4-9", 1},
		{"0-9", "0-9", "", 10},
		{"7,1,2,3", "1-3,7", "0,4-6,8,9", 4},
		{"1-4,3-6,7", "1-7", "0,8,9", 7},
		{"8-12", "8-12", "0-7", 5},
		{"1,2, 5-6", "1,2,5,6", "0,3,4,7-9", 4},
	} {
		s, err := job.ParseIndexes(test.text)
		if err != nil || s.String() != test.want || s.Len() != test.n {
			t.Errorf("%q: %s (%d), %v; want %s (%d)", test.text, s, s.Len(), err, test.want, test.n)
		}
		if others := s.Others(10).String(); others != test.others {
			t.Errorf("all but %q: %s, want %s", test.text, others, test.others)
		}
	}
	for _, text := range []string{"a", "1,", "3-1", "-1", "1-", "1--2", "99999999999"} {
		if s, err := job.ParseIndexes(text); err == nil {
			t.Errorf("%q was taken for %s", text, s)
		}
	}
	s, _ := job.ParseIndexes("1-3,7,9-20")
	for index, want := range map[int]bool{0: false, 1: true, 3: true, 4: false, 7: true, 8: false, 15: true, 21: false} {
		if s.Has(index) != want {
			t.Errorf("%d: %v", index, !want)
		}
	}
	positions, _ := job.ParseIndexes("0,2-4,6")
	if chosen := s.Choose(positions).String(); chosen != "1,3,7,9,11" {
		t.Errorf("chosen: %s", chosen)
	}
	if n := s.Within(2, 9); n != 4 {
		t.Errorf("%d between 2 and 9, want 4", n)
	}
}

func FuzzParseIndexes(f *testing.F) {
	for _, text := range []string{"1,3-5", "", "0-2147483646", "5,4,3"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		s, err := job.ParseIndexes(text)
		if err != nil {
			return
		}
		again, err := job.ParseIndexes(s.String())
		if err != nil || again.String() != s.String() || again.Len() != s.Len() {
			t.Errorf("%q became %s, and that %s (%v)", text, s, again, err)
		}
		if n := s.Within(0, 999) + s.Others(1000).Len(); n != 1000 {
			t.Errorf("%q and what it leaves of 1000 are %d", text, n)
		}
	})
}
