package pod

import "testing"

func TestNodeAffinity(t *testing.T) {
	checkTemplates(t, []templateCase{
		{
			name: "accepted",
			spec: `
affinity:
  nodeAffinity:
    requiredDuringSchedulingIgnoredDuringExecution:
      nodeSelectorTerms:
      - matchExpressions:
        - {key: a, operator: In, values: [b, ""]}
        - {key: a, operator: Gt, values: ["1"]}
        - {key: a, operator: Exists}
        matchFields:
        - {key: metadata.name, operator: In, values: [node]}
      - {}
    preferredDuringSchedulingIgnoredDuringExecution:
    - {weight: 100, preference: {matchExpressions: [{key: a, operator: NotIn, values: ["%"]}]}}
`,
		},
		{
			name: "refused",
			spec: `
affinity:
  nodeAffinity:
    requiredDuringSchedulingIgnoredDuringExecution:
      nodeSelectorTerms:
      - matchExpressions:
        - {key: a, operator: In}
        - {key: a, operator: DoesNotExist, values: [b]}
        - {key: a, operator: Lt, values: [b, c]}
        - {key: a/, operator: Like}
        - {key: a, operator: In, values: [b, "%"]}
        matchFields:
        - {key: metadata.name, operator: In, values: [a, B]}
        - {key: metadata.uid, operator: Exists, values: [a]}
    preferredDuringSchedulingIgnoredDuringExecution:
    - {weight: 0}
    - {weight: 101, preference: {matchExpressions: [{key: a}]}}
`,
			want: `
6:18 Required spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms[0].matchExpressions[0].values: operator In needs at least one value
7:50 Forbidden spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms[0].matchExpressions[1].values: operator DoesNotExist takes no values
8:40 Required spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms[0].matchExpressions[2].values: operator Lt needs one value, found 2
9:37 Invalid spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms[0].matchExpressions[3].operator: operator is "Like": expected In, NotIn, Exists, DoesNotExist, Gt or Lt
9:23 Invalid spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms[0].matchExpressions[3].key: key "a/" has an empty name: expected letters, digits, -, _ and .
10:52 Invalid spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms[0].matchExpressions[4].values[1]: value "%" must be empty, or consist of letters, digits, -, _ and ., and begin and end with a letter or digit
12:52 Required spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms[0].matchFields[0].values: operator In needs one value for a field of the node, found 2
12:64 Invalid spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms[0].matchFields[0].values[1]: the name "B" of the node must consist of lower case letters, digits, - and ., and each part between dots must begin and end with a letter or digit
13:47 Invalid spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms[0].matchFields[1].operator: operator is "Exists": for fields of the node, expected In or NotIn
13:23 Invalid spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms[0].matchFields[1].key: key is "metadata.uid": the only field of nodes that can be asked for is metadata.name
15:22 Invalid spec.affinity.nodeAffinity.preferredDuringSchedulingIgnoredDuringExecution[0].weight: weight is 0: expected 1 to 100
16:22 Invalid spec.affinity.nodeAffinity.preferredDuringSchedulingIgnoredDuringExecution[1].weight: weight is 101: expected 1 to 100
16:60 Invalid spec.affinity.nodeAffinity.preferredDuringSchedulingIgnoredDuringExecution[1].preference.matchExpressions[0].operator: operator is "": expected In, NotIn, Exists, DoesNotExist, Gt or Lt
`,
		},
		{
			name: "no terms",
			spec: `
affinity: {nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution: {}}}
`,
			want: `
1:81 Required spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms: nodeSelectorTerms is missing: expected at least one term
`,
		},
		{
			name: "values before 1.33", minor: 32,
			spec: `
affinity:
  nodeAffinity:
    requiredDuringSchedulingIgnoredDuringExecution:
      nodeSelectorTerms:
      - matchExpressions: [{key: a, operator: In, values: ["%"]}]
`,
		},
	})
}

