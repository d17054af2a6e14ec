package pod

import (
	"strconv"
	"strings"

	"github.com/kubectl-job/kubectl-job/lint/api/internal/meta"
	"github.com/kubectl-job/kubectl-job/lint/internal/field"
)

// The annotations that mean something to the API server.
const (
	annotationMirror       = "kubernetes.io/config.mirror"
	annotationTolerations  = "scheduler.alpha.kubernetes.io/tolerations"
	annotationDeletionCost = "controller.kubernetes.io/pod-deletion-cost"
	annotationSeccomp      = "seccomp.security.alpha.kubernetes.io/pod"
	annotationSeccompOf    = "container.seccomp.security.alpha.kubernetes.io/" // and the name of a container
	annotationAppArmorOf   = "container.apparmor.security.beta.kubernetes.io/" // and the name of a container
)

// checkMetadata checks labels and annotations of a template; nothing else of its metadata is looked at. The API server
// leaves "metadata" out of the paths.
func checkMetadata(metadata, spec field.Value) {
	template := strings.TrimSuffix(metadata.Path(), ".metadata")
	meta.Labels(metadata.Get("labels").As(template + ".labels"))
	annotations := metadata.Get("annotations").As(template + ".annotations")
	meta.Annotations(annotations)

	checkPodAnnotations(annotations, spec)
	found := profileAnnotations(annotations)
	checkProfileAnnotations(annotations, spec)
	checkSeccompMatch(found, spec)
	if annotations.Checker().Since(30) {
		checkAppArmorMatch(found, spec)
	}
}

// checkPodAnnotations checks the annotations that stand for fields of the Pod (ValidatePodSpecificAnnotations), but for the
// profiles.
func checkPodAnnotations(annotations, spec field.Value) {
	for key, value := range annotations.Entries() {
		switch key {
		case annotationMirror:
			if spec.Get("nodeName").Str() == "" {
				value.Problem(rulePodAnnotations, field.Invalid, "annotation %s is for the kubelet's static Pods: it needs spec.nodeName", key)
			}
		case annotationDeletionCost:
			if !isDeletionCost(value.Str()) {
				value.Problem(rulePodAnnotations, field.Invalid, "annotation %s is %q: expected a whole number in 32 bits, such as 100 or -5", key, value.Str())
			}
		case annotationTolerations:
			checkTolerationsAnnotation(annotations, value)
		}
	}
}

// isDeletionCost says whether the text is a number that begins with neither a plus sign nor a zero too many.
func isDeletionCost(s string) bool {
	if s == "" || s[0] == '+' || s[0] == '0' && s != "0" {
		return false
	}
	_, err := strconv.ParseInt(s, 10, 32)
	return err == nil
}
