package lsp

import (
	"reflect"
	"slices"
	"strings"

	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// documented is what Kubernetes' own types say of a field.
type documented struct {
	text string
	typ  reflect.Type
}

// documentation is about the field at the end of a path of Job or CronJob. It is not ok where Go's types have none: in maps.
func documentation(kind string, path []string) (documented, bool) {
	t := reflect.TypeFor[batchv1.Job]()
	if kind == "CronJob" {
		t = reflect.TypeFor[batchv1.CronJob]()
	}
	d := documented{typ: t}
	for _, name := range path {
		if d.typ.Kind() != reflect.Struct || opaque(d.typ) {
			return d, false
		}
		owner, field, ok := find(d.typ, name)
		if !ok {
			return d, false
		}
		d = documented{text: about(owner, name), typ: bare(field.Type)}
	}
	return d, len(path) > 0
}

// bare is the type without pointers and lists.
func bare(t reflect.Type) reflect.Type {
	for t.Kind() == reflect.Pointer || t.Kind() == reflect.Slice {
		t = t.Elem()
	}
	return t
}

// opaque says whether a type is written as a plain value.
func opaque(t reflect.Type) bool {
	return t == reflect.TypeFor[metav1.Time]() || t == reflect.TypeFor[resource.Quantity]()
}

// find finds a field by its name in JSON, also in the structs that are embedded.
func find(t reflect.Type, name string) (owner reflect.Type, field reflect.StructField, ok bool) {
	for f := range t.Fields() {
		tag, options, _ := strings.Cut(f.Tag.Get("json"), ",")
		if tag == name {
			return t, f, true
		}
		if tag == "" && (f.Anonymous || strings.Contains(options, "inline")) {
			if owner, field, ok := find(f.Type, name); ok {
				return owner, field, true
			}
		}
	}
	return nil, reflect.StructField{}, false
}

// about is the text that a type has about a field, without the hints that are for generators of code.
func about(t reflect.Type, name string) string {
	said, ok := reflect.TypeAssert[interface{ SwaggerDoc() map[string]string }](reflect.Zero(t))
	if !ok {
		return ""
	}
	var lines []string
	for line := range strings.Lines(said.SwaggerDoc()[name]) {
		if line = strings.TrimSpace(line); !strings.HasPrefix(line, "+") {
			lines = append(lines, line)
		}
	}
	return strings.TrimSpace(strings.Join(lines, "\n"))
}

// values are what a field may be, where that is a choice: sorted as Kubernetes lists them, the default first where there is one.
func values(kind string, path []string) []string {
	switch strings.Join(path, ".") {
	case "apiVersion":
		return []string{"batch/v1"}
	case "kind":
		return []string{"Job", "CronJob"}
	}
	d, ok := documentation(kind, path)
	if !ok {
		return nil
	}
	if path[len(path)-1] == "restartPolicy" && slices.Contains(path, "template") && !slices.Contains(path, "containers") && !slices.Contains(path, "initContainers") {
		return texts(corev1.RestartPolicyNever, corev1.RestartPolicyOnFailure) // a Job may not have the third
	}
	if d.typ.Kind() == reflect.Bool {
		return []string{"true", "false"}
	}
	return choices()[d.typ]
}

func texts[T ~string](list ...T) []string {
	all := make([]string, len(list))
	for i, s := range list {
		all[i] = string(s)
	}
	return all
}

// choices are the types that are a choice.
func choices() map[reflect.Type][]string {
	all := map[reflect.Type][]string{}
	choice(all, batchv1.NonIndexedCompletion, batchv1.IndexedCompletion)
	choice(all, batchv1.AllowConcurrent, batchv1.ForbidConcurrent, batchv1.ReplaceConcurrent)
	choice(all, batchv1.TerminatingOrFailed, batchv1.Failed)
	choice(all, batchv1.PodFailurePolicyActionFailJob, batchv1.PodFailurePolicyActionFailIndex, batchv1.PodFailurePolicyActionIgnore, batchv1.PodFailurePolicyActionCount)
	choice(all, batchv1.PodFailurePolicyOnExitCodesOpIn, batchv1.PodFailurePolicyOnExitCodesOpNotIn)
	choice(all, corev1.PodReady, corev1.PodScheduled, corev1.PodInitialized, corev1.ContainersReady, corev1.DisruptionTarget)
	choice(all, corev1.ConditionTrue, corev1.ConditionFalse, corev1.ConditionUnknown)
	choice(all, corev1.PullIfNotPresent, corev1.PullAlways, corev1.PullNever)
	choice(all, corev1.ContainerRestartPolicyAlways, corev1.ContainerRestartPolicyNever, corev1.ContainerRestartPolicyOnFailure)
	choice(all, corev1.TerminationMessageReadFile, corev1.TerminationMessageFallbackToLogsOnError)
	choice(all, corev1.DNSClusterFirst, corev1.DNSClusterFirstWithHostNet, corev1.DNSDefault, corev1.DNSNone)
	choice(all, corev1.ProtocolTCP, corev1.ProtocolUDP, corev1.ProtocolSCTP)
	choice(all, corev1.PreemptLowerPriority, corev1.PreemptNever)
	choice(all, corev1.TaintEffectNoSchedule, corev1.TaintEffectPreferNoSchedule, corev1.TaintEffectNoExecute)
	choice(all, corev1.TolerationOpExists, corev1.TolerationOpEqual)
	choice(all, corev1.DoNotSchedule, corev1.ScheduleAnyway)
	choice(all, corev1.NodeSelectorOpIn, corev1.NodeSelectorOpNotIn, corev1.NodeSelectorOpExists, corev1.NodeSelectorOpDoesNotExist, corev1.NodeSelectorOpGt, corev1.NodeSelectorOpLt)
	choice(all, metav1.LabelSelectorOpIn, metav1.LabelSelectorOpNotIn, metav1.LabelSelectorOpExists, metav1.LabelSelectorOpDoesNotExist)
	choice(all, corev1.SeccompProfileTypeRuntimeDefault, corev1.SeccompProfileTypeUnconfined, corev1.SeccompProfileTypeLocalhost)
	choice(all, corev1.StorageMediumDefault, corev1.StorageMediumMemory)
	choice(all, corev1.URISchemeHTTP, corev1.URISchemeHTTPS)
	choice(all, corev1.Linux, corev1.Windows)
	choice(all, corev1.ReadWriteOnce, corev1.ReadOnlyMany, corev1.ReadWriteMany, corev1.ReadWriteOncePod)
	return all
}

func choice[T ~string](all map[reflect.Type][]string, list ...T) {
	all[reflect.TypeFor[T]()] = slices.DeleteFunc(texts(list...), func(s string) bool { return s == "" })
}
