package pod

import (
	"strconv"
	"strings"

	"github.com/kubectl-job/kubectl-job/lint/internal/field"
)

// uses are the places where a container has its mounts or devices, by the name of the volume: of several, the last.
func uses(items []field.Value, place string) (byName map[string]string, places map[string]bool) {
	byName, places = make(map[string]string, len(items)), make(map[string]bool, len(items))
	for _, item := range items {
		byName[item.Get("name").Str()] = item.Get(place).Str()
	}
	for _, path := range byName {
		places[path] = true
	}
	return byName, places
}

// mountsOf are the mounts of a container, without those that this version removes with their volumes.
func (p *containersOfPod) mountsOf(c field.Value) []field.Value {
	var mounts []field.Value
	for _, mount := range c.Get("volumeMounts").Items() {
		if p.declared[mount.Get("name").Str()] != volumeRemoved {
			mounts = append(mounts, mount)
		}
	}
	return mounts
}

func devicesOf(c field.Value) []field.Value {
	var devices []field.Value
	for _, device := range c.Get("volumeDevices").Items() {
		devices = append(devices, device)
	}
	return devices
}

// declaration says what became of a volume of the manifest.
type declaration uint8

const (
	volumeMissing declaration = iota
	volumeThere
	volumeRemoved // by this version, in silence
)

// declarations are the volumes of a Pod by name, whether they are valid or not.
func declarations(list field.Value) map[string]declaration {
	found := make(map[string]declaration, list.Len())
	for i := range list.Len() {
		found[list.Item(i).Get("name").Str()] = volumeRemoved
	}
	for _, v := range list.Items() {
		found[v.Get("name").Str()] = volumeThere
	}
	return found
}

// checkMounts checks what a container mounts (ValidateVolumeMounts). The API server leaves the index out of some paths.
func (p *containersOfPod) checkMounts(c field.Value) {
	mounts := p.mountsOf(c)
	devices, devicePaths := uses(devicesOf(c), "devicePath")
	privileged := c.Get("securityContext").Get("privileged").Bool()
	list := c.Get("volumeMounts").Path()
	taken := make(map[string]bool, len(mounts))
	for _, mount := range mounts {
		name := mount.Get("name")
		p.wantVolume(name, ruleVolumeMounts)
		if _, twice := devices[name.Str()]; twice {
			name.Problem(ruleVolumeMounts, field.Invalid, "volume %q is in volumeDevices, too: it can be mounted or be a device", name.Str())
		}
		checkMountPath(mount.Get("mountPath"), taken, devicePaths)
		checkSubPaths(list, mount)
		checkPropagation(list, mount, privileged)
		checkRecursiveReadOnly(list, mount)
	}
}

func checkMountPath(path field.Value, taken, devices map[string]bool) {
	switch {
	case path.Str() == "":
		wantText(path, ruleVolumeMounts, "it says where in the container the volume appears")
	case taken[path.Str()]:
		path.Problem(ruleVolumeMounts, field.Invalid, "another volume is already mounted at %q", path.Str())
	case devices[path.Str()]:
		path.Problem(ruleVolumeMounts, field.Invalid, "there is already a device of volumeDevices at %q", path.Str())
	}
	taken[path.Str()] = true
}

// wantVolume reports the name of a volume that the Pod does not have, or has wrongly.
func (p *containersOfPod) wantVolume(name field.Value, rule string) {
	_, usable := p.volumes[name.Str()]
	switch {
	case name.Str() == "":
		wantText(name, rule, "it says which volume is meant")
	case usable:
	case p.declared[name.Str()] == volumeThere:
		name.Consequence(rule, field.NotFound, "volume %q of the Pod is not valid", name.Str())
	case p.declared[name.Str()] == volumeRemoved:
		name.Problem(rule, field.NotFound, "Kubernetes %s removes volume %q of the Pod", name.Checker().Version, name.Str())
	default:
		name.Problem(rule, field.NotFound, "the Pod has no volume %q: %s", name.Str(), p.volumeNames())
	}
}

// maxVolumeNames is how many volumes of the Pod a message names.
const maxVolumeNames = 5

// volumeNames tells which volumes there are to one who asked for another.
func (p *containersOfPod) volumeNames() string {
	var names []string
	for i, v := range p.spec.Get("volumes").Items() {
		if i == maxVolumeNames {
			names = append(names, "...")
			break
		}
		names = append(names, strconv.Quote(v.Get("name").Str()))
	}
	if len(names) == 0 {
		return "there is nothing in volumes of its spec"
	}
	return "it has " + strings.Join(names, ", ")
}

