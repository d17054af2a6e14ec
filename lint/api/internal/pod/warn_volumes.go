package pod

import (
	"slices"
	"strings"

	"github.com/kubectl-job/kubectl-job/lint/internal/field"
)

// warnVolumes warns of volumes of kinds that are deprecated, and of files that hide each other.
func warnVolumes(list field.Value) {
	for _, v := range list.Items() {
		warnDeprecatedVolume(v)
		warnClaim(v.Get("ephemeral").Get("volumeClaimTemplate").Get("spec"))
		if v.Checker().Since(32) {
			warnFiles(v)
		}
	}
}

func warnDeprecatedVolume(v field.Value) {
	newer := v.Checker().Since(28)
	for _, kind := range []struct {
		name, fate string
		unseen     bool
	}{
		{name: "photonPersistentDisk", fate: "they have not worked since Kubernetes 1.16"},
		{name: "gitRepo", fate: "they have been off by default since Kubernetes 1.33; clone into an emptyDir, in an init container"},
		{name: "scaleIO", fate: "they have not worked since Kubernetes 1.22"},
		{name: "flocker", fate: "they have not worked since Kubernetes 1.25"},
		{name: "storageos", fate: "they have not worked since Kubernetes 1.25"},
		{name: "quobyte", fate: "they have not worked since Kubernetes 1.25"},
		{name: "glusterfs", fate: "they have not worked since Kubernetes 1.26"},
		{name: "cephfs", fate: "they have not worked since Kubernetes 1.31; use a CSI driver", unseen: !newer},
		{name: "rbd", fate: "they have not worked since Kubernetes 1.31; use a CSI driver", unseen: !newer},
	} {
		if kind.unseen || !has(v, kind.name) || !v.Get(kind.name).IsSet() {
			continue
		}
		volume := v.Get(kind.name)
		if kind.name == "storageos" {
			volume = volume.As(v.Path() + ".storageOS") // so the API server spells it here
		}
		volume.Warn(ruleDeprecatedVolume, "volumes of kind %s are deprecated: %s", kind.name, kind.fate)
	}
}

// warnClaim warns of parts of a byte.
func warnClaim(spec field.Value) {
	if !spec.Checker().Since(26) {
		return
	}
	for _, list := range []string{"requests", "limits"} {
		warnFraction(spec.Get("resources").Get(list), "storage")
	}
}

// file is a file of a volume, without slashes at its end.
type file struct {
	path  string
	value field.Value
	order int // in the document
}

// warnFiles warns of files of one volume that are the same, or one of which is a folder of the other.
func warnFiles(v field.Value) {
	for _, kind := range []string{"configMap", "secret", "downwardAPI"} {
		if has(v, kind) {
			warnOverlaps(filesOf(nil, v.Get(kind).Get("items")))
		}
	}
	if !has(v, "projected") {
		return
	}
	var files []file
	for _, src := range v.Get("projected").Get("sources").Items() {
		if src.Len() == 0 {
			src.Warn(ruleProjectedVolume, "the source is empty: it puts nothing into the volume")
			continue
		}
		for _, kind := range []string{"configMap", "secret", "downwardAPI"} {
			files = filesOf(files, src.Get(kind).Get("items"))
		}
		certificate := src.Get("podCertificate")
		for _, path := range []field.Value{
			src.Get("serviceAccountToken").Get("path"), src.Get("clusterTrustBundle").Get("path"),
			certificate.Get("certificateChainPath"), certificate.Get("keyPath"), certificate.Get("credentialBundlePath"),
		} {
			files = addFile(files, path)
		}
	}
	warnOverlaps(files)
}

func filesOf(files []file, items field.Value) []file {
	for _, item := range items.Items() {
		files = addFile(files, item.Get("path"))
	}
	return files
}

func addFile(files []file, path field.Value) []file {
	name := strings.TrimRight(path.Str(), "/")
	if name == "" {
		return files
	}
	return append(files, file{path: name, value: path, order: len(files)})
}

// warnOverlaps finds them in sorted order, where what is in a folder follows it at once.
func warnOverlaps(files []file) {
	slices.SortFunc(files, func(a, b file) int {
		if order := strings.Compare(a.path+"/", b.path+"/"); order != 0 {
			return order
		}
		return a.order - b.order
	})
	var found, around []file // around are the files that the one at hand is in
	of := map[int]file{}
	for _, f := range files {
		for len(around) > 0 && !strings.HasPrefix(f.path+"/", around[len(around)-1].path+"/") {
			around = around[:len(around)-1]
		}
		if len(around) > 0 {
			found = append(found, f)
			of[f.order] = around[len(around)-1]
		}
		around = append(around, f)
	}
	slices.SortFunc(found, func(a, b file) int { return a.order - b.order })
	for _, f := range found {
		if other := of[f.order]; other.path != f.path {
			f.value.Warn(ruleOverlappingFiles, "the file %q lies in %q, which is a file, too: the volume cannot have both", f.path, other.path)
			continue
		}
		f.value.Warn(ruleOverlappingFiles, "the volume has the file %q twice: one of them is lost", f.path)
	}
}
