package pod

import "testing"

func TestContainerPorts(t *testing.T) {
	checkTemplates(t, []templateCase{
		{
			name: "accepted",
			spec: `
containers:
- name: a
  image: x
  ports:
  - {containerPort: 1, name: http, protocol: SCTP, hostPort: 0}
  - {containerPort: 65535, name: 1-a-2, hostPort: 80, hostIP: 1.2.3.4}
  - {containerPort: 80, name: "", protocol: "", hostPort: 80}
- name: b
  image: x
  ports: [{containerPort: 80, name: http, hostPort: 80, protocol: UDP}, {containerPort: 80, name: abcdefghijklmno}]
initContainers:
- {name: c, image: x, ports: [{containerPort: 80, hostPort: 80}]}
- {name: d, image: x, ports: [{containerPort: 80, hostPort: 80}]}
`,
		},
		{
			name: "refused",
			spec: `
containers:
- name: a
  image: x
  ports:
  - {containerPort: 65536, name: HTTP, protocol: tcp, hostPort: -1}
  - {containerPort: -1, name: "80", hostPort: 65536}
  - {name: a--b}
  - {containerPort: 0, name: abcdefghijklmnop}
  - {containerPort: 1, name: web}
  - {containerPort: 2, name: web}
  - {containerPort: 3, name: -a}
`,
			want: `
5:40 Invalid spec.containers[0].ports[0].name: name "HTTP" is no name of a port: expected lower case letters, digits and single dashes between them, and at least one letter
5:27 Invalid spec.containers[0].ports[0].containerPort: containerPort is 65536: expected 1 to 65535
5:71 Invalid spec.containers[0].ports[0].hostPort: hostPort is -1: expected 1 to 65535
5:56 NotSupported spec.containers[0].ports[0].protocol: protocol is "tcp": expected TCP, UDP or SCTP
6:37 Invalid spec.containers[0].ports[1].name: name "80" is no name of a port: expected lower case letters, digits and single dashes between them, and at least one letter
6:27 Invalid spec.containers[0].ports[1].containerPort: containerPort is -1: expected 1 to 65535
6:53 Invalid spec.containers[0].ports[1].hostPort: hostPort is 65536: expected 1 to 65535
7:18 Invalid spec.containers[0].ports[2].name: name "a--b" is no name of a port: expected lower case letters, digits and single dashes between them, and at least one letter
7:12 Required spec.containers[0].ports[2].containerPort: containerPort is missing: expected a number from 1 to 65535
8:36 Invalid spec.containers[0].ports[3].name: name "abcdefghijklmnop" has 16 characters; at most 15 are allowed
8:27 Required spec.containers[0].ports[3].containerPort: containerPort is missing: expected a number from 1 to 65535
10:36 Duplicate spec.containers[0].ports[5].name: the container already has a port named "web"
11:36 Invalid spec.containers[0].ports[6].name: name "-a" is no name of a port: expected lower case letters, digits and single dashes between them, and at least one letter
`,
		},
		{
			name: "ports of the node",
			spec: `
containers:
- {name: a, image: x, ports: [{containerPort: 80, hostPort: 80}]}
- {name: b, image: x, ports: [{containerPort: 81, hostPort: 80, protocol: TCP}]}
initContainers:
- {name: c, image: x}
- {name: d, image: x, ports: [{containerPort: 80, hostPort: 80}, {containerPort: 81, hostPort: 80}]}
`,
			want: `
3:67 Duplicate spec.containers[1].ports[0].hostPort: port 80 of the node is already taken by another port of the Pod
6:102 Duplicate spec.initContainers[0].ports[1].hostPort: port 80 of the node is already taken by another port of the Pod
`,
		},
		{
			name: "the network of the node",
			spec: `
hostNetwork: true
containers: [{name: a, image: x, ports: [{containerPort: 80}]}, {name: b, image: x, ports: [{containerPort: 80}]}]
`,
		},
		{
			name: "the network of the node in 1.27", minor: 27,
			spec: `
hostNetwork: true
containers: [{name: a, image: x, ports: [{containerPort: 80}]}, {name: b, image: x, ports: [{containerPort: 80}]}]
`,
			want: `
2:100 Duplicate spec.containers[1].ports[0].hostPort: port 80 of the node is already taken by another port of the Pod
`,
		},
	})
}
