package container.moving_tag_test

import data.container.moving_tag.violation
import data.testing

test_bad if {
	count(violation) == 1 with input as testing.job({"containers": [testing.container({"image": {"reference": "shop/import:latest", "tag": "latest"}})]})
}

test_fixed if {
	count(violation) == 0 with input as testing.job({"containers": [testing.container({"image": {"reference": "shop/import:4.2", "tag": "4.2"}})]})
}

test_near if {
	count(violation) == 0 with input as testing.job({"containers": [testing.container({"image": {"reference": "shop/import:latest@sha256:1", "tag": "latest", "digest": "sha256:1"}})]})
}
