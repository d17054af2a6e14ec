package pod

import "github.com/kubectl-job/kubectl-job/lint/api/internal/field"

func checkContainers(_ field.Value, _ volumes) {}

func warnContainers(_ field.Value) {}
