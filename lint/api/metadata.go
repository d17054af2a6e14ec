package api

import (
	"strings"

	"github.com/kubectl-job/kubectl-job/lint/api/internal/meta"
	"github.com/kubectl-job/kubectl-job/lint/api/internal/names"
	"github.com/kubectl-job/kubectl-job/lint/internal/field"
)

// The rules about metadata, besides those of labels and annotations.
const (
	ruleName       = "metadata-name"
	ruleNamespace  = "metadata-namespace"
	ruleOwner      = "owner-references"
	ruleFinalizers = "finalizers"
)

// maxGenerated is how much of generateName becomes part of a name (k8s.io/apiserver/pkg/storage/names).
const maxGenerated = 58

// randomSuffix stands for the five characters that the API server adds to generateName.
const randomSuffix = "xxxxx"

// nameOf is the name that an object gets; random says that its end is not known.
func nameOf(metadata field.Value) (name string, random bool) {
	name, prefix := metadata.Get("name").Str(), metadata.Get("generateName").Str()
	if name != "" || prefix == "" {
		return name, false
	}
	return prefix[:min(len(prefix), maxGenerated)] + randomSuffix, true
}

// checkMetadata checks what the API server asks of the metadata of every object (ValidateObjectMeta).
func checkMetadata(metadata field.Value) {
	checkName(metadata)
	namespace := metadata.Get("namespace")
	if bad := names.Label(namespace.Str()); namespace.Str() != "" && bad != "" {
		namespace.Problem(ruleNamespace, field.Invalid, "namespace %q %s", namespace.Str(), bad)
	}
	meta.Labels(metadata.Get("labels"))
	meta.Annotations(metadata.Get("annotations"))
	checkOwners(metadata.Get("ownerReferences"))
	checkFinalizers(metadata.Get("finalizers"))
}

func checkName(metadata field.Value) {
	prefix := metadata.Get("generateName")
	if bad := names.Subdomain(names.Prefix(prefix.Str())); prefix.Str() != "" && bad != "" {
		prefix.Problem(ruleName, field.Invalid, "generateName %q %s", prefix.Str(), bad)
	}
	given := metadata.Get("name")
	name, random := nameOf(metadata)
	at, what := given.Range(), "name"
	if random {
		at, what = prefix.Range(), "the name made from generateName,"
	}
	switch bad := names.Subdomain(name); {
	case name == "":
		given.Problem(ruleName, field.Required, "name is missing: set name or generateName")
	case bad != "":
		given.ProblemAt(at, ruleName, field.Invalid, "%s %q %s", what, name, bad)
	}
}

func checkOwners(owners field.Value) {
	controller := ""
	for _, owner := range owners.Items() {
		for _, name := range []string{"apiVersion", "kind", "name", "uid"} {
			if v := owner.Get(name); v.Str() == "" {
				v.Problem(ruleOwner, field.Required, "%s of the owner is missing: expected apiVersion, kind, name and uid", name)
			}
		}
		version := owner.Get("apiVersion")
		if v := version.Str(); v != "" && !isGroupVersion(v) {
			version.Problem(ruleOwner, field.Invalid, "apiVersion is %q: expected VERSION or GROUP/VERSION", v)
		}
		if version.Str() == "v1" && owner.Get("kind").Str() == "Event" {
			owner.Problem(ruleOwner, field.Invalid, "an Event cannot be an owner")
		}
		if !owner.Get("controller").Bool() {
			continue
		}
		this := owner.Get("kind").Str() + "/" + owner.Get("name").Str()
		if controller != "" {
			owners.ProblemAt(owner.Range(), ruleOwner, field.Invalid, "%s and %s both have controller: true; only one owner can be the controller", controller, this)
			continue
		}
		controller = this
	}
}

// isGroupVersion says whether the API server can split it (schema.ParseGroupVersion).
func isGroupVersion(s string) bool {
	group, version, grouped := strings.Cut(s, "/")
	if !grouped {
		return group != ""
	}
	return version != "" && !strings.Contains(version, "/")
}

func checkFinalizers(finalizers field.Value) {
	has := map[string]bool{}
	for _, finalizer := range finalizers.Items() {
		name := finalizer.Str()
		has[name] = true
		if bad := names.Qualified(name); bad != "" {
			finalizers.ProblemAt(finalizer.Range(), ruleFinalizers, field.Invalid, "finalizer %q %s", name, bad)
		}
		standard := name == "kubernetes" || name == "orphan" || name == "foregroundDeletion"
		if !standard && !strings.Contains(name, "/") {
			finalizer.Problem(ruleFinalizers, field.Invalid, "finalizer %q has no domain: expected one such as example.com/%s", name, name)
		}
	}
	if has["orphan"] && has["foregroundDeletion"] {
		finalizers.Problem(ruleFinalizers, field.Invalid, "the finalizers orphan and foregroundDeletion exclude each other")
	}
}
