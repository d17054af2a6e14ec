package pod

import "testing"

func TestNames(t *testing.T) {
	checkTemplates(t, []templateCase{
		{
			name: "accepted",
			spec: `
nodeName: node-1.example.com
serviceAccountName: ""
serviceAccount: builder
priorityClassName: high
runtimeClassName: gvisor
preemptionPolicy: Never
activeDeadlineSeconds: 1
imagePullSecrets: [{name: A_B}]
nodeSelector: {a/b: c, d: ""}
readinessGates: [{conditionType: example.com/Ready}]
schedulingGates: [{name: a}, {name: b}]
schedulerName: "what ever"
`,
		},
		{
			name: "refused",
			spec: `
nodeName: Node
serviceAccountName: Me
priorityClassName: a_b
runtimeClassName: ""
preemptionPolicy: Sometimes
activeDeadlineSeconds: 0
nodeSelector: {a//b: c, d: "%"}
readinessGates: [{conditionType: a b}, {}]
schedulingGates: [{name: a}, {name: a}, {name: /}]
`,
			want: `
7:22 Invalid spec.nodeSelector: label key "a//b" must be a name, or a DNS subdomain, a slash and a name: there is more than one slash
7:34 Invalid spec.nodeSelector: the value "%" of label d must be empty, or consist of letters, digits, -, _ and ., and begin and end with a letter or digit
8:40 Invalid spec.readinessGates[0].conditionType: conditionType "a b" must consist of letters, digits, -, _ and ., and begin and end with a letter or digit
8:46 Invalid spec.readinessGates[1].conditionType: conditionType "" has an empty name: expected letters, digits, -, _ and .
9:43 Duplicate spec.schedulingGates[1]: there is already a gate "a"
9:54 Invalid spec.schedulingGates[2]: the name "/" of the gate has nothing before the slash: expected a DNS subdomain such as example.com
2:27 Invalid spec.serviceAccountName: serviceAccountName "Me" must consist of lower case letters, digits, - and ., and each part between dots must begin and end with a letter or digit
1:17 Invalid spec.nodeName: nodeName "Node" must consist of lower case letters, digits, - and ., and each part between dots must begin and end with a letter or digit
3:26 Invalid spec.priorityClassName: priorityClassName "a_b" must consist of lower case letters, digits, - and ., and each part between dots must begin and end with a letter or digit
4:25 Invalid spec.runtimeClassName: runtimeClassName "" must consist of lower case letters, digits, - and ., and each part between dots must begin and end with a letter or digit
6:30 Invalid spec.activeDeadlineSeconds: activeDeadlineSeconds is 0: expected 1 to 2147483647
5:25 NotSupported spec.preemptionPolicy: preemptionPolicy is "Sometimes": expected PreemptLowerPriority or Never
`,
		},
		{
			name: "the old name of serviceAccountName",
			spec: `
serviceAccount: Me
preemptionPolicy: ""
activeDeadlineSeconds: 2147483648
`,
			want: `
1:23 Invalid spec.serviceAccountName: serviceAccount "Me" must consist of lower case letters, digits, - and ., and each part between dots must begin and end with a letter or digit
3:30 Invalid spec.activeDeadlineSeconds: activeDeadlineSeconds is 2147483648: expected 1 to 2147483647
2:25 Required spec.preemptionPolicy: preemptionPolicy is empty: expected PreemptLowerPriority or Never, or leave it out
`,
		},
	})
}

func TestResourceClaims(t *testing.T) {
	checkTemplates(t, []templateCase{
		{
			name: "claims",
			spec: `
resourceClaims:
- {name: a, resourceClaimName: x.y}
- {name: b, resourceClaimTemplateName: x}
- {name: a, resourceClaimName: x}
- {name: B, resourceClaimName: X, resourceClaimTemplateName: Z}
- {}
`,
			want: `
4:16 Duplicate spec.resourceClaims[2].name: there is already a claim "a"
5:16 Invalid spec.resourceClaims[3].name: name "B" must consist of lower case letters, digits and -, and begin and end with a letter or digit
5:10 Invalid spec.resourceClaims[3]: the claim has resourceClaimName and resourceClaimTemplateName: expected one of them
5:38 Invalid spec.resourceClaims[3].resourceClaimName: resourceClaimName "X" must consist of lower case letters, digits, - and ., and each part between dots must begin and end with a letter or digit
5:68 Invalid spec.resourceClaims[3].resourceClaimTemplateName: resourceClaimTemplateName "Z" must consist of lower case letters, digits, - and ., and each part between dots must begin and end with a letter or digit
6:9 Required spec.resourceClaims[4].name: name is missing: containers refer to the claim by it
6:9 Invalid spec.resourceClaims[4]: the claim has neither resourceClaimName nor resourceClaimTemplateName: expected one of them
`,
		},
	})
}

