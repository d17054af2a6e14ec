package pod

import "testing"

func TestContainers(t *testing.T) {
	checkTemplates(t, []templateCase{
		{
			name: "accepted",
			spec: `
containers:
- {name: a, image: " ", imagePullPolicy: Never, terminationMessagePolicy: FallbackToLogsOnError}
- {name: b, image: "x:latest", imagePullPolicy: "", terminationMessagePolicy: null}
initContainers:
- {name: c, image: x}
- {name: d, image: x, restartPolicy: Always, livenessProbe: {exec: {command: [a]}}, lifecycle: {preStop: {exec: {command: [a]}}}}
`,
		},
		{name: "no container", spec: "containers: []", want: `
1:19 Required spec.containers: there is nothing in containers: a Pod needs at least one, besides its initContainers
`},
		{
			name: "what each container needs",
			spec: `
containers:
- {name: A, image: x, imagePullPolicy: always}
- image: x
  terminationMessagePolicy: Log
- null
`,
			want: `
2:16 Invalid spec.containers[0].name: name "A" must consist of lower case letters, digits and -, and begin and end with a letter or digit
2:46 NotSupported spec.containers[0].imagePullPolicy: imagePullPolicy is "always": expected Always, IfNotPresent or Never
3:9 Required spec.containers[1].name: name is missing: logs and events tell containers apart by it
4:35 NotSupported spec.containers[1].terminationMessagePolicy: terminationMessagePolicy is "Log": expected File or FallbackToLogsOnError
5:9 Required spec.containers[2].name: name is missing: logs and events tell containers apart by it
5:9 Required spec.containers[2].image: image is missing: it says what the container runs
`,
		},
		{
			name: "names are unique in the Pod",
			spec: `
containers: [{name: a, image: x}, {name: a, image: x}, {image: x}, {image: x}]
initContainers: [{name: a, image: x}, {name: b, image: x}, {name: b, image: x}]
ephemeralContainers: [{name: a, image: x}, {name: c, image: x}, {name: c, image: x}]
`,
			want: `
1:48 Duplicate spec.containers[1].name: there is already a container "a"
1:63 Required spec.containers[2].name: name is missing: logs and events tell containers apart by it
1:75 Required spec.containers[3].name: name is missing: logs and events tell containers apart by it
2:31 Duplicate spec.initContainers[0].name: there is already a container "a"
2:73 Duplicate spec.initContainers[2].name: there is already a container "b"
3:36 Duplicate spec.ephemeralContainers[0].name: there is already a container "a"
3:78 Duplicate spec.ephemeralContainers[2].name: there is already a container "c"
3:7 Forbidden spec.ephemeralContainers: a template cannot have ephemeral containers: add them to a Pod that runs, with kubectl debug
`,
		},
		{
			name: "what init containers cannot have",
			spec: `
initContainers:
- name: a
  image: x
  lifecycle: {}
  livenessProbe: {}
  readinessProbe: {}
  startupProbe: {}
`,
			want: `
4:9 Forbidden spec.initContainers[0].lifecycle: lifecycle cannot be set for an init container without restartPolicy Always
5:9 Forbidden spec.initContainers[0].livenessProbe: livenessProbe cannot be set for an init container without restartPolicy Always
6:9 Forbidden spec.initContainers[0].readinessProbe: readinessProbe cannot be set for an init container without restartPolicy Always
7:9 Forbidden spec.initContainers[0].startupProbe: startupProbe cannot be set for an init container without restartPolicy Always
`,
		},
		{
			name: "hooks whose only field is removed", removed: []string{"spec.initContainers[0].lifecycle.stopSignal"},
			spec: "initContainers: [{name: a, image: x, lifecycle: {stopSignal: SIGTERM}}]",
		},
		{
			name: "hooks that lose a field", removed: []string{"spec.initContainers[0].lifecycle.stopSignal"},
			spec: "initContainers: [{name: a, image: x, lifecycle: {stopSignal: SIGTERM, preStop: {}}}]",
			want: `
1:44 Forbidden spec.initContainers[0].lifecycle: lifecycle cannot be set for an init container without restartPolicy Always
`,
		},
	})
}

