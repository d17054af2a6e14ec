// Package simnode makes simulated nodes: kwok plays the kubelet's part for Pods, and annotations on a Pod
// say what becomes of it. What kwok cannot do (count attempts, serve logs, send events) is done here.
package simnode

// Prefix is the prefix of all annotations that steer simulated Pods.
const Prefix = "sim.test/"

// nowPrefix is the prefix of the values that hold for this attempt.
const nowPrefix = Prefix + "now."

// Annotations that are the simulation's own.
const (
	attemptKey = Prefix + "attempt"
)

// Names of the settings, without the prefix.
const (
	runFor     = "run-for"
	exitCode   = "exit-code"
	reason     = "reason"
	hang       = "hang"
	startDelay = "start-delay"
	stuck      = "stuck"
	pullError  = "pull-error"
	logs       = "logs"
	logCut     = "log-cut"
)

// setting returns the value that holds for a Pod with these annotations.
func setting(annotations map[string]string, name string) string {
	if v, ok := annotations[nowPrefix+name]; ok {
		return v
	}
	return annotations[Prefix+name]
}
