# The files and the CronJob that the pages speak of.
ln -s "$ROOT/testdata" testdata
cat >report.yaml <<'END'
apiVersion: batch/v1
kind: Job
metadata:
  name: report
spec:
  completionMode: Indexed
  parallelism: 3
  template:
    spec:
      restartPolicy: Never
      containers:
      - name: report
        image: busybox
        command: [date]
END
cat >backup.yaml <<'END'
apiVersion: batch/v1
kind: CronJob
metadata:
  name: database-backup
spec:
  schedule: "17 3 * * *"
  jobTemplate:
    spec:
      template:
        spec:
          restartPolicy: Never
          containers:
          - name: dump
            image: postgres:16
            command: [sh, -c]
            args:
            - pg_dump shop | gzip > /backup/shop.sql.gz
END
cat >job.yaml <<'END'
apiVersion: batch/v1
kind: Job
metadata:
  name: hello
spec:
  backoffLimit: 0
  template:
    spec:
      restartPolicy: Never
      containers:
      - name: hello
        image: busybox
        command: [echo, hello]
END
kubectl create cronjob backup --image=busybox --schedule='0 3 * * *' -- echo nightly
