package pod

import "testing"

func TestWarnings(t *testing.T) {
	runTemplates(t, []templateCase{
		{
			name: "nothing",
			metadata: `
annotations:
  container.apparmor.security.beta.kubernetes.io/main: runtime/default
  seccomp.security.alpha.kubernetes.io/pod: runtime/default
`,
			spec: `
nodeSelector: {kubernetes.io/arch: amd64}
securityContext: {seccompProfile: {type: RuntimeDefault}, appArmorProfile: {type: RuntimeDefault}}
imagePullSecrets: [{name: a}, {name: b}]
hostAliases: [{ip: 1.2.3.4}, {ip: "::1"}]
`,
		},
		{
			name: "annotations",
			metadata: `
annotations:
  scheduler.alpha.kubernetes.io/critical-pod: ""
  security.alpha.kubernetes.io/sysctls: ""
  seccomp.security.alpha.kubernetes.io/pod: runtime/default
  container.seccomp.security.alpha.kubernetes.io/main: runtime/default
  container.seccomp.security.alpha.kubernetes.io/other: runtime/default
  container.apparmor.security.beta.kubernetes.io/main: runtime/default
`,
			want: `
2:9 warning metadata.annotations[scheduler.alpha.kubernetes.io/critical-pod]: annotation scheduler.alpha.kubernetes.io/critical-pod has had no effect since Kubernetes 1.16: set priorityClassName of the Pod
3:9 warning metadata.annotations[security.alpha.kubernetes.io/sysctls]: annotation security.alpha.kubernetes.io/sysctls has had no effect since Kubernetes 1.11: set securityContext.sysctls of the Pod
4:9 warning metadata.annotations[seccomp.security.alpha.kubernetes.io/pod]: annotation seccomp.security.alpha.kubernetes.io/pod has had no effect since Kubernetes 1.27: set securityContext.seccompProfile of the Pod
5:9 warning metadata.annotations[container.seccomp.security.alpha.kubernetes.io/main]: annotation container.seccomp.security.alpha.kubernetes.io/main has had no effect since Kubernetes 1.27: set securityContext.seccompProfile of the container
7:9 warning metadata.annotations[container.apparmor.security.beta.kubernetes.io/main]: annotation container.apparmor.security.beta.kubernetes.io/main is deprecated since Kubernetes 1.30: set securityContext.appArmorProfile of the container
`,
		},
		{
			name: "labels of nodes",
			spec: `
nodeSelector: {beta.kubernetes.io/arch: amd64}
affinity:
  nodeAffinity:
    requiredDuringSchedulingIgnoredDuringExecution:
      nodeSelectorTerms:
      - matchExpressions: [{key: failure-domain.beta.kubernetes.io/zone, operator: Exists}]
    preferredDuringSchedulingIgnoredDuringExecution:
    - {weight: 1, preference: {matchExpressions: [{key: node-role.kubernetes.io/master, operator: In, values: ["%"]}]}}
topologySpreadConstraints:
- {maxSkew: 1, topologyKey: beta.kubernetes.io/os, whenUnsatisfiable: DoNotSchedule, labelSelector: {}}
`,
			want: `
1:22 warning spec.nodeSelector[beta.kubernetes.io/arch]: node label beta.kubernetes.io/arch is deprecated since Kubernetes 1.14: use kubernetes.io/arch
6:40 warning spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms[0].matchExpressions[0].key: node label failure-domain.beta.kubernetes.io/zone is deprecated since Kubernetes 1.17: use topology.kubernetes.io/zone
8:63 warning spec.affinity.nodeAffinity.preferredDuringSchedulingIgnoredDuringExecution[0].preference.matchExpressions[0].key: node label node-role.kubernetes.io/master is deprecated: use node-role.kubernetes.io/control-plane
8:118 warning spec.affinity.nodeAffinity.preferredDuringSchedulingIgnoredDuringExecution[0].preference.matchExpressions[0].values[0]: no label has the value "%", which must be empty, or consist of letters, digits, -, _ and ., and begin and end with a letter or digit
10:35 warning spec.topologySpreadConstraints[0].topologyKey: node label beta.kubernetes.io/os is deprecated since Kubernetes 1.14: use kubernetes.io/os
`,
		},
		{
			name: "selectors",
			spec: `
topologySpreadConstraints:
- {maxSkew: 1, topologyKey: a, whenUnsatisfiable: DoNotSchedule}
affinity:
  podAffinity:
    requiredDuringSchedulingIgnoredDuringExecution: [{topologyKey: a}]
  podAntiAffinity:
    preferredDuringSchedulingIgnoredDuringExecution: [{weight: 1, podAffinityTerm: {topologyKey: a}}]
`,
			want: `
2:10 warning spec.topologySpreadConstraints[0].labelSelector: labelSelector is missing: without it, no Pod matches; with {}, all do
5:61 warning spec.affinity.podAffinity.requiredDuringSchedulingIgnoredDuringExecution[0].labelSelector: labelSelector is missing: without it, no Pod matches; with {}, all do
7:73 warning spec.affinity.podAntiAffinity.preferredDuringSchedulingIgnoredDuringExecution[0].podAffinityTerm.labelSelector: labelSelector is missing: without it, no Pod matches; with {}, all do
`,
		},
		{
			name: "selectors, before 1.28", minor: 27,
			spec: `
topologySpreadConstraints:
- {maxSkew: 1, topologyKey: a, whenUnsatisfiable: DoNotSchedule}
`,
		},
		{
			name: "volumes",
			spec: `
volumes:
- {name: a, gitRepo: {repository: r}}
- {name: b, storageos: {volumeName: a}}
- {name: c, rbd: {monitors: [a], image: b}}
- {name: d, secret: {secretName: s, items: [{key: a, path: x/y}, {key: b, path: x}, {key: c, path: x-y}]}}
- name: e
  projected:
    sources:
    - {}
    - configMap: {name: c, items: [{key: a, path: t/}]}
    - serviceAccountToken: {path: t}
`,
			want: `
2:19 warning spec.volumes[0].gitRepo: volumes of kind gitRepo are deprecated: they have been off by default since Kubernetes 1.33; clone into an emptyDir, in an init container
3:19 warning spec.volumes[1].storageOS: volumes of kind storageos are deprecated: they have not worked since Kubernetes 1.25
4:19 warning spec.volumes[2].rbd: volumes of kind rbd are deprecated: they have not worked since Kubernetes 1.31; use a CSI driver
5:66 warning spec.volumes[3].secret.items[0].path: the file "x/y" lies in "x", which is a file, too: the volume cannot have both
9:13 warning spec.volumes[4].projected.sources[0]: the source is empty: it puts nothing into the volume
11:41 warning spec.volumes[4].projected.sources[2].serviceAccountToken.path: the volume has the file "t" twice: one of them is lost
`,
		},
		{
			name: "volumes, before 1.28", minor: 27,
			spec: `
volumes:
- {name: c, rbd: {monitors: [a], image: b}}
- {name: d, secret: {secretName: s, items: [{key: a, path: x}, {key: b, path: x}]}}
`,
		},
		{
			name: "lists and numbers",
			spec: `
imagePullSecrets: [{name: a}, {name: a}, {}]
hostAliases: [{ip: 1.2.3.4}, {ip: 1.2.3.4}, {ip: "FE80::1"}]
dnsConfig: {nameservers: [1.2.3.04, "::ffff:1.2.3.4"]}
terminationGracePeriodSeconds: -1
overhead: {memory: 100m, cpu: 100m}
`,
			want: `
2:41 warning spec.hostAliases[1].ip: ip 1.2.3.4 is there twice: put its host names together
1:44 warning spec.imagePullSecrets[1].name: Secret a is there twice
1:48 warning spec.imagePullSecrets[2].name: the name is missing: it says which Secret is meant
5:26 warning spec.overhead[memory]: memory is 100m: expected whole bytes, but m is a thousandth. Did you mean 100Mi?
4:38 warning spec.terminationGracePeriodSeconds: terminationGracePeriodSeconds is -1: expected 0 or more; a negative value counts as 1
3:33 warning spec.dnsConfig.nameservers[0]: IP address "1.2.3.04" is not in standard form: write 1.2.3.4
3:43 warning spec.dnsConfig.nameservers[1]: IP address "::ffff:1.2.3.4" is not in standard form: write 1.2.3.4
2:56 warning spec.hostAliases[2].ip: IPv6 address "FE80::1" is not in its canonical form (RFC 5952): write fe80::1
`,
		},
		{
			name: "claims",
			spec: `
volumes:
- name: a
  ephemeral: {volumeClaimTemplate: {spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1500m}, limits: {storage: 2}}}}}
`,
			want: `
3:112 warning spec.volumes[0].ephemeral.volumeClaimTemplate.spec.resources.requests[storage]: storage is 1500m: expected whole bytes, but m is a thousandth. Did you mean 1500Mi?
`,
		},
	}, Warn)
}
