package analyze

import "strings"

// GonePods are the names of Pods that the Job controller has created and that are no longer there, as the Job's events tell
// ("Created pod: NAME"): what events about them say is all that is left.
func GonePods(s Snapshot) map[string]bool {
	names := map[string]bool{}
	for _, e := range s.Events {
		if e.InvolvedObject.UID != s.Job.Metadata.UID || e.Reason != "SuccessfulCreate" {
			continue
		}
		if name, ok := strings.CutPrefix(e.Message, "Created pod: "); ok {
			names[name] = true
		}
	}
	for _, p := range s.Pods {
		delete(names, p.Metadata.Name)
	}
	return names
}
