package api

import (
	"strings"

	"github.com/kubectl-job/kubectl-job/lint/api/internal/names"
	"github.com/kubectl-job/kubectl-job/lint/internal/field"
)

const ruleManagedBy = "managed-by"

// maxManagedBy is in bytes.
const maxManagedBy = 63

// checkManagedBy checks the name of the controller that takes care of the Job (KEP-4368).
func checkManagedBy(v field.Value) {
	if !v.IsSet() {
		return
	}
	text := v.Str()
	host, path, _ := strings.Cut(text, "/")
	switch {
	case text == "":
		v.Problem(ruleManagedBy, field.Required, "managedBy is empty: name a controller such as example.com/controller, or leave it out")
	case host == "" || path == "":
		v.Problem(ruleManagedBy, field.Invalid, "managedBy is %q: expected a domain, a slash and a path, such as example.com/controller", text)
	case names.Subdomain(host) != "":
		v.Problem(ruleManagedBy, field.Invalid, "managedBy is %q: its domain %s", text, names.Subdomain(host))
	case !isPath(path):
		v.Problem(ruleManagedBy, field.Invalid, "managedBy is %q: its path has a character that is not allowed there", text)
	}
	if len(text) > maxManagedBy {
		v.Problem(ruleManagedBy, field.TooLong, "managedBy has %d bytes; at most %d are allowed", len(text), maxManagedBy)
	}
}

// isPath says whether all characters are those that the API server takes in a path.
func isPath(s string) bool {
	for i := range len(s) {
		c := s[i]
		letter := c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9'
		if !letter && strings.IndexByte("/-._~%!$&'()*+,;=:", c) < 0 {
			return false
		}
	}
	return s != ""
}
