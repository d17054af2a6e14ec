package arg

import (
	"fmt"
	"strings"
)

// Kind is what a NAME may be the name of, in kubectl's word for it. It is empty where none was given.
type Kind string

// The kinds.
const (
	Job     Kind = "job"
	CronJob Kind = "cronjob"
)

// Object is a NAME or KIND/NAME. KIND is written as kubectl takes it: in the singular, plural or short,
// with or without the API group, in capitals or not.
type Object struct {
	Kind Kind
	Name string
}

func (o Object) String() string {
	if o.Kind == "" {
		return o.Name
	}
	return string(o.Kind) + "/" + o.Name
}

// ParseObject reads NAME or KIND/NAME. ok is false for another KIND and where NAME is missing.
func ParseObject(text string) (o Object, ok bool) {
	kind, name, found := strings.Cut(text, "/")
	if !found {
		return Object{Name: text}, text != ""
	}
	kind, group, _ := strings.Cut(strings.ToLower(kind), ".")
	switch kind {
	case "job", "jobs":
		o.Kind = Job
	case "cronjob", "cronjobs", "cj":
		o.Kind = CronJob
	}
	o.Name = name
	ok = o.Kind != "" && name != "" && !strings.Contains(name, "/") && (group == "" || group == "batch" || group == "v1.batch")
	return o, ok
}

// OneJob is the Job that the arguments of a command name.
func OneJob(names []string) (string, error) {
	if len(names) != 1 {
		return "", fmt.Errorf("expected the name of one Job, found %d arguments", len(names))
	}
	o, ok := ParseObject(names[0])
	switch {
	case !ok:
		return "", fmt.Errorf("%q: expected the name of a Job, as NAME or job/NAME", names[0])
	case o.Kind == CronJob:
		return "", fmt.Errorf("expected the name of a Job, found cronjob/%s; "+
			"the Jobs that it has made are listed by: kubectl get jobs; to run it now: kubectl job run --from=cronjob/%s --wait", o.Name, o.Name)
	}
	return o.Name, nil
}

// OneCronJob is the CronJob that the arguments of a command name.
func OneCronJob(names []string) (string, error) {
	if len(names) != 1 {
		return "", fmt.Errorf("expected the name of one CronJob, found %d arguments", len(names))
	}
	o, ok := ParseObject(names[0])
	switch {
	case !ok:
		return "", fmt.Errorf("%q: expected the name of a CronJob, as NAME or cronjob/NAME", names[0])
	case o.Kind == Job:
		return "", fmt.Errorf("expected the name of a CronJob, found job/%s; to run a Job again: kubectl job rerun %s", o.Name, o.Name)
	}
	return o.Name, nil
}

// Objects reads the names of Jobs and CronJobs; without a kind, a name is a Job's.
func Objects(names []string) ([]Object, error) {
	var all []Object
	for _, name := range names {
		o, ok := ParseObject(name)
		if !ok {
			return nil, fmt.Errorf("%q: expected the name of a Job or CronJob, as NAME, job/NAME or cronjob/NAME", name)
		}
		if o.Kind == "" {
			o.Kind = Job
		}
		all = append(all, o)
	}
	return all, nil
}
