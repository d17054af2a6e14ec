# Two Jobs that have ended, one well, and a CronJob.
kubectl create cronjob backup --image=busybox --schedule='0 3 * * *' -- echo nightly
kubectl job run x --image=busybox --labels=team=data --wait -- echo hello
kubectl job run broken --image=busybox --backoff-limit=0 --wait -- sh -c 'echo cannot open the database; exit 3' || [ $? = 3 ]
