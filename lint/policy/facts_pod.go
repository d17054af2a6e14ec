package policy

import (
	"github.com/kubectl-job/kubectl-job/lint/internal/field"
	"github.com/kubectl-job/kubectl-job/lint/policy/plan"
)

// defaultGracePeriod is terminationGracePeriodSeconds where it is not set (pkg/apis/core/v1/defaults.go).
const defaultGracePeriod = 30

// pod are the facts about the template of the Pods.
func (b *builder) pod() *plan.Object {
	s := b.podSpec
	o := at(s).
		With("written", written(s)).
		With("labels", raw(b.template.Get("metadata").Get("labels"), plan.NewObject(0))).
		With("annotations", raw(b.template.Get("metadata").Get("annotations"), plan.NewObject(0))).
		With("labelsAt", plan.String(b.template.Get("metadata").Path()+".labels")).
		With("restartPolicy", plan.String(s.Get("restartPolicy").Str())).
		With("terminationGracePeriodSeconds", plan.Int(s.Get("terminationGracePeriodSeconds").IntOr(defaultGracePeriod))).
		With("hostNetwork", plan.Bool(s.Get("hostNetwork").Bool())).
		With("exclusive", plan.Bool(exclusive(s))).
		With("volumes", list(s.Get("volumes"), volume))
	number(o, "activeDeadlineSeconds", s.Get("activeDeadlineSeconds"))
	text(o, "serviceAccountName", s.Get("serviceAccountName"))
	text(o, "priorityClassName", s.Get("priorityClassName"))
	text(o, "nodeName", s.Get("nodeName"))
	return o.With("schedulingGates", plan.Int(s.Get("schedulingGates").Len()))
}

// exclusive says whether required anti-affinity keeps the Pods on different nodes.
func exclusive(spec field.Value) bool {
	required := spec.Get("affinity").Get("podAntiAffinity").Get("requiredDuringSchedulingIgnoredDuringExecution")
	for _, term := range required.Items() {
		if term.Get("topologyKey").Str() == "kubernetes.io/hostname" {
			return true
		}
	}
	return false
}

func volume(v field.Value) plan.Value {
	o := at(v).With("name", plan.String(v.Get("name").Str()))
	if v.Node() == nil {
		return o
	}
	for i := range v.Node().Entries {
		if name := v.Node().Entries[i].Key; name != "name" && v.Get(name).IsSet() {
			o.With("kind", plan.String(name))
		}
	}
	text(o, "claimName", v.Get("persistentVolumeClaim").Get("claimName"))
	text(o, "medium", v.Get("emptyDir").Get("medium"))
	if v.Get("emptyDir").Get("sizeLimit").IsSet() {
		o.With("sizeLimit", plan.Bool(true))
	}
	text(o, "path", v.Get("hostPath").Get("path"))
	return o
}
