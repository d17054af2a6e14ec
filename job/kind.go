package job

import "fmt"

// Kind is one of the four kinds of Job.
type Kind string

// The kinds of Job. The first three are those of the Kubernetes documentation, Indexed came with 1.21.
const (
	Single           Kind = "single"
	FixedCompletions Kind = "fixed completions"
	WorkQueue        Kind = "work queue"
	Indexed          Kind = "indexed"
)

// Kind tells which kind of Job this is, for a spec with or without the server's defaults
// (pkg/apis/batch/v1/defaults.go: completions and parallelism become 1 only if neither is set;
// completions alone stays unset when parallelism is given).
func (s Spec) Kind() Kind {
	switch {
	case s.CompletionMode == "Indexed":
		return Indexed
	case s.Completions == nil && s.Parallelism != nil:
		return WorkQueue
	case s.completions() == 1 && s.parallelism() <= 1:
		return Single
	default:
		return FixedCompletions
	}
}

// KindSentence names the kind with its numbers, such as "fixed completions: 8 completions, 2 at a time".
func (s Spec) KindSentence() string {
	at := fmt.Sprintf("%d at a time", s.parallelism())
	switch kind := s.Kind(); kind {
	case Single:
		return "single: one Pod that has to succeed once"
	case WorkQueue:
		return fmt.Sprintf("%s: %s, complete when one has succeeded and all have ended", kind, count(s.parallelism(), "Pod"))
	case Indexed:
		if s.completions() == 1 {
			return fmt.Sprintf("%s: one completion, index 0", kind)
		}
		return fmt.Sprintf("%s: %s, indexes 0 to %d, %s", kind, count(s.completions(), "completion"), s.completions()-1, at)
	default:
		return fmt.Sprintf("%s: %s, %s", kind, count(s.completions(), "completion"), at)
	}
}

func (s Spec) parallelism() int32 { return deref(s.Parallelism, 1) }

func (s Spec) completions() int32 { return deref(s.Completions, 1) }

// Suspended tells whether spec.suspend is true.
func (s Spec) Suspended() bool { return deref(s.Suspend, false) }

func deref[T any](p *T, unset T) T {
	if p == nil {
		return unset
	}
	return *p
}

func count(n int32, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}
