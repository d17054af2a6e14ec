package pod

import (
	"strings"

	"github.com/kubectl-job/kubectl-job/lint/api/internal/meta"
	"github.com/kubectl-job/kubectl-job/lint/api/internal/names"
	"github.com/kubectl-job/kubectl-job/lint/internal/field"
)

// projection is the check of one projected volume.
type projection struct {
	volume field.Value
	taken  map[string]bool // the files that the sources so far write
	twice  bool            // reported that two sources write one file
}

func checkProjected(v field.Value) {
	checkMode(v.Get("defaultMode"))
	p := &projection{volume: v, taken: map[string]bool{}}
	for _, src := range v.Get("sources").Items() {
		p.source(src)
	}
}

// source checks one source, which may be of one kind only.
func (p *projection) source(src field.Value) {
	var kinds []string
	check := func(kind string, f func(field.Value)) {
		if v := src.Get(kind); v.IsSet() {
			kinds = append(kinds, kind)
			f(v)
		}
	}
	check("secret", p.keys)
	check("configMap", p.keys)
	check("downwardAPI", p.downward)
	check("serviceAccountToken", p.token)
	check("clusterTrustBundle", p.trustBundle)
	check("podCertificate", p.certificate)
	if n := len(kinds); n > 1 {
		src.ProblemAt(src.KeyRange(kinds[n-1]), ruleProjectedVolume, field.Forbidden, "the source is of %d kinds (%s): give each an item of its own in sources",
			n, strings.Join(kinds, ", "))
	}
}

// keys checks a secret or configMap.
func (p *projection) keys(v field.Value) {
	wantText(v.Get("name"), ruleVolumeField, "it says where the files come from")
	checkItems(v.Get("items"))
	for _, item := range v.Get("items").Items() {
		p.file(item.Get("path"))
	}
}

func (p *projection) downward(v field.Value) {
	for _, file := range v.Get("items").Items() {
		checkDownwardFile(file, v.Path())
		p.file(file.Get("path"))
	}
}

// file notes the file that a source writes; two sources cannot write the same. The API server reports that of the volume.
func (p *projection) file(path field.Value) {
	if path.Str() != "" {
		p.bundleFile(path)
	}
}

func (p *projection) conflict(path field.Value) {
	if p.twice {
		return // once is enough: the path is that of the volume
	}
	p.twice = true
	p.volume.ProblemAt(path.Range(), ruleProjectedVolume, field.Invalid, "the file %q is written by two sources: give it another path in one of them", path.Str())
}

// The bounds of the lifetime of a service account token, in seconds.
const (
	minTokenSeconds     = 10 * 60
	maxTokenSeconds     = 1 << 32
	defaultTokenSeconds = 60 * 60
)

func (p *projection) token(v field.Value) {
	expires := v.Get("expirationSeconds")
	if n := expires.IntOr(defaultTokenSeconds); n < minTokenSeconds || n > maxTokenSeconds {
		expires.Problem(ruleServiceAccountMode, field.Invalid, "expirationSeconds is %d: expected %d (10 minutes) to %d", n, minTokenSeconds, int64(maxTokenSeconds))
	}
	// The API server reports the path of the token at the volume, not at its source.
	path := v.Get("path").As(p.volume.Path() + ".path")
	switch {
	case path.Str() == "":
		path.Problem(ruleVolumeField, field.Required, "path is missing: it says where in the volume the token goes")
	case v.Checker().Since(30):
		checkOptionalPath(path)
	}
}

func (p *projection) trustBundle(v field.Value) {
	name, signer, labels := v.Get("name"), v.Get("signerName"), v.Get("labelSelector")
	switch {
	case name.IsSet() && signer.IsSet():
		v.Problem(ruleTrustBundle, field.Invalid, "there are name and signerName: expected one of them")
	case name.IsSet():
		checkTrustBundleName(name)
		if labels.IsSet() {
			labels.Problem(ruleTrustBundle, field.Invalid, "labelSelector goes with signerName, not with name")
		}
	case signer.IsSet():
		checkSigner(signer)
		meta.Selector(labels, false)
	default:
		v.Problem(ruleTrustBundle, field.Required, "the bundle is missing: expected name or signerName")
	}
	checkFilePath(v.Get("path"))
	p.bundleFile(v.Get("path"))
}

// bundleFile is file, except that two bundles without a path are in conflict, too.
func (p *projection) bundleFile(path field.Value) {
	if p.taken[path.Str()] {
		p.conflict(path)
	}
	p.taken[path.Str()] = true
}

// checkTrustBundleName checks the name of a bundle. That of a bundle with a signer begins with the signer's, with colons for
// slashes: example.com:signer:name.
func checkTrustBundleName(v field.Value) {
	name := v.Str()
	if i := lastColon(name); i >= 0 {
		name = name[i+1:]
	}
	wantText(v, ruleTrustBundle, "it says which bundle is meant")
	if bad := names.Subdomain(name); bad != "" && v.Str() != "" {
		v.Problem(ruleTrustBundle, field.Invalid, "name %q %s", v.Str(), bad)
	}
}

// The bounds of the lifetime of a certificate, in seconds: an hour to 91 days, or to a day for signers of Kubernetes.
const (
	minCertificateSeconds           = 60 * 60
	maxCertificateSeconds           = 91 * 24 * 60 * 60
	maxKubernetesCertificateSeconds = 24 * 60 * 60
)

func (p *projection) certificate(v field.Value) {
	signer, expires := v.Get("signerName"), v.Get("maxExpirationSeconds")
	checkSigner(signer)
	checkUserAnnotations(v.Get("userAnnotations"))
	wantOneOf(v.Get("keyType"), rulePodCertificate, "RSA3072", "RSA4096", "ECDSAP256", "ECDSAP384", "ECDSAP521", "ED25519")
	if expires.IsSet() {
		most := int64(maxCertificateSeconds)
		if isKubernetesSigner(signer.Str()) {
			most = maxKubernetesCertificateSeconds
		}
		wantRange(expires, rulePodCertificate, minCertificateSeconds, most)
	}
	paths := 0
	for _, name := range []string{"credentialBundlePath", "keyPath", "certificateChainPath"} {
		path := v.Get(name)
		if path.Str() == "" {
			continue
		}
		paths++
		checkOptionalPath(path)
		p.file(path)
	}
	if paths == 0 {
		v.Problem(rulePodCertificate, field.Required, "the certificate goes nowhere: expected credentialBundlePath, or keyPath and certificateChainPath")
	}
}
