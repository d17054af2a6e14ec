package pod

import (
	"strings"

	"github.com/kubectl-job/kubectl-job/lint/internal/field"
	"github.com/kubectl-job/kubectl-job/lint/manifest"
)

// checkProbes checks the probes of a container.
func (p *containersOfPod) checkProbes(c field.Value) {
	for _, name := range []string{"livenessProbe", "readinessProbe", "startupProbe"} {
		if probe := c.Get(name); probe.IsSet() {
			p.checkProbe(probe)
		}
	}
}

// checkProbe checks a probe (validateLivenessProbe, validateReadinessProbe, validateStartupProbe).
func (p *containersOfPod) checkProbe(probe field.Value) {
	p.checkHandler(probe, ruleProbe, "exec", "httpGet", "tcpSocket", "grpc")
	for _, name := range []string{"initialDelaySeconds", "timeoutSeconds", "periodSeconds", "failureThreshold"} {
		if v := probe.Get(name); v.Int() < 0 {
			v.Problem(ruleProbe, field.Invalid, "%s is %d: expected 0 or more", name, v.Int())
		}
	}
	ready := probe.Name() == "readinessProbe"
	success := probe.Get("successThreshold")
	switch n := success.Int(); {
	case !ready && n != 0 && n != 1:
		success.Problem(ruleProbe, field.Invalid, "successThreshold is %d: expected 1 for a %s", n, probe.Name())
	case n < 0:
		success.Problem(ruleProbe, field.Invalid, "successThreshold is %d: expected 1 or more", n)
	}
	switch grace := probe.Get("terminationGracePeriodSeconds"); {
	case !grace.IsSet():
	case ready:
		grace.Problem(ruleProbe, field.Invalid, "terminationGracePeriodSeconds cannot be set for a readinessProbe: it ends no container")
	case grace.Int() <= 0:
		grace.Problem(ruleProbe, field.Invalid, "terminationGracePeriodSeconds is %d: expected 1 or more", grace.Int())
	}
}

// checkLifecycle checks the hooks of a container (validateLifecycle).
func (p *containersOfPod) checkLifecycle(lifecycle field.Value) {
	for _, name := range []string{"postStart", "preStop"} {
		if hook := lifecycle.Get(name); hook.IsSet() {
			p.checkHandler(hook, ruleLifecycle, "exec", "httpGet", "tcpSocket", "sleep")
		}
	}
}

// isLifecycle says whether the hooks of a container count as set: where this version removes the only field in silence, it
// removes the hooks with it.
func isLifecycle(lifecycle field.Value) bool {
	signal := lifecycle.Node().Get("stopSignal")
	removed := signal != nil && signal.Kind != manifest.Null
	return lifecycle.IsSet() && (!removed || lifecycle.Get("postStart").IsSet() || lifecycle.Get("preStop").IsSet())
}

// checkHandler checks that there is one handler, and the first of those that there are (validateHandler).
func (p *containersOfPod) checkHandler(of field.Value, rule string, kinds ...string) {
	first := ""
	for _, kind := range kinds {
		v := of.Get(kind)
		switch {
		case !v.IsSet():
		case first != "":
			v.ProblemAt(of.KeyRange(kind), rule, field.Forbidden, "%s has %s and %s: expected one of them", of.Name(), first, kind)
		default:
			first = kind
			p.checkAction(kind, v)
		}
	}
	if first == "" {
		of.Problem(rule, field.Required, "%s does nothing: expected %s", of.Name(), list(kinds))
	}
}

func (p *containersOfPod) checkAction(kind string, v field.Value) {
	switch kind {
	case "exec":
		if command := v.Get("command"); command.Len() == 0 {
			command.Problem(ruleHandler, field.Required, "command is missing: it says what to execute")
		}
	case "httpGet":
		checkHTTPGet(v)
	case "tcpSocket":
		checkPortRef(v.Get("port"))
	case "grpc":
		wantRange(v.Get("port"), ruleHandler, 1, maxPort)
	case "sleep":
		p.checkSleep(v)
	}
}

// checkHTTPGet checks a request (validateHTTPGetAction). The API server reports headers at their list.
func checkHTTPGet(v field.Value) {
	checkPortRef(v.Get("port"))
	if scheme := v.Get("scheme"); scheme.Str() != "" {
		wantOneOf(scheme, ruleHandler, "HTTP", "HTTPS")
	}
	headers := v.Get("httpHeaders")
	for _, header := range headers.Items() {
		if name := header.Get("name"); !isHeaderName(name.Str()) {
			headers.ProblemAt(name.Range(), ruleHandler, field.Invalid, "%q is no name of a header: expected letters, digits and -", name.Str())
		}
	}
}

func isHeaderName(name string) bool {
	return name != "" && !strings.ContainsFunc(name, func(r rune) bool {
		return r != '-' && (r < '0' || r > '9') && (r < 'a' || r > 'z') && (r < 'A' || r > 'Z')
	})
}

// checkPortRef checks a port that is told by its number or its name (ValidatePortNumOrName).
func checkPortRef(port field.Value) {
	if !port.IsSet() {
		port.Problem(ruleHandler, field.Invalid, "port is missing: expected a number from 1 to %d, or the name of a port of the container", maxPort)
		return
	}
	if port.Node().Kind != manifest.String {
		wantRange(port, ruleHandler, 1, maxPort)
		return
	}
	name := port.Str()
	switch bad := badPortName(name); {
	case bad == "":
	case name != "" && strings.Trim(name, "0123456789") == "":
		port.Problem(ruleHandler, field.Invalid, "port is the text %q, which is no name of a port: write the number without quotes", name)
	default:
		port.Problem(ruleHandler, field.Invalid, "port %q %s", name, bad)
	}
}

// checkSleep checks how long a hook sleeps (validateSleepAction).
func (p *containersOfPod) checkSleep(v field.Value) {
	least := int64(0)
	if !v.Checker().Since(33) {
		least = 1
	}
	byDefault := ""
	if !p.spec.Get("terminationGracePeriodSeconds").IsSet() {
		byDefault = " by default"
	}
	// The API server reports the seconds at the sleep.
	seconds := v.Get("seconds").As(v.Path())
	switch n := seconds.Int(); {
	case n < least:
		seconds.Problem(ruleLifecycle, field.Invalid, "seconds is %d: expected %d or more", n, least)
	case n > p.grace:
		seconds.Problem(ruleLifecycle, field.Invalid,
			"seconds is %d, which is more than terminationGracePeriodSeconds of the Pod: that is %d%s", n, p.grace, byDefault)
	}
}