func TestEphemeralContainers(t *testing.T) {
	checkTemplates(t, []templateCase{
		{name: "an empty list", spec: "ephemeralContainers: []"},
		{
			name: "never in a template",
			spec: "ephemeralContainers: [{name: a, image: x, targetContainerName: main, env: [{name: A}], resources: {}}]",
			want: `
1:7 Forbidden spec.ephemeralContainers: a template cannot have ephemeral containers: add them to a Pod that runs, with kubectl debug
`,
		},
		{
			name: "what they cannot have",
			spec: `
ephemeralContainers:
- name: a
  image: " x"
  targetContainerName: b
  ports: []
  livenessProbe: {exec: {command: [a]}}
  lifecycle: {preStop: {exec: {command: [a]}}}
  resources: {limits: {}}
  resizePolicy: [{resourceName: cpu, restartPolicy: NotRequired}]
  restartPolicy: Never
  restartPolicyRules: []
  volumeMounts: [{name: v, mountPath: /a, subPath: b}, {name: v, mountPath: /b, subPathExpr: b}]
volumes: [{name: v}]
`,
			want: `
3:16 Invalid spec.ephemeralContainers[0].image: image " x" must not begin or end with space
4:30 NotFound spec.ephemeralContainers[0].targetContainerName: the Pod has no container "b"
5:16 Forbidden spec.ephemeralContainers[0].ports: ports cannot be set for an ephemeral container
6:9 Forbidden spec.ephemeralContainers[0].livenessProbe: livenessProbe cannot be set for an ephemeral container
9:9 Forbidden spec.ephemeralContainers[0].resizePolicy: resizePolicy cannot be set for an ephemeral container
10:24 Forbidden spec.ephemeralContainers[0].restartPolicy: restartPolicy cannot be set for an ephemeral container
11:29 Forbidden spec.ephemeralContainers[0].restartPolicyRules: restartPolicyRules cannot be set for an ephemeral container
7:9 Forbidden spec.ephemeralContainers[0].lifecycle: lifecycle cannot be set for an ephemeral container
8:9 Forbidden spec.ephemeralContainers[0].resources: resources cannot be set for an ephemeral container
12:58 Forbidden spec.ephemeralContainers[0].volumeMounts[0].subPath: subPath cannot be set for an ephemeral container
12:100 Forbidden spec.ephemeralContainers[0].volumeMounts[1].subPathExpr: subPathExpr cannot be set for an ephemeral container
1:7 Forbidden spec.ephemeralContainers: a template cannot have ephemeral containers: add them to a Pod that runs, with kubectl debug
`,
		},
	})
}

func TestContainerRestartPolicy(t *testing.T) {
	every := `
containers:
- {name: a, image: x, restartPolicy: Never}
- {name: b, image: x, restartPolicyRules: [{action: Restart, exitCodes: {operator: In, values: [1]}}]}
initContainers:
- {name: c, image: x, restartPolicy: Always, restartPolicyRules: [{action: RestartAllContainers, exitCodes: {operator: NotIn, values: [0]}}]}
- {name: d, image: x, restartPolicy: OnFailure}
- {name: e, image: x, restartPolicy: ""}
- {name: f, image: x, restartPolicyRules: [{}]}
`
	checkTemplates(t, []templateCase{
		{name: "now", spec: every, want: `
3:29 Required spec.containers[1].restartPolicy: restartPolicy is missing: restartPolicyRules need one of the same container, such as Never; that of the Pod does not do
7:44 NotSupported spec.initContainers[2].restartPolicy: restartPolicy is "": expected Always, Never or OnFailure
8:29 Required spec.initContainers[3].restartPolicy: restartPolicy is missing: restartPolicyRules need one of the same container, such as Never; that of the Pod does not do
`},
		{name: "1.35", minor: 35, spec: every, want: `
3:29 Required spec.containers[1].restartPolicy: restartPolicy is missing: restartPolicyRules need one of the same container, such as Never; that of the Pod does not do
5:52 Forbidden spec.initContainers[0].restartPolicyRules: restartPolicyRules do not go with restartPolicy Always before Kubernetes 1.36
7:44 NotSupported spec.initContainers[2].restartPolicy: restartPolicy is "": expected Always, Never or OnFailure
8:29 Required spec.initContainers[3].restartPolicy: restartPolicy is missing: restartPolicyRules need one of the same container, such as Never; that of the Pod does not do
`},
		{name: "1.33", minor: 33, spec: every, want: `
2:44 Forbidden spec.containers[0].restartPolicy: restartPolicy is set: before Kubernetes 1.35, only init containers can have one
6:44 NotSupported spec.initContainers[1].restartPolicy: restartPolicy is "OnFailure": expected Always
7:44 NotSupported spec.initContainers[2].restartPolicy: restartPolicy is "": expected Always
`},
		{
			name: "rules", spec: `
containers:
- name: a
  image: x
  restartPolicy: Sometimes
  restartPolicyRules:
  - {action: RestartAllContainers, exitCodes: {operator: NotIn}}
  - {action: Start, exitCodes: {operator: Not}}
  - {}
`,
			want: `
4:24 NotSupported spec.containers[0].restartPolicy: restartPolicy is "Sometimes": expected Always, Never or OnFailure
7:20 NotSupported spec.containers[0].restartPolicyRules[1].action: action is "Start": expected Restart or RestartAllContainers
7:49 NotSupported spec.containers[0].restartPolicyRules[1].exitCodes.operator: operator is "Not": expected In or NotIn
8:11 NotSupported spec.containers[0].restartPolicyRules[2].action: action is "": expected Restart or RestartAllContainers
8:11 Required spec.containers[0].restartPolicyRules[2].exitCodes: exitCodes are missing: they say when the rule applies
`,
		},
		{
			name: "an action of 1.36", minor: 35, spec: `
containers:
- {name: a, image: x, restartPolicy: Never, restartPolicyRules: [{action: RestartAllContainers, exitCodes: {operator: In}}]}
`,
			want: `
2:81 NotSupported spec.containers[0].restartPolicyRules[0].action: action is "RestartAllContainers": expected Restart
`,
		},
		{name: "many rules", spec: manyRules(20, 255)},
		{name: "too many rules", spec: manyRules(21, 256), want: `
5:11 TooMany spec.containers[0].restartPolicyRules: restartPolicyRules has 21 items; at most 20 are allowed
29:15 TooMany spec.containers[0].restartPolicyRules[20].exitCodes.values: values has 256 items; at most 255 are allowed
`},
		{name: "too many rules in 1.35", minor: 35, spec: manyRules(21, 1), want: `
5:11 TooLong spec.containers[0].restartPolicyRules: restartPolicyRules has 21 items; at most 20 are allowed
`},
	})
}

