package pod

import (
	"github.com/kubectl-job/kubectl-job/lint/internal/field"
)

// checkHostPorts checks that with the node's network, a port of the node is that of the container. One that is not set is
// filled in (SetDefaults_Pod).
func checkHostPorts(spec field.Value) {
	if !spec.Get("hostNetwork").Bool() {
		return
	}
	for _, c := range spec.Get("containers").Items() {
		for _, port := range c.Get("ports").Items() {
			host, container := port.Get("hostPort"), port.Get("containerPort")
			if host.Int() == 0 || host.Int() == container.Int() {
				continue
			}
			bad := host
			if !host.Checker().Since(28) {
				bad = container
			}
			bad.Problem(ruleHostNetwork, field.Invalid, "hostPort is %d, containerPort %d: with hostNetwork they must be the same", host.Int(), container.Int())
		}
	}
}

func checkShareProcesses(spec field.Value) {
	share := spec.Get("shareProcessNamespace")
	if !share.Bool() || !spec.Get("hostPID").Bool() {
		return
	}
	if !share.Checker().Since(37) {
		share = share.As(spec.Path() + ".securityContext.shareProcessNamespace")
	}
	share.Problem(ruleShareProcesses, field.Invalid, "shareProcessNamespace and hostPID are both true: expected at most one of them")
}

// checkHostUsers checks a Pod whose users are not those of the node (validateHostUsers). The odd names are the API server's.
func checkHostUsers(spec field.Value) {
	users := spec.Get("hostUsers")
	if !users.IsSet() || users.Bool() {
		return
	}
	for _, shared := range []struct{ name, printed string }{
		{"hostNetwork", "hostNetwork"}, {"hostPID", "HostPID"}, {"hostIPC", "HostIPC"},
	} {
		if v := spec.Get(shared.name); v.Bool() {
			v.As(spec.Path()+"."+shared.printed).Problem(ruleHostUsers, field.Forbidden, "%s cannot be true when hostUsers is false", shared.name)
		}
	}
	if !spec.Checker().Since(34) {
		return
	}
	for c := range containersOf(spec) {
		if devices := c.Get("volumeDevices"); devices.Len() > 0 {
			devices.Problem(ruleHostUsers, field.Forbidden, "volumeDevices cannot be used when hostUsers is false")
		}
	}
}

// maxHostnameOverride is how many bytes the name of a Linux machine may have.
const maxHostnameOverride = 64

func checkHostname(spec field.Value) {
	for _, name := range []string{"hostname", "subdomain"} {
		if v := spec.Get(name); v.Str() != "" {
			wantLabel(v, ruleHostname)
		}
	}
	override := spec.Get("hostnameOverride")
	if !override.IsSet() {
		return
	}
	for _, name := range []string{"setHostnameAsFQDN", "hostNetwork"} {
		if spec.Get(name).Bool() {
			override.Problem(ruleHostname, field.Forbidden, "hostnameOverride cannot be set when %s is true", name)
		}
	}
	if n := len(override.Str()); n > maxHostnameOverride {
		override.Problem(ruleHostname, field.TooLong, "hostnameOverride has %d bytes; at most %d are allowed", n, maxHostnameOverride)
	}
	wantSubdomain(override, ruleHostname)
}
