package pod

import "testing"

func TestEnv(t *testing.T) {
	checkTemplates(t, []templateCase{
		{
			name: "accepted",
			spec: `
containers:
- name: a
  image: x
  env:
  - {name: A, value: ""}
  - {name: "1 A", value: null}
  - {name: B, valueFrom: {fieldRef: {fieldPath: "metadata.labels['a/b']"}}, value: ""}
  - {name: B, valueFrom: {fieldRef: {fieldPath: spec.host, apiVersion: v1}}}
  - {name: B, valueFrom: {fieldRef: {fieldPath: status.hostIPs}}}
  - {name: C, valueFrom: {resourceFieldRef: {resource: limits.memory, divisor: 1Mi, containerName: other}}}
  - {name: D, valueFrom: {configMapKeyRef: {name: a.b, key: A_b.c-1}}}
  - {name: E, valueFrom: {secretKeyRef: {name: a, key: b, optional: true}}}
  envFrom: [{prefix: "1", configMapRef: {name: a-}}, {secretRef: {name: b}}]
`,
		},
		{
			name: "names",
			spec: "containers: [{name: a, image: x, env: [{}, {name: a=b}, {name: é}, {name: \"a\\tb\"}], envFrom: [{prefix: =, secretRef: {name: a}}]}]",
			want: `
1:46 Required spec.containers[0].env[0].name: name is missing: the variable needs one
1:57 Invalid spec.containers[0].env[1].name: name "a=b" must consist of printable ASCII characters other than =
1:70 Invalid spec.containers[0].env[2].name: name "é" must consist of printable ASCII characters other than =
1:81 Invalid spec.containers[0].env[3].name: name "a\tb" must consist of printable ASCII characters other than =
1:110 Invalid spec.containers[0].envFrom[0].prefix: prefix "=" must consist of printable ASCII characters other than =
`,
		},
		{
			name: "names in 1.31", minor: 31,
			spec: "containers: [{name: a, image: x, env: [{name: -a.B_1}, {name: 1a}, {name: a b}, {name: ..a}], envFrom: [{prefix: 1a, secretRef: {name: a}}]}]",
			want: `
1:69 Invalid spec.containers[0].env[1].name: name "1a" must consist of letters, digits, -, _ and ., and not begin with a digit
1:81 Invalid spec.containers[0].env[2].name: name "a b" must consist of letters, digits, -, _ and ., and not begin with a digit
1:94 Invalid spec.containers[0].env[3].name: name "..a" must not be . nor begin with ..
1:120 Invalid spec.containers[0].envFrom[0].prefix: prefix "1a" must consist of letters, digits, -, _ and ., and not begin with a digit
`,
		},
		{
			name: "sources",
			spec: `
containers:
- name: a
  image: x
  env:
  - {name: A, valueFrom: {}}
  - {name: B, value: secret, valueFrom: {secretKeyRef: {name: A, key: ..}}}
  - {name: C, valueFrom: {configMapKeyRef: {}, secretKeyRef: {name: a, key: a/b}}}
`,
			want: `
5:32 Invalid spec.containers[0].env[0].valueFrom: valueFrom has no source: expected fieldRef, resourceFieldRef, configMapKeyRef, secretKeyRef or fileKeyRef
6:69 Invalid spec.containers[0].env[1].valueFrom.secretKeyRef.name: name "A" must consist of lower case letters, digits, - and ., and each part between dots must begin and end with a letter or digit
6:77 Invalid spec.containers[0].env[1].valueFrom.secretKeyRef.key: key ".." must not be . nor begin with ..
6:36 Invalid spec.containers[0].env[1].valueFrom: the variable has value and valueFrom: expected one of them
7:50 Invalid spec.containers[0].env[2].valueFrom.configMapKeyRef.name: name is missing: it says which object has the key
7:50 Required spec.containers[0].env[2].valueFrom.configMapKeyRef.key: key is missing: it says which entry of the ConfigMap or Secret is the value
7:83 Invalid spec.containers[0].env[2].valueFrom.secretKeyRef.key: key "a/b" must consist of letters, digits, -, _ and .
7:21 Invalid spec.containers[0].env[2].valueFrom: valueFrom has configMapKeyRef and secretKeyRef: expected one source
`,
		},
		{
			name: "no files in 1.33", minor: 33,
			spec: "containers: [{name: a, image: x, env: [{name: A, valueFrom: {}}]}]",
			want: `
1:67 Invalid spec.containers[0].env[0].valueFrom: valueFrom has no source: expected fieldRef, resourceFieldRef, configMapKeyRef or secretKeyRef
`,
		},
		{
			name: "fields of the Pod",
			spec: `
containers:
- name: a
  image: x
  env:
  - {name: A, valueFrom: {fieldRef: {}}}
  - {name: A, valueFrom: {fieldRef: {fieldPath: metadata.name, apiVersion: v2}}}
  - {name: A, valueFrom: {fieldRef: {fieldPath: metadata.labels}}}
  - {name: A, valueFrom: {fieldRef: {fieldPath: metadata.labels.a}}}
  - {name: A, valueFrom: {fieldRef: {fieldPath: "metadata.labels['a b']"}}}
  - {name: A, valueFrom: {fieldRef: {fieldPath: "metadata.name['a']"}}}
`,
			want: `
5:43 Required spec.containers[0].env[0].valueFrom.fieldRef.fieldPath: fieldPath is missing: it says which field of the Pod to show
6:55 Invalid spec.containers[0].env[1].valueFrom.fieldRef.fieldPath: apiVersion is "v2": fields of Pods are of v1
7:55 NotSupported spec.containers[0].env[2].valueFrom.fieldRef.fieldPath: fieldPath is "metadata.labels": a variable can show metadata.name, metadata.namespace, metadata.uid, spec.nodeName, spec.serviceAccountName, status.hostIP, status.podIP, status.podIPs, status.hostIPs, or one label or annotation such as metadata.labels['app']
8:55 Invalid spec.containers[0].env[3].valueFrom.fieldRef.fieldPath: fieldPath is "metadata.labels.a": a variable can show metadata.name, metadata.namespace, metadata.uid, spec.nodeName, spec.serviceAccountName, status.hostIP, status.podIP, status.podIPs, status.hostIPs, or one label or annotation such as metadata.labels['app']
9:55 Invalid spec.containers[0].env[4].valueFrom.fieldRef: the key "a b" in fieldPath must consist of letters, digits, -, _ and ., and begin and end with a letter or digit
10:55 Invalid spec.containers[0].env[5].valueFrom.fieldRef.fieldPath: fieldPath is "metadata.name['a']": only metadata.labels and metadata.annotations have keys
`,
		},
		{
			name: "status.hostIPs in 1.28", minor: 28,
			spec: "containers: [{name: a, image: x, env: [{name: A, valueFrom: {fieldRef: {fieldPath: status.hostIPs}}}]}]",
			want: `
1:90 Forbidden spec.containers[0].env[0].valueFrom.fieldRef: status.hostIPs can be shown since Kubernetes 1.29
`,
		},
		{
			name: "status.hostIPs in 1.27", minor: 27,
			spec: "containers: [{name: a, image: x, env: [{name: A, valueFrom: {fieldRef: {fieldPath: status.hostIPs}}}]}]",
			want: `
1:90 Invalid spec.containers[0].env[0].valueFrom.fieldRef.fieldPath: fieldPath is "status.hostIPs": a variable can show metadata.name, metadata.namespace, metadata.uid, spec.nodeName, spec.serviceAccountName, status.hostIP, status.podIP, status.podIPs, or one label or annotation such as metadata.labels['app']
`,
		},
		{
			name: "resources",
			spec: `
containers:
- name: a
  image: x
  env:
  - {name: A, valueFrom: {resourceFieldRef: {}}}
  - {name: A, valueFrom: {resourceFieldRef: {resource: limits.storage}}}
  - {name: A, valueFrom: {resourceFieldRef: {resource: limits.cpu, divisor: 1k}}}
  - {name: A, valueFrom: {resourceFieldRef: {resource: requests.hugepages-2Mi, divisor: 2Mi}}}
`,
			want: `
5:51 Required spec.containers[0].env[0].valueFrom.resourceFieldRef.resource: resource is missing: it says which resource to show: limits.memory, requests.cpu, ...
6:62 NotSupported spec.containers[0].env[1].valueFrom.resourceFieldRef.resource: resource is "limits.storage": expected limits or requests, a dot, and cpu, memory, ephemeral-storage or hugepages-SIZE
7:83 Invalid spec.containers[0].env[2].valueFrom.resourceFieldRef.divisor: divisor is 1k: expected 1 or 1m for cpu
8:95 Invalid spec.containers[0].env[3].valueFrom.resourceFieldRef.divisor: divisor is 2Mi: expected 1, or 1 with one of the suffixes k, M, G, T, P, E, Ki, Mi, Gi, Ti, Pi, Ei
`,
		},
		{
			name: "many at once",
			spec: `
containers:
- name: a
  image: x
  envFrom:
  - {}
  - {configMapRef: {name: a}, secretRef: {}}
  - {secretRef: {name: A}}
`,
			want: `
5:11 Invalid spec.containers[0].envFrom: the item has no source: expected configMapRef or secretRef
6:48 Required spec.containers[0].envFrom[1].secretRef.name: name is missing: it says which object has the variables
6:12 Invalid spec.containers[0].envFrom: the item has configMapRef and secretRef: expected one of them; give the other an item of its own
7:30 Invalid spec.containers[0].envFrom[2].secretRef.name: name "A" must consist of lower case letters, digits, - and ., and each part between dots must begin and end with a letter or digit
`,
		},
	})
}