// manyRules is a container with rules, the last of which has many exit codes.
func manyRules(rules, codes int) string {
	rule := "    - {action: Restart, exitCodes: {operator: In, values: [1]}}"
	last := "    - action: Restart\n      exitCodes:\n        operator: In\n        values:\n"
	return "containers:\n  - name: a\n    image: x\n    restartPolicy: Never\n    restartPolicyRules:\n" +
		items(rules-1, rule) + last + items(codes, "        - 1")
}

func TestContainerSecurityContext(t *testing.T) {
	checkTemplates(t, []templateCase{
		{
			name: "accepted",
			spec: `
hostUsers: false
containers:
- name: a
  image: x
  securityContext:
    runAsUser: 0
    runAsGroup: 2147483647
    procMount: Unmasked
    allowPrivilegeEscalation: false
    capabilities: {add: [SYS_ADMIN, NET_ADMIN], drop: [CAP_SYS_ADMIN]}
    seccompProfile: {type: RuntimeDefault}
    appArmorProfile: {type: Unconfined}
- {name: b, image: x, securityContext: {privileged: true, procMount: Default, capabilities: {add: [CAP_SYS_ADMIN]}}}
`,
		},
		{
			name: "refused",
			spec: `
containers:
- name: a
  image: x
  securityContext:
    runAsUser: -1
    runAsGroup: 2147483648
    procMount: Unmasked
    allowPrivilegeEscalation: false
    privileged: true
    capabilities: {add: [CAP_SYS_ADMIN, CAP_SYS_ADMIN]}
    seccompProfile: {type: Localhost}
    appArmorProfile: {}
    windowsOptions: {runAsUserName: ""}
- {name: b, image: x, securityContext: {procMount: Masked}}
`,
			want: `
5:22 Invalid spec.containers[0].securityContext.runAsUser: runAsUser is -1: expected 0 to 2147483647
6:23 Invalid spec.containers[0].securityContext.runAsGroup: runAsGroup is 2147483648: expected 0 to 2147483647
7:22 Invalid spec.containers[0].securityContext.procMount: procMount is Unmasked, which needs hostUsers: false in the spec of the Pod
11:11 Required spec.containers[0].securityContext.seccompProfile.localhostProfile: localhostProfile is missing: type Localhost needs the path of a profile on the node, such as profiles/audit.json
8:37 Invalid spec.containers[0].securityContext: allowPrivilegeEscalation is false, but privileged is true, which gives all rights: remove one of them
8:37 Invalid spec.containers[0].securityContext: allowPrivilegeEscalation is false, but CAP_SYS_ADMIN is added, which gives all rights: remove one of them
13:43 Invalid spec.containers[0].securityContext.windowsOptions.runAsUserName: runAsUserName "" is empty: set it, or leave it out
12:28 Required spec.containers[0].securityContext.appArmorProfile.type: type is missing: expected Localhost, RuntimeDefault or Unconfined
14:58 NotSupported spec.containers[1].securityContext.procMount: procMount is "Masked": expected Default or Unmasked
`,
		},
	})
}

