package pod

import "testing"

func TestWarnPorts(t *testing.T) {
	ports := `
containers:
- name: a
  image: x
  ports:
  - {containerPort: 80, name: web}
  - {containerPort: 80}
  - {containerPort: 80, hostPort: 80}
  - {containerPort: 80, protocol: UDP, hostIP: 1.2.3.4}
- name: b
  image: x
  ports:
  - {containerPort: 81, hostPort: 81, name: web}
  - {containerPort: 81, hostPort: 81, hostIP: 1.2.3.4}
  - {containerPort: 81, hostPort: 81, hostIP: 1.2.3.5}
  - {containerPort: 81, hostPort: 82}
  - {containerPort: 81, hostPort: 82, hostIP: 1.2.3.4}
  - {containerPort: 81}
initContainers:
- {name: c, image: x, ports: [{containerPort: 90, hostPort: 90, hostIP: 1.2.3.4}, {containerPort: 90, hostPort: 90}]}
`
	runTemplates(t, []templateCase{
		{
			name: "nothing",
			spec: `
containers:
- {name: a, image: x, ports: [{containerPort: 80, name: a, hostPort: 80, hostIP: 1.2.3.4}, {containerPort: 80, name: b, protocol: UDP}]}
- {name: b, image: x, ports: [{containerPort: 81, name: c}, {containerPort: 80, hostPort: 80, hostIP: 1.2.3.5}, {containerPort: 80, hostPort: 81}]}
`,
		},
		{name: "now", spec: ports, want: `
19:105 warning spec.initContainers[0].ports[1]: port 90 of the node is there twice, once without hostIP, which means all addresses: see spec.template.spec.initContainers[0].ports[0]
6:27 warning spec.containers[0].ports[1]: port 80 is there twice: it is the same as spec.template.spec.containers[0].ports[0]; leave one of them out
7:27 warning spec.containers[0].ports[2]: port 80 is there twice, once without hostPort: see spec.template.spec.containers[0].ports[0]
8:12 warning spec.containers[0].ports[3]: hostIP is set without hostPort: it has no effect
13:27 warning spec.containers[1].ports[1]: port 81 of the node is there twice, once without hostIP, which means all addresses: see spec.template.spec.containers[1].ports[0]
14:27 warning spec.containers[1].ports[2]: port 81 of the node is there twice, once without hostIP, which means all addresses: see spec.template.spec.containers[1].ports[0]
16:27 warning spec.containers[1].ports[4]: port 82 of the node is there twice, once without hostIP, which means all addresses: see spec.template.spec.containers[1].ports[3]
17:27 warning spec.containers[1].ports[5]: port 81 is there twice, once without hostPort: see spec.template.spec.containers[1].ports[0]
12:51 warning spec.containers[1].ports[0]: there is already a port named "web": Services and probes use the first, spec.template.spec.containers[0].ports[0]
`},
		{name: "names are compared since 1.33", minor: 32, spec: ports, want: `
19:105 warning spec.initContainers[0].ports[1]: port 90 of the node is there twice, once without hostIP, which means all addresses: see spec.template.spec.initContainers[0].ports[0]
6:27 warning spec.containers[0].ports[1]: port 80 is there twice: it is the same as spec.template.spec.containers[0].ports[0]; leave one of them out
7:27 warning spec.containers[0].ports[2]: port 80 is there twice, once without hostPort: see spec.template.spec.containers[0].ports[0]
8:12 warning spec.containers[0].ports[3]: hostIP is set without hostPort: it has no effect
13:27 warning spec.containers[1].ports[1]: port 81 of the node is there twice, once without hostIP, which means all addresses: see spec.template.spec.containers[1].ports[0]
14:27 warning spec.containers[1].ports[2]: port 81 of the node is there twice, once without hostIP, which means all addresses: see spec.template.spec.containers[1].ports[0]
16:27 warning spec.containers[1].ports[4]: port 82 of the node is there twice, once without hostIP, which means all addresses: see spec.template.spec.containers[1].ports[3]
17:27 warning spec.containers[1].ports[5]: port 81 is there twice, once without hostPort: see spec.template.spec.containers[1].ports[0]
`},
		{name: "nothing before 1.28", minor: 27, spec: ports},
	}, Warn)
}

func TestWarnEnv(t *testing.T) {
	env := `
containers:
- name: a
  image: x
  env:
  - {name: A, value: a}
  - {name: A, value: $(A)b}
  - {name: A, value: $(A)}
  - {name: A, value: other}
  - {name: A, valueFrom: {fieldRef: {fieldPath: metadata.name}}}
- {name: b, image: x, env: [{name: A, value: a}]}
`
	runTemplates(t, []templateCase{
		{name: "now", spec: env, want: `
7:18 warning spec.containers[0].env[2]: variable A is there twice: this one hides the other, and kubectl apply may lose one of them
8:18 warning spec.containers[0].env[3]: variable A is there twice: this one hides the other, and kubectl apply may lose one of them
9:18 warning spec.containers[0].env[4]: variable A is there twice: this one hides the other, and kubectl apply may lose one of them
`},
		{name: "1.27", minor: 27, spec: env, want: `
6:18 warning spec.containers[0].env[1].name: variable A is there twice: the last one counts
7:18 warning spec.containers[0].env[2].name: variable A is there twice: the last one counts
8:18 warning spec.containers[0].env[3].name: variable A is there twice: the last one counts
9:18 warning spec.containers[0].env[4].name: variable A is there twice: the last one counts
`},
		{
			name: "fractions of bytes",
			spec: `
initContainers:
- {name: a, image: x, resources: {limits: {memory: 100m, cpu: 100m}, requests: {ephemeral-storage: 0.5, memory: 0.1Ki}}}
- {name: b, image: x, resources: {limits: {memory: 1000m, ephemeral-storage: 0.5Ki}}}
`,
			want: `
2:58 warning spec.initContainers[0].resources.limits[memory]: memory is 100m: expected whole bytes, but m is a thousandth. Did you mean 100Mi?
2:119 warning spec.initContainers[0].resources.requests[memory]: memory is 0.1Ki: expected whole bytes
2:106 warning spec.initContainers[0].resources.requests[ephemeral-storage]: ephemeral-storage is 0.5: expected whole bytes
`,
		},
	}, Warn)
}
