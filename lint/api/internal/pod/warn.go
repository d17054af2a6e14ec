package pod

import "github.com/kubectl-job/kubectl-job/lint/api/internal/field"

func warnSpec(_ field.Value) {}
