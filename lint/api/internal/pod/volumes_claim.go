package pod

import (
	"github.com/kubectl-job/kubectl-job/lint/api/internal/meta"
	"github.com/kubectl-job/kubectl-job/lint/api/internal/names"
	"github.com/kubectl-job/kubectl-job/lint/internal/field"
	"github.com/kubectl-job/kubectl-job/lint/manifest"
)

// checkEphemeral checks the claim that an ephemeral volume makes (ValidatePersistentVolumeClaimTemplate).
func checkEphemeral(v field.Value) {
	template := v.Get("volumeClaimTemplate")
	if !template.IsSet() {
		template.Problem(ruleVolumeField, field.Required, "volumeClaimTemplate is missing: it says what claim to make")
		return
	}
	checkClaimMetadata(template.Get("metadata"))
	checkClaim(template.Get("spec"))
}

// checkClaimMetadata allows labels and annotations, and nothing else.
func checkClaimMetadata(metadata field.Value) {
	meta.Annotations(metadata.Get("annotations"))
	meta.Labels(metadata.Get("labels"))
	for _, name := range []string{
		"name", "generateName", "namespace", "selfLink", "uid", "resourceVersion", "generation", "creationTimestamp",
		"deletionTimestamp", "deletionGracePeriodSeconds", "ownerReferences", "finalizers", "managedFields",
	} {
		v := metadata.Get(name)
		if !v.IsSet() || v.Node().Kind == manifest.String && v.Str() == "" || name == "generation" && v.Int() == 0 {
			continue
		}
		if name == "uid" {
			v = v.As(metadata.Path() + ".uID") // so the API server spells it
		}
		v.ProblemAt(metadata.KeyRange(name), ruleEphemeralVolume, field.Forbidden, "%s cannot be set: the claim is made for each Pod; only labels and annotations can", name)
	}
}

// checkClaim checks the spec of a claim (ValidatePersistentVolumeClaimSpec).
func checkClaim(spec field.Value) {
	checkAccessModes(spec.Get("accessModes"))
	meta.Selector(spec.Get("selector"), !spec.Checker().Since(26))
	checkStorage(spec)
	if class := spec.Get("storageClassName"); class.Str() != "" {
		wantSubdomain(class, ruleEphemeralVolume)
	}
	if mode := spec.Get("volumeMode"); mode.IsSet() {
		wantOneOf(mode, ruleEphemeralVolume, "Block", "Filesystem")
	}
	checkDataSources(spec)
	// Before 1.34 a feature gate that is off keeps the name from being looked at.
	if class := spec.Get("volumeAttributesClassName"); class.Str() != "" && spec.Checker().Since(34) {
		wantSubdomain(class, ruleEphemeralVolume)
	}
}

// checkAccessModes checks the modes. The API server reports them at the list.
func checkAccessModes(modes field.Value) {
	if modes.Len() == 0 {
		modes.Problem(ruleEphemeralVolume, field.Required, "accessModes is missing: expected at least one of ReadWriteOnce, ReadOnlyMany, ReadWriteMany, ReadWriteOncePod")
		return
	}
	oncePod, other := false, false
	for _, mode := range modes.Items() {
		switch mode.Str() {
		case "ReadWriteOncePod":
			oncePod = true
			// In 1.25 and 1.26 a feature gate that is off.
			if !mode.Checker().Since(27) {
				modes.ProblemAt(mode.Range(), ruleEphemeralVolume, field.NotSupported, "ReadWriteOncePod is there since Kubernetes 1.27")
			}
		case "ReadWriteOnce", "ReadOnlyMany", "ReadWriteMany":
			other = true
		default:
			modes.ProblemAt(mode.Range(), ruleEphemeralVolume, field.NotSupported,
				"accessModes has %q: expected ReadWriteOnce, ReadOnlyMany, ReadWriteMany or ReadWriteOncePod", mode.Str())
		}
	}
	if oncePod && other {
		modes.Problem(ruleEphemeralVolume, field.Forbidden, "ReadWriteOncePod stands alone: remove the other access modes")
	}
}

// checkStorage checks how much storage the claim asks for. The API server reports it at a path without "requests".
func checkStorage(spec field.Value) {
	resources := spec.Get("resources")
	requests := resources.Get("requests")
	storage := requests.Get("storage").As(resources.Path() + "[storage]")
	switch {
	case !has(requests, "storage"):
		storage.Problem(ruleEphemeralVolume, field.Required, "resources.requests.storage is missing: it says how much storage to claim")
	case amount(storage).Sign() <= 0:
		storage.Problem(ruleEphemeralVolume, field.Invalid, "resources.requests.storage is %s: expected more than 0", text(storage))
	}
}

// checkDataSources checks what the volume is filled with.
func checkDataSources(spec field.Value) {
	source, ref := spec.Get("dataSource"), spec.Get("dataSourceRef")
	checkDataSource(source)
	checkDataSource(ref)
	namespace := ref.Get("namespace")
	if namespace.Str() != "" {
		if bad := names.Label(namespace.Str()); bad != "" {
			namespace.Problem(ruleEphemeralVolume, field.Invalid, "namespace %q %s", namespace.Str(), bad)
		}
		if source.IsSet() {
			spec.ProblemAt(source.Range(), ruleEphemeralVolume, field.Invalid, "dataSource cannot be set when dataSourceRef has a namespace")
		}
		return
	}
	if source.IsSet() && ref.IsSet() && !sameSource(source, ref) {
		spec.ProblemAt(source.Range(), ruleEphemeralVolume, field.Invalid, "dataSource and dataSourceRef differ: set one of them, or both to the same")
	}
}

func checkDataSource(v field.Value) {
	if !v.IsSet() {
		return
	}
	wantText(v.Get("name"), ruleEphemeralVolume, "it says what the volume is filled with")
	wantText(v.Get("kind"), ruleEphemeralVolume, "it says what the volume is filled with")
	group := v.Get("apiGroup")
	if group.Str() == "" && v.Get("kind").Str() != "PersistentVolumeClaim" {
		v.Problem(ruleEphemeralVolume, field.Invalid, "%s is a %q without apiGroup: only a PersistentVolumeClaim has none", v.Name(), v.Get("kind").Str())
	}
	if group.Str() != "" && v.Checker().Since(29) {
		wantSubdomain(group, ruleEphemeralVolume)
	}
}

// sameSource says whether two sources are the same. An empty apiGroup and none differ, as in the API server.
func sameSource(a, b field.Value) bool {
	return a.Get("apiGroup").IsSet() == b.Get("apiGroup").IsSet() &&
		a.Get("apiGroup").Str() == b.Get("apiGroup").Str() &&
		a.Get("kind").Str() == b.Get("kind").Str() &&
		a.Get("name").Str() == b.Get("name").Str()
}
