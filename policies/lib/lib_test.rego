package lib_test

import data.lib
import data.testing

test_duration if {
	every seconds, text in {
		1: "1 second", 90: "90 seconds", 120: "2 minutes", 599: "599 seconds", 3030: "about 51 minutes", 3600: "1 hour",
		5400: "90 minutes", 7200: "2 hours", 90000: "25 hours", 172800: "2 days",
	} {
		lib.duration(seconds) == text
	}
}

test_path if {
	lib.path({"at": "spec"}, "") == "spec"
	lib.path({"at": "spec"}, "suspend") == "spec.suspend"
}

test_gitops if {
	lib.gitops == "Flux" with input as testing.job({"metadata": {"labels": {"kustomize.toolkit.fluxcd.io/name": "shop"}}})
	lib.gitops == "Argo CD" with input as testing.job({"metadata": {"annotations": {"argocd.argoproj.io/tracking-id": "shop"}}})
	not lib.gitops with input as testing.job({})
}

test_hook if {
	lib.hook with input as testing.job({"metadata": {"annotations": {"argocd.argoproj.io/hook": "Sync"}}})
	lib.hook with input as testing.job({"metadata": {"annotations": {"helm.sh/hook": "test"}}})
	not lib.hook with input as testing.job({})
}

test_helm if {
	lib.helm with input as testing.job({"metadata": {"labels": {"helm.sh/chart": "shop-1"}}})
	lib.helm with input as testing.job({"metadata": {"labels": {"app.kubernetes.io/managed-by": "Helm"}}})
	not lib.helm with input as testing.job({})
}

test_queued if {
	lib.queued with input as testing.job({"metadata": {"labels": {"kueue.x-k8s.io/queue-name": "q"}}})
	lib.queued with input as testing.cron({"jobMetadata": {"labels": {"kueue.x-k8s.io/queue-name": "q"}}})
	lib.queued with input as testing.job({"job": {"managedBy": "example.com/queue"}})
	lib.queued with input as testing.job({"metadata": {"ownerReferences": 1}})
	not lib.queued with input as testing.job({})
}

test_daemon if {
	lib.daemon(testing.container({"image": {"name": "docker", "tag": "28-dind"}}))
	lib.daemon(testing.container({"image": {"name": "redis"}, "args": ["--port=1"]}))
	not lib.daemon(testing.container({"image": {"name": "redis"}, "args": ["redis-cli"]}))
	not lib.daemon(testing.container({}))
}
