package pod

import "github.com/kubectl-job/kubectl-job/lint/api/internal/field"

func checkMetadata(_, _ field.Value) {}

func checkSpec(_ field.Value) {}

func warnSpec(_ field.Value) {}
