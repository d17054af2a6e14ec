# METADATA
# title: "A proxy of a service mesh may not end"
# description: >-
#   A service mesh puts its proxy into the Pods, as a container of its own in older versions.
# custom:
#   severity: info
#   why: >-
#     The injected proxy does not end with the work, and the Job never completes. Meshes that inject it as a
#     native sidecar (Istio on Kubernetes 1.29 and later, Linkerd with proxy-enable-native-sidecar) do not have
#     the problem.
#   fix: >-
#     Leave the proxy out (sidecar.istio.io/inject: "false", linkerd.io/inject: disabled), or make sure that
#     the mesh uses native sidecars.
#   evidence:
#   - https://github.com/istio/istio/issues/11045
#   - https://github.com/istio/istio/issues/6324
package container.mesh_proxy

violation contains {"path": sprintf("%s.annotations", [trim_suffix(input.pod.labelsAt, ".labels")]), "message": message} if {
	some sign, mesh in meshes
	value := object.get(input.pod.annotations, sign, object.get(input.pod.labels, sign, ""))
	value in {"true", "enabled", "ingress"}
	not native
	message := sprintf("the proxy of %s goes on when the work is done, unless it is injected as a native sidecar: the Job may never complete", [mesh])
}

native if {
	some key, _ in input.pod.annotations
	contains(key, "ative")
	contains(lower(key), "sidecar")
}

# meshes are known by the annotations and labels that ask for their proxies.
meshes := {"sidecar.istio.io/inject": "Istio", "linkerd.io/inject": "Linkerd"}
