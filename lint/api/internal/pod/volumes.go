package pod

import "github.com/kubectl-job/kubectl-job/lint/api/internal/field"

func checkVolumes(_ field.Value) volumes { return nil }
