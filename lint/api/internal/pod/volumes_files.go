package pod

import (
	"fmt"
	"strconv"

	"github.com/kubectl-job/kubectl-job/lint/internal/field"
)

// checkFiles checks the files of a secret or configMap volume.
func checkFiles(v field.Value) {
	checkMode(v.Get("defaultMode"))
	checkItems(v.Get("items"))
}

// checkItems checks which keys go to which files.
func checkItems(items field.Value) {
	for _, item := range items.Items() {
		wantText(item.Get("key"), ruleVolumeField, "it says which entry goes into the file")
		checkFilePath(item.Get("path"))
		checkMode(item.Get("mode"))
	}
}

// checkFilePath checks where in a volume a file goes.
func checkFilePath(path field.Value) {
	if path.Str() == "" {
		path.Problem(ruleVolumeField, field.Required, "path is missing: it says where in the volume the file goes")
		return
	}
	checkOptionalPath(path)
}

// checkOptionalPath checks a path in a volume; it may be empty.
func checkOptionalPath(path field.Value) {
	if bad := badPath(path.Str()); bad != "" {
		path.Problem(ruleVolumePath, field.Invalid, "%s %q %s", path.Name(), path.Str(), bad)
	}
}

// maxMode is the most that the permissions of a file can be.
const maxMode = 0o777

// checkMode checks the permissions of files.
func checkMode(mode field.Value) {
	n := mode.Int()
	if n >= 0 && n <= maxMode {
		return
	}
	mode.Problem(ruleFileMode, field.Invalid, "%s is %d: expected 0 to 0777 (octal; 511 in decimal)%s", mode.Name(), n, meantOctal(n))
}

// meantOctal suggests the octal number that looks like the decimal one: 0644 where 644 was written.
func meantOctal(n int64) string {
	digits := strconv.FormatInt(n, 10)
	if octal, err := strconv.ParseInt(digits, 8, 32); err != nil || octal < 0 || octal > maxMode {
		return ""
	}
	return fmt.Sprintf(". Did you mean 0%s?", digits)
}

// checkDownwardAPI checks a volume that shows fields of the Pod.
func checkDownwardAPI(v field.Value) {
	checkMode(v.Get("defaultMode"))
	for _, file := range v.Get("items").Items() {
		checkDownwardFile(file, v.Path())
	}
}

// checkDownwardFile checks a file that shows a field of the Pod. The API server names it by the path of its volume.
func checkDownwardFile(file field.Value, path string) {
	file = file.As(path)
	checkFilePath(file.Get("path"))
	fieldRef, resourceRef := file.Get("fieldRef"), file.Get("resourceFieldRef")
	switch {
	case fieldRef.IsSet():
		checkDownwardField(fieldRef)
		if resourceRef.IsSet() {
			file.Problem(ruleDownwardAPI, field.Invalid, "the file shows fieldRef and resourceFieldRef: it can show one of them")
		}
	case resourceRef.IsSet():
		checkDownwardResource(resourceRef)
	default:
		file.Problem(ruleDownwardAPI, field.Required, "the file shows nothing: expected fieldRef or resourceFieldRef")
	}
	checkMode(file.Get("mode"))
}
