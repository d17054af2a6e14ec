package pod

import "testing"

func TestVolumes(t *testing.T) {
	checkTemplates(t, []templateCase{
		{
			name: "names",
			spec: `
volumes:
- name: data
- name: data
- name: Data_1
- emptyDir: {}
- name: a12345678901234567890123456789012345678901234567890123456789012345
- null
`,
			want: `
3:15 Duplicate spec.volumes[1].name: there is already a volume "data"
4:15 Invalid spec.volumes[2].name: name "Data_1" must consist of lower case letters, digits and -, and begin and end with a letter or digit
5:9 Required spec.volumes[3].name: name is missing: containers mount the volume by it
6:15 Invalid spec.volumes[4].name: name "a12345678901234567890123456789012345678901234567890123456789012345" has 66 bytes; at most 63 are allowed
7:9 Required spec.volumes[5].name: name is missing: containers mount the volume by it
`,
		},
		{
			// As in the API server, a volume with a problem does not exist, and its name is free.
			name: "names of refused volumes",
			spec: `
volumes:
- {name: data, secret: {}}
- {name: data, emptyDir: {}}
`,
			want: `
2:30 Required spec.volumes[0].secret.secretName: secretName is missing: a volume of kind secret needs it
`,
		},
		{
			name: "one source",
			spec: `
volumes:
- name: a
  emptyDir: {}
  secret: {}
  hostPath: {path: ../x}
- name: b
  cephfs: {monitors: [x]}
  downwardAPI: {}
  rbd: {monitors: [x], image: i}
- name: c
  emptyDir: null
  configMap: {name: x}
`,
			want: `
5:9 Forbidden spec.volumes[0].hostPath: the volume has emptyDir and hostPath: expected one of them; give the other a volume of its own
4:9 Forbidden spec.volumes[0].secret: the volume has emptyDir and secret: expected one of them; give the other a volume of its own
7:9 Forbidden spec.volumes[1].cephFS: the volume has rbd and cephfs: expected one of them; give the other a volume of its own
8:9 Forbidden spec.volumes[1].downwarAPI: the volume has rbd and downwardAPI: expected one of them; give the other a volume of its own
`,
		},
		{
			name: "fields that sources need",
			spec: `
volumes:
- {name: a, gitRepo: {directory: ../up}}
- {name: b, gcePersistentDisk: {partition: 256}}
- {name: c, awsElasticBlockStore: {partition: -1}}
- {name: d, secret: {}}
- {name: e, nfs: {}}
- {name: f, nfs: {server: s, path: rel}}
- {name: g, glusterfs: {}}
- {name: h, persistentVolumeClaim: {}}
- {name: i, rbd: {}}
- {name: j, cinder: {secretRef: {}}}
- {name: k, cephfs: {}}
- {name: l, configMap: {}}
- {name: m, azureFile: {}}
- {name: n1, vsphereVolume: {}}
- {name: o, photonPersistentDisk: {}}
- {name: p, portworxVolume: {}}
- {name: q, scaleIO: {}}
- {name: r, storageos: {volumeNamespace: A, secretRef: {}}}
- {name: s, storageos: {volumeName: A}}
`,
			want: `
2:19 Required spec.volumes[0].gitRepo.repository: repository is missing: a volume of kind gitRepo needs it
2:40 Invalid spec.volumes[0].gitRepo.directory: directory "../up" must not go up: it has a part ..
3:19 Required spec.volumes[1].persistentDisk.pdName: pdName is missing: a volume of kind gcePersistentDisk needs it
3:50 Invalid spec.volumes[1].persistentDisk.partition: partition is 256: expected 0 to 255
4:19 Required spec.volumes[2].awsElasticBlockStore.volumeID: volumeID is missing: a volume of kind awsElasticBlockStore needs it
4:53 Invalid spec.volumes[2].awsElasticBlockStore.partition: partition is -1: expected 0 to 255
5:27 Required spec.volumes[3].secret.secretName: secretName is missing: a volume of kind secret needs it
6:24 Required spec.volumes[4].nfs.server: server is missing: a volume of kind nfs needs it
6:24 Required spec.volumes[4].nfs.path: path is missing: it is the folder that the server exports
7:42 Invalid spec.volumes[5].nfs.path: path "rel" must be absolute: begin it with a slash
8:30 Required spec.volumes[6].glusterfs.endpoints: endpoints is missing: a volume of kind glusterfs needs it
8:30 Required spec.volumes[6].glusterfs.path: path is missing: a volume of kind glusterfs needs it
9:42 Required spec.volumes[7].persistentVolumeClaim.claimName: claimName is missing: a volume of kind persistentVolumeClaim needs it
10:24 Required spec.volumes[8].rbd.monitors: monitors is missing: a volume of kind rbd needs it
10:24 Required spec.volumes[8].rbd.image: image is missing: a volume of kind rbd needs it
11:19 Required spec.volumes[9].cinder.volumeID: volumeID is missing: a volume of kind cinder needs it
11:39 Required spec.volumes[9].cinder.secretRef.name: name is missing: it says which Secret is meant
12:27 Required spec.volumes[10].cephfs.monitors: monitors is missing: a volume of kind cephfs needs it
13:30 Required spec.volumes[11].configMap.name: name is missing: a volume of kind configMap needs it
14:30 Required spec.volumes[12].azureFile.secretName: secretName is missing: a volume of kind azureFile needs it
14:30 Required spec.volumes[12].azureFile.shareName: shareName is missing: a volume of kind azureFile needs it
15:35 Required spec.volumes[13].vsphereVolume.volumePath: volumePath is missing: a volume of kind vsphereVolume needs it
16:41 Required spec.volumes[14].photonPersistentDisk.pdID: pdID is missing: a volume of kind photonPersistentDisk needs it
17:35 Required spec.volumes[15].portworxVolume.volumeID: volumeID is missing: a volume of kind portworxVolume needs it
18:28 Required spec.volumes[16].scaleIO.gateway: gateway is missing: a volume of kind scaleIO needs it
18:28 Required spec.volumes[16].scaleIO.system: system is missing: a volume of kind scaleIO needs it
18:28 Required spec.volumes[16].scaleIO.volumeName: volumeName is missing: a volume of kind scaleIO needs it
19:19 Required spec.volumes[17].storageos.volumeName: volumeName is missing: a volume of kind storageos needs it
19:48 Invalid spec.volumes[17].storageos.volumeNamespace: volumeNamespace "A" must consist of lower case letters, digits and -, and begin and end with a letter or digit
19:62 Required spec.volumes[17].storageos.secretRef.name: name is missing: it says which Secret is meant
20:43 Invalid spec.volumes[18].storageos.volumeName: volumeName "A" must consist of lower case letters, digits and -, and begin and end with a letter or digit
`,
		},
		{
			name: "sources that have what they need",
			spec: `
volumes:
- {name: a, gitRepo: {repository: r, directory: ..a/b}}
- {name: b, gcePersistentDisk: {pdName: x, partition: 255}}
- {name: c, awsElasticBlockStore: {volumeID: x}}
- {name: d, secret: {secretName: x, defaultMode: 0644}}
- {name: f, nfs: {server: s, path: /}}
- {name: g, glusterfs: {endpoints: e, path: p}}
- {name: h, persistentVolumeClaim: {claimName: x}}
- {name: i, rbd: {monitors: [x], image: i}}
- {name: j, cinder: {volumeID: x, secretRef: {name: x}}}
- {name: k, cephfs: {monitors: [x]}}
- {name: l, configMap: {name: x}}
- {name: m, azureFile: {secretName: x, shareName: z}}
- {name: n1, vsphereVolume: {volumePath: x}}
- {name: o, photonPersistentDisk: {pdID: x}}
- {name: p, portworxVolume: {volumeID: x}}
- {name: q, scaleIO: {gateway: g, system: s, volumeName: v}}
- {name: s, storageos: {volumeName: a, volumeNamespace: b, secretRef: {name: s}}}
- {name: t, flocker: {datasetName: x}}
- {name: u, hostPath: {path: /x, type: DirectoryOrCreate}}
- {name: v, hostPath: {path: /x, type: ""}}
- {name: w, emptyDir: {sizeLimit: 0}}
`,
		},
		{
			name: "emptyDir",
			spec: `
volumes:
- {name: a, emptyDir: {sizeLimit: -1Mi, medium: Whatever}}
`,
			want: `
2:41 Forbidden spec.volumes[0].emptyDir.sizeLimit: sizeLimit is -1Mi: expected 0 or more; without it, there is no limit
`,
		},
		{
			name: "hostPath",
			spec: `
volumes:
- {name: a, hostPath: {}}
- {name: b, hostPath: {path: /a/../b, type: Folder}}
`,
			want: `
2:29 Required spec.volumes[0].hostPath.path: path is missing: it is the file or folder of the node that containers see
3:36 Invalid spec.volumes[1].hostPath.path: path "/a/../b" must not go up: it has a part ..
3:51 NotSupported spec.volumes[1].hostPath.type: type is "Folder": expected DirectoryOrCreate, Directory, FileOrCreate, File, Socket, CharDevice or BlockDevice
`,
		},
		{
			name: "flocker",
			spec: `
volumes:
- {name: a, flocker: {}}
- {name: b, flocker: {datasetName: a/b, datasetUUID: c}}
`,
			want: `
2:28 Required spec.volumes[0].flocker: the dataset is missing: expected datasetName or datasetUUID
3:19 Invalid spec.volumes[1].flocker: there are datasetName and datasetUUID: expected one of them
3:42 Invalid spec.volumes[1].flocker.datasetName: datasetName "a/b" must not have a slash
`,
		},
		{
			name: "quobyte",
			spec: `
volumes:
- {name: a, quobyte: {}}
- {name: b, quobyte: {volume: v, registry: "a:1,b"}}
- {name: c, quobyte: {volume: v, registry: "a:b:1"}}
- {name: d, quobyte: {volume: v, registry: "a:1,[::1]:2"}}
- {name: e, quobyte: {volume: v, registry: "a:1", tenant: a1234567890123456789012345678901234567890123456789012345678901234}}
- {name: f, quobyte: {volume: v, registry: "[::1"}}
- {name: g, quobyte: {volume: v, registry: "[a]b:1"}}
`,
			want: `
2:28 Required spec.volumes[0].quobyte.registry: registry is missing: a volume of kind quobyte needs it
2:28 Required spec.volumes[0].quobyte.volume: volume is missing: a volume of kind quobyte needs it
3:50 Invalid spec.volumes[1].quobyte.registry: registry has "b": expected host:port, several with commas between
4:50 Invalid spec.volumes[2].quobyte.registry: registry has "a:b:1": expected host:port, several with commas between
6:65 Required spec.volumes[4].quobyte.tenant: tenant has 65 bytes: expected a UUID of at most 64
7:50 Invalid spec.volumes[5].quobyte.registry: registry has "[::1": expected host:port, several with commas between
8:50 Invalid spec.volumes[6].quobyte.registry: registry has "[a]b:1": expected host:port, several with commas between
`,
		},
		{
			name: "flexVolume",
			spec: `
volumes:
- name: a
  flexVolume:
    driver: d
    options:
      mine/x: "1"
      notk8s.io/x: "1"
      K8s.io/x: "1"
      my.kubernetes.io: "1"
- name: b
  flexVolume: {}
`,
			want: `
8:13 Invalid spec.volumes[0].flexVolume.options[K8s.io/x]: option K8s.io/x is for Kubernetes to set, as all of kubernetes.io and k8s.io are: leave it out
9:13 Invalid spec.volumes[0].flexVolume.options[my.kubernetes.io]: option my.kubernetes.io is for Kubernetes to set, as all of kubernetes.io and k8s.io are: leave it out
11:21 Required spec.volumes[1].flexVolume.driver: driver is missing: a volume of kind flexVolume needs it
`,
		},
		{
			name: "azureDisk",
			spec: `
volumes:
- {name: a, azureDisk: {}}
- {name: b, azureDisk: {diskName: d, diskURI: "https://x"}}
- {name: c, azureDisk: {diskName: d, diskURI: /subscriptions/x}}
- {name: d, azureDisk: {diskName: d, diskURI: /subscriptions/x, kind: Managed, cachingMode: None}}
- {name: e, azureDisk: {diskName: d, diskURI: "https://x", kind: Managed}}
- {name: f, azureDisk: {diskName: d, diskURI: "https://x", kind: managed, cachingMode: none}}
`,
			want: `
2:30 Required spec.volumes[0].azureDisk.diskName: diskName is missing: a volume of kind azureDisk needs it
2:30 Required spec.volumes[0].azureDisk.diskURI: diskURI is missing: a volume of kind azureDisk needs it
4:53 NotSupported spec.volumes[2].azureDisk.diskURI: diskURI does not fit the kind (Shared, the default): that of Managed begins with /subscriptions/, that of others with https://
6:53 NotSupported spec.volumes[4].azureDisk.diskURI: diskURI does not fit the kind (Managed): that of Managed begins with /subscriptions/, that of others with https://
7:94 NotSupported spec.volumes[5].azureDisk.cachingMode: cachingMode is "none": expected None, ReadOnly or ReadWrite
7:72 NotSupported spec.volumes[5].azureDisk.kind: kind is "managed": expected Shared, Dedicated or Managed
`,
		},
		{
			name: "csi",
			spec: `
volumes:
- {name: a, csi: {}}
- {name: b, csi: {driver: Secrets-Store.csi.k8s.io, nodePublishSecretRef: {name: s}}}
- {name: c, csi: {driver: _x, nodePublishSecretRef: {}}}
- {name: d, csi: {driver: a12345678901234567890123456789012345678901234567890123456789012345, nodePublishSecretRef: {name: S}}}
`,
			want: `
2:24 Required spec.volumes[0].csi.driver: driver is missing: a volume of kind csi needs it
4:33 Invalid spec.volumes[2].csi.driver: driver "_x" must consist of lower case letters, digits, - and ., and each part between dots must begin and end with a letter or digit
4:59 Required spec.volumes[2].csi.nodePublishSecretRef.name: name is missing: it says which Secret is meant
5:33 TooLong spec.volumes[3].csi.driver: driver has 66 bytes; at most 63 are allowed
5:130 Invalid spec.volumes[3].csi.name: name "S" must consist of lower case letters, digits, - and ., and each part between dots must begin and end with a letter or digit
`,
		},
		{
			name: "image",
			spec: `
volumes:
- {name: a, image: {}}
- {name: b, image: {reference: x, pullPolicy: always}}
- {name: c, image: {reference: x, pullPolicy: Always}}
`,
			want: `
2:26 Required spec.volumes[0].image.reference: reference is missing: it says which image is mounted
3:53 NotSupported spec.volumes[1].image.pullPolicy: pullPolicy is "always": expected Always, IfNotPresent or Never
`,
		},
		{
			name: "image, before 1.37", minor: 36,
			spec: `
volumes:
- {name: a, image: {}}
`,
		},
		{
			name: "iscsi",
			spec: `
volumes:
- {name: a, iscsi: {}}
- {name: b, iscsi: {targetPortal: t, iqn: "iqn.2001-04.com.example:storage", lun: 256, chapAuthSession: true}}
- {name: c, iscsi: {targetPortal: t, iqn: "iqn.2001-04.com.example"}}
- {name: d, iscsi: {targetPortal: t, iqn: eui.0123456789abcdef, initiatorName: naa.0123}}
- {name: e, iscsi: {targetPortal: t, iqn: naa.0123456789abcdef0123456789abcdef, initiatorName: "x"}}
- {name: f, iscsi: {targetPortal: a123456789012345678901234567890123456789012345678901234567890123, iqn: eui.0123456789abcdef, initiatorName: "iqn.2001-04.com.example:me"}}
- {name: g, iscsi: {targetPortal: t, iqn: "iqn.2001-04.com:a b"}}
- {name: h, iscsi: {targetPortal: t, iqn: "iqn iqn.2001-04.com:a:b", lun: 255, chapAuthDiscovery: true, secretRef: {name: s}}}
`,
			want: `
2:26 Required spec.volumes[0].iscsi.targetPortal: targetPortal is missing: a volume of kind iscsi needs it
2:26 Required spec.volumes[0].iscsi.iqn: iqn is missing: it says which target is meant
3:89 Invalid spec.volumes[1].iscsi.lun: lun is 256: expected 0 to 255
3:19 Required spec.volumes[1].iscsi.secretRef: secretRef is missing: CHAP needs it
4:49 Invalid spec.volumes[2].iscsi.iqn: iqn is "iqn.2001-04.com.example": expected iqn.YYYY-MM.DOMAIN:NAME, eui. and 16 digits, or naa. and 32 digits
5:86 Invalid spec.volumes[3].iscsi.initiatorname: initiatorName is "naa.0123": expected iqn.YYYY-MM.DOMAIN:NAME, eui. and 16 digits, or naa. and 32 digits
6:102 Invalid spec.volumes[4].iscsi.initiatorname: initiatorName is "x": expected iqn.YYYY-MM.DOMAIN:NAME, eui. and 16 digits, or naa. and 32 digits
7:16 Invalid spec.volumes[5].name: name and iscsi.targetPortal have 66 bytes together; with initiatorName, at most 64 are allowed
8:49 Invalid spec.volumes[6].iscsi.iqn: iqn is "iqn.2001-04.com:a b": expected iqn.YYYY-MM.DOMAIN:NAME, eui. and 16 digits, or naa. and 32 digits
`,
		},
		{
			name: "fc",
			spec: `
volumes:
- {name: a, fc: {}}
- {name: b, fc: {targetWWNs: [a], wwids: [b], lun: 256}}
- {name: c, fc: {targetWWNs: [a]}}
- {name: d, fc: {targetWWNs: [a], lun: 0}}
- {name: e, fc: {wwids: [b]}}
`,
			want: `
2:23 Required spec.volumes[0].fc.targetWWNs: the disk is missing: expected targetWWNs and lun, or wwids
3:24 Invalid spec.volumes[1].fc.targetWWNs: there are targetWWNs and wwids: expected one of them
3:58 Invalid spec.volumes[1].fc.lun: lun is 256: expected 0 to 255
4:19 Required spec.volumes[2].fc.lun: lun is missing: targetWWNs need it; expected 0 to 255
`,
		},
	})
}

