package pod

import (
	"github.com/kubectl-job/kubectl-job/lint/internal/field"
)

// checkFileKeyRef checks a variable of a file (validateFileKeySelector).
func checkFileKeyRef(ref field.Value) {
	if key := ref.Get("key"); key.Str() == "" {
		wantText(key, ruleEnvFile, "it says which variable of the file is the value")
	} else if bad := badLaxEnvName(key.Str()); bad != "" {
		key.Problem(ruleEnvFile, field.Invalid, "key %q %s", key.Str(), bad)
	}
	if volume := ref.Get("volumeName"); volume.Str() == "" {
		wantText(volume, ruleEnvFile, "it says which volume has the file")
	} else {
		wantLabel(volume, ruleEnvFile)
	}
	if path := ref.Get("path"); path.Str() == "" {
		wantText(path, ruleEnvFile, "it says where in the volume the file is")
	} else if goesUp(path.Str()) {
		path.Problem(ruleEnvFile, field.Invalid, "path %q must not go up: it has a part ..", path.Str())
	}
}

// checkEnvVolumes checks that files of environment variables are in emptyDir volumes (validateFileKeyRefVolumes).
func checkEnvVolumes(spec field.Value) {
	var isEmptyDir map[string]bool
	for c := range containersOf(spec) {
		for _, variable := range c.Get("env").Items() {
			ref := variable.Get("valueFrom").Get("fileKeyRef")
			if !ref.IsSet() {
				continue
			}
			if isEmptyDir == nil {
				isEmptyDir = emptyDirs(spec.Get("volumes"))
			}
			name := ref.Get("volumeName")
			switch ok, found := isEmptyDir[name.Str()]; {
			case name.Str() == "":
			case !found:
				name.Problem(ruleEnvFile, field.NotFound, "the Pod has no volume %q", name.Str())
			case !ok:
				name.Problem(ruleEnvFile, field.Invalid, "volume %q is no emptyDir: fileKeyRef reads files of emptyDir volumes only", name.Str())
			}
		}
	}
}

// emptyDirs says of each volume whether it is an emptyDir. One without any source is.
func emptyDirs(list field.Value) map[string]bool {
	found := make(map[string]bool, list.Len())
	for _, v := range list.Items() {
		is, other := false, false
		for name, source := range v.Entries() {
			is = is || name == "emptyDir" && source.IsSet()
			other = other || name != "name" && source.IsSet()
		}
		found[v.Get("name").Str()] = is || !other
	}
	return found
}
