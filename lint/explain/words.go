package explain

import "fmt"

// Words are what a page has around the texts of its rule: headings, and for which versions of Kubernetes the rule is.
type Words struct {
	WhatHappens, Why, Example, Instead, Fix, Evidence, Versions string
	// between, since and until have places for minor versions.
	between, since, until, all string
}

// English are the words of docs/rules.
func English() Words {
	return Words{
		WhatHappens: "What happens", Why: "Why", Example: "Example", Instead: "Instead", Fix: "Fix", Evidence: "Evidence",
		Versions: "Versions",
		between:  "Kubernetes 1.%d to 1.%d.", since: "Since Kubernetes 1.%d.", until: "Until Kubernetes 1.%d.",
		all: "All versions of Kubernetes that the linter knows.",
	}
}

// Korean are the words around the texts of policies/i18n/ko.yaml.
func Korean() Words {
	return Words{
		WhatHappens: "증상", Why: "이유", Example: "예시", Instead: "수정 예시", Fix: "해결 방법", Evidence: "근거", Versions: "버전",
		between: "Kubernetes 1.%d부터 1.%d까지.", since: "Kubernetes 1.%d부터.", until: "Kubernetes 1.%d까지.",
		all: "린터가 아는 모든 Kubernetes 버전.",
	}
}

// versions says for which minor versions a rule is; 0 is no bound.
func (w Words) versions(since, until int) string {
	switch {
	case since > 0 && until > 0:
		return fmt.Sprintf(w.between, since, until)
	case since > 0:
		return fmt.Sprintf(w.since, since)
	case until > 0:
		return fmt.Sprintf(w.until, until)
	default:
		return w.all
	}
}
