package container.daemon_test

import data.container.daemon.violation
import data.testing

test_bad if {
	count(violation) == 1 with input as testing.job({"containers": [testing.container({"image": {"name": "nginx"}})]})
}

test_fixed if {
	count(violation) == 0 with input as testing.job({"containers": [testing.container({"image": {"name": "nginx"}, "command": ["nginx", "-t"]})]})
}
