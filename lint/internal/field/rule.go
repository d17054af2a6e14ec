package field

// Rule is a rule of the API server, for the documentation.
type Rule struct {
	// Name is that of its problems: completions-required.
	Name string
	// About says in one sentence what the rule asks.
	About string
}
