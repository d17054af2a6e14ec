package pod

import (
	"strings"

	"github.com/kubectl-job/kubectl-job/lint/api/internal/meta"
	"github.com/kubectl-job/kubectl-job/lint/api/internal/names"
	"github.com/kubectl-job/kubectl-job/lint/internal/field"
)

// The longest parts of the name of a signer, in bytes: a domain, and a namespace, a dot and a name.
const (
	maxSignerDomain = 253
	maxSigner       = maxSignerDomain + len("/") + 253 + len(".") + 63
)

// checkSigner checks the name of a signer of certificates: a domain, a slash and a path (ValidateSignerName).
func checkSigner(v field.Value) {
	name := v.Str()
	domain, path, ok := strings.Cut(name, "/")
	switch {
	case name == "":
		v.Problem(rulePodCertificate, field.Required, "signerName is missing: expected one such as example.com/signer")
	case !ok || strings.Contains(path, "/"):
		v.Problem(rulePodCertificate, field.Invalid, "signerName %q must be a domain, a slash and a path: example.com/signer", name)
	case len(domain) > maxSignerDomain:
		v.Problem(rulePodCertificate, field.TooLong, "the domain of signerName has %d bytes; at most %d are allowed", len(domain), maxSignerDomain)
	case len(name) > maxSigner:
		v.Problem(rulePodCertificate, field.TooLong, "signerName has %d bytes; at most %d are allowed", len(name), maxSigner)
	case !strings.Contains(domain, "."):
		v.Problem(rulePodCertificate, field.Invalid, "the domain of signerName %q must have a dot: example.com/signer", name)
	default:
		checkSignerParts(v, domain, path)
	}
}

func checkSignerParts(v field.Value, domain, path string) {
	for part := range strings.SplitSeq(domain, ".") {
		if bad := names.Label(part); bad != "" {
			v.Problem(rulePodCertificate, field.Invalid, "signerName %q has the part %q, which %s", v.Str(), part, bad)
			return
		}
	}
	for part := range strings.SplitSeq(path, ".") {
		if bad := names.Subdomain(part); bad != "" {
			v.Problem(rulePodCertificate, field.Invalid, "signerName %q has the part %q, which %s", v.Str(), part, bad)
			return
		}
	}
}

// isKubernetesSigner says whether the signer's domain belongs to Kubernetes.
func isKubernetesSigner(name string) bool {
	domain, _, _ := strings.Cut(name, "/")
	return domain == "kubernetes.io" || strings.HasSuffix(domain, ".kubernetes.io")
}

// checkUserAnnotations checks what a Pod tells the signer: keys with a domain. The API server reports all at the map.
func checkUserAnnotations(annotations field.Value) {
	size := 0
	for key, value := range annotations.Entries() {
		size += len(key) + len(value.Str())
		at := annotations.KeyRange(key)
		switch bad := names.Qualified(strings.ToLower(key)); {
		case key == "":
			annotations.ProblemAt(at, rulePodCertificate, field.Required, "a key is empty: expected one such as example.com/key")
		case bad != "":
			annotations.ProblemAt(at, rulePodCertificate, field.Invalid, "key %q %s", key, bad)
		case !strings.Contains(key, "/"):
			annotations.ProblemAt(at, rulePodCertificate, field.Invalid, "key %q needs a domain: example.com/%s", key, key)
		}
	}
	if size > meta.MaxAnnotations {
		annotations.Problem(rulePodCertificate, field.TooLong, "the annotations have %d bytes together; at most %d are allowed", size, meta.MaxAnnotations)
	}
}

// lastColon is the place of the last colon; -1 without one.
func lastColon(s string) int { return strings.LastIndexByte(s, ':') }
