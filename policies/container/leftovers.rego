# METADATA
# title: "What the last attempt has left"
# description: >-
#   restartPolicy is OnFailure, and the container writes to an emptyDir volume.
# custom:
#   severity: info
#   why: >-
#     A restarted container finds the files of the last attempt: half-written results, locks, lists of what is
#     done. With Never a new Pod begins with an empty volume.
#   fix: >-
#     Let the program clean up when it starts, or use restartPolicy Never.
#   evidence:
#   - "https://kubernetes.io/docs/concepts/storage/volumes/#emptydir"
package container.leftovers

import data.lib

violation contains lib.found(mount, "", message) if {
	input.pod.restartPolicy == "OnFailure"
	some volume in input.pod.volumes
	volume.kind == "emptyDir"
	some c in lib.mains
	some mount in c.mounts
	mount.name == volume.name
	not mount.readOnly
	message := sprintf("when %s is restarted, it finds the files in volume %s that its last attempt has left", [c.name, volume.name])
}
