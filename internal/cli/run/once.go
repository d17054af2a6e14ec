package run

import (
	"context"
	"crypto/sha256"
	"encoding/base32"
	"errors"
	"fmt"
	"strings"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/kubectl-job/kubectl-job/internal/cluster"
	"github.com/kubectl-job/kubectl-job/internal/jobspec"
	"github.com/kubectl-job/kubectl-job/job"
)

func (o *Options) validateOnce() error {
	switch {
	case o.GenerateName:
		return errors.New("--once and --generate-name do not go together: the KEY makes the Job's name")
	case o.Remove:
		return errors.New("--once and --rm do not go together: the Job that is there is how the KEY is known")
	case len(o.Once) > 1000:
		return fmt.Errorf("--once: the KEY has %d bytes, expected at most 1000", len(o.Once))
	}
	return nil
}

// nameOnce gives a Job the name that its KEY makes. The name is all that decides: the API server gives it once.
func (o *Options) nameOnce(object *unstructured.Unstructured) {
	if o.Once == "" {
		return
	}
	jobspec.Rename(object, jobspec.Name{Name: onceName(o.Once)})
	annotations := object.GetAnnotations()
	if annotations == nil {
		annotations = map[string]string{}
	}
	annotations[job.OnceAnnotation] = o.Once
	object.SetAnnotations(annotations)
}

// onceName is what can be read of a KEY, and a hash of all of it, in the 63 characters that the name of a Job may have.
func onceName(key string) string {
	const readable = 40
	word := strings.Map(func(r rune) rune {
		switch {
		case r >= 'a' && r <= 'z' || r >= '0' && r <= '9':
			return r
		case r >= 'A' && r <= 'Z':
			return r - 'A' + 'a'
		default:
			return '-'
		}
	}, key)
	word = strings.Trim(word[:min(len(word), readable)], "-")
	sum := sha256.Sum256([]byte(key))
	hash := strings.ToLower(base32.StdEncoding.EncodeToString(sum[:10]))
	if word == "" {
		return "once-" + hash
	}
	return word + "-" + hash
}

// createOnce creates the Job, or finds the one that was created with its KEY.
func (o *Options) createOnce(ctx context.Context, w wanted) ([]*unstructured.Unstructured, error) {
	if ttl, ok, _ := unstructured.NestedInt64(w.Object, "spec", "ttlSecondsAfterFinished"); ok {
		o.note("the Job is deleted %ds after its end (ttlSecondsAfterFinished); from then on its KEY is forgotten, and would make another Job", ttl)
	}
	const tries = 3 // a Job may be deleted between its discovery and its reading
	for i := range tries {
		created, err := o.create(ctx, []wanted{w})
		if !errors.Is(err, cluster.ErrAlreadyExists) {
			return created, err
		}
		there, readErr := o.Cluster.JobObject(ctx, w.GetNamespace(), w.GetName())
		if errors.Is(readErr, cluster.ErrNotFound) && i < tries-1 {
			continue
		}
		if readErr != nil {
			return nil, readErr
		}
		return o.attach(ctx, w, there)
	}
	return nil, nil
}

// attach takes the Job that was created with the same KEY for the one that was asked for.
func (o *Options) attach(ctx context.Context, w wanted, there *unstructured.Unstructured) ([]*unstructured.Unstructured, error) {
	if key := there.GetAnnotations()[job.OnceAnnotation]; key != o.Once {
		return nil, fmt.Errorf("job.batch/%s exists, but was not created with --once=%s: choose another KEY", there.GetName(), o.Once)
	}
	said := "runs"
	if state := jobspec.State(there); state != job.StateRunning {
		said = "is " + string(state)
	}
	o.note("job.batch/%s was created before with this KEY, and %s: not created again", there.GetName(), said)
	if differs := o.compare(ctx, w.Unstructured, there); differs != sameSpec {
		o.note("it was created %s; what you gave now has no effect", differs)
	}
	if o.Output == "" {
		return []*unstructured.Unstructured{there}, nil
	}
	return []*unstructured.Unstructured{there}, o.announce(there)
}