func TestVolumeFiles(t *testing.T) {
	checkTemplates(t, []templateCase{
		{
			name: "modes",
			spec: `
volumes:
- {name: a, secret: {secretName: s, defaultMode: 512}}
- {name: b, configMap: {name: s, defaultMode: -1}}
- {name: c, projected: {defaultMode: 644}}
- {name: d, downwardAPI: {defaultMode: 777}}
- {name: e, configMap: {name: s, items: [{key: k, path: p, mode: 0777}, {key: k, path: q, mode: 1000}]}}
`,
			want: `
2:56 Invalid spec.volumes[0].secret.defaultMode: defaultMode is 512: expected 0 to 0777 (octal; 511 in decimal). Did you mean 0512?
3:53 Invalid spec.volumes[1].configMap.defaultMode: defaultMode is -1: expected 0 to 0777 (octal; 511 in decimal)
4:44 Invalid spec.volumes[2].projected.defaultMode: defaultMode is 644: expected 0 to 0777 (octal; 511 in decimal). Did you mean 0644?
5:46 Invalid spec.volumes[3].downwardAPI.defaultMode: defaultMode is 777: expected 0 to 0777 (octal; 511 in decimal). Did you mean 0777?
6:103 Invalid spec.volumes[4].configMap.items[1].mode: mode is 1000: expected 0 to 0777 (octal; 511 in decimal)
`,
		},
		{
			name: "items",
			spec: `
volumes:
- name: a
  configMap:
    name: s
    items:
    - {}
    - {key: k, path: /p}
    - {key: k, path: a/../b}
    - {key: k, path: ..data}
    - {key: k, path: a/..b}
`,
			want: `
6:13 Required spec.volumes[0].configMap.items[0].key: key is missing: it says which entry goes into the file
6:13 Required spec.volumes[0].configMap.items[0].path: path is missing: it says where in the volume the file goes
7:28 Invalid spec.volumes[0].configMap.items[1].path: path "/p" must be relative, without the leading slash
8:28 Invalid spec.volumes[0].configMap.items[2].path: path "a/../b" must not go up: it has a part ..
9:28 Invalid spec.volumes[0].configMap.items[3].path: path "..data" must not begin with ..: such files are the kubelet's
`,
		},
		{
			name: "downward API",
			spec: `
volumes:
- name: a
  downwardAPI:
    items:
    - path: a
      fieldRef: {fieldPath: metadata.name}
    - path: b
      fieldRef: {fieldPath: "metadata.labels['app']"}
    - path: c
      fieldRef: {fieldPath: "metadata.annotations['Example.com/APP']"}
    - path: d
      resourceFieldRef: {containerName: main, resource: limits.hugepages-2Mi, divisor: 1Mi}
    - path: e
      resourceFieldRef: {containerName: main, resource: requests.cpu, divisor: 1m}
`,
		},
		{
			name: "downward API, refused",
			spec: `
volumes:
- name: a
  downwardAPI:
    items:
    - {}
    - path: b
      fieldRef: {fieldPath: metadata.name}
      resourceFieldRef: {}
- name: b
  downwardAPI: {items: [{path: /a, mode: 999, fieldRef: {}}]}
- name: c
  downwardAPI: {items: [{path: a, fieldRef: {fieldPath: status.podIP}}]}
- name: d
  downwardAPI: {items: [{path: a, fieldRef: {fieldPath: status.nope}}]}
- name: e
  downwardAPI: {items: [{path: a, fieldRef: {fieldPath: metadata.name, apiVersion: v2}}]}
- name: f
  downwardAPI: {items: [{path: a, fieldRef: {fieldPath: "metadata.labels['a b']"}}]}
- name: g
  downwardAPI: {items: [{path: a, fieldRef: {fieldPath: "metadata.name['a']"}}]}
- name: h
  downwardAPI: {items: [{path: a, resourceFieldRef: {resource: limits.cpu}}]}
- name: i
  downwardAPI: {items: [{path: a, resourceFieldRef: {containerName: main}}]}
- name: j
  downwardAPI: {items: [{path: a, resourceFieldRef: {containerName: main, resource: cpu}}]}
- name: k
  downwardAPI: {items: [{path: a, resourceFieldRef: {containerName: main, resource: limits.cpu, divisor: 1Mi}}]}
- name: l
  downwardAPI: {items: [{path: a, resourceFieldRef: {containerName: main, resource: limits.memory, divisor: 1m}}]}
- name: m
  downwardAPI: {items: [{path: a, resourceFieldRef: {containerName: main, resource: limits.hugepages-1Gi, divisor: 1e3}}]}
- name: n1
  downwardAPI: {items: [{path: a, resourceFieldRef: {containerName: main, resource: limits.memory, divisor: 1024Ki}}]}
`,
			want: `
5:13 Required spec.volumes[0].downwardAPI.path: path is missing: it says where in the volume the file goes
5:13 Required spec.volumes[0].downwardAPI: the file shows nothing: expected fieldRef or resourceFieldRef
6:13 Invalid spec.volumes[0].downwardAPI: the file shows fieldRef and resourceFieldRef: it can show one of them
10:38 Invalid spec.volumes[1].downwardAPI.path: path "/a" must be relative, without the leading slash
10:63 Required spec.volumes[1].downwardAPI.fieldRef.fieldPath: fieldPath is missing: it says which field of the Pod to show
10:48 Invalid spec.volumes[1].downwardAPI.mode: mode is 999: expected 0 to 0777 (octal; 511 in decimal)
12:63 NotSupported spec.volumes[2].downwardAPI.fieldRef.fieldPath: fieldPath is "status.podIP": a volume can show metadata.name, metadata.namespace, metadata.uid, metadata.labels, metadata.annotations, or one label or annotation such as metadata.labels['app']
14:63 Invalid spec.volumes[3].downwardAPI.fieldRef.fieldPath: fieldPath is "status.nope": a volume can show metadata.name, metadata.namespace, metadata.uid, metadata.labels, metadata.annotations, or one label or annotation such as metadata.labels['app']
16:63 Invalid spec.volumes[4].downwardAPI.fieldRef.fieldPath: apiVersion is "v2": fields of Pods are of v1
18:63 Invalid spec.volumes[5].downwardAPI.fieldRef: the key "a b" in fieldPath must consist of letters, digits, -, _ and ., and begin and end with a letter or digit
20:63 Invalid spec.volumes[6].downwardAPI.fieldRef.fieldPath: fieldPath is "metadata.name['a']": only metadata.labels and metadata.annotations have keys
22:41 Required spec.volumes[7].downwardAPI.resourceFieldRef.containerName: containerName is missing: it says whose resources to show
24:41 Required spec.volumes[8].downwardAPI.resourceFieldRef.resource: resource is missing: it says which resource to show: limits.memory, requests.cpu, ...
26:91 NotSupported spec.volumes[9].downwardAPI.resourceFieldRef.resource: resource is "cpu": expected limits or requests, a dot, and cpu, memory, ephemeral-storage or hugepages-SIZE
28:112 Invalid spec.volumes[10].downwardAPI.resourceFieldRef.divisor: divisor is 1Mi: expected 1 or 1m for cpu
30:115 Invalid spec.volumes[11].downwardAPI.resourceFieldRef.divisor: divisor is 1m: expected 1, or 1 with one of the suffixes k, M, G, T, P, E, Ki, Mi, Gi, Ti, Pi, Ei
`,
		},
		{
			name: "status.hostIPs is a field since 1.28", minor: 27,
			spec: `
volumes:
- name: a
  downwardAPI: {items: [{path: a, fieldRef: {fieldPath: status.hostIPs}}]}
`,
			want: `
3:63 Invalid spec.volumes[0].downwardAPI.fieldRef.fieldPath: fieldPath is "status.hostIPs": a volume can show metadata.name, metadata.namespace, metadata.uid, metadata.labels, metadata.annotations, or one label or annotation such as metadata.labels['app']
`,
		},
	})
}

