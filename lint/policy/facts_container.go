package policy

import (
	"path"
	"slices"
	"strings"

	"github.com/kubectl-job/kubectl-job/lint/internal/field"
	"github.com/kubectl-job/kubectl-job/lint/policy/internal/shell"
	"github.com/kubectl-job/kubectl-job/lint/policy/plan"
)

// containers are the facts about all containers: init containers first, as they run.
func (b *builder) containers() *plan.Array {
	all := make([]plan.Value, 0, 2)
	for _, c := range b.podSpec.Get("initContainers").Items() {
		role := "init"
		if c.Get("restartPolicy").Str() == "Always" {
			role = "sidecar"
		}
		all = append(all, container(c, role))
	}
	for _, c := range b.podSpec.Get("containers").Items() {
		all = append(all, container(c, "main"))
	}
	return plan.NewArray(all...)
}

func container(v field.Value, role string) plan.Value {
	command, args := words(v.Get("command")), words(v.Get("args"))
	all := slices.Concat(command, args)
	o := at(v).
		With("name", plan.String(v.Get("name").Str())).
		With("role", plan.String(role)).
		With("written", written(v)).
		With("image", image(v.Get("image").Str())).
		With("imagePullPolicy", plan.String(v.Get("imagePullPolicy").Str())).
		With("command", texts(command)).
		With("args", texts(args)).
		With("env", list(v.Get("env"), variable)).
		With("ports", list(v.Get("ports"), port)).
		With("mounts", list(v.Get("volumeMounts"), mount)).
		With("requests", raw(v.Get("resources").Get("requests"), plan.NewObject(0))).
		With("limits", raw(v.Get("resources").Get("limits"), plan.NewObject(0))).
		With("privileged", plan.Bool(v.Get("securityContext").Get("privileged").Bool()))
	text(o, "restartPolicy", v.Get("restartPolicy"))
	if endless := shell.Endless(all); endless != "" {
		o.With("endless", plan.String(endless))
	}
	if s, place := shell.Of(all); s != nil {
		o.With("script", script(s, wordAt(v, len(command), place)))
	}
	return o
}

func words(v field.Value) []string {
	list := make([]string, 0, v.Len())
	for _, w := range v.Items() {
		list = append(list, w.Str())
	}
	return list
}

// wordAt is the path of a word of the command line.
func wordAt(v field.Value, commands, place int) string {
	if place < commands {
		return v.Get("command").Item(place).Path()
	}
	return v.Get("args").Item(place - commands).Path()
}

func script(s *shell.Script, at string) *plan.Object {
	o := plan.NewObject(16).
		With("at", plan.String(at)).
		With("shell", plan.String(s.Shell)).
		With("errexit", plan.Bool(s.Errexit)).
		With("pipefail", plan.Bool(s.Pipefail)).
		With("commands", plan.Int(s.Commands)).
		With("background", plan.Bool(s.Background)).
		With("exec", plan.Bool(s.Exec)).
		With("trap", plan.Bool(s.Trap)).
		With("names", texts(s.Names)).
		With("extra", plan.Int(len(s.Extra))).
		With("positional", plan.Bool(s.Positional))
	for name, value := range map[string]string{"unchecked": s.Unchecked, "piped": s.Piped, "masked": s.Masked, "tail": s.Tail, "forever": s.Forever} {
		if value != "" {
			o.With(name, plan.String(value))
		}
	}
	return o
}

// image takes a reference apart: registry/path/name:tag@digest.
func image(reference string) *plan.Object {
	rest, digest, _ := strings.Cut(reference, "@")
	tag := ""
	if i := strings.LastIndexByte(rest, ':'); i > strings.LastIndexByte(rest, '/') {
		rest, tag = rest[:i], rest[i+1:]
	}
	o := plan.NewObject(4).With("reference", plan.String(reference)).With("name", plan.String(path.Base(rest)))
	if tag != "" {
		o.With("tag", plan.String(tag))
	}
	if digest != "" {
		o.With("digest", plan.String(digest))
	}
	return o
}

// variable is an environment variable without its value; field is the path of the Pod's field that it shows.
func variable(v field.Value) plan.Value {
	o := at(v).With("name", plan.String(v.Get("name").Str()))
	text(o, "field", v.Get("valueFrom").Get("fieldRef").Get("fieldPath"))
	return o
}

func port(v field.Value) plan.Value {
	o := at(v)
	number(o, "containerPort", v.Get("containerPort"))
	number(o, "hostPort", v.Get("hostPort"))
	return o
}

func mount(v field.Value) plan.Value {
	o := at(v).With("name", plan.String(v.Get("name").Str())).With("readOnly", plan.Bool(v.Get("readOnly").Bool()))
	text(o, "mountPath", v.Get("mountPath"))
	return o
}
