package pod

import (
	"strings"

	"github.com/kubectl-job/kubectl-job/lint/internal/field"
)

// checkEphemeral checks ephemeral containers (validateEphemeralContainers), although templates cannot have them.
func (p *containersOfPod) checkEphemeral(list field.Value, names map[string]bool) {
	if list.Len() == 0 {
		return
	}
	ephemeral := map[string]bool{}
	for _, c := range list.Items() {
		p.checkCommon(c)
		if image := c.Get("image"); strings.TrimSpace(image.Str()) != image.Str() {
			image.Problem(ruleImage, field.Invalid, "image %q must not begin or end with space", image.Str())
		}
		if name := c.Get("name").Str(); ephemeral[name] {
			wantOwnName(c, ephemeral)
		} else {
			wantOwnName(c, names)
			ephemeral[name] = true
		}
		if target := c.Get("targetContainerName"); target.Str() != "" && !names[target.Str()] {
			target.Problem(ruleEphemeralContainers, field.NotFound, "the Pod has no container %q", target.Str())
		}
		forbidInEphemeral(c)
	}
	list.Problem(ruleEphemeralContainers, field.Forbidden, "a template cannot have ephemeral containers: add them to a Pod that runs, with kubectl debug")
}

// forbidInEphemeral reports what ephemeral containers cannot have.
func forbidInEphemeral(c field.Value) {
	for _, name := range []string{
		"ports", "livenessProbe", "readinessProbe", "startupProbe", "resizePolicy", "restartPolicy", "restartPolicyRules",
	} {
		forbidEphemeral(c.Get(name))
	}
	if lifecycle := c.Get("lifecycle"); isLifecycle(lifecycle) {
		forbidEphemeral(lifecycle)
	}
	resources := c.Get("resources")
	for _, name := range []string{"limits", "requests", "claims"} {
		if resources.Get(name).IsSet() {
			forbidEphemeral(resources)
			break
		}
	}
	for _, mount := range c.Get("volumeMounts").Items() {
		for _, name := range []string{"subPath", "subPathExpr"} {
			if v := mount.Get(name); v.Str() != "" {
				forbidEphemeral(v)
			}
		}
	}
}

func forbidEphemeral(v field.Value) {
	if v.IsSet() {
		v.Problem(ruleEphemeralContainers, field.Forbidden, "%s cannot be set for an ephemeral container", v.Name())
	}
}
