package container.mesh_proxy_test

import data.container.mesh_proxy.violation
import data.testing

test_bad if {
	count(violation) == 1 with input as testing.job({"pod": {"annotations": {"sidecar.istio.io/inject": "true"}}})
}

test_fixed if {
	count(violation) == 0 with input as testing.job({"pod": {"annotations": {"sidecar.istio.io/inject": "false"}}})
}

test_near if {
	count(violation) == 0 with input as testing.job({"pod": {"annotations": {"linkerd.io/inject": "enabled", "config.alpha.linkerd.io/proxy-enable-native-sidecar": "true"}}})
}
