package pod

import (
	"github.com/kubectl-job/kubectl-job/lint/internal/field"
)

// The rules about volumes.
const (
	ruleVolumeName         = "volume-name"
	ruleVolumeSource       = "volume-source"
	ruleVolumeField        = "volume-field"
	ruleVolumePath         = "volume-path"
	ruleFileMode           = "file-mode"
	ruleHostPath           = "host-path"
	ruleEmptyDir           = "empty-dir"
	ruleProjectedVolume    = "projected-volume"
	ruleServiceAccountMode = "service-account-token"
	ruleTrustBundle        = "cluster-trust-bundle"
	rulePodCertificate     = "pod-certificate"
	ruleDownwardAPI        = "downward-api"
	ruleEphemeralVolume    = "ephemeral-volume"
	ruleCSIVolume          = "csi-volume"
	ruleImageVolume        = "image-volume"
	ruleISCSIVolume        = "iscsi-volume"
	ruleFCVolume           = "fc-volume"
	ruleFlexVolume         = "flex-volume"
	ruleAzureDisk          = "azure-disk"
	ruleDeprecatedVolume   = "deprecated-volume"
	ruleOverlappingFiles   = "overlapping-files"
)

// volumeRules are the rules of the volumes, for the documentation.
func volumeRules() []field.Rule {
	return []field.Rule{
		{Name: ruleVolumeName, About: "A volume has a name of its own, which is a DNS label of at most 63 characters."},
		{Name: ruleVolumeSource, About: "A volume comes from one source: emptyDir, configMap, persistentVolumeClaim, ..."},
		{Name: ruleVolumeField, About: "The source of a volume has the fields that it cannot do without."},
		{Name: ruleVolumePath, About: "The files of a volume are named by relative paths that do not leave the volume."},
		{Name: ruleFileMode, About: "Permissions of files are between 0 and 0777 (octal), which is 0 to 511."},
		{Name: ruleHostPath, About: "A hostPath volume names a path on the node without .., and what must be there by a known type."},
		{Name: ruleEmptyDir, About: "The size limit of an emptyDir volume is not negative."},
		{Name: ruleProjectedVolume, About: "Each source of a projected volume is of one kind, and no two of them write the same file."},
		{Name: ruleServiceAccountMode, About: "A projected service account token lives between 10 minutes and 2^32 seconds."},
		{Name: ruleTrustBundle, About: "A projected trust bundle is told by a name, or by a signer and labels."},
		{Name: rulePodCertificate, About: "A projected Pod certificate has a signer, a known type of key, a lifetime in bounds and a file to go to."},
		{Name: ruleDownwardAPI, About: "A downwardAPI file or environment variable shows one field of the Pod, or one resource of a container, that exists."},
		{Name: ruleEphemeralVolume, About: "The claim of an ephemeral volume is one that a PersistentVolumeClaim could be."},
		{Name: ruleCSIVolume, About: "A csi volume names its driver, and its secret rightly."},
		{Name: ruleImageVolume, About: "An image volume names the image, and when to pull it."},
		{Name: ruleISCSIVolume, About: "An iscsi volume has a qualified name, a LUN of 0 to 255, and a secret if CHAP is on."},
		{Name: ruleFCVolume, About: "An fc volume is told by WWNs and a LUN of 0 to 255, or by WWIDs."},
		{Name: ruleFlexVolume, About: "A flexVolume names its driver; the options of kubernetes.io and k8s.io are not for users."},
		{Name: ruleAzureDisk, About: "An azureDisk has a known kind and caching mode, and a URI that fits the kind."},
		{Name: ruleDeprecatedVolume, About: "The kind of volume is deprecated, or no longer works."},
		{Name: ruleOverlappingFiles, About: "Two files of a volume have the same path, or one is a folder of the other: one of them is lost."},
	}
}

// checkVolumes checks the volumes of a Pod, and gives those that mounts can use: as in the API server, a volume with a
// problem does not exist for them.
func checkVolumes(spec field.Value) volumes {
	list := spec.Get("volumes")
	if list.Len() == 0 {
		return nil
	}
	usable, table := make(volumes, list.Len()), sources()
	for _, v := range list.Items() {
		before := len(v.Checker().Problems())
		chosen := checkSource(v, table)
		checkVolumeName(v.Get("name"), usable)
		if len(v.Checker().Problems()) == before {
			usable[v.Get("name").Str()] = chosen
		}
	}
	return usable
}

