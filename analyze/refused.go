package analyze

import "strings"

// refusalOf names who refused to create a Pod, by the words of the API server's answer, which are in the Job's event FailedCreate.
func refusalOf(message string) Cause {
	for _, known := range []struct {
		words string
		cause Cause
	}{
		// plugin/pkg/admission/resourcequota, apiserver/pkg/admission/plugin/resourcequota/controller.go
		{"exceeded quota: ", QuotaExceeded},
		{"failed quota: ", QuotaExceeded},
		{"insufficient quota to ", QuotaExceeded},
		// plugin/pkg/admission/security/podsecurity
		{"violates PodSecurity", PodSecurity},
		// apiserver/pkg/admission/plugin/webhook/errors, .../generic
		{"admission webhook ", WebhookDenied},
		{"failed calling webhook ", WebhookFailed},
		// apiserver/pkg/admission/plugin/policy/validating/dispatcher.go
		{"ValidatingAdmissionPolicy '", PolicyDenied},
		// plugin/pkg/admission/serviceaccount
		{"error looking up service account ", MissingServiceAccount},
		{"no PriorityClass with name ", MissingPriorityClass},
		{"pod rejected: RuntimeClass ", MissingRuntimeClass},
		// plugin/pkg/admission/limitranger
		{" usage per ", LimitRange},
		{" max limit to request ratio per ", LimitRange},
	} {
		if strings.Contains(message, known.words) {
			return known.cause
		}
	}
	return CreateRefused
}

// missing names the object that the kubelet did not find, by its words (pkg/kubelet/kubelet_pods.go, pkg/volume).
func missing(message string, otherwise Cause) Cause {
	lower := strings.ToLower(message)
	found := strings.Contains(lower, "not found") || strings.Contains(lower, "couldn't find key") || strings.Contains(lower, "non-existent")
	switch {
	case found && strings.Contains(lower, "configmap"):
		return MissingConfigMap
	case found && strings.Contains(lower, "secret"):
		return MissingSecret
	case found && strings.Contains(lower, "persistentvolumeclaim"):
		return MissingClaim
	default:
		return otherwise
	}
}

// quoted is the first text between quotes, or between a word and the next comma, after a word.
func quoted(message, after string) string {
	_, rest, ok := strings.Cut(message, after)
	if !ok {
		return ""
	}
	if inner, ok := strings.CutPrefix(strings.TrimLeft(rest, " "), `"`); ok {
		name, _, _ := strings.Cut(inner, `"`)
		return name
	}
	end := strings.IndexAny(rest, ", :;")
	if end < 0 {
		return rest
	}
	return rest[:end]
}
