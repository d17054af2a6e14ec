package api

import (
	"strconv"

	"github.com/kubectl-job/kubectl-job/lint/api/internal/names"
	"github.com/kubectl-job/kubectl-job/lint/internal/field"
)

const ruleHostname = "index-hostname"

// checkHostname checks that the Pod of the last index could have its hostname, NAME-INDEX.
func (j *job) checkHostname(name field.Value) {
	n, set := j.spec.completions()
	if !j.spec.indexed() || !set || n <= 0 {
		return
	}
	host := j.name + "-" + strconv.FormatInt(n-1, 10)
	if bad := names.Label(host); bad != "" {
		name.Problem(ruleHostname, field.Invalid, "the Pod of index %d gets a hostname such as %q, which %s", n-1, host, bad)
	}
}