func TestPodResources(t *testing.T) {
	checkTemplates(t, []templateCase{
		{
			name: "accepted",
			spec: `
resources: {requests: {cpu: 1, memory: 1Gi}, limits: {cpu: 2, hugepages-2Mi: 4Mi, memory: 1Gi}}
overhead: {cpu: 10m, memory: 1Mi, example.com/gpu: 1}
initContainers:
- {name: a, image: i, restartPolicy: Always, resources: {requests: {cpu: 200m}}}
- {name: b, image: i, resources: {requests: {cpu: 800m}}}
containers:
- {name: main, image: i, resources: {requests: {cpu: 500m}, limits: {cpu: 2, hugepages-2Mi: 2Mi}}}
- {name: other, image: i, resources: {requests: {cpu: 300m}, limits: {hugepages-2Mi: 2Mi}}}
`,
		},
		{
			name: "refused",
			spec: `
resources:
  requests: {cpu: 3, memory: -1, example.com/gpu: 1, storage: 1, other: 1, hugepages-2Mi: 2Mi}
  limits: {cpu: 2, hugepages-2Mi: 3Mi, hugepages-x: 1, a b: 1}
`,
			want: `
3:41 Invalid spec.resources.limits[hugepages-2Mi]: hugepages-2Mi is 3Mi: expected a multiple of the size of a page
3:59 Invalid spec.resources.limits[hugepages-x]: hugepages-x is 1: expected a multiple of the size of a page
3:62 Invalid spec.resources.limits[a b]: resource "a b" must consist of letters, digits, -, _ and ., and begin and end with a letter or digit
2:36 Invalid spec.resources.requests[memory]: memory is -1: expected 0 or more
2:40 NotSupported spec.resources.requests[example.com/gpu]: resource "example.com/gpu" cannot be set for the Pod as a whole: expected cpu, memory or hugepages-SIZE; set others in its containers
2:60 NotSupported spec.resources.requests[storage]: resource "storage" cannot be set for the Pod as a whole: expected cpu, memory or hugepages-SIZE; set others in its containers
2:72 Invalid spec.resources.requests[other]: resource "other" cannot be set for the Pod as a whole: expected cpu, memory or hugepages-SIZE; set others in its containers
2:25 Invalid spec.resources.requests: the request of 3 for cpu is more than the limit of 2
2:57 Required spec.resources.limits: example.com/gpu has a request and no limit: it needs a limit of the same amount
2:97 Invalid spec.resources.requests: the request of 2Mi for hugepages-2Mi differs from the limit of 3Mi: they must be the same
`,
		},
		{
			name: "huge pages alone",
			spec: `
resources: {limits: {hugepages-2Mi: 2Mi}}
`,
			want: `
1:7 Forbidden spec.resources: huge pages alone are not enough: set cpu or memory as well
`,
		},
		{
			name: "less than the containers",
			spec: `
resources: {requests: {cpu: 1, memory: 1Gi}, limits: {cpu: 2, hugepages-2Mi: 2Mi}}
initContainers:
- {name: a, image: i, restartPolicy: Always, resources: {requests: {cpu: 300m, memory: 512Mi}}}
- {name: b, image: i, resources: {requests: {memory: 513Mi}}}
containers:
- {name: main, image: i, resources: {requests: {cpu: 500m}, limits: {cpu: 3, hugepages-2Mi: 2Mi}}}
- {name: other, image: i, resources: {requests: {cpu: 300m}, limits: {cpu: 1, hugepages-2Mi: 2Mi}}}
`,
			want: `
1:35 Invalid spec.resources.requests[cpu]: cpu is 1, which is less than the 1100m that the containers request together
1:46 Invalid spec.resources.requests[memory]: memory is 1Gi, which is less than the 1025Mi that the containers request together
1:84 Invalid spec.resources.limits[hugepages-2Mi]: hugepages-2Mi is 2Mi, which is less than the 4Mi that the containers may have together
6:81 Invalid spec.resources.containers[0][cpu].limits: cpu is 3, which is more than the 2 that the Pod may have
`,
		},
		{
			name: "windows",
			spec: `
os: {name: windows}
resources: {limits: {cpu: -1}}
`,
			want: `
2:7 Forbidden spec.resources: resources of the Pod cannot be set for a windows Pod: set those of its containers
`,
		},
		{
			name: "claims",
			spec: `
resourceClaims: [{name: a, resourceClaimName: a}]
resources: {claims: [{name: a, request: x}, {name: a, request: x}, {name: a}, {name: b, request: X}, {name: b}, {}]}
`,
			want: `
2:19 Forbidden spec.resources.claims: claims cannot be set for the Pod: set those of its containers
2:52 Duplicate spec.resources.claims[1]: claim "a" is there twice
2:75 Duplicate spec.resources.claims[2]: claim "a" is there twice
2:104 Invalid spec.resources.claims[3].request: request "X" must consist of lower case letters, digits and -, and begin and end with a letter or digit
2:86 NotFound spec.resources.claims[3]: the Pod has no claim "b" in resourceClaims
2:109 Duplicate spec.resources.claims[4]: claim "b" is there twice
2:109 NotFound spec.resources.claims[4]: the Pod has no claim "b" in resourceClaims
2:119 Required spec.resources.claims[5]: the name is missing: it says which claim is meant
`,
		},
		{
			name: "overhead",
			spec: `
overhead: {cpu: -1, gpu: 1, example.com/gpu: 500m, requests.example.com/x: 1, hugepages-2Mi: 1}
`,
			want: `
1:23 Invalid spec.overhead.limits[cpu]: cpu is -1: expected 0 or more
1:27 Invalid spec.overhead.limits[gpu]: resource "gpu" is unknown: expected cpu, memory, ephemeral-storage, hugepages-SIZE, or one with a domain such as example.com/gpu
1:52 Invalid spec.overhead.limits[example.com/gpu]: example.com/gpu is 500m: expected a whole number
1:58 Invalid spec.overhead.limits[requests.example.com/x]: resource "requests.example.com/x" is no name of an extended resource: it must not begin with requests., nor be longer than a quota of it could be named
1:100 Invalid spec.overhead.limits[hugepages-2Mi]: hugepages-2Mi is 1: expected a multiple of the size of a page
`,
		},
	})
}

