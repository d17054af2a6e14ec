package pod

import (
	"strings"

	"github.com/kubectl-job/kubectl-job/lint/internal/field"
)

// warnContainers warns of what the API server takes in containers although it is no good (pkg/api/pod/warnings.go).
func warnContainers(spec field.Value) {
	for c := range containersOf(spec) {
		resources := c.Get("resources")
		for _, of := range []string{"limits", "requests"} {
			warnFraction(resources.Get(of), "memory")
			warnFraction(resources.Get(of), "ephemeral-storage")
		}
		warnEnv(c.Get("env"))
	}
	if spec.Checker().Since(28) {
		warnPorts(spec)
	}
	if spec.Checker().Since(33) {
		warnPortNames(spec)
	}
}

// warnEnv warns of variables that hide others of the same name. One that extends the old value is no mistake.
func warnEnv(env field.Value) {
	seen := map[string]bool{}
	for _, variable := range env.Items() {
		name := variable.Get("name")
		if !seen[name.Str()] {
			seen[name.Str()] = true
			continue
		}
		if !name.Checker().Since(28) {
			name.Warn(ruleHiddenEnv, "variable %s is there twice: the last one counts", name.Str())
			continue
		}
		old, value := "$("+name.Str()+")", variable.Get("value").Str()
		if variable.Get("valueFrom").IsSet() || value == old || !strings.Contains(value, old) {
			name.As(variable.Path()).Warn(ruleHiddenEnv, "variable %s is there twice: this one hides the other, and kubectl apply may lose one of them", name.Str())
		}
	}
}

// portUse is what a port of a container uses, or less of it where that is all that matters.
type portUse struct {
	number   int64
	protocol string
	hostPort int64
	hostIP   string
}

// portUses are the paths of the first ports that use the same.
type portUses struct {
	number   map[portUse]string // no matter which port of the node
	unbound  map[portUse]string // no port of the node
	exact    map[portUse]string
	anywhere map[portUse]string // a port of the node, at all addresses
	at       map[portUse]string // a port of the node, at some address
}

// warnPorts warns of ports of any container that are the same, or whose ports of the node clash.
func warnPorts(spec field.Value) {
	seen := portUses{
		number: map[portUse]string{}, unbound: map[portUse]string{}, exact: map[portUse]string{},
		anywhere: map[portUse]string{}, at: map[portUse]string{},
	}
	for c := range containersOf(spec) {
		for _, port := range c.Get("ports").Items() {
			use := portUse{
				number: port.Get("containerPort").Int(), protocol: port.Get("protocol").StrOr("TCP"),
				hostPort: port.Get("hostPort").Int(), hostIP: port.Get("hostIP").Str(),
			}
			if use.hostIP != "" && use.hostPort == 0 {
				port.Warn(ruleDuplicatePorts, "hostIP is set without hostPort: it has no effect")
			}
			seen.warn(port.Get("containerPort").As(port.Path()), use)
			seen.add(port.Path(), use)
		}
	}
}

// inner is the use without the port of the node, outer without the address.
func (u portUse) inner() portUse { return portUse{number: u.number, protocol: u.protocol} }

func (u portUse) outer() portUse {
	u.hostIP = ""
	return u
}

// warn points at the number of the port: the API server names the port.
func (seen *portUses) warn(number field.Value, use portUse) {
	if other, ok := seen.exact[use]; ok {
		number.Warn(ruleDuplicatePorts, "port %d is there twice: it is the same as %s; leave one of them out", use.number, other)
		return
	}
	overlaps := seen.unbound
	if use.hostPort == 0 {
		overlaps = seen.number
	}
	if other, ok := overlaps[use.inner()]; ok {
		number.Warn(ruleDuplicatePorts, "port %d is there twice, once without hostPort: see %s", use.number, other)
		return
	}
	clashes := seen.anywhere
	if use.hostIP == "" {
		clashes = seen.at
	}
	if other, ok := clashes[use.outer()]; ok {
		number.Warn(ruleDuplicatePorts, "port %d of the node is there twice, once without hostIP, which means all addresses: see %s", use.hostPort, other)
	}
}

func (seen *portUses) add(path string, use portUse) {
	keepFirst(seen.exact, use, path)
	keepFirst(seen.number, use.inner(), path)
	if use.hostPort == 0 {
		keepFirst(seen.unbound, use.inner(), path)
	}
	if use.hostIP == "" {
		keepFirst(seen.anywhere, use.outer(), path)
	} else {
		keepFirst(seen.at, use.outer(), path)
	}
}

func keepFirst(paths map[portUse]string, use portUse, path string) {
	if _, ok := paths[use]; !ok {
		paths[use] = path
	}
}

// warnPortNames warns of ports with one name, of any containers.
func warnPortNames(spec field.Value) {
	seen := map[string]string{}
	for c := range containersOf(spec) {
		for _, port := range c.Get("ports").Items() {
			name := port.Get("name")
			switch first, twice := seen[name.Str()]; {
			case name.Str() == "":
			case twice:
				name.As(port.Path()).Warn(ruleDuplicatePorts, "there is already a port named %q: Services and probes use the first, %s", name.Str(), first)
			default:
				seen[name.Str()] = port.Path()
			}
		}
	}
}
