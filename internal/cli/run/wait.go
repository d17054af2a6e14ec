package run

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/types"

	"github.com/kubectl-job/kubectl-job/internal/cli/exit"
	"github.com/kubectl-job/kubectl-job/internal/cli/follow"
	"github.com/kubectl-job/kubectl-job/internal/cluster"
	"github.com/kubectl-job/kubectl-job/internal/term"
)

// wait follows the created Jobs side by side until all have ended.
func (o *Options) wait(ctx context.Context, created []*unstructured.Unstructured) error {
	waiting, cancel := follow.WithTimeout(ctx, o.Clock, o.Timeout)
	defer cancel()

	options := follow.Options{
		Cluster: o.Cluster, Clock: o.Clock, Logs: o.Logs, Prefix: o.Prefix,
		Notes: term.NewLines(o.ErrOut), Output: term.NewLines(o.Out),
	}
	ends := o.followAll(waiting, created, options)
	return errors.Join(o.verdict(ctx, ends), o.finish(ctx, created))
}

// end is how following one Job ended.
type end struct {
	object *unstructured.Unstructured
	code   int // of the Job, unless err is set
	err    error
}

// followAll follows Jobs side by side, those of a namespace with the same watches. The ends come in the order of the Jobs.
func (o *Options) followAll(ctx context.Context, created []*unstructured.Unstructured, options follow.Options) []end {
	spaces := map[string][]*unstructured.Unstructured{}
	for _, object := range created {
		spaces[object.GetNamespace()] = append(spaces[object.GetNamespace()], object)
	}
	var mu sync.Mutex
	found := map[types.UID]end{}
	var all sync.WaitGroup
	for _, objects := range spaces {
		all.Go(func() {
			ends := o.followIn(ctx, objects, options)
			mu.Lock()
			defer mu.Unlock()
			for _, e := range ends {
				found[e.object.GetUID()] = e
			}
		})
	}
	all.Wait()
	ends := make([]end, len(created))
	for i, object := range created {
		ends[i] = found[object.GetUID()]
	}
	return ends
}

// followIn follows the Jobs of one namespace.
func (o *Options) followIn(ctx context.Context, objects []*unstructured.Unstructured, options follow.Options) []end {
	if len(objects) == 1 {
		return []end{o.follow(ctx, objects[0], options)}
	}
	s := follow.Selection{Selection: cluster.Selection{Namespace: objects[0].GetNamespace()}, Finished: true}
	for _, object := range objects {
		s.Names, s.UIDs = append(s.Names, object.GetName()), append(s.UIDs, string(object.GetUID()))
	}
	seen, err := follow.Jobs(ctx, s, options)
	var ends []end
	for _, object := range objects {
		e := end{object: object, err: err}
		i := slices.IndexFunc(seen, func(f follow.End) bool { return f.Job.Metadata.UID == string(object.GetUID()) })
		switch {
		case i >= 0 && (err == nil || !errors.Is(seen[i].Err, context.Canceled)): // else the cause is in err
			e.code, e.err = seen[i].Code, seen[i].Err
		case i < 0 && err == nil:
			e.code = tooLate(options, object)
		}
		ends = append(ends, e)
	}
	return ends
}

// tooLate tells that a Job could not be followed.
func tooLate(options follow.Options, object *unstructured.Unstructured) int {
	_ = options.Notes.Printf("%s: the Job was deleted, or replaced by another of the same name, before it could be followed", object.GetName())
	return exit.Gone
}

func (o *Options) follow(ctx context.Context, object *unstructured.Unstructured, options follow.Options) end {
	e := end{object: object}
	j, err := o.Cluster.Job(ctx, object.GetNamespace(), object.GetName())
	switch {
	case errors.Is(err, cluster.ErrNotFound), err == nil && j.Metadata.UID != string(object.GetUID()):
		e.code = tooLate(options, object)
	case err != nil:
		e.err = errors.Join(context.Cause(ctx), err)
	default:
		var result follow.Result
		result, e.err = follow.Job(ctx, j, options)
		e.code = result.Code
	}
	return e
}

// verdict says of each Job that was not followed to its end why, and what becomes of it. It returns the exit
// code of the first that did not complete.
func (o *Options) verdict(ctx context.Context, ends []end) error {
	code := exit.OK
	for _, e := range ends {
		if c := o.codeOf(ctx, e); code == exit.OK {
			code = c
		}
	}
	return exit.Silent(code)
}

func (o *Options) codeOf(ctx context.Context, e end) int {
	name := e.object.GetName()
	switch {
	case e.err == nil:
		return e.code
	case errors.Is(e.err, follow.ErrTimeout):
		o.note("%s: not finished within %s; %s", name, o.Timeout, o.afterwards(e.object))
		return exit.TimedOut
	case ctx.Err() != nil && errors.Is(e.err, context.Canceled):
		o.note("%s: %v; %s", name, context.Cause(ctx), o.afterwards(e.object))
		return exit.Interrupted(ctx)
	case exit.IsUnread(e.err):
		o.note("%s: nobody reads standard output any more; %s", name, o.afterwards(e.object))
		return exit.Unread
	default:
		o.note("error: %s: %v", name, e.err)
		o.note("%s: %s", name, o.afterwards(e.object))
		return exit.Error
	}
}

// afterwards says what becomes of a Job that is no longer waited for.
func (o *Options) afterwards(object *unstructured.Unstructured) string {
	if o.Remove {
		return "deleting the Job (--rm)"
	}
	return fmt.Sprintf("the Job goes on. Come back to it with: kubectl job watch %s -n %s", object.GetName(), object.GetNamespace())
}