func TestHost(t *testing.T) {
	checkTemplates(t, []templateCase{
		{
			name: "accepted",
			spec: `
hostNetwork: true
hostPID: true
shareProcessNamespace: false
hostname: a
subdomain: b
containers:
- {name: main, image: i, ports: [{containerPort: 80}, {containerPort: 81, hostPort: 81}]}
`,
		},
		{
			name: "host ports",
			spec: `
hostNetwork: true
containers:
- {name: main, image: i, ports: [{containerPort: 80, hostPort: 81}]}
`,
			want: `
3:70 Invalid spec.containers[0].ports[0].hostPort: hostPort is 81, containerPort 80: with hostNetwork they must be the same
`,
		},
		{
			name: "host ports, before 1.28", minor: 27,
			spec: `
hostNetwork: true
containers:
- {name: main, image: i, ports: [{containerPort: 80}, {containerPort: 80, hostPort: 81}]}
`,
			want: `
3:77 Invalid spec.containers[0].ports[1].containerPort: hostPort is 81, containerPort 80: with hostNetwork they must be the same
`,
		},
		{
			name: "processes",
			spec: `
hostPID: true
shareProcessNamespace: true
`,
			want: `
2:30 Invalid spec.shareProcessNamespace: shareProcessNamespace and hostPID are both true: expected at most one of them
`,
		},
		{
			name: "processes, before 1.37", minor: 36,
			spec: `
hostPID: true
shareProcessNamespace: true
`,
			want: `
2:30 Invalid spec.securityContext.shareProcessNamespace: shareProcessNamespace and hostPID are both true: expected at most one of them
`,
		},
		{
			name: "users",
			spec: `
hostUsers: false
hostNetwork: true
hostPID: true
hostIPC: true
volumes: [{name: a, persistentVolumeClaim: {claimName: a}}]
containers:
- {name: main, image: i, volumeDevices: [{name: a, devicePath: /dev/a}]}
`,
			want: `
2:20 Forbidden spec.hostNetwork: hostNetwork cannot be true when hostUsers is false
3:16 Forbidden spec.HostPID: hostPID cannot be true when hostUsers is false
4:16 Forbidden spec.HostIPC: hostIPC cannot be true when hostUsers is false
7:32 Forbidden spec.containers[0].volumeDevices: volumeDevices cannot be used when hostUsers is false
`,
		},
		{
			name: "users, before 1.34", minor: 33,
			spec: `
hostUsers: false
volumes: [{name: a, persistentVolumeClaim: {claimName: a}}]
containers:
- {name: main, image: i, volumeDevices: [{name: a, devicePath: /dev/a}]}
`,
		},
		{
			name: "names",
			spec: `
hostname: a.b
subdomain: A
hostnameOverride: a1234567890123456789012345678901234567890123456789012345678901234
setHostnameAsFQDN: true
hostNetwork: true
`,
			want: `
1:17 Invalid spec.hostname: hostname "a.b" must consist of lower case letters, digits and -, and begin and end with a letter or digit
2:18 Invalid spec.subdomain: subdomain "A" must consist of lower case letters, digits and -, and begin and end with a letter or digit
3:25 Forbidden spec.hostnameOverride: hostnameOverride cannot be set when setHostnameAsFQDN is true
3:25 Forbidden spec.hostnameOverride: hostnameOverride cannot be set when hostNetwork is true
3:25 TooLong spec.hostnameOverride: hostnameOverride has 65 bytes; at most 64 are allowed
`,
		},
		{
			name: "hostnameOverride",
			spec: `
hostnameOverride: ""
`,
			want: `
1:25 Invalid spec.hostnameOverride: hostnameOverride "" must consist of lower case letters, digits, - and ., and each part between dots must begin and end with a letter or digit
`,
		},
	})
}