func TestProjectedVolumes(t *testing.T) {
	checkTemplates(t, []templateCase{
		{
			name: "accepted",
			spec: `
volumes:
- name: a
  projected:
    sources:
    - secret: {name: s, items: [{key: k, path: a}]}
    - configMap: {name: s, items: [{key: k, path: b}]}
    - downwardAPI: {items: [{path: c, fieldRef: {fieldPath: metadata.name}}]}
    - serviceAccountToken: {path: token, expirationSeconds: 600}
    - serviceAccountToken: {path: token2}
    - clusterTrustBundle: {name: "example.com:signer:x", path: d}
    - clusterTrustBundle: {signerName: example.com/signer, labelSelector: {}, path: e}
    - podCertificate: {signerName: example.com/a, keyType: ED25519, credentialBundlePath: f, maxExpirationSeconds: 86401}
    - {}
`,
		},
		{
			name: "kinds and files",
			spec: `
volumes:
- name: a
  projected:
    sources:
    - secret: {items: [{key: k, path: a}]}
      configMap: {name: x}
    - downwardAPI: {items: [{path: a, fieldRef: {fieldPath: metadata.name}}]}
    - configMap: {items: [{key: k, path: a}, {key: k}]}
`,
			want: `
5:13 Required spec.volumes[0].projected.sources[0].secret.name: name is missing: it says where the files come from
6:13 Forbidden spec.volumes[0].projected.sources[0]: the source is of 2 kinds (secret, configMap): give each an item of its own in sources
7:42 Invalid spec.volumes[0].projected: the file "a" is written by two sources: give it another path in one of them
8:13 Required spec.volumes[0].projected.sources[2].configMap.name: name is missing: it says where the files come from
8:53 Required spec.volumes[0].projected.sources[2].configMap.items[1].path: path is missing: it says where in the volume the file goes
`,
		},
		{
			// Only bundles without a path are in conflict with each other.
			name: "no path, twice",
			spec: `
volumes:
- name: a
  projected:
    sources:
    - secret: {name: s, items: [{key: k}]}
    - clusterTrustBundle: {name: b}
`,
			want: `
5:40 Required spec.volumes[0].projected.sources[0].secret.items[0].path: path is missing: it says where in the volume the file goes
6:13 Required spec.volumes[0].projected.sources[1].clusterTrustBundle.path: path is missing: it says where in the volume the file goes
`,
		},
		{
			name: "tokens",
			spec: `
volumes:
- name: a
  projected:
    sources:
    - serviceAccountToken: {expirationSeconds: 599}
- name: b
  projected:
    sources:
    - serviceAccountToken: {path: ../x, expirationSeconds: 4294967297}
`,
			want: `
5:54 Invalid spec.volumes[0].projected.sources[0].serviceAccountToken.expirationSeconds: expirationSeconds is 599: expected 600 (10 minutes) to 4294967296
5:13 Required spec.volumes[0].projected.path: path is missing: it says where in the volume the token goes
9:66 Invalid spec.volumes[1].projected.sources[0].serviceAccountToken.expirationSeconds: expirationSeconds is 4294967297: expected 600 (10 minutes) to 4294967296
9:41 Invalid spec.volumes[1].projected.path: path "../x" must not go up: it has a part ..
`,
		},
		{
			name: "tokens, before 1.30", minor: 29,
			spec: `
volumes:
- name: b
  projected:
    sources:
    - serviceAccountToken: {path: ../x}
`,
		},
		{
			name: "trust bundles",
			spec: `
volumes:
- {name: b, projected: {sources: [clusterTrustBundle: {name: a, signerName: b, path: a}]}}
- {name: c, projected: {sources: [clusterTrustBundle: {name: "", path: a}]}}
- {name: d, projected: {sources: [clusterTrustBundle: {name: "a:B", labelSelector: {}, path: a}]}}
- {name: e, projected: {sources: [clusterTrustBundle: {signerName: "", path: a}]}}
- {name: f, projected: {sources: [clusterTrustBundle: {signerName: a/b/c, path: a}]}}
- {name: g, projected: {sources: [clusterTrustBundle: {signerName: a/b, path: a}]}}
- {name: h, projected: {sources: [clusterTrustBundle: {signerName: a.B/b, path: a}]}}
- {name: i, projected: {sources: [clusterTrustBundle: {signerName: a.b/B, path: a}]}}
- {name: j, projected: {sources: [clusterTrustBundle: {name: a}, clusterTrustBundle: {name: a}]}}
- {name: k, projected: {sources: [clusterTrustBundle: {signerName: a.b/b, path: a, labelSelector: {matchLabels: {a: _}}}]}}
`,
			want: `
2:41 Invalid spec.volumes[0].projected.sources[0].clusterTrustBundle: there are name and signerName: expected one of them
3:68 Required spec.volumes[1].projected.sources[0].clusterTrustBundle.name: name is empty: it says which bundle is meant
4:68 Invalid spec.volumes[2].projected.sources[0].clusterTrustBundle.name: name "a:B" must consist of lower case letters, digits, - and ., and each part between dots must begin and end with a letter or digit
4:90 Invalid spec.volumes[2].projected.sources[0].clusterTrustBundle.labelSelector: labelSelector goes with signerName, not with name
5:74 Required spec.volumes[3].projected.sources[0].clusterTrustBundle.signerName: signerName is empty: expected one such as example.com/signer
6:74 Invalid spec.volumes[4].projected.sources[0].clusterTrustBundle.signerName: signerName "a/b/c" must be a domain, a slash and a path: example.com/signer
7:74 Invalid spec.volumes[5].projected.sources[0].clusterTrustBundle.signerName: the domain of signerName "a/b" must have a dot: example.com/signer
8:74 Invalid spec.volumes[6].projected.sources[0].clusterTrustBundle.signerName: signerName "a.B/b" has the part "B", which must consist of lower case letters, digits and -, and begin and end with a letter or digit
9:74 Invalid spec.volumes[7].projected.sources[0].clusterTrustBundle.signerName: signerName "a.b/B" has the part "B", which must consist of lower case letters, digits, - and ., and each part between dots must begin and end with a letter or digit
10:41 Required spec.volumes[8].projected.sources[0].clusterTrustBundle.path: path is missing: it says where in the volume the file goes
10:72 Required spec.volumes[8].projected.sources[1].clusterTrustBundle.path: path is missing: it says where in the volume the file goes
10:72 Invalid spec.volumes[8].projected: the file "" is written by two sources: give it another path in one of them
11:123 Invalid spec.volumes[9].projected.sources[0].clusterTrustBundle.labelSelector.matchLabels: the value "_" of label a must be empty, or consist of letters, digits, -, _ and ., and begin and end with a letter or digit
`,
		},
		{
			name: "trust bundle without a name",
			spec: `
volumes:
- {name: a, projected: {sources: [clusterTrustBundle: {path: a}]}}
`,
			want: `
2:41 Required spec.volumes[0].projected.sources[0].clusterTrustBundle: the bundle is missing: expected name or signerName
`,
		},
		{
			name: "certificates",
			spec: `
volumes:
- {name: a, projected: {sources: [podCertificate: {}]}}
- {name: b, projected: {sources: [podCertificate: {signerName: a.b/c, keyType: RSA1, keyPath: ../k, maxExpirationSeconds: 3599}]}}
- {name: c, projected: {sources: [podCertificate: {signerName: a.kubernetes.io/c, keyType: RSA3072, keyPath: k, maxExpirationSeconds: 86401}]}}
- {name: d, projected: {sources: [podCertificate: {signerName: a.b/c, keyType: RSA3072, keyPath: k, certificateChainPath: k}]}}
- {name: e, projected: {sources: [podCertificate: {signerName: a.b/c, keyType: RSA3072, keyPath: k, userAnnotations: {a: b, A.b/c: d, _/x: d, "": d}}]}}
`,
			want: `
2:57 Required spec.volumes[0].projected.sources[0].podCertificate.signerName: signerName is missing: expected one such as example.com/signer
2:57 NotSupported spec.volumes[0].projected.sources[0].podCertificate.keyType: keyType is "": expected RSA3072, RSA4096, ECDSAP256, ECDSAP384, ECDSAP521 or ED25519
2:57 Required spec.volumes[0].projected.sources[0].podCertificate: the certificate goes nowhere: expected credentialBundlePath, or keyPath and certificateChainPath
3:86 NotSupported spec.volumes[1].projected.sources[0].podCertificate.keyType: keyType is "RSA1": expected RSA3072, RSA4096, ECDSAP256, ECDSAP384, ECDSAP521 or ED25519
3:129 Invalid spec.volumes[1].projected.sources[0].podCertificate.maxExpirationSeconds: maxExpirationSeconds is 3599: expected 3600 to 7862400
3:101 Invalid spec.volumes[1].projected.sources[0].podCertificate.keyPath: keyPath "../k" must not go up: it has a part ..
4:141 Invalid spec.volumes[2].projected.sources[0].podCertificate.maxExpirationSeconds: maxExpirationSeconds is 86401: expected 3600 to 86400
5:129 Invalid spec.volumes[3].projected: the file "k" is written by two sources: give it another path in one of them
6:125 Invalid spec.volumes[4].projected.sources[0].podCertificate.userAnnotations: key "a" needs a domain: example.com/a
6:141 Invalid spec.volumes[4].projected.sources[0].podCertificate.userAnnotations: key "_/x" has the prefix "_", which must consist of lower case letters, digits, - and ., and each part between dots must begin and end with a letter or digit
6:149 Required spec.volumes[4].projected.sources[0].podCertificate.userAnnotations: a key is empty: expected one such as example.com/key
`,
		},
	})
}