// checkSubPaths checks which part of a volume is mounted.
func checkSubPaths(list string, mount field.Value) {
	sub, expr := mount.Get("subPath"), mount.Get("subPathExpr")
	if sub.Str() != "" && expr.Str() != "" {
		expr.Problem(ruleVolumeMounts, field.Invalid, "the mount has subPath and subPathExpr: expected one of them")
	}
	for _, v := range []field.Value{sub, expr} {
		if bad := badRelative(v.Str()); bad != "" {
			v.As(list+"."+v.Name()).Problem(ruleVolumeMounts, field.Invalid, "%s %q %s", v.Name(), v.Str(), bad)
		}
	}
}

// checkPropagation checks whether a container and the node see each other's mounts (validateMountPropagation).
func checkPropagation(list string, mount field.Value, privileged bool) {
	v := mount.Get("mountPropagation").As(list + ".mountPropagation")
	if !v.IsSet() {
		return
	}
	wantOneOf(v, ruleMountPropagation, "None", "HostToContainer", "Bidirectional")
	if v.Str() == "Bidirectional" && !privileged {
		v.Problem(ruleMountPropagation, field.Forbidden, "mountPropagation is Bidirectional, which is for privileged containers only: expected None or HostToContainer")
	}
}

// checkRecursiveReadOnly checks whether what is mounted below is read-only, too (validateMountRecursiveReadOnly).
func checkRecursiveReadOnly(list string, mount field.Value) {
	v := mount.Get("recursiveReadOnly").As(list + ".recursiveReadOnly")
	if !v.IsSet() {
		return
	}
	wantOneOf(v, ruleRecursiveReadOnly, "Disabled", "IfPossible", "Enabled")
	if v.Str() != "IfPossible" && v.Str() != "Enabled" {
		return
	}
	if !mount.Get("readOnly").Bool() {
		v.Problem(ruleRecursiveReadOnly, field.Forbidden, "recursiveReadOnly is %s, which needs readOnly: true in the same mount", v.Str())
	}
	if propagation := mount.Get("mountPropagation"); propagation.IsSet() && propagation.Str() != "None" {
		v.Problem(ruleRecursiveReadOnly, field.Forbidden, "recursiveReadOnly is %s, which needs mountPropagation None, found %s", v.Str(), propagation.Str())
	}
}

// checkDevices checks which volumes are block devices of a container (ValidateVolumeDevices).
func (p *containersOfPod) checkDevices(c field.Value) {
	mounts, mountPaths := uses(p.mountsOf(c), "mountPath")
	names, paths := map[string]bool{}, map[string]bool{}
	for _, device := range devicesOf(c) {
		p.checkDeviceName(device.Get("name"), mounts, names)
		checkDevicePath(device.Get("devicePath"), mountPaths, paths)
	}
}

func (p *containersOfPod) checkDeviceName(name field.Value, mounts map[string]string, taken map[string]bool) {
	p.wantVolume(name, ruleVolumeDevices)
	switch v, ok := p.volumes[name.Str()]; {
	case ok && v.source != "persistentVolumeClaim" && v.source != "ephemeral":
		name.Problem(ruleVolumeDevices, field.Invalid, "volume %q is of kind %s: only those of kind persistentVolumeClaim or ephemeral can be block devices", name.Str(), v.source)
	case taken[name.Str()]:
		name.Problem(ruleVolumeDevices, field.Invalid, "volume %q is there twice", name.Str())
	}
	if _, mounted := mounts[name.Str()]; mounted {
		name.Problem(ruleVolumeDevices, field.Invalid, "volume %q is in volumeMounts, too: it can be mounted or be a device", name.Str())
	}
	if name.Str() != "" {
		taken[name.Str()] = true
	}
}

func checkDevicePath(path field.Value, mounted, taken map[string]bool) {
	switch {
	case path.Str() == "":
		wantText(path, ruleVolumeDevices, "it says where in the container the device appears")
	case goesUp(path.Str()):
		path.Problem(ruleVolumeDevices, field.Invalid, "devicePath %q must not go up: it has a part ..", path.Str())
	case taken[path.Str()]:
		path.Problem(ruleVolumeDevices, field.Invalid, "there is already a device at %q", path.Str())
	case mounted[path.Str()]:
		path.Problem(ruleVolumeDevices, field.Invalid, "a volume of volumeMounts is already mounted at %q", path.Str())
	}
	taken[path.Str()] = true
}