func TestDNS(t *testing.T) {
	checkTemplates(t, []templateCase{
		{
			name: "accepted",
			spec: `
dnsPolicy: None
dnsConfig:
  nameservers: [1.2.3.4, "::1", fe80::1]
  searches: [a.b., ., _srv.example.com, a_b]
  options: [{name: ndots, value: "2"}]
hostAliases:
- {ip: 1.2.3.4, hostnames: [a, b.c]}
`,
		},
		{
			name: "policy",
			spec: `
dnsPolicy: none
`,
			want: `
1:18 NotSupported spec.dnsPolicy: dnsPolicy is "none": expected ClusterFirst, ClusterFirstWithHostNet, Default or None
`,
		},
		{
			name: "None needs a config",
			spec: `
dnsPolicy: None
`,
			want: `
0:5 Required spec.dnsConfig: dnsConfig is missing: dnsPolicy None needs it
`,
		},
		{
			name: "None needs a server",
			spec: `
dnsPolicy: None
dnsConfig: {searches: ["%"]}
`,
			want: `
2:7 Required spec.dnsConfig.nameservers: nameservers is missing: dnsPolicy None needs at least one
`,
		},
		{
			name: "refused",
			spec: `
dnsConfig:
  nameservers: [1.2.3, 1.2.3.04, "::ffff:1.2.3.4", "fe80::1%eth0"]
  searches: [A, a..b, "", "..", a-]
  options: [{value: "2"}]
hostAliases:
- {hostnames: [A_B]}
- {ip: "01.2.3.4"}
`,
			want: `
2:9 Invalid spec.dnsConfig.nameservers: there are 4 nameservers; at most 3 are allowed
2:23 Invalid spec.dnsConfig.nameservers[0]: nameserver "1.2.3" is no IP address: expected one such as 10.9.8.7 or 2001:db8::ffff
2:30 Invalid spec.dnsConfig.nameservers[1]: nameserver "1.2.3.04" must not have leading zeros: write 1.2.3.4
2:40 Invalid spec.dnsConfig.nameservers[2]: nameserver "::ffff:1.2.3.4" must not be an IPv4 address in the form of IPv6: write 1.2.3.4
2:58 Invalid spec.dnsConfig.nameservers[3]: nameserver "fe80::1%eth0" is no IP address: expected one such as 10.9.8.7 or 2001:db8::ffff
3:20 Invalid spec.dnsConfig.searches[0]: search domain "A" must consist of lower case letters, digits, -, _ and ., and each part between dots must end with a letter or digit
3:23 Invalid spec.dnsConfig.searches[1]: search domain "a..b" must consist of lower case letters, digits, -, _ and ., and each part between dots must end with a letter or digit
3:29 Invalid spec.dnsConfig.searches[2]: search domain "" must consist of lower case letters, digits, -, _ and ., and each part between dots must end with a letter or digit
3:33 Invalid spec.dnsConfig.searches[3]: search domain ".." must consist of lower case letters, digits, -, _ and ., and each part between dots must end with a letter or digit
3:39 Invalid spec.dnsConfig.searches[4]: search domain "a-" must consist of lower case letters, digits, -, _ and ., and each part between dots must end with a letter or digit
4:20 Required spec.dnsConfig.options[0]: the name of the option is missing
6:10 Invalid spec.hostAliases[0].ip: ip "" is no IP address: expected one such as 10.9.8.7 or 2001:db8::ffff
6:22 Invalid spec.hostAliases[0].hostnames[0]: host name "A_B" must consist of lower case letters, digits, - and ., and each part between dots must begin and end with a letter or digit
7:14 Invalid spec.hostAliases[1].ip: ip "01.2.3.4" must not have leading zeros: write 1.2.3.4
`,
		},
		{
			name: "IP addresses up to 1.35, search domains before 1.33", minor: 32,
			spec: `
dnsConfig:
  nameservers: [1.2.3.04, "::ffff:1.2.3.4"]
  searches: [_a, .]
`,
			want: `
3:20 Invalid spec.dnsConfig.searches[0]: search domain "_a" must consist of lower case letters, digits, - and ., and each part between dots must begin and end with a letter or digit
3:24 Invalid spec.dnsConfig.searches[1]: search domain "." must consist of lower case letters, digits, - and ., and each part between dots must begin and end with a letter or digit
`,
		},
		{
			name: "hostAliases before 1.30", minor: 29,
			spec: `
hostAliases:
- {ip: 1.2.3, hostnames: [A]}
`,
			want: `
2:14 Invalid spec.hostAliases.ip: ip "1.2.3" is no IP address: expected one such as 10.9.8.7 or 2001:db8::ffff
2:33 Invalid spec.hostAliases.hostnames: host name "A" must consist of lower case letters, digits, - and ., and each part between dots must begin and end with a letter or digit
`,
		},
		{
			name: "search domains in 1.25", minor: 25,
			spec: `
dnsConfig:
  searches: [a, b, c, d, e, f, g]
`,
			want: `
2:9 Invalid spec.dnsConfig.searches: there are 7 search domains; at most 6 are allowed
`,
		},
		{
			name: "length of the search domains in 1.25", minor: 25,
			spec: `
dnsConfig:
  searches:
  - a12345678901234567890123456789012345678901234567890123456789012
  - b12345678901234567890123456789012345678901234567890123456789012
  - c12345678901234567890123456789012345678901234567890123456789012
  - d12345678901234567890123456789012345678901234567890123456789012
  - e
`,
			want: `
2:9 Invalid spec.dnsConfig.searches: the search domains have 257 bytes together; at most 256 are allowed
`,
		},
	})
}

