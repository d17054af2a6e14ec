package pod

import "testing"

func TestProbes(t *testing.T) {
	checkTemplates(t, []templateCase{
		{
			name: "accepted",
			spec: `
containers:
- name: a
  image: x
  livenessProbe: {httpGet: {port: 80, scheme: HTTPS, path: "", httpHeaders: [{name: X-A1}]}, successThreshold: 1, terminationGracePeriodSeconds: 1}
  readinessProbe: {tcpSocket: {port: web}, successThreshold: 5, timeoutSeconds: 0}
  startupProbe: {grpc: {port: 65535}, successThreshold: 0}
`,
		},
		{
			name: "times and thresholds",
			spec: `
containers:
- name: a
  image: x
  livenessProbe: {exec: {command: [a]}, successThreshold: 2, initialDelaySeconds: -1, terminationGracePeriodSeconds: 0}
  readinessProbe: {exec: {command: [a]}, successThreshold: -1, timeoutSeconds: -1, terminationGracePeriodSeconds: 1}
  startupProbe: {exec: {command: [a]}, periodSeconds: -1, failureThreshold: -1, successThreshold: 2}
`,
			want: `
4:89 Invalid spec.containers[0].livenessProbe.initialDelaySeconds: initialDelaySeconds is -1: expected 0 or more
4:65 Invalid spec.containers[0].livenessProbe.successThreshold: successThreshold is 2: expected 1 for a livenessProbe
4:124 Invalid spec.containers[0].livenessProbe.terminationGracePeriodSeconds: terminationGracePeriodSeconds is 0: expected 1 or more
5:86 Invalid spec.containers[0].readinessProbe.timeoutSeconds: timeoutSeconds is -1: expected 0 or more
5:66 Invalid spec.containers[0].readinessProbe.successThreshold: successThreshold is -1: expected 1 or more
5:121 Invalid spec.containers[0].readinessProbe.terminationGracePeriodSeconds: terminationGracePeriodSeconds cannot be set for a readinessProbe: it ends no container
6:61 Invalid spec.containers[0].startupProbe.periodSeconds: periodSeconds is -1: expected 0 or more
6:83 Invalid spec.containers[0].startupProbe.failureThreshold: failureThreshold is -1: expected 0 or more
6:105 Invalid spec.containers[0].startupProbe.successThreshold: successThreshold is 2: expected 1 for a startupProbe
`,
		},
		{
			name: "handlers",
			spec: `
containers:
- name: a
  image: x
  livenessProbe: {}
  readinessProbe: {exec: {}, httpGet: {port: 0}, grpc: {}}
  startupProbe: {grpc: {service: a}}
- name: b
  image: x
  livenessProbe: {httpGet: {port: 65536, scheme: http, httpHeaders: [{name: a b}, {}]}}
  readinessProbe: {tcpSocket: {}}
  startupProbe: {tcpSocket: {port: "80"}}
- name: c
  image: x
  livenessProbe: {httpGet: {port: ""}}
  readinessProbe: {tcpSocket: {port: HTTP}}
`,
			want: `
4:24 Required spec.containers[0].livenessProbe: livenessProbe does nothing: expected exec, httpGet, tcpSocket or grpc
5:32 Required spec.containers[0].readinessProbe.exec.command: command is missing: it says what to execute
5:36 Forbidden spec.containers[0].readinessProbe.httpGet: readinessProbe has exec and httpGet: expected one of them
5:56 Forbidden spec.containers[0].readinessProbe.grpc: readinessProbe has exec and grpc: expected one of them
6:24 Invalid spec.containers[0].startupProbe.grpc.port: port is 0: expected 1 to 65535
9:41 Invalid spec.containers[1].livenessProbe.httpGet.port: port is 65536: expected 1 to 65535
9:56 NotSupported spec.containers[1].livenessProbe.httpGet.scheme: scheme is "http": expected HTTP or HTTPS
9:83 Invalid spec.containers[1].livenessProbe.httpGet.httpHeaders: "a b" is no name of a header: expected letters, digits and -
9:89 Invalid spec.containers[1].livenessProbe.httpGet.httpHeaders: "" is no name of a header: expected letters, digits and -
10:37 Invalid spec.containers[1].readinessProbe.tcpSocket.port: port is missing: expected a number from 1 to 65535, or the name of a port of the container
11:42 Invalid spec.containers[1].startupProbe.tcpSocket.port: port is the text "80", which is no name of a port: write the number without quotes
14:41 Invalid spec.containers[2].livenessProbe.httpGet.port: port "" is no name of a port: expected lower case letters, digits and single dashes between them, and at least one letter
15:44 Invalid spec.containers[2].readinessProbe.tcpSocket.port: port "HTTP" is no name of a port: expected lower case letters, digits and single dashes between them, and at least one letter
`,
		},
	})
}

func TestLifecycle(t *testing.T) {
	sleepers := `
terminationGracePeriodSeconds: 5
containers:
- {name: a, image: x, lifecycle: {preStop: {sleep: {seconds: 5}}, postStart: {sleep: {}}}}
- {name: b, image: x, lifecycle: {preStop: {sleep: {seconds: 6}}, postStart: {sleep: {seconds: -1}}}}
`
	checkTemplates(t, []templateCase{
		{
			name: "accepted",
			spec: `
containers:
- name: a
  image: x
  lifecycle: {postStart: {tcpSocket: {port: web}}, preStop: {sleep: {seconds: 30}}}
- {name: b, image: x, lifecycle: {}}
`,
		},
		{
			name: "handlers",
			spec: `
containers:
- name: a
  image: x
  lifecycle:
    postStart: {}
    preStop: {exec: {command: []}, sleep: {seconds: 1}}
`,
			want: `
5:22 Required spec.containers[0].lifecycle.postStart: postStart does nothing: expected exec, httpGet, tcpSocket or sleep
6:37 Required spec.containers[0].lifecycle.preStop.exec.command: command is empty: it says what to execute
6:42 Forbidden spec.containers[0].lifecycle.preStop.sleep: preStop has exec and sleep: expected one of them
`,
		},
		{name: "sleep", spec: sleepers, want: `
4:102 Invalid spec.containers[1].lifecycle.postStart.sleep: seconds is -1: expected 0 or more
4:68 Invalid spec.containers[1].lifecycle.preStop.sleep: seconds is 6, which is more than terminationGracePeriodSeconds of the Pod: that is 5
`},
		{
			name: "sleep, and no grace period", spec: `
containers:
- {name: a, image: x, lifecycle: {preStop: {sleep: {seconds: 31}}}}
`,
			want: `
2:68 Invalid spec.containers[0].lifecycle.preStop.sleep: seconds is 31, which is more than terminationGracePeriodSeconds of the Pod: that is 30 by default
`,
		},
		{name: "sleep in 1.32", minor: 32, spec: sleepers, want: `
3:92 Invalid spec.containers[0].lifecycle.postStart.sleep: seconds is 0: expected 1 or more
4:102 Invalid spec.containers[1].lifecycle.postStart.sleep: seconds is -1: expected 1 or more
4:68 Invalid spec.containers[1].lifecycle.preStop.sleep: seconds is 6, which is more than terminationGracePeriodSeconds of the Pod: that is 5
`},
		{
			name: "sleep in 1.29", minor: 29, removed: []string{"spec.containers[0].lifecycle.preStop.sleep"},
			spec: "containers: [{name: a, image: x, lifecycle: {preStop: {sleep: {seconds: 1}}}}]",
			want: `
1:52 Required spec.containers[0].lifecycle.preStop: preStop does nothing: expected exec, httpGet, tcpSocket or sleep
`,
		},
	})
}