func TestEnvFiles(t *testing.T) {
	checkTemplates(t, []templateCase{
		{
			name: "accepted",
			spec: `
containers:
- name: a
  image: x
  env:
  - {name: A, valueFrom: {fileKeyRef: {volumeName: dir, path: a/b, key: "A B"}}}
  - {name: B, valueFrom: {fileKeyRef: {volumeName: bare, path: /a, key: A}}}
volumes: [{name: dir, emptyDir: {}}, {name: bare, configMap: null}]
`,
		},
		{
			name: "refused",
			spec: `
containers:
- name: a
  image: x
  env:
  - {name: A, valueFrom: {fileKeyRef: {}}}
  - {name: A, valueFrom: {fileKeyRef: {volumeName: other, path: a/../b, key: a=b}}}
initContainers:
- name: b
  image: x
  env:
  - {name: A, valueFrom: {fileKeyRef: {volumeName: Map, path: a, key: a}}}
  - {name: A, valueFrom: {fileKeyRef: {volumeName: map, path: a, key: a}}}
volumes: [{name: map, configMap: {name: a}}]
`,
			want: `
5:45 Required spec.containers[0].env[0].valueFrom.fileKeyRef.key: key is missing: it says which variable of the file is the value
5:45 Required spec.containers[0].env[0].valueFrom.fileKeyRef.volumeName: volumeName is missing: it says which volume has the file
5:45 Required spec.containers[0].env[0].valueFrom.fileKeyRef.path: path is missing: it says where in the volume the file is
6:84 Invalid spec.containers[0].env[1].valueFrom.fileKeyRef.key: key "a=b" must consist of printable ASCII characters other than =
6:71 Invalid spec.containers[0].env[1].valueFrom.fileKeyRef.path: path "a/../b" must not go up: it has a part ..
11:58 Invalid spec.initContainers[0].env[0].valueFrom.fileKeyRef.volumeName: volumeName "Map" must consist of lower case letters, digits and -, and begin and end with a letter or digit
11:58 NotFound spec.initContainers[0].env[0].valueFrom.fileKeyRef.volumeName: the Pod has no volume "Map"
12:58 Invalid spec.initContainers[0].env[1].valueFrom.fileKeyRef.volumeName: volume "map" is no emptyDir: fileKeyRef reads files of emptyDir volumes only
6:58 NotFound spec.containers[0].env[1].valueFrom.fileKeyRef.volumeName: the Pod has no volume "other"
`,
		},
	})
}