func TestPodSecurityContext(t *testing.T) {
	checkTemplates(t, []templateCase{
		{
			name: "accepted",
			spec: `
securityContext:
  fsGroup: 0
  runAsUser: 2147483647
  runAsGroup: 1
  supplementalGroups: [1, 2]
  fsGroupChangePolicy: OnRootMismatch
  supplementalGroupsPolicy: Strict
  seLinuxChangePolicy: MountOption
  sysctls: [{name: net.core.somaxconn, value: "1"}, {name: net/ipv4/conf/eno2.100/rp_filter, value: "1"}]
  seccompProfile: {type: Localhost, localhostProfile: a/b}
  appArmorProfile: {type: Localhost, localhostProfile: a}
`,
		},
		{
			name: "refused",
			spec: `
securityContext:
  fsGroup: -1
  runAsUser: 2147483648
  runAsGroup: -1
  supplementalGroups: [-1, 2]
  fsGroupChangePolicy: Never
  supplementalGroupsPolicy: ""
  seLinuxChangePolicy: x
  seccompProfile: {}
  appArmorProfile: {}
`,
			want: `
2:18 Invalid spec.securityContext.fsGroup: fsGroup is -1: expected 0 to 2147483647
3:20 Invalid spec.securityContext.runAsUser: runAsUser is 2147483648: expected 0 to 2147483647
4:21 Invalid spec.securityContext.runAsGroup: runAsGroup is -1: expected 0 to 2147483647
5:30 Invalid spec.securityContext.supplementalGroups[0]: supplementalGroups has -1: expected 0 to 2147483647
6:30 NotSupported spec.securityContext.fsGroupChangePolicy: fsGroupChangePolicy is "Never": expected OnRootMismatch or Always
7:35 NotSupported spec.securityContext.supplementalGroupsPolicy: supplementalGroupsPolicy is "": expected Merge or Strict
8:30 NotSupported spec.securityContext.seLinuxChangePolicy: seLinuxChangePolicy is "x": expected MountOption or Recursive
9:25 Required spec.securityContext.seccompProfile.type: type is missing: expected Localhost, RuntimeDefault or Unconfined
10:26 Required spec.securityContext.appArmorProfile.type: type is missing: expected Localhost, RuntimeDefault or Unconfined
`,
		},
		{
			name: "seLinuxChangePolicy before 1.37", minor: 36,
			spec: `
securityContext: {seLinuxChangePolicy: MountOption}
`,
			want: `
1:46 NotSupported spec.securityContext.seLinuxChangePolicy: seLinuxChangePolicy is "MountOption": expected Recursive
`,
		},
		{
			name: "profiles",
			spec: `
securityContext:
  seccompProfile: {type: Localhost}
  appArmorProfile: {type: Localhost}
`,
			want: `
2:9 Required spec.securityContext.seccompProfile.localhostProfile: localhostProfile is missing: type Localhost needs the path of a profile on the node, such as profiles/audit.json
3:9 Required spec.securityContext.appArmorProfile.localhostProfile: localhostProfile is missing: type Localhost needs it
`,
		},
		{
			name: "profiles with paths",
			spec: `
securityContext:
  seccompProfile: {type: Localhost, localhostProfile: /a}
  appArmorProfile: {type: Localhost, localhostProfile: " a"}
`,
			want: `
2:61 Invalid spec.securityContext.seccompProfile.localhostProfile: localhostProfile "/a" must be relative, without the leading slash
3:62 Invalid spec.securityContext.appArmorProfile.localhostProfile: localhostProfile " a" must not begin or end with space
`,
		},
		{
			name: "profiles that have no path",
			spec: `
securityContext:
  seccompProfile: {type: Unconfined, localhostProfile: a}
  appArmorProfile: {type: RuntimeDefault, localhostProfile: a}
`,
			want: `
2:62 Invalid spec.securityContext.seccompProfile.localhostProfile: localhostProfile goes with type Localhost only
3:67 Invalid spec.securityContext.appArmorProfile.localhostProfile: localhostProfile goes with type Localhost only
`,
		},
		{
			name: "unknown profiles",
			spec: `
securityContext:
  seccompProfile: {type: localhost, localhostProfile: a}
  appArmorProfile: {type: unconfined}
`,
			want: `
2:32 NotSupported spec.securityContext.seccompProfile.type: type is "localhost": expected Localhost, RuntimeDefault or Unconfined
2:61 Invalid spec.securityContext.seccompProfile.localhostProfile: localhostProfile goes with type Localhost only
3:33 NotSupported spec.securityContext.appArmorProfile.type: type is "unconfined": expected Localhost, RuntimeDefault or Unconfined
`,
		},
		{
			name: "sysctls",
			spec: `
hostNetwork: true
hostIPC: true
securityContext:
  sysctls:
  - {value: x}
  - {name: A.b}
  - {name: a..b}
  - {name: kernel.domainname}
  - {name: kernel.domainname}
  - {name: net/core/somaxconn}
  - {name: kernel.shmmax}
  - {name: fs.mqueue.msg_max}
`,
			want: `
5:12 Required spec.securityContext.sysctls[0].name: name is missing: it says which kernel parameter to set
6:18 Invalid spec.securityContext.sysctls[1].name: "A.b" is no sysctl: expected one such as net.core.somaxconn, of at most 253 bytes
7:18 Invalid spec.securityContext.sysctls[2].name: "a..b" is no sysctl: expected one such as net.core.somaxconn, of at most 253 bytes
9:18 Duplicate spec.securityContext.sysctls[4].name: sysctl kernel.domainname is set twice
10:18 Invalid spec.securityContext.sysctls[5].name: with hostNetwork: true, sysctl net/core/somaxconn is the node's and cannot be set: remove one of them
11:18 Invalid spec.securityContext.sysctls[6].name: with hostIPC: true, sysctl kernel.shmmax is the node's and cannot be set: remove one of them
12:18 Invalid spec.securityContext.sysctls[7].name: with hostIPC: true, sysctl fs.mqueue.msg_max is the node's and cannot be set: remove one of them
`,
		},
		{
			name: "the node's sysctls, before 1.29", minor: 28,
			spec: `
hostNetwork: true
securityContext: {sysctls: [{name: net.core.somaxconn}]}
`,
		},
	})
}

