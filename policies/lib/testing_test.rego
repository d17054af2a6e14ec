# Facts for the tests of the rules: a Job and a CronJob that nothing is to be said of.
package testing

# job are the facts about a Job, with changes: objects are merged, everything else is replaced.
job(changes) := object.union(
	{
		"version": 37,
		"kind": "Job",
		"metadata": {
			"at": "metadata", "name": "demo", "labels": {}, "annotations": {},
			"ownerReferences": 0, "finalizers": 0,
		},
		"job": {
			"at": "spec", "kind": "single", "written": {}, "parallelism": 1, "completions": 1, "completionMode": "NonIndexed",
			"backoffLimit": 6, "suspend": false, "podReplacementPolicy": "TerminatingOrFailed",
			"backoff": {"total": 630, "longest": 320, "cap": 600},
		},
		"pod": {
			"at": "spec.template.spec", "written": {}, "labels": {}, "annotations": {}, "labelsAt": "spec.template.metadata.labels",
			"restartPolicy": "Never", "terminationGracePeriodSeconds": 30, "hostNetwork": false, "exclusive": false,
			"volumes": [], "schedulingGates": 0,
		},
		"containers": [container({})],
	},
	changes,
)

# cron are the facts about a CronJob, with changes.
cron(changes) := object.union(
	job({
		"kind": "CronJob",
		"cron": {
			"at": "spec", "written": {}, "schedule": "15 4 * * *", "concurrencyPolicy": "Allow", "suspend": false,
			"successfulJobsHistoryLimit": 3, "failedJobsHistoryLimit": 1,
			"runs": {
				"never": false, "inAYear": 365, "shortest": 86400, "longest": 86400, "every": 0, "eitherDay": false,
				"twice": [], "skipped": [], "next": ["Tue 2026-11-24 04:15"],
				"fields": {"minute": "15", "hour": "4", "dayOfMonth": "*", "month": "*", "dayOfWeek": "*"},
			},
		},
		"job": {"at": "spec.jobTemplate.spec"},
		"jobMetadata": {
			"at": "spec.jobTemplate.metadata", "labels": {}, "annotations": {}, "ownerReferences": 0,
			"finalizers": 0,
		},
		"pod": {"at": "spec.jobTemplate.spec.template.spec"},
	}),
	changes,
)

# container are the facts about a container, with changes.
container(changes) := object.union(
	{
		"at": "spec.template.spec.containers[0]", "name": "main", "role": "main", "written": {},
		"image": {"reference": "shop/import:4.2", "name": "import", "tag": "4.2"},
		"imagePullPolicy": "", "command": [], "args": [], "env": [], "ports": [], "mounts": [],
		"requests": {}, "limits": {}, "privileged": false,
	},
	changes,
)

# script are the facts about a script that a container runs, with changes.
script(changes) := container({"script": object.union(
	{
		"at": "spec.template.spec.containers[0].args[0]", "shell": "sh", "errexit": false, "pipefail": false, "commands": 1,
		"background": false, "exec": false, "trap": false, "names": [], "extra": 0, "positional": false,
	},
	changes,
)})
