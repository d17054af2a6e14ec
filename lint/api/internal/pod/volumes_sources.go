package pod

import (
	"strings"

	"github.com/kubectl-job/kubectl-job/lint/api/internal/names"
	"github.com/kubectl-job/kubectl-job/lint/internal/field"
)

func checkEmptyDir(v field.Value) {
	if limit := v.Get("sizeLimit"); exact(limit).Sign() < 0 {
		limit.Problem(ruleEmptyDir, field.Forbidden, "sizeLimit is %s: expected 0 or more; without it, there is no limit", text(limit))
	}
}

func checkHostPath(v field.Value) {
	path := v.Get("path")
	if path.Str() == "" {
		wantText(path, ruleVolumeField, "it is the file or folder of the node that containers see")
		return
	}
	if goesUp(path.Str()) {
		path.Problem(ruleHostPath, field.Invalid, "path %q must not go up: it has a part ..", path.Str())
	}
	if kind := v.Get("type"); kind.Str() != "" {
		wantOneOf(kind, ruleHostPath, "DirectoryOrCreate", "Directory", "FileOrCreate", "File", "Socket", "CharDevice", "BlockDevice")
	}
}

func checkGitRepo(v field.Value) {
	directory := v.Get("directory")
	if bad := badRelative(directory.Str()); bad != "" {
		directory.Problem(ruleVolumePath, field.Invalid, "directory %q %s", directory.Str(), bad)
	}
}

func checkPartition(v field.Value) { wantRange(v.Get("partition"), ruleVolumeField, 0, 255) }

func checkNFS(v field.Value) {
	path := v.Get("path")
	switch {
	case path.Str() == "":
		wantText(path, ruleVolumeField, "it is the folder that the server exports")
	case !strings.HasPrefix(path.Str(), "/"):
		path.Problem(ruleVolumePath, field.Invalid, "path %q must be absolute: begin it with a slash", path.Str())
	}
}

func checkFlocker(v field.Value) {
	name, id := v.Get("datasetName"), v.Get("datasetUUID")
	switch {
	case name.Str() == "" && id.Str() == "":
		v.Problem(ruleVolumeField, field.Required, "the dataset is missing: expected datasetName or datasetUUID")
	case name.Str() != "" && id.Str() != "":
		v.Problem(ruleVolumeField, field.Invalid, "there are datasetName and datasetUUID: expected one of them")
	}
	if strings.Contains(name.Str(), "/") {
		name.Problem(ruleVolumeField, field.Invalid, "datasetName %q must not have a slash", name.Str())
	}
}

// checkSecretRef checks the secret of a volume, which need not have one.
func checkSecretRef(v field.Value) {
	if secret := v.Get("secretRef"); secret.IsSet() {
		wantText(secret.Get("name"), ruleVolumeField, "it says which Secret is meant")
	}
}

// maxTenant is how many bytes the tenant of a quobyte volume may have.
const maxTenant = 64

func checkQuobyte(v field.Value) {
	registry, tenant := v.Get("registry"), v.Get("tenant")
	if registry.Str() == "" {
		return
	}
	if len(tenant.Str()) > maxTenant {
		tenant.Problem(ruleVolumeField, field.Required, "tenant has %d bytes: expected a UUID of at most %d", len(tenant.Str()), maxTenant)
		return
	}
	for pair := range strings.SplitSeq(registry.Str(), ",") {
		if !isHostPort(pair) {
			registry.Problem(ruleVolumeField, field.Invalid, "registry has %q: expected host:port, several with commas between", pair)
			return
		}
	}
}

// isHostPort says whether net.SplitHostPort could split the text.
func isHostPort(s string) bool {
	colon := strings.LastIndexByte(s, ':')
	if colon < 0 {
		return false
	}
	host, port := s[:colon], s[colon+1:]
	if strings.HasPrefix(host, "[") {
		end := strings.IndexByte(host, ']')
		if end != len(host)-1 {
			return false
		}
		host = host[1:end]
	} else if strings.Contains(host, ":") {
		return false
	}
	return !strings.ContainsAny(host, "[]") && !strings.ContainsAny(port, "[]")
}

func checkFlexVolume(v field.Value) {
	for key, option := range v.Get("options").Entries() {
		namespace, _, _ := strings.Cut(key, "/")
		namespace = "." + strings.ToLower(namespace)
		if strings.HasSuffix(namespace, ".kubernetes.io") || strings.HasSuffix(namespace, ".k8s.io") {
			option.ProblemAt(v.Get("options").KeyRange(key), ruleFlexVolume, field.Invalid,
				"option %s is for Kubernetes to set, as all of kubernetes.io and k8s.io are: leave it out", key)
		}
	}
}

// The kinds of Azure disks.
const (
	azureShared    = "Shared"
	azureDedicated = "Dedicated"
	azureManaged   = "Managed"
)

func checkAzureDisk(v field.Value) {
	if mode := v.Get("cachingMode"); mode.IsSet() {
		wantOneOf(mode, ruleAzureDisk, "None", "ReadOnly", "ReadWrite")
	}
	kind := azureShared
	if k := v.Get("kind"); k.IsSet() {
		kind = k.Str()
		wantOneOf(k, ruleAzureDisk, azureShared, azureDedicated, azureManaged)
	}
	uri := v.Get("diskURI")
	prefix := "https://"
	if kind == azureManaged {
		prefix = "/subscriptions/"
	}
	if uri.Str() == "" || strings.HasPrefix(uri.Str(), prefix) {
		return
	}
	if k := v.Get("kind"); !k.IsSet() {
		kind += ", the default"
	}
	uri.Problem(ruleAzureDisk, field.NotSupported, "diskURI does not fit the kind (%s): that of Managed begins with /subscriptions/, that of others with https://", kind)
}

func checkStorageOS(v field.Value) {
	if name := v.Get("volumeName"); name.Str() != "" {
		wantLabel(name, ruleVolumeField)
	}
	if namespace := v.Get("volumeNamespace"); namespace.Str() != "" {
		wantLabel(namespace, ruleVolumeField)
	}
	checkSecretRef(v)
}

// maxDriver is how many bytes the name of a CSI driver may have.
const maxDriver = 63

func checkCSI(v field.Value) {
	driver := v.Get("driver")
	if len(driver.Str()) > maxDriver {
		driver.Problem(ruleCSIVolume, field.TooLong, "driver has %d bytes; at most %d are allowed", len(driver.Str()), maxDriver)
	}
	if bad := names.Subdomain(strings.ToLower(driver.Str())); bad != "" && driver.Str() != "" {
		driver.Problem(ruleCSIVolume, field.Invalid, "driver %q %s", driver.Str(), bad)
	}
	secret := v.Get("nodePublishSecretRef")
	if !secret.IsSet() {
		return
	}
	name := secret.Get("name")
	wantText(name, ruleVolumeField, "it says which Secret is meant")
	if name.Str() != "" {
		wantSubdomain(name.As(v.Path()+".name"), ruleCSIVolume)
	}
}

func checkImageVolume(v field.Value) {
	if v.Checker().Since(37) {
		wantText(v.Get("reference"), ruleVolumeField, "it says which image is mounted")
	}
	if policy := v.Get("pullPolicy"); policy.Str() != "" {
		wantOneOf(policy, ruleImageVolume, "Always", "IfNotPresent", "Never")
	}
}
