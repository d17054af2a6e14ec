package pod

import "testing"

func TestMetadata(t *testing.T) {
	checkTemplates(t, []templateCase{
		{
			name: "accepted",
			metadata: `
namespace: "%"
finalizers: ["%"]
labels: {a: b, c: null, d/e: ""}
annotations:
  A/B: "anything %"
  controller.kubernetes.io/pod-deletion-cost: "-5"
  scheduler.alpha.kubernetes.io/tolerations: '[{"key":"a","operator":"Exists"}]'
  seccomp.security.alpha.kubernetes.io/pod: runtime/default
  container.seccomp.security.alpha.kubernetes.io/main: localhost/a/b
  container.apparmor.security.beta.kubernetes.io/main: localhost/a
`,
		},
		{
			name: "labels and annotations",
			metadata: `
labels: {a: "%", "%": b}
annotations: {a/b/c: x}
`,
			want: `
1:19 Invalid labels: the value "%" of label a must be empty, or consist of letters, digits, -, _ and ., and begin and end with a letter or digit
1:24 Invalid labels: label key "%" must consist of letters, digits, -, _ and ., and begin and end with a letter or digit
2:21 Invalid annotations: annotation key "a/b/c" must be a name, or a DNS subdomain, a slash and a name: there is more than one slash
`,
		},
		{
			name: "annotations that mean something",
			metadata: `
annotations:
  kubernetes.io/config.mirror: x
  controller.kubernetes.io/pod-deletion-cost: "+5"
  scheduler.alpha.kubernetes.io/tolerations: '[{"key":"a b","operator":"Gt"}]'
  seccomp.security.alpha.kubernetes.io/pod: ""
  container.seccomp.security.alpha.kubernetes.io/any: localhost/../a
  container.apparmor.security.beta.kubernetes.io/other: unconfined
  container.apparmor.security.beta.kubernetes.io/main: Unconfined
`,
			want: `
2:38 Invalid annotations[kubernetes.io/config.mirror]: annotation kubernetes.io/config.mirror is for the kubelet's static Pods: it needs spec.nodeName
3:53 Invalid annotations[controller.kubernetes.io/pod-deletion-cost]: annotation controller.kubernetes.io/pod-deletion-cost is "+5": expected a whole number in 32 bits, such as 100 or -5
4:52 Invalid annotations.scheduler.alpha.kubernetes.io/tolerations[0].key: key "a b" must consist of letters, digits, -, _ and ., and begin and end with a letter or digit
4:52 NotSupported annotations.scheduler.alpha.kubernetes.io/tolerations[0].operator: operator is "Gt": expected Equal or Exists
5:51 Invalid annotations.seccomp.security.alpha.kubernetes.io/pod: seccomp profile "" is none: expected runtime/default, unconfined or localhost/PATH
6:61 Invalid annotations.container.seccomp.security.alpha.kubernetes.io/any: the path of seccomp profile "localhost/../a" must not go up: it has a part ..
7:63 Invalid annotations[container.apparmor.security.beta.kubernetes.io/other]: the annotation is about container "other", which is not there
8:62 Invalid annotations[container.apparmor.security.beta.kubernetes.io/main]: AppArmor profile "Unconfined" is none: expected runtime/default, unconfined or localhost/NAME
`,
		},
		{
			name: "tolerations in YAML",
			metadata: `
annotations: {scheduler.alpha.kubernetes.io/tolerations: "- key: a"}
`,
			want: `
1:64 Invalid annotations: annotation scheduler.alpha.kubernetes.io/tolerations is no list of tolerations in JSON; the field spec.tolerations is for them
`,
		},
		{
			name: "tolerations with keys as in YAML",
			metadata: `
annotations: {scheduler.alpha.kubernetes.io/tolerations: '[{key: "a"}]'}
`,
			want: `
1:64 Invalid annotations: annotation scheduler.alpha.kubernetes.io/tolerations is no list of tolerations in JSON; the field spec.tolerations is for them
`,
		},
		{
			name: "tolerations of a wrong type",
			metadata: `
annotations: {scheduler.alpha.kubernetes.io/tolerations: '[{"key": 5}]'}
`,
			want: `
1:64 Invalid annotations: annotation scheduler.alpha.kubernetes.io/tolerations is no list of tolerations in JSON; the field spec.tolerations is for them
`,
		},
		{
			name: "tolerations with names in capitals",
			metadata: `
annotations: {scheduler.alpha.kubernetes.io/tolerations: '[{"KEY": "a", "Effect": "x"}, null]'}
`,
			want: `
1:64 NotSupported annotations.scheduler.alpha.kubernetes.io/tolerations[0].effect: effect is "x": expected NoSchedule, PreferNoSchedule or NoExecute
1:64 Invalid annotations.scheduler.alpha.kubernetes.io/tolerations[1].operator: key is missing: expected one, or operator Exists, which tolerates every taint
`,
		},
		{
			name: "profiles agree",
			metadata: `
annotations:
  seccomp.security.alpha.kubernetes.io/pod: docker/default
  container.seccomp.security.alpha.kubernetes.io/main: localhost/a
  container.apparmor.security.beta.kubernetes.io/main: runtime/default
`,
			spec: `
securityContext: {seccompProfile: {type: RuntimeDefault}, appArmorProfile: {type: RuntimeDefault}}
containers: [{name: main, image: i, securityContext: {seccompProfile: {type: Localhost, localhostProfile: a}}}]
`,
		},
		{
			name: "profiles differ",
			metadata: `
annotations:
  seccomp.security.alpha.kubernetes.io/pod: unconfined
  container.seccomp.security.alpha.kubernetes.io/main: localhost/b
  container.apparmor.security.beta.kubernetes.io/main: runtime/default
  container.apparmor.security.beta.kubernetes.io/b: localhost/x
`,
			spec: `
securityContext: {seccompProfile: {type: RuntimeDefault}, appArmorProfile: {type: Unconfined}}
containers:
- {name: main, image: i, securityContext: {seccompProfile: {type: Localhost, localhostProfile: a}}}
- {name: b, image: i, securityContext: {appArmorProfile: {type: Localhost, localhostProfile: z}}}
`,
			want: `
1:48 Forbidden spec.securityContext.seccompProfile.type: the type is RuntimeDefault, but its annotation says "unconfined": they must agree
3:102 Forbidden spec.containers[0].securityContext.seccompProfile.localhostProfile: the profile is "a", but its annotation says "localhost/b": they must agree
1:89 Forbidden spec.containers[0].securityContext.appArmorProfile.type: the type is Unconfined, but its annotation says "runtime/default": they must agree
4:100 Forbidden spec.containers[1].securityContext.appArmorProfile.localhostProfile: the profile is "z", but its annotation says "localhost/x": they must agree
`,
		},
		{
			name: "AppArmor profiles before 1.30", minor: 29,
			metadata: `
annotations: {container.apparmor.security.beta.kubernetes.io/main: runtime/default}
`,
			spec: `
securityContext: {appArmorProfile: {type: Unconfined}}
`,
		},
	})
}
