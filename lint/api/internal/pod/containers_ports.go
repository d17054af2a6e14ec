package pod

import (
	"fmt"
	"strings"

	"github.com/kubectl-job/kubectl-job/lint/internal/field"
)

const (
	maxPort     = 65535
	maxPortName = 15
)

// checkPorts checks the ports of a container by themselves (validateContainerPorts).
func (p *containersOfPod) checkPorts(ports field.Value) {
	names := map[string]bool{}
	for _, port := range ports.Items() {
		if name := port.Get("name"); name.Str() != "" {
			checkPortName(name, names)
		}
		number := port.Get("containerPort")
		if number.Int() == 0 {
			number.Problem(ruleContainerPorts, field.Required, "containerPort is missing: expected a number from 1 to %d", maxPort)
		} else {
			wantRange(number, ruleContainerPorts, 1, maxPort)
		}
		if host := p.hostPort(port); host != 0 && (host < 1 || host > maxPort) {
			port.Get("hostPort").Problem(ruleContainerPorts, field.Invalid, "hostPort is %d: expected 1 to %d", host, maxPort)
		}
		if protocol := port.Get("protocol"); protocol.Str() != "" {
			wantOneOf(protocol, ruleContainerPorts, "TCP", "UDP", "SCTP")
		}
	}
}

func checkPortName(name field.Value, taken map[string]bool) {
	bad := badPortName(name.Str())
	switch {
	case bad != "":
		name.Problem(ruleContainerPorts, field.Invalid, "name %q %s", name.Str(), bad)
	case taken[name.Str()]:
		name.Problem(ruleContainerPorts, field.Duplicate, "the container already has a port named %q", name.Str())
	default:
		taken[name.Str()] = true
	}
}

// badPortName says what is wrong with the name of a port (IsValidPortName).
func badPortName(name string) string {
	const expected = "expected lower case letters, digits and single dashes between them, and at least one letter"
	letter := false
	for i := range len(name) {
		switch c := name[i]; {
		case c >= 'a' && c <= 'z':
			letter = true
		case c >= '0' && c <= '9', c == '-':
		default:
			return "is no name of a port: " + expected
		}
	}
	switch {
	case len(name) > maxPortName:
		return fmt.Sprintf("has %d characters; at most %d are allowed", len(name), maxPortName)
	case !letter, strings.HasPrefix(name, "-"), strings.HasSuffix(name, "-"), strings.Contains(name, "--"):
		return "is no name of a port: " + expected
	default:
		return ""
	}
}

// hostPort is the port of the node; 0 for none. Up to 1.27, the node's network means the port of the container
// (SetDefaults_PodSpec).
func (p *containersOfPod) hostPort(port field.Value) int64 {
	host := port.Get("hostPort").Int()
	if host == 0 && !port.Checker().Since(28) && p.spec.Get("hostNetwork").Bool() {
		return port.Get("containerPort").Int()
	}
	return host
}

// checkHostPorts checks that no two containers use the same port of the node (AccumulateUniqueHostPorts).
func (p *containersOfPod) checkHostPorts(containers field.Value) {
	taken := map[string]bool{}
	for _, c := range containers.Items() {
		for _, port := range c.Get("ports").Items() {
			p.checkHostPort(port, port.Get("hostPort"), taken)
		}
	}
}

// checkInitHostPorts checks one init container: they run one by one. The API server reports all of them as the first.
func (p *containersOfPod) checkInitHostPorts(i int, c field.Value) {
	taken := map[string]bool{}
	path := fmt.Sprintf("%s.initContainers[0].ports", p.spec.Path())
	for j, port := range c.Get("ports").Items() {
		host := port.Get("hostPort")
		if i > 0 {
			host = host.As(fmt.Sprintf("%s[%d].hostPort", path, j))
		}
		p.checkHostPort(port, host, taken)
	}
}

func (p *containersOfPod) checkHostPort(port, host field.Value, taken map[string]bool) {
	number := p.hostPort(port)
	if number == 0 {
		return
	}
	key := fmt.Sprintf("%s/%s/%d", port.Get("protocol").StrOr("TCP"), port.Get("hostIP").Str(), number)
	if taken[key] {
		host.Problem(ruleHostPorts, field.Duplicate, "port %d of the node is already taken by another port of the Pod", number)
	}
	taken[key] = true
}
