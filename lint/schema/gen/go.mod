module github.com/kubectl-job/kubectl-job/lint/schema/gen

go 1.26.0