func TestWindowsOptions(t *testing.T) {
	checkTemplates(t, []templateCase{
		{
			name: "accepted",
			spec: `
securityContext:
  windowsOptions: {gmsaCredentialSpecName: a.b, gmsaCredentialSpec: x, runAsUserName: 'NT AUTHORITY\SYSTEM'}
`,
		},
		{
			name: "credentials",
			spec: `
securityContext:
  windowsOptions: {gmsaCredentialSpecName: A, gmsaCredentialSpec: "", runAsUserName: ""}
`,
			want: `
2:50 Invalid spec.securityContext.windowsOptions.gmsaCredentialSpecName: gmsaCredentialSpecName "A" must consist of lower case letters, digits, - and ., and each part between dots must begin and end with a letter or digit
2:73 Invalid spec.securityContext.windowsOptions.gmsaCredentialSpec: gmsaCredentialSpec is empty: set it, or leave it out
2:92 Invalid spec.securityContext.windowsOptions.runAsUserName: runAsUserName "" is empty: set it, or leave it out
`,
		},
		{
			name: "control characters", spec: `
securityContext: {windowsOptions: {runAsUserName: "a\tb"}}
`,
			want: `
1:57 Invalid spec.securityContext.windowsOptions.runAsUserName: runAsUserName "a\tb" must not have control characters
`,
		},
		{
			name: "two backslashes", spec: `
securityContext: {windowsOptions: {runAsUserName: 'a\b\c'}}
`,
			want: `
1:57 Invalid spec.securityContext.windowsOptions.runAsUserName: runAsUserName "a\\b\\c" must not have more than one backslash: expected USER or DOMAIN\USER
`,
		},
		{
			name: "no domain", spec: `
securityContext: {windowsOptions: {runAsUserName: '.a?b\c'}}
`,
			want: `
1:57 Invalid spec.securityContext.windowsOptions.runAsUserName: runAsUserName ".a?b\\c" has a domain that is neither a NetBIOS nor a DNS name
`,
		},
		{
			name: "DNS domain", spec: `
securityContext: {windowsOptions: {runAsUserName: 'Some-Where.Example.com\c'}}
`,
		},
		{
			name: "no user", spec: `
securityContext: {windowsOptions: {runAsUserName: 'a\'}}
`,
			want: `
1:57 Invalid spec.securityContext.windowsOptions.runAsUserName: runAsUserName "a\\" names no user: expected USER or DOMAIN\USER
`,
		},
		{
			name: "dots", spec: `
securityContext: {windowsOptions: {runAsUserName: '. .'}}
`,
			want: `
1:57 Invalid spec.securityContext.windowsOptions.runAsUserName: runAsUserName ". ." must not be dots and spaces only
`,
		},
		{
			name: "characters", spec: `
securityContext: {windowsOptions: {runAsUserName: 'a@b'}}
`,
			want: `
1:57 Invalid spec.securityContext.windowsOptions.runAsUserName: runAsUserName "a@b" must not have one of "/\:;|=,+*?<>@[] in the name of the user: expected USER or DOMAIN\USER
`,
		},
		{
			name: "host processes",
			spec: `
hostNetwork: true
securityContext: {windowsOptions: {hostProcess: true}}
`,
		},
		{
			name: "host processes, refused",
			spec: `
securityContext: {windowsOptions: {hostProcess: true}}
containers:
- {name: main, image: i, securityContext: {windowsOptions: {hostProcess: false}}}
- {name: b, image: i}
`,
			want: `
3:80 Invalid spec.containers[0].securityContext.windowsOptions.hostProcess: hostProcess is false, but true for the Pod: they must agree
0:5 Invalid spec: 1 of 2 containers are HostProcess containers: it must be all or none
0:5 Invalid spec.hostNetwork: hostNetwork must be true: HostProcess containers need it
`,
		},
	})
}

