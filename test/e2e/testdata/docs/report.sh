kubectl job run report --image=busybox --wait -- date
