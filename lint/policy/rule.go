package policy

// Rule is what there is to know of a rule of experience, from the METADATA of its Rego file.
type Rule struct {
	// Name is GROUP/RULE.
	Name string
	// Severity is error, warning or info.
	Severity string
	// Title is a few words; Description is a sentence that says what the rule finds.
	Title, Description string
	// Why says what happens, Fix what to do, both in some sentences.
	Why, Fix string
	// Evidence are files of Kubernetes' source, KEPs, issues or pages of documentation.
	Evidence []string
	// Since and Until are the minor versions of Kubernetes between which the rule holds; 0 is no bound.
	Since, Until int
	// Run says that the rule looks at all documents of a run together.
	Run bool
}

// Holds says whether a rule is about a version of Kubernetes.
func (r *Rule) Holds(minor int) bool {
	return minor >= r.Since && (r.Until == 0 || minor <= r.Until)
}