func TestEphemeralVolumes(t *testing.T) {
	checkTemplates(t, []templateCase{
		{
			name: "accepted",
			spec: `
volumes:
- name: a
  ephemeral:
    volumeClaimTemplate:
      metadata: {labels: {a: b}, annotations: {a: b}, creationTimestamp: null, name: ""}
      spec:
        accessModes: [ReadWriteOnce, ReadOnlyMany]
        storageClassName: ""
        volumeMode: Block
        resources: {requests: {storage: 1Gi}}
        dataSource: {kind: PersistentVolumeClaim, name: x}
        dataSourceRef: {kind: PersistentVolumeClaim, name: x}
- name: b
  ephemeral:
    volumeClaimTemplate:
      spec:
        accessModes: [ReadWriteOncePod]
        resources: {requests: {storage: 1}}
        dataSourceRef: {kind: VolumeSnapshot, apiGroup: snapshot.storage.k8s.io, name: x}
`,
		},
		{
			name: "refused",
			spec: `
volumes:
- {name: a, ephemeral: {}}
- name: b
  ephemeral:
    volumeClaimTemplate: {}
- name: c
  ephemeral:
    volumeClaimTemplate:
      metadata: {name: x, uid: z, ownerReferences: [], labels: {a: "%"}, annotations: {"%": x}}
      spec:
        accessModes: [ReadWriteOncePod, ReadWriteMany, Some]
        selector: {matchExpressions: [{key: a, operator: Is}]}
        storageClassName: A
        volumeMode: block
        volumeAttributesClassName: B
        resources: {requests: {storage: 0}}
- name: d
  ephemeral:
    volumeClaimTemplate:
      spec:
        accessModes: [ReadWriteOnce]
        resources: {requests: {storage: null}}
        dataSource: {kind: VolumeSnapshot}
        dataSourceRef: {kind: PersistentVolumeClaim, name: x, apiGroup: A}
- name: e
  ephemeral:
    volumeClaimTemplate:
      spec:
        accessModes: [ReadWriteOnce]
        resources: {requests: {storage: 1}}
        dataSource: {kind: PersistentVolumeClaim, name: x}
        dataSourceRef: {kind: PersistentVolumeClaim, name: x, namespace: A}
`,
			want: `
2:30 Required spec.volumes[0].ephemeral.volumeClaimTemplate: volumeClaimTemplate is missing: it says what claim to make
5:32 Required spec.volumes[1].ephemeral.volumeClaimTemplate.spec.accessModes: accessModes is missing: expected at least one of ReadWriteOnce, ReadOnlyMany, ReadWriteMany, ReadWriteOncePod
5:32 Required spec.volumes[1].ephemeral.volumeClaimTemplate.spec.resources[storage]: resources.requests.storage is missing: it says how much storage to claim
9:94 Invalid spec.volumes[2].ephemeral.volumeClaimTemplate.metadata.annotations: annotation key "%" must consist of letters, digits, -, _ and ., and begin and end with a letter or digit
9:74 Invalid spec.volumes[2].ephemeral.volumeClaimTemplate.metadata.labels: the value "%" of label a must be empty, or consist of letters, digits, -, _ and ., and begin and end with a letter or digit
9:24 Forbidden spec.volumes[2].ephemeral.volumeClaimTemplate.metadata.name: name cannot be set: the claim is made for each Pod; only labels and annotations can
9:33 Forbidden spec.volumes[2].ephemeral.volumeClaimTemplate.metadata.uID: uid cannot be set: the claim is made for each Pod; only labels and annotations can
9:41 Forbidden spec.volumes[2].ephemeral.volumeClaimTemplate.metadata.ownerReferences: ownerReferences cannot be set: the claim is made for each Pod; only labels and annotations can
11:62 NotSupported spec.volumes[2].ephemeral.volumeClaimTemplate.spec.accessModes: accessModes has "Some": expected ReadWriteOnce, ReadOnlyMany, ReadWriteMany or ReadWriteOncePod
11:15 Forbidden spec.volumes[2].ephemeral.volumeClaimTemplate.spec.accessModes: ReadWriteOncePod stands alone: remove the other access modes
12:64 Invalid spec.volumes[2].ephemeral.volumeClaimTemplate.spec.selector.matchExpressions[0].operator: operator is "Is": expected In, NotIn, Exists or DoesNotExist
16:47 Invalid spec.volumes[2].ephemeral.volumeClaimTemplate.spec.resources[storage]: resources.requests.storage is 0: expected more than 0
13:33 Invalid spec.volumes[2].ephemeral.volumeClaimTemplate.spec.storageClassName: storageClassName "A" must consist of lower case letters, digits, - and ., and each part between dots must begin and end with a letter or digit
14:27 NotSupported spec.volumes[2].ephemeral.volumeClaimTemplate.spec.volumeMode: volumeMode is "block": expected Block or Filesystem
15:42 Invalid spec.volumes[2].ephemeral.volumeClaimTemplate.spec.volumeAttributesClassName: volumeAttributesClassName "B" must consist of lower case letters, digits, - and ., and each part between dots must begin and end with a letter or digit
22:38 Invalid spec.volumes[3].ephemeral.volumeClaimTemplate.spec.resources[storage]: resources.requests.storage is 0: expected more than 0
23:15 Required spec.volumes[3].ephemeral.volumeClaimTemplate.spec.dataSource.name: name is missing: it says what the volume is filled with
23:15 Invalid spec.volumes[3].ephemeral.volumeClaimTemplate.spec.dataSource: dataSource is a "VolumeSnapshot" without apiGroup: only a PersistentVolumeClaim has none
24:79 Invalid spec.volumes[3].ephemeral.volumeClaimTemplate.spec.dataSourceRef.apiGroup: apiGroup "A" must consist of lower case letters, digits, - and ., and each part between dots must begin and end with a letter or digit
23:15 Invalid spec.volumes[3].ephemeral.volumeClaimTemplate.spec: dataSource and dataSourceRef differ: set one of them, or both to the same
32:80 Invalid spec.volumes[4].ephemeral.volumeClaimTemplate.spec.dataSourceRef.namespace: namespace "A" must consist of lower case letters, digits and -, and begin and end with a letter or digit
31:15 Invalid spec.volumes[4].ephemeral.volumeClaimTemplate.spec: dataSource cannot be set when dataSourceRef has a namespace
`,
		},
		{
			name: "refused in 1.26 only", minor: 26,
			spec: `
volumes:
- name: c
  ephemeral:
    volumeClaimTemplate:
      spec:
        accessModes: [ReadWriteOncePod]
        volumeAttributesClassName: B
        resources: {requests: {storage: 1}}
        dataSource: {kind: X, name: x, apiGroup: A}
`,
			want: `
6:29 NotSupported spec.volumes[0].ephemeral.volumeClaimTemplate.spec.accessModes: ReadWriteOncePod is there since Kubernetes 1.27
`,
		},
	})
}
