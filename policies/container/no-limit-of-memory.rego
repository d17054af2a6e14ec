# METADATA
# title: "A volume in memory without bound"
# description: >-
#   A volume of type emptyDir keeps its files in memory, and has no sizeLimit.
# custom:
#   severity: info
#   why: >-
#     What is written there counts as memory of the container. Without sizeLimit it grows until the container
#     is killed for it (OOMKilled), or the node runs out.
#   fix: >-
#     Set sizeLimit.
#   evidence:
#   - "https://kubernetes.io/docs/concepts/storage/volumes/#emptydir"
package container.no_limit_of_memory

import data.lib

violation contains lib.found(volume, "emptyDir", message) if {
	some volume in input.pod.volumes
	volume.medium == "Memory"
	not volume.sizeLimit
	message := sprintf("files in volume %s are memory: without sizeLimit they grow until a container is killed for it", [volume.name])
}
