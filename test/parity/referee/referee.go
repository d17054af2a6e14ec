// Package referee asks the code of the API server itself what it makes of the creation of a Job or CronJob: strict decoding,
// defaults, conversion, the strategies of pkg/registry/batch with the feature gates at their defaults.
package referee

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	batchv1 "k8s.io/api/batch/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/runtime/serializer"
	"k8s.io/apimachinery/pkg/util/validation/field"
	genericapirequest "k8s.io/apiserver/pkg/endpoints/request"
	"k8s.io/apiserver/pkg/registry/rest"
	"k8s.io/kubernetes/pkg/api/legacyscheme"
	"k8s.io/kubernetes/pkg/apis/batch"
	_ "k8s.io/kubernetes/pkg/apis/batch/install" // the types, their defaults and conversions
	_ "k8s.io/kubernetes/pkg/apis/core/install"
	"k8s.io/kubernetes/pkg/capabilities"
	"k8s.io/kubernetes/pkg/registry/batch/cronjob"
	"k8s.io/kubernetes/pkg/registry/batch/job"
)

// Error is a field that the API server refuses.
type Error struct {
	Type   string `json:"type"`
	Field  string `json:"field"`
	Detail string `json:"detail"`
}

// Verdict is what the API server makes of a manifest.
type Verdict struct {
	Accept bool `json:"accept"`
	// DecodeError is why the manifest could not be decoded strictly; then there are no Errors.
	DecodeError string   `json:"decodeError"`
	Errors      []Error  `json:"errors"`
	Warnings    []string `json:"warnings"`
	// Panic is what the API server's code panicked with; the real one answers with an internal error.
	Panic string `json:"panic,omitempty"`
	// Job is the verdict on the Jobs of an accepted CronJob.
	Job *Verdict `json:"job,omitempty"`
}

// Fields are the paths of the errors, sorted, each once.
func (v *Verdict) Fields() []string {
	var paths []string
	for _, e := range v.Errors {
		paths = append(paths, e.Field)
	}
	slices.Sort(paths)
	return slices.Compact(paths)
}

// Referee judges manifests. It may be used by several goroutines at once.
type Referee struct {
	decoder runtime.Decoder
}

// New makes a Referee. As in every common distribution of Kubernetes, privileged containers are allowed
// (--allow-privileged); the API server's own default forbids them.
func New() *Referee {
	capabilities.Initialize(capabilities.Capabilities{AllowPrivileged: true})
	codecs := serializer.NewCodecFactory(legacyscheme.Scheme, serializer.EnableStrict)
	return &Referee{decoder: codecs.UniversalDecoder(schema.GroupVersion{Group: batch.GroupName, Version: runtime.APIVersionInternal})}
}

// Judge says what becomes of one document of YAML or JSON that is sent to be created.
func (r *Referee) Judge(data []byte) (v Verdict) {
	defer func() {
		if p := recover(); p != nil {
			v.Accept, v.Panic = false, fmt.Sprint(p)
		}
	}()
	object, _, err := r.decoder.Decode(data, nil, nil)
	if err != nil {
		v.DecodeError = err.Error()
		return v
	}
	errs, warnings := create(object)
	v.Warnings = warnings
	for _, e := range errs {
		v.Errors = append(v.Errors, Error{Type: string(e.Type), Field: e.Field, Detail: e.Detail})
	}
	v.Accept = len(v.Errors) == 0
	if c, ok := object.(*batch.CronJob); ok && v.Accept {
		v.Job = r.jobOf(c)
	}
	return v
}

// create does what the API server does before it stores an object (k8s.io/apiserver/pkg/registry/rest, BeforeCreate).
func create(object runtime.Object) (field.ErrorList, []string) {
	var strategy rest.RESTCreateStrategy
	resource := ""
	switch object.(type) {
	case *batch.Job:
		strategy, resource = job.Strategy, "jobs"
	case *batch.CronJob:
		strategy, resource = cronjob.Strategy, "cronjobs"
	default:
		return field.ErrorList{field.InternalError(nil, errors.New("neither Job nor CronJob"))}, nil
	}
	m, ok := object.(metav1.Object)
	if !ok {
		return field.ErrorList{field.InternalError(nil, errors.New("no metadata"))}, nil
	}
	if m.GetNamespace() == "" {
		m.SetNamespace(metav1.NamespaceDefault)
	}
	ctx := genericapirequest.WithNamespace(context.Background(), m.GetNamespace())
	ctx = genericapirequest.WithRequestInfo(ctx, &genericapirequest.RequestInfo{APIGroup: batch.GroupName, APIVersion: "v1", Resource: resource})
	rest.FillObjectMetaSystemFields(m)
	if m.GetName() == "" && m.GetGenerateName() != "" {
		m.SetName(strategy.GenerateName(m.GetGenerateName()))
	}
	strategy.PrepareForCreate(ctx, object)
	errs := rest.ValidateCreate(ctx, object, strategy)
	return errs, strategy.WarningsOnCreate(ctx, object)
}

// jobOf judges the Job that the controller makes of a CronJob (getJobFromTemplate2 in pkg/controller/cronjob/utils.go).
func (r *Referee) jobOf(internal *batch.CronJob) *Verdict {
	var c batchv1.CronJob
	if err := legacyscheme.Scheme.Convert(internal, &c, nil); err != nil {
		return &Verdict{DecodeError: err.Error()}
	}
	data, err := json.Marshal(&batchv1.Job{
		TypeMeta: metav1.TypeMeta{APIVersion: "batch/v1", Kind: "Job"},
		ObjectMeta: metav1.ObjectMeta{
			Name: c.Name + "-29000000", Namespace: c.Namespace,
			Labels: c.Spec.JobTemplate.Labels, Annotations: c.Spec.JobTemplate.Annotations,
		},
		Spec: c.Spec.JobTemplate.Spec,
	})
	if err != nil {
		return &Verdict{DecodeError: err.Error()}
	}
	v := r.Judge(data)
	return &v
}

// String writes a verdict for a person.
func (v *Verdict) String() string {
	var b strings.Builder
	switch {
	case v.Accept:
		b.WriteString("accepted")
	case v.Panic != "":
		b.WriteString("panic: " + v.Panic)
	default:
		b.WriteString("refused " + v.DecodeError)
	}
	for _, e := range v.Errors {
		fmt.Fprintf(&b, "\n  %s %s: %s", e.Type, e.Field, e.Detail)
	}
	if v.Job != nil && !v.Job.Accept {
		b.WriteString("\n  its Jobs: " + v.Job.String())
	}
	return b.String()
}