func checkVolumeName(name field.Value, taken volumes) {
	switch _, twice := taken[name.Str()]; {
	case name.Str() == "":
		wantText(name, ruleVolumeName, "containers mount the volume by it")
	case twice:
		name.Problem(ruleVolumeName, field.Duplicate, "there is already a volume %q", name.Str())
	default:
		wantLabel(name, ruleVolumeName)
	}
}

// source is a kind of volume.
type source struct {
	name string
	// needs are the fields that must not be empty, in the order in which they are checked.
	needs []string
	// check does the rest.
	check func(field.Value)
	// path is the name that the API server gives the source in paths, where it is another; second is the one for a
	// source that comes second.
	path, second string
}

// sources are the kinds of volumes, in the order in which the API server looks at them.
func sources() []source {
	return []source{
		{name: "emptyDir", check: checkEmptyDir},
		{name: "hostPath", check: checkHostPath},
		{name: "gitRepo", needs: []string{"repository"}, check: checkGitRepo},
		{name: "gcePersistentDisk", needs: []string{"pdName"}, check: checkPartition, path: "persistentDisk"},
		{name: "awsElasticBlockStore", needs: []string{"volumeID"}, check: checkPartition},
		{name: "secret", needs: []string{"secretName"}, check: checkFiles},
		{name: "nfs", needs: []string{"server"}, check: checkNFS},
		{name: "iscsi", needs: []string{"targetPortal"}, check: checkISCSI},
		{name: "glusterfs", needs: []string{"endpoints", "path"}},
		{name: "flocker", check: checkFlocker},
		{name: "persistentVolumeClaim", needs: []string{"claimName"}},
		{name: "rbd", needs: []string{"monitors", "image"}},
		{name: "cinder", needs: []string{"volumeID"}, check: checkSecretRef},
		{name: "cephfs", needs: []string{"monitors"}, second: "cephFS"},
		{name: "quobyte", needs: []string{"registry", "volume"}, check: checkQuobyte},
		{name: "downwardAPI", check: checkDownwardAPI, second: "downwarAPI"},
		{name: "fc", check: checkFC},
		{name: "flexVolume", needs: []string{"driver"}, check: checkFlexVolume},
		{name: "configMap", needs: []string{"name"}, check: checkFiles},
		{name: "azureFile", needs: []string{"secretName", "shareName"}},
		{name: "vsphereVolume", needs: []string{"volumePath"}},
		{name: "photonPersistentDisk", needs: []string{"pdID"}},
		{name: "portworxVolume", needs: []string{"volumeID"}},
		{name: "azureDisk", needs: []string{"diskName", "diskURI"}, check: checkAzureDisk},
		{name: "storageos", needs: []string{"volumeName"}, check: checkStorageOS},
		{name: "projected", check: checkProjected},
		{name: "scaleIO", needs: []string{"gateway", "system", "volumeName"}},
		{name: "csi", needs: []string{"driver"}, check: checkCSI},
		{name: "ephemeral", check: checkEphemeral},
		{name: "image", check: checkImageVolume},
	}
}

// checkSource checks what a volume is. A volume without any source is an emptyDir (SetDefaults_Volume).
func checkSource(v field.Value, table []source) volume {
	chosen := volume{source: "emptyDir", value: v.Get("emptyDir")}
	found := false
	for i := range table {
		s := &table[i]
		// Most volumes have two fields: this spares the paths of all the others.
		if !has(v, s.name) {
			continue
		}
		value := v.Get(s.name)
		switch {
		case !value.IsSet():
		case found:
			if s.second != "" {
				value = value.As(v.Path() + "." + s.second)
			}
			at := v.KeyRange(s.name)
			value.ProblemAt(at, ruleVolumeSource, field.Forbidden,
				"the volume has %s and %s: expected one of them; give the other a volume of its own", chosen.source, s.name)
		default:
			found, chosen = true, volume{source: s.name, value: value}
			s.checkFields(v, value)
		}
	}
	checkISCSIName(v)
	return chosen
}

func (s *source) checkFields(v, value field.Value) {
	if s.path != "" {
		value = value.As(v.Path() + "." + s.path)
	}
	for _, name := range s.needs {
		need := value.Get(name)
		if need.Str() == "" && need.Len() == 0 {
			need.Problem(ruleVolumeField, field.Required, "%s is missing: a volume of kind %s needs it", name, s.name)
		}
	}
	if s.check != nil {
		s.check(value)
	}
}
