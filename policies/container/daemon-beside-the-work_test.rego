package container.daemon_beside_the_work_test

import data.container.daemon_beside_the_work.violation
import data.testing

test_bad if {
	count(violation) == 1 with input as testing.job({"containers": [testing.container({}), testing.container({"at": "c", "name": "proxy", "image": {"name": "cloud-sql-proxy"}})]})
}

test_fixed if {
	count(violation) == 0 with input as testing.job({"containers": [testing.container({}), testing.container({"role": "sidecar", "image": {"name": "cloud-sql-proxy"}})]})
}

test_near_1 if {
	count(violation) == 0 with input as testing.job({"containers": [testing.container({}), testing.container({"image": {"name": "redis"}, "command": ["redis-cli", "ping"]})]})
}

test_near_2 if {
	count(violation) == 0 with input as testing.job({"containers": [testing.container({"image": {"name": "postgres"}, "command": ["pg_dump"]})]})
}