func TestOS(t *testing.T) {
	checkTemplates(t, []templateCase{
		{
			name: "no name",
			spec: `
os: {}
`,
			want: `
1:11 Required spec.os.name: name is missing: expected linux or windows
`,
		},
		{
			name: "unknown",
			spec: `
os: {name: Linux}
`,
			want: `
1:18 NotSupported spec.os: name is "Linux": expected linux or windows
`,
		},
		{
			name: "linux",
			spec: `
os: {name: linux}
securityContext: {runAsUser: 1, windowsOptions: {}}
containers: [{name: main, image: i, securityContext: {windowsOptions: {}}}]
`,
			want: `
2:39 Forbidden spec.securityContext.windowsOptions: windowsOptions cannot be set for a linux Pod
3:61 Forbidden spec.containers[0].securityContext.windowsOptions: windowsOptions cannot be set for a linux Pod
`,
		},
		{
			name: "windows",
			spec: `
os: {name: windows}
hostPID: false
hostIPC: true
shareProcessNamespace: false
hostUsers: true
securityContext: {runAsUser: 1, sysctls: [], supplementalGroups: [], seLinuxOptions: {}, windowsOptions: {}}
containers: [{name: main, image: i, securityContext: {privileged: false, runAsNonRoot: true, capabilities: {}}}]
`,
			want: `
6:76 Forbidden spec.securityContext.seLinuxOptions: seLinuxOptions cannot be set for a windows Pod
6:25 Forbidden spec.securityContext.runAsUser: runAsUser cannot be set for a windows Pod
6:52 Forbidden spec.securityContext.supplementalGroups: supplementalGroups cannot be set for a windows Pod
5:7 Forbidden spec.hostUsers: hostUsers cannot be set for a windows Pod
4:7 Forbidden spec.shareProcessNamespace: shareProcessNamespace cannot be set for a windows Pod
3:7 Forbidden spec.hostIPC: hostIPC cannot be set for a windows Pod
7:100 Forbidden spec.containers[0].securityContext.capabilities: capabilities cannot be set for a windows Pod
7:61 Forbidden spec.containers[0].securityContext.privileged: privileged cannot be set for a windows Pod
`,
		},
		{
			name: "windows, sysctls",
			spec: `
os: {name: windows}
securityContext:
  sysctls: [{name: a.b}]
  fsGroup: 1
`,
			want: `
4:9 Forbidden spec.securityContext.fsGroup: fsGroup cannot be set for a windows Pod
3:9 Forbidden spec.securityContext.sysctls: sysctls cannot be set for a windows Pod
`,
		},
	})
}
