package lint

// Apply makes the edits of a finding's fix.
func Apply(f *Finding, s Source) ([]byte, error) { return f.apply(s) }