func TestContainerResources(t *testing.T) {
	checkTemplates(t, []templateCase{
		{
			name: "accepted",
			spec: `
containers:
- name: a
  image: x
  resources:
    requests: {cpu: 100m, memory: 1Gi, example.com/gpu: 1, ephemeral-storage: 0, hugepages-2Mi: 4Mi}
    limits: {cpu: 0.1, example.com/gpu: "1", hugepages-2Mi: 4096Ki, kubernetes.io/anything: 1}
    claims: [{name: gpu, request: a}, {name: gpu, request: b}]
  resizePolicy: [{resourceName: cpu, restartPolicy: NotRequired}, {resourceName: memory, restartPolicy: RestartContainer}]
resourceClaims: [{name: gpu, resourceClaimName: gpu}]
`,
		},
		{
			name: "refused",
			spec: `
containers:
- name: a
  image: x
  resources:
    requests: {cpu: 2, memory: -1, example.com/gpu: 1, example.com/fpga: 1}
    limits: {cpu: 1, example.com/gpu: 2, example.com/half: 500m, gpu: 1, hugepages-2Mi: 3Mi}
    claims: [{name: gpu}, {}]
  resizePolicy:
  - {resourceName: cpu, restartPolicy: NotRequired}
  - {resourceName: cpu, restartPolicy: Never}
  - {resourceName: disk}
  - {}
`,
			want: `
6:66 Invalid spec.containers[0].resources.limits[example.com/half]: example.com/half is 500m: expected a whole number
6:72 Invalid spec.containers[0].resources.limits[gpu]: resource "gpu" is unknown: expected cpu, memory, ephemeral-storage, hugepages-SIZE, or one with a domain such as example.com/gpu
6:95 Invalid spec.containers[0].resources.limits[hugepages-2Mi]: hugepages-2Mi is 3Mi: expected a multiple of the size of a page
5:38 Invalid spec.containers[0].resources.requests[memory]: memory is -1: expected 0 or more
5:27 Invalid spec.containers[0].resources.requests: the request of 2 for cpu is more than the limit of 1
5:59 Invalid spec.containers[0].resources.requests: the request of 1 for example.com/gpu differs from the limit of 2: they must be the same
5:80 Required spec.containers[0].resources.limits: example.com/fpga has a request and no limit: it needs a limit of the same amount
7:21 NotFound spec.containers[0].resources.claims[0]: the Pod has no claim "gpu" in resourceClaims
7:33 Required spec.containers[0].resources.claims[1]: the name is missing: it says which claim is meant
10:12 Duplicate spec.containers[0].resizePolicy[1]: there is already a policy for "cpu"
10:46 NotSupported spec.containers[0].resizePolicy: restartPolicy is "Never": expected NotRequired or RestartContainer
11:26 NotSupported spec.containers[0].resizePolicy: resourceName is "disk": expected cpu or memory
11:12 Required spec.containers[0].resizePolicy: restartPolicy is missing: expected NotRequired or RestartContainer
12:11 Required spec.containers[0].resizePolicy: resourceName is missing: expected cpu or memory
12:11 Required spec.containers[0].resizePolicy: restartPolicy is missing: expected NotRequired or RestartContainer
`,
		},
		{
			name: "huge pages alone",
			spec: "containers: [{name: a, image: x, resources: {limits: {hugepages-2Mi: 2Mi}}}]",
			want: `
1:40 Forbidden spec.containers[0].resources: huge pages alone are not enough: set cpu or memory as well
`,
		},
		{
			name: "a Pod that is never restarted",
			spec: `
restartPolicy: Never
containers: [{name: a, image: x, resizePolicy: [{resourceName: cpu, restartPolicy: RestartContainer}]}]
initContainers:
- {name: b, image: x, resizePolicy: [{resourceName: cpu, restartPolicy: RestartContainer}]}
- {name: c, image: x, restartPolicy: Always, resizePolicy: [{resourceName: cpu, restartPolicy: NotRequired}]}
`,
			want: `
2:90 Invalid spec.containers[0].resizePolicy: restartPolicy is RestartContainer, but that of the Pod is Never: expected NotRequired
4:79 Invalid spec.initContainers[0].resizePolicy: restartPolicy is RestartContainer, but that of the Pod is Never: expected NotRequired
4:79 Invalid spec.initContainers[0].resizePolicy[0].restartPolicy: restartPolicy is RestartContainer: expected NotRequired for an init container without restartPolicy Always
`,
		},
		{
			name: "init containers in 1.35", minor: 35,
			spec: "initContainers: [{name: b, image: x, resizePolicy: [{resourceName: cpu, restartPolicy: RestartContainer}]}]",
		},
	})
}
