package pod

import (
	"github.com/kubectl-job/kubectl-job/lint/internal/field"
)

// The rules about containers.
const (
	ruleContainers          = "containers"
	ruleContainerName       = "container-name"
	ruleImage               = "image"
	rulePullPolicy          = "image-pull-policy"
	ruleTerminationMessage  = "termination-message-policy"
	ruleContainerPorts      = "container-ports"
	ruleHostPorts           = "host-ports"
	ruleEnv                 = "env"
	ruleEnvFrom             = "env-from"
	ruleEnvKey              = "env-key"
	ruleEnvFile             = "env-file"
	ruleVolumeMounts        = "volume-mounts"
	ruleMountPropagation    = "mount-propagation"
	ruleRecursiveReadOnly   = "recursive-read-only"
	ruleVolumeDevices       = "volume-devices"
	ruleResources           = "resources"
	ruleResizePolicy        = "resize-policy"
	ruleSecurityContext     = "security-context"
	ruleProcMount           = "proc-mount"
	ruleProbe               = "probe"
	ruleLifecycle           = "lifecycle"
	ruleHandler             = "handler"
	ruleContainerRestart    = "container-restart-policy"
	ruleInitContainers      = "init-containers"
	ruleEphemeralContainers = "ephemeral-containers"

	ruleHiddenEnv      = "hidden-env"
	ruleDuplicatePorts = "duplicate-ports"
)

// containerRules are those rules, for the documentation.
func containerRules() []field.Rule {
	return []field.Rule{
		{Name: ruleContainers, About: "A Pod has at least one container."},
		{Name: ruleContainerName, About: "A container has a name of its own among all containers of the Pod, which is a DNS label of at most 63 characters."},
		{Name: ruleImage, About: "A container has an image."},
		{Name: rulePullPolicy, About: "imagePullPolicy is Always, IfNotPresent or Never."},
		{Name: ruleTerminationMessage, About: "terminationMessagePolicy is File or FallbackToLogsOnError."},
		{Name: ruleContainerPorts, About: "Ports are numbers from 1 to 65535, of TCP, UDP or SCTP; their names are short, and unique in the container."},
		{Name: ruleHostPorts, About: "No two containers that run at once use the same port of the node."},
		{Name: ruleEnv, About: "An environment variable has a valid name, and a value or one source of its value."},
		{Name: ruleEnvFrom, About: "Environment variables come from a ConfigMap or a Secret that is named rightly."},
		{Name: ruleEnvKey, About: "The value of an environment variable comes from a key that a ConfigMap or Secret can have."},
		{Name: ruleEnvFile, About: "The value of an environment variable comes from a variable in a file of an emptyDir volume of the Pod."},
		{Name: ruleVolumeMounts, About: "A container mounts volumes of the Pod, each at a path of its own, whole or a relative path in them."},
		{Name: ruleMountPropagation, About: "mountPropagation is None, HostToContainer or Bidirectional; the last is for privileged containers."},
		{Name: ruleRecursiveReadOnly, About: "recursiveReadOnly is Disabled, IfPossible or Enabled, and goes with a read-only mount that does not propagate."},
		{Name: ruleVolumeDevices, About: "A container uses volumes of claims as block devices, each at a path of its own, and does not mount them, too."},
		{Name: ruleResources, About: "Limits and requests name resources and amounts that exist; no request is more than its limit, and some resources need both alike."},
		{Name: ruleResizePolicy, About: "A resizePolicy says of cpu or memory, once each, whether a change needs a restart, which a Pod that is never restarted cannot have."},
		{Name: ruleSecurityContext, About: "Users and groups are numbers from 0 to 2147483647, and a privileged container cannot do without allowPrivilegeEscalation."},
		{Name: ruleProcMount, About: "procMount is Default or Unmasked; the last is for Pods with hostUsers: false."},
		{Name: ruleProbe, About: "A probe has one handler, and times and thresholds that are possible."},
		{Name: ruleLifecycle, About: "A lifecycle hook has one handler; a sleep is no longer than the grace period of the Pod."},
		{Name: ruleHandler, About: "A handler has what it cannot do without: a command, or a port by number or name."},
		{Name: ruleContainerRestart, About: "A container has a restartPolicy that this version takes for its kind, with rules of exit codes that fit."},
		{Name: ruleInitContainers, About: "An init container has probes and lifecycle hooks only if its restartPolicy is Always."},
		{Name: ruleEphemeralContainers, About: "A template has no ephemeral containers: they are added to Pods that run."},

		{Name: ruleHiddenEnv, About: "Two environment variables have one name: the second hides the first, and kubectl apply may lose one."},
		{Name: ruleDuplicatePorts, About: "Two ports of the Pod are the same, or have the same name."},
	}
}

