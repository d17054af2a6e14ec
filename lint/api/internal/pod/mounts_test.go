package pod

import "testing"

func TestVolumeMounts(t *testing.T) {
	checkTemplates(t, []templateCase{
		{
			name: "accepted",
			spec: `
volumes: [{name: a, emptyDir: {}}, {name: claim, persistentVolumeClaim: {claimName: x}}]
containers:
- name: a
  image: x
  volumeMounts:
  - {name: a, mountPath: /a, subPath: b/c, readOnly: true, recursiveReadOnly: Enabled, mountPropagation: None}
  - {name: a, mountPath: /a/, subPathExpr: $(A)/b, recursiveReadOnly: Disabled, mountPropagation: HostToContainer}
  - {name: a, mountPath: relative, subPath: ..b}
- {name: b, image: x, securityContext: {privileged: true}, volumeMounts: [{name: a, mountPath: /a, mountPropagation: Bidirectional}]}
- {name: c, image: x, volumeDevices: [{name: claim, devicePath: /dev/x}], volumeMounts: [{name: a, mountPath: /a}]}
`,
		},
		{
			name: "no volumes",
			spec: `containers: [{name: a, image: x, volumeMounts: [{name: b, mountPath: /b}]}]`,
			want: `1:62 NotFound spec.containers[0].volumeMounts[0].name: the Pod has no volume "b": there is nothing in volumes of its spec`,
		},
		{
			name: "many volumes",
			spec: `
volumes: [{name: a}, {name: b}, {name: c}, {name: d}, {name: e}, {name: f}]
containers: [{name: a, image: x, volumeMounts: [{name: g, mountPath: /g}]}]
`,
			want: `2:62 NotFound spec.containers[0].volumeMounts[0].name: the Pod has no volume "g": it has "a", "b", "c", "d", "e", ...`,
		},
		{
			name: "names and paths",
			spec: `
volumes: [{name: a, emptyDir: {}}, {name: bad, configMap: {}}]
containers:
- name: a
  image: x
  volumeMounts:
  - {}
  - {name: b, mountPath: /b}
  - {name: bad, mountPath: /c}
  - {name: a, mountPath: /b}
  - {name: a, mountPath: /d, subPath: ../x, subPathExpr: /y}
`,
			want: `
1:65 Required spec.volumes[1].configMap.name: name is missing: a volume of kind configMap needs it
6:11 Required spec.containers[0].volumeMounts[0].name: name is missing: it says which volume is meant
6:11 Required spec.containers[0].volumeMounts[0].mountPath: mountPath is missing: it says where in the container the volume appears
7:18 NotFound spec.containers[0].volumeMounts[1].name: the Pod has no volume "b": it has "a", "bad"
8:18 NotFound spec.containers[0].volumeMounts[2].name: volume "bad" of the Pod is not valid
9:32 Invalid spec.containers[0].volumeMounts[3].mountPath: another volume is already mounted at "/b"
10:64 Invalid spec.containers[0].volumeMounts[4].subPathExpr: the mount has subPath and subPathExpr: expected one of them
10:45 Invalid spec.containers[0].volumeMounts.subPath: subPath "../x" must not go up: it has a part ..
10:64 Invalid spec.containers[0].volumeMounts.subPathExpr: subPathExpr "/y" must be relative, without the leading slash
`,
		},
		{
			name: "modes",
			spec: `
volumes: [{name: a, emptyDir: {}}]
containers:
- name: a
  image: x
  volumeMounts:
  - {name: a, mountPath: /a, mountPropagation: Bidirectional}
  - {name: a, mountPath: /b, mountPropagation: both, recursiveReadOnly: "yes"}
  - {name: a, mountPath: /c, mountPropagation: HostToContainer, recursiveReadOnly: IfPossible}
`,
			want: `
6:54 Forbidden spec.containers[0].volumeMounts.mountPropagation: mountPropagation is Bidirectional, which is for privileged containers only: expected None or HostToContainer
7:54 NotSupported spec.containers[0].volumeMounts.mountPropagation: mountPropagation is "both": expected None, HostToContainer or Bidirectional
7:79 NotSupported spec.containers[0].volumeMounts.recursiveReadOnly: recursiveReadOnly is "yes": expected Disabled, IfPossible or Enabled
8:90 Forbidden spec.containers[0].volumeMounts.recursiveReadOnly: recursiveReadOnly is IfPossible, which needs readOnly: true in the same mount
8:90 Forbidden spec.containers[0].volumeMounts.recursiveReadOnly: recursiveReadOnly is IfPossible, which needs mountPropagation None, found HostToContainer
`,
		},
		{
			name: "a volume that this version removes", minor: 34, removed: []string{"spec.volumes[0]"},
			spec: `
volumes: [{name: a, image: {reference: x}}]
containers: [{name: a, image: x, volumeMounts: [{name: a, mountPath: relative/../a, subPath: ..}], volumeDevices: [{name: a, devicePath: /b}]}]
`,
			want: `
2:129 NotFound spec.containers[0].volumeDevices[0].name: Kubernetes 1.34 removes volume "a" of the Pod
`,
		},
	})
}

