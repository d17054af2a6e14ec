# What the rules share.
package lib

# found is a finding about a field of a part of the document.
found(part, field, message) := {"path": path(part, field), "message": message}

# path is a field of a part: the path of the part itself, if the field is empty.
path(part, field) := part.at if {
	field == ""
} else := sprintf("%s.%s", [part.at, field])

# set and remove are the edits of a fix.
set(part, field, value) := {"op": "set", "path": path(part, field), "value": value}

remove(part, field) := {"op": "remove", "path": path(part, field)}

# mains are the containers whose end is the end of the Pod.
mains contains c if {
	some c in input.containers
	c.role == "main"
}

# commands are the words that a container runs.
words(container) := array.concat(container.command, container.args)

# duration writes seconds as a person would: 90 seconds, 15 minutes, about 51 minutes, 36 hours, 3 days.
duration(seconds) := sprintf("%d days", [seconds / 86400]) if {
	seconds >= 172800
	seconds % 86400 == 0
} else := "1 hour" if {
	seconds == 3600
} else := sprintf("%d hours", [seconds / 3600]) if {
	seconds >= 7200
	seconds % 3600 == 0
} else := sprintf("%d minutes", [seconds / 60]) if {
	seconds >= 120
	seconds % 60 == 0
} else := sprintf("about %d minutes", [round(seconds / 60)]) if {
	seconds >= 600
} else := "1 second" if {
	seconds == 1
} else := sprintf("%d seconds", [seconds])

# grace_period is how long a Pod may go on when it is being deleted, in seconds. What a preStop hook takes is part of it.
grace_period := input.pod.terminationGracePeriodSeconds

# gitops is the tool that keeps the object as it is in a repository; undefined where none shows.
gitops := "Argo CD" if {
	some key in marks
	startswith(key, "argocd.argoproj.io/")
} else := "Flux" if {
	some key in marks
	contains(key, "toolkit.fluxcd.io/")
}

# marks are the names of the annotations and labels.
marks contains key if some key, _ in input.metadata.annotations

marks contains key if some key, _ in input.metadata.labels

# hook holds for Jobs that Helm or Argo CD run at a certain time, and wait for.
hook if input.metadata.annotations["helm.sh/hook"]

hook if input.metadata.annotations["argocd.argoproj.io/hook"]

# helm holds for what a chart of Helm made.
helm if input.metadata.labels["helm.sh/chart"]

helm if input.metadata.labels["app.kubernetes.io/managed-by"] == "Helm"

# queued holds for Jobs that a queue controller starts: Kueue by a label, others by managing or owning the Job.
queued if input.metadata.labels["kueue.x-k8s.io/queue-name"]

queued if input.jobMetadata.labels["kueue.x-k8s.io/queue-name"]

queued if input.job.managedBy

queued if input.metadata.ownerReferences > 0

# daemons are images of servers, by the last part of their names: started as they are, they do not end.
daemons := {
	"apache", "caddy", "clickhouse-server", "cloud-sql-proxy", "cloudsql-proxy", "consul", "dind", "elasticsearch", "envoy", "etcd",
	"filebeat", "fluent-bit", "fluentbit", "fluentd", "gce-proxy", "grafana", "haproxy", "httpd", "jaeger-agent", "kafka",
	"mariadb", "memcached", "minio", "mongo", "mongodb", "mysql", "nats", "nginx", "oauth2-proxy", "opensearch",
	"opentelemetry-collector", "opentelemetry-collector-contrib", "pgbouncer", "postgres", "postgresql", "prometheus", "promtail",
	"proxyv2", "rabbitmq", "redis", "registry", "statsd-exporter", "tomcat", "traefik", "valkey", "vector", "zookeeper",
}

# daemon holds for a container that starts a server as its image does.
daemon(container) if {
	container.image.name in daemons
	count(container.command) == 0
	every arg in container.args {
		startswith(arg, "-")
	}
}

daemon(container) if {
	endswith(object.get(container.image, "tag", ""), "dind")
	count(container.command) == 0
}
