# METADATA
# title: "Retries may run other code"
# description: >-
#   The image has no tag, or one that moves.
# custom:
#   severity: info
#   why: >-
#     latest, or no tag at all, stands for whatever was pushed last. A retry, or the next run, may work with
#     other code than the one before.
#   fix: >-
#     Name a version, or a digest.
#   evidence:
#   - "https://kubernetes.io/docs/concepts/containers/images/#image-names"
package container.moving_tag

import data.lib

violation contains lib.found(c, "image", message) if {
	some c in input.containers
	not c.image.digest
	object.get(c.image, "tag", "latest") in moving
	message := sprintf("%s is another image after the next push: retries and later runs may work with other code", [c.image.reference])
}

# moving are tags that are put on a new image again and again.
moving := {"latest", "main", "master", "dev", "edge", "nightly", "stable"}