// containersOfPod is what the rules about one container ask of its Pod.
type containersOfPod struct {
	spec field.Value
	// volumes are those that can be mounted; declared are all.
	volumes  volumes
	declared map[string]declaration
	// claims are the names of the Pod's resourceClaims.
	claims map[string]bool
	// grace is terminationGracePeriodSeconds.
	grace int64
}

// defaultGracePeriod is what the API server sets where terminationGracePeriodSeconds is missing.
const defaultGracePeriod = 30

// checkContainers checks all containers of a Pod. Volumes are those that can be mounted.
func checkContainers(spec field.Value, vols volumes) {
	p := &containersOfPod{
		spec: spec, volumes: vols, declared: declarations(spec.Get("volumes")), claims: claimNames(spec),
		grace: spec.Get("terminationGracePeriodSeconds").IntOr(defaultGracePeriod),
	}
	names := map[string]bool{}
	p.checkRegular(spec.Get("containers"), names)
	for i, c := range spec.Get("initContainers").Items() {
		p.checkInit(i, c, names)
	}
	p.checkEphemeral(spec.Get("ephemeralContainers"), names)
	checkEnvVolumes(spec)
}

// checkRegular checks the containers that do the work (validateContainers). It adds their names.
func (p *containersOfPod) checkRegular(containers field.Value, names map[string]bool) {
	if containers.Len() == 0 {
		containers.Problem(ruleContainers, field.Required, "there is nothing in containers: a Pod needs at least one, besides its initContainers")
		return
	}
	for _, c := range containers.Items() {
		p.checkCommon(c)
		wantOwnName(c, names)
		names[c.Get("name").Str()] = true
		p.checkLifecycle(c.Get("lifecycle"))
		p.checkProbes(c)
		checkRestartPolicy(c)
	}
	p.checkHostPorts(containers)
}

// checkInit checks a container that runs before the others (validateInitContainers). It adds its name.
func (p *containersOfPod) checkInit(i int, c field.Value, names map[string]bool) {
	p.checkCommon(c)
	checkInitRestartPolicy(c)
	wantOwnName(c, names)
	names[c.Get("name").Str()] = true
	p.checkInitHostPorts(i, c)
	if isSidecar(c) {
		p.checkLifecycle(c.Get("lifecycle"))
		p.checkProbes(c)
		return
	}
	for _, name := range []string{"lifecycle", "livenessProbe", "readinessProbe", "startupProbe"} {
		if v := c.Get(name); v.IsSet() && (name != "lifecycle" || isLifecycle(v)) {
			v.ProblemAt(c.KeyRange(name), ruleInitContainers, field.Forbidden, "%s cannot be set for an init container without restartPolicy Always", name)
		}
	}
	checkInitResizePolicy(c.Get("resizePolicy"))
}

// isSidecar says whether an init container goes on running beside the others.
func isSidecar(c field.Value) bool { return c.Get("restartPolicy").Str() == "Always" }

func wantOwnName(c field.Value, taken map[string]bool) {
	if name := c.Get("name"); name.Str() != "" && taken[name.Str()] {
		name.Problem(ruleContainerName, field.Duplicate, "there is already a container %q", name.Str())
	}
}

// checkCommon checks what holds for containers of every kind (validateContainerCommon).
func (p *containersOfPod) checkCommon(c field.Value) {
	if name := c.Get("name"); name.Str() == "" {
		wantText(name, ruleContainerName, "logs and events tell containers apart by it")
	} else {
		wantLabel(name, ruleContainerName)
	}
	wantText(c.Get("image"), ruleImage, "it says what the container runs")
	if policy := c.Get("terminationMessagePolicy"); policy.Str() != "" {
		wantOneOf(policy, ruleTerminationMessage, "File", "FallbackToLogsOnError")
	}
	if policy := c.Get("imagePullPolicy"); policy.Str() != "" {
		wantOneOf(policy, rulePullPolicy, "Always", "IfNotPresent", "Never")
	}
	p.checkPorts(c.Get("ports"))
	checkEnv(c.Get("env"))
	checkEnvFrom(c.Get("envFrom"))
	p.checkMounts(c)
	p.checkDevices(c)
	p.checkResources(c)
	p.checkSecurityContext(c.Get("securityContext"))
}