func TestPodAffinity(t *testing.T) {
	checkTemplates(t, []templateCase{
		{
			name: "accepted",
			spec: `
affinity:
  podAffinity:
    requiredDuringSchedulingIgnoredDuringExecution:
    - {topologyKey: a/b, labelSelector: {matchLabels: {a: b}}, matchLabelKeys: [a], mismatchLabelKeys: [c], namespaces: [x]}
  podAntiAffinity:
    preferredDuringSchedulingIgnoredDuringExecution:
    - {weight: 1, podAffinityTerm: {topologyKey: a}}
`,
		},
		{
			name: "refused",
			spec: `
affinity:
  podAffinity:
    requiredDuringSchedulingIgnoredDuringExecution:
    - {labelSelector: {matchLabels: {a: "%"}}, namespaces: [A, b, C], namespaceSelector: {matchExpressions: [{key: a, operator: In, values: ["%"]}]}}
    - {topologyKey: a b, matchLabelKeys: [a], mismatchLabelKeys: [b]}
    - topologyKey: a
      matchLabelKeys: [a, a b, c]
      mismatchLabelKeys: [c]
      labelSelector: {matchLabels: {a: b}, matchExpressions: [{key: a, operator: Exists}]}
  podAntiAffinity:
    preferredDuringSchedulingIgnoredDuringExecution:
    - {}
    - weight: 1
      podAffinityTerm:
        topologyKey: a
        matchLabelKeys: [a]
        labelSelector: {matchExpressions: [{key: a, operator: Exists}, {key: a, operator: Exists}]}
`,
			want: `
4:47 Invalid spec.affinity.podAffinity.requiredDuringSchedulingIgnoredDuringExecution[0].labelSelector.matchLabels: the value "%" of label a must be empty, or consist of letters, digits, -, _ and ., and begin and end with a letter or digit
4:148 Invalid spec.affinity.podAffinity.requiredDuringSchedulingIgnoredDuringExecution[0].namespaceSelector.matchExpressions[0].values[0]: value "%" must be empty, or consist of letters, digits, -, _ and ., and begin and end with a letter or digit
4:67 Invalid spec.affinity.podAffinity.requiredDuringSchedulingIgnoredDuringExecution[0].namespace: namespace "A" must consist of lower case letters, digits and -, and begin and end with a letter or digit
4:73 Invalid spec.affinity.podAffinity.requiredDuringSchedulingIgnoredDuringExecution[0].namespace: namespace "C" must consist of lower case letters, digits and -, and begin and end with a letter or digit
4:14 Required spec.affinity.podAffinity.requiredDuringSchedulingIgnoredDuringExecution[0].topologyKey: topologyKey is missing: expected the label of nodes that tells them apart, such as kubernetes.io/hostname
5:32 Forbidden spec.affinity.podAffinity.requiredDuringSchedulingIgnoredDuringExecution[1].matchLabelKeys: matchLabelKeys needs a labelSelector
5:53 Forbidden spec.affinity.podAffinity.requiredDuringSchedulingIgnoredDuringExecution[1].mismatchLabelKeys: mismatchLabelKeys needs a labelSelector
5:27 Invalid spec.affinity.podAffinity.requiredDuringSchedulingIgnoredDuringExecution[1].topologyKey: topologyKey "a b" must consist of letters, digits, -, _ and ., and begin and end with a letter or digit
7:33 Invalid spec.affinity.podAffinity.requiredDuringSchedulingIgnoredDuringExecution[2].matchLabelKeys[1]: matchLabelKeys "a b" must consist of letters, digits, -, _ and ., and begin and end with a letter or digit
9:75 Invalid spec.affinity.podAffinity.requiredDuringSchedulingIgnoredDuringExecution[2][0]: key "a" is in matchLabelKeys and in labelSelector: expected in one of them
7:38 Invalid spec.affinity.podAffinity.requiredDuringSchedulingIgnoredDuringExecution[2].matchLabelKeys[2]: key "c" is in matchLabelKeys and mismatchLabelKeys: expected in one of them
12:13 Invalid spec.affinity.podAntiAffinity.preferredDuringSchedulingIgnoredDuringExecution[0].weight: weight is 0: expected 1 to 100
12:13 Required spec.affinity.podAntiAffinity.preferredDuringSchedulingIgnoredDuringExecution[0].podAffinityTerm.topologyKey: topologyKey is missing: expected the label of nodes that tells them apart, such as kubernetes.io/hostname
17:84 Invalid spec.affinity.podAntiAffinity.preferredDuringSchedulingIgnoredDuringExecution[1].podAffinityTerm[0]: key "a" is in matchLabelKeys and in labelSelector: expected in one of them
`,
		},
		{
			name: "values of selectors in 1.25", minor: 25,
			spec: `
affinity:
  podAffinity:
    requiredDuringSchedulingIgnoredDuringExecution:
    - {topologyKey: a, labelSelector: {matchExpressions: [{key: a, operator: In, values: ["%"]}]}}
`,
		},
	})
}

func TestTolerations(t *testing.T) {
	checkTemplates(t, []templateCase{
		{
			name: "accepted",
			spec: `
tolerations:
- {operator: Exists}
- {key: a, value: b}
- {key: a/b, operator: Equal, value: "", effect: NoSchedule}
- {key: a, operator: Exists, effect: NoExecute, tolerationSeconds: 1}
`,
		},
		{
			name: "refused",
			spec: `
tolerations:
- {}
- {key: a b, operator: Exists, value: c}
- {key: a, value: "%"}
- {key: a, effect: Always}
- {key: a, tolerationSeconds: 1}
- {key: a, operator: Gt, value: "1"}
- {key: a, operator: exists}
`,
			want: `
2:9 Invalid spec.tolerations[0].operator: key is missing: expected one, or operator Exists, which tolerates every taint
3:15 Invalid spec.tolerations[1].key: key "a b" must consist of letters, digits, -, _ and ., and begin and end with a letter or digit
3:45 Invalid spec.tolerations[1].operator: value is "c", but operator Exists takes none: leave it out, or use operator Equal
4:25 Invalid spec.tolerations[2].operator: value "%" must be empty, or consist of letters, digits, -, _ and ., and begin and end with a letter or digit
5:26 NotSupported spec.tolerations[3].effect: effect is "Always": expected NoSchedule, PreferNoSchedule or NoExecute
6:37 Invalid spec.tolerations[4].effect: tolerationSeconds goes with effect NoExecute only, found ""
7:28 NotSupported spec.tolerations[5].operator: operator is "Gt": expected Equal or Exists
8:28 NotSupported spec.tolerations[6].operator: operator is "exists": expected Equal or Exists
`,
		},
	})
}