func TestVolumeDevices(t *testing.T) {
	checkTemplates(t, []templateCase{
		{
			name: "accepted",
			spec: `
volumes: [{name: claim, persistentVolumeClaim: {claimName: x}}, {name: a}]
containers:
- {name: a, image: x, volumeDevices: [{name: claim, devicePath: /dev/x}], volumeMounts: [{name: a, mountPath: /a}]}
- {name: b, image: x, volumeMounts: [{name: claim, mountPath: /dev/x}]}
`,
		},
		{
			name: "refused",
			spec: `
volumes: [{name: claim, persistentVolumeClaim: {claimName: x}}, {name: a}]
containers:
- name: a
  image: x
  volumeDevices:
  - {name: claim, devicePath: /a}
  - {name: claim, devicePath: /a}
  - {name: a, devicePath: /b/../c}
  - {name: none, devicePath: /d}
  - {}
  volumeMounts:
  - {name: claim, mountPath: /d}
  - {name: a, mountPath: /a}
`,
			want: `
12:18 Invalid spec.containers[0].volumeMounts[0].name: volume "claim" is in volumeDevices, too: it can be mounted or be a device
12:36 Invalid spec.containers[0].volumeMounts[0].mountPath: there is already a device of volumeDevices at "/d"
13:18 Invalid spec.containers[0].volumeMounts[1].name: volume "a" is in volumeDevices, too: it can be mounted or be a device
13:32 Invalid spec.containers[0].volumeMounts[1].mountPath: there is already a device of volumeDevices at "/a"
6:18 Invalid spec.containers[0].volumeDevices[0].name: volume "claim" is in volumeMounts, too: it can be mounted or be a device
6:37 Invalid spec.containers[0].volumeDevices[0].devicePath: a volume of volumeMounts is already mounted at "/a"
7:18 Invalid spec.containers[0].volumeDevices[1].name: volume "claim" is there twice
7:18 Invalid spec.containers[0].volumeDevices[1].name: volume "claim" is in volumeMounts, too: it can be mounted or be a device
7:37 Invalid spec.containers[0].volumeDevices[1].devicePath: there is already a device at "/a"
8:18 Invalid spec.containers[0].volumeDevices[2].name: volume "a" is of kind emptyDir: only those of kind persistentVolumeClaim or ephemeral can be block devices
8:18 Invalid spec.containers[0].volumeDevices[2].name: volume "a" is in volumeMounts, too: it can be mounted or be a device
8:33 Invalid spec.containers[0].volumeDevices[2].devicePath: devicePath "/b/../c" must not go up: it has a part ..
9:18 NotFound spec.containers[0].volumeDevices[3].name: the Pod has no volume "none": it has "claim", "a"
9:36 Invalid spec.containers[0].volumeDevices[3].devicePath: a volume of volumeMounts is already mounted at "/d"
10:11 Required spec.containers[0].volumeDevices[4].name: name is missing: it says which volume is meant
10:11 Required spec.containers[0].volumeDevices[4].devicePath: devicePath is missing: it says where in the container the device appears
`,
		},
	})
}
