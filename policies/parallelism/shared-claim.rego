# METADATA
# title: "Several Pods write to one volume"
# description: >-
#   Several Pods run at once and mount the same PersistentVolumeClaim for writing.
# custom:
#   severity: info
#   why: >-
#     A claim with access mode ReadWriteOnce can be used on one node only: Pods on other nodes stay pending.
#     Where all can mount it, they write over each other unless they take care not to.
#   fix: >-
#     Give each Pod a folder of its own by its index, mount the claim read-only, or use an ephemeral volume.
#   evidence:
#   - "https://kubernetes.io/docs/concepts/storage/persistent-volumes/#access-modes"
package parallelism.shared_claim

import data.lib

violation contains lib.found(mount, "", message) if {
	input.job.parallelism > 1
	some volume in input.pod.volumes
	volume.claimName
	some c in input.containers
	some mount in c.mounts
	mount.name == volume.name
	not mount.readOnly
	message := sprintf("%d Pods at a time write to claim %s: with ReadWriteOnce all must be on one node, and nothing keeps their files apart", [input.job.parallelism, volume.claimName])
}