func TestTopology(t *testing.T) {
	checkTemplates(t, []templateCase{
		{
			name: "accepted",
			spec: `
topologySpreadConstraints:
- {maxSkew: 1, topologyKey: a, whenUnsatisfiable: DoNotSchedule, minDomains: 1, nodeTaintsPolicy: Honor, nodeAffinityPolicy: Ignore}
- {maxSkew: 1, topologyKey: a, whenUnsatisfiable: ScheduleAnyway, labelSelector: {matchLabels: {a: b}}, matchLabelKeys: [a, b]}
`,
		},
		{
			name: "refused",
			spec: `
topologySpreadConstraints:
- {}
- {maxSkew: 1, topologyKey: a, whenUnsatisfiable: DoNotSchedule, minDomains: 0}
- {maxSkew: 1, topologyKey: a, whenUnsatisfiable: DoNotSchedule, nodeTaintsPolicy: "", nodeAffinityPolicy: x}
- {maxSkew: 1, topologyKey: a, whenUnsatisfiable: ScheduleAnyway, minDomains: 1, matchLabelKeys: [a]}
- maxSkew: 1
  topologyKey: c
  whenUnsatisfiable: ScheduleAnyway
  matchLabelKeys: [b, a]
  labelSelector: {matchLabels: {a: "%"}, matchExpressions: [{key: a, operator: Exists}]}
`,
			want: `
2:9 Invalid spec.topologySpreadConstraints[0].maxSkew: maxSkew is 0: expected 1 or more
2:9 Required spec.topologySpreadConstraints[0].topologyKey: topologyKey is missing: expected the label of nodes that tells them apart, such as topology.kubernetes.io/zone
2:9 NotSupported spec.topologySpreadConstraints[0].whenUnsatisfiable: whenUnsatisfiable is "": expected DoNotSchedule or ScheduleAnyway
3:84 Invalid spec.topologySpreadConstraints[1].minDomains: minDomains is 0: expected 1 or more
3:35 Duplicate spec.topologySpreadConstraints[1].{topologyKey, whenUnsatisfiable}: another constraint has topologyKey "a" and whenUnsatisfiable "DoNotSchedule", too
4:114 NotSupported spec.topologySpreadConstraints[2].nodeAffinityPolicy: nodeAffinityPolicy is "x": expected Honor or Ignore
4:90 NotSupported spec.topologySpreadConstraints[2].nodeTaintsPolicy: nodeTaintsPolicy is "": expected Honor or Ignore
5:85 Invalid spec.topologySpreadConstraints[3].minDomains: minDomains goes with whenUnsatisfiable DoNotSchedule only, found "ScheduleAnyway"
5:88 Forbidden spec.topologySpreadConstraints[3].matchLabelKeys: matchLabelKeys needs a labelSelector
10:73 Invalid spec.topologySpreadConstraints[4][1]: key "a" is in matchLabelKeys and in labelSelector: expected in one of them
10:42 Invalid spec.topologySpreadConstraints[4].labelSelector.matchLabels: the value "%" of label a must be empty, or consist of letters, digits, -, _ and ., and begin and end with a letter or digit
`,
		},
		{
			name: "matchLabelKeys before 1.34", minor: 33,
			spec: `
topologySpreadConstraints:
- {maxSkew: 1, topologyKey: a, whenUnsatisfiable: DoNotSchedule, matchLabelKeys: [a, "%"]}
- maxSkew: 1
  topologyKey: b
  whenUnsatisfiable: DoNotSchedule
  matchLabelKeys: [a, b, c]
  labelSelector: {matchLabels: {a: x}, matchExpressions: [{key: b, operator: Exists}]}
`,
			want: `
2:72 Forbidden spec.topologySpreadConstraints[0].matchLabelKeys: matchLabelKeys needs a labelSelector
2:92 Invalid spec.topologySpreadConstraints[0].matchLabelKeys[1]: matchLabelKeys "%" must consist of letters, digits, -, _ and ., and begin and end with a letter or digit
6:26 Invalid spec.topologySpreadConstraints[1].matchLabelKeys[0]: key "a" is in matchLabelKeys and in labelSelector: expected in one of them
6:29 Invalid spec.topologySpreadConstraints[1].matchLabelKeys[1]: key "b" is in matchLabelKeys and in labelSelector: expected in one of them
`,
		},
		{
			name: "selectors before 1.27", minor: 26,
			spec: `
topologySpreadConstraints:
- {maxSkew: 1, topologyKey: a, whenUnsatisfiable: DoNotSchedule, labelSelector: {matchLabels: {a: "%"}}}
`,
		},
	})
}
