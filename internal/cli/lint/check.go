package lint

import (
	"context"
	"runtime"
	"sync"
	"sync/atomic"

	"github.com/kubectl-job/kubectl-job/lint"
)

// check lints the inputs on all processors, and fixes them if that is wanted. What cannot be read is told apart from the rest.
func (o *Options) check(ctx context.Context, linter *lint.Linter, inputs []input) (files []lint.File, fixes []fixed, unread []error, err error) {
	results := make([]lint.File, len(inputs))
	changes := make([]fixed, len(inputs))
	failures := make([]error, len(inputs))
	var next atomic.Int64
	var workers sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), len(inputs)) {
		workers.Go(func() {
			for ctx.Err() == nil {
				i := int(next.Add(1)) - 1
				if i >= len(inputs) {
					return
				}
				source := inputs[i].source
				if source.Data, failures[i] = inputs[i].read(); failures[i] != nil {
					continue
				}
				if o.fixing.wanted() {
					changes[i] = o.fixing.apply(linter, inputs[i], source)
					source.Data = changes[i].Data
				}
				results[i] = linter.Lint(source)
			}
		})
	}
	workers.Wait()
	if err := ctx.Err(); err != nil {
		return nil, nil, nil, err
	}
	for i := range inputs {
		if failures[i] != nil {
			unread = append(unread, failures[i])
			continue
		}
		files, fixes = append(files, results[i]), append(fixes, changes[i])
	}
	return files, fixes, unread, nil
}
