package schema

import "github.com/kubectl-job/kubectl-job/lint/manifest"

// drop is a range of versions in which the API server knows a field and removes it in silence when an object is
// created, because a feature gate is off by default.
type drop struct {
	object, field string
	from, to      int
	gate          string

	// below names the field that holds the object, if the same type is dropped in one place only.
	below string
	// only and except restrict the drop to a value of the field, or to all but one.
	only, except string
	// effect says what is removed, if it is not the field; item, that it is the whole item of a list that the field is in.
	effect string
	item   bool
	// inCronJob says that creating a CronJob removes it, too. Otherwise the CronJob keeps it, and it is gone from each
	// Job that it makes.
	inCronJob bool
}

// drops is written by hand: the OpenAPI documents do not tell feature gates. Where the facts come from, in the source of
// each version: for fields of JobSpec, PrepareForCreate in pkg/registry/batch/job/strategy.go and
// pkg/registry/batch/cronjob/strategy.go; for the Pod template, dropDisabledFields in pkg/api/pod/util.go, which Jobs and
// CronJobs both go through; the defaults of the gates in pkg/features/kube_features.go. Gates that were on by default
// in all of 1.25 to 1.37 are not here; CronJob's timeZone, dropped by 1.24 only, is not either.
var drops = []drop{
	// Job.
	{object: "JobSpec", field: "podFailurePolicy", from: 25, to: 25, gate: "JobPodFailurePolicy"},
	{object: "JobSpec", field: "backoffLimitPerIndex", from: 28, to: 28, gate: "JobBackoffLimitPerIndex"},
	{object: "JobSpec", field: "maxFailedIndexes", from: 28, to: 28, gate: "JobBackoffLimitPerIndex"},
	{
		object: "PodFailurePolicyRule", field: "action", only: "FailIndex", from: 28, to: 28, gate: "JobBackoffLimitPerIndex",
		effect: "the whole rule with action FailIndex", item: true,
	},
	{object: "JobSpec", field: "podReplacementPolicy", from: 28, to: 28, gate: "JobPodReplacementPolicy"},
	{object: "JobSpec", field: "successPolicy", from: 30, to: 30, gate: "JobSuccessPolicy"},
	{object: "JobSpec", field: "managedBy", from: 30, to: 31, gate: "JobManagedBy"},
	{object: "JobSpec", field: "scheduling", from: 37, to: 37, gate: "WorkloadWithJob", inCronJob: true},

	// Pod.
	{object: "PodSpec", field: "hostUsers", from: 25, to: 27, gate: "UserNamespacesStatelessPodsSupport", inCronJob: true},
	{object: "PodSpec", field: "hostUsers", from: 28, to: 32, gate: "UserNamespacesSupport", inCronJob: true},
	{object: "PodSpec", field: "schedulingGates", from: 26, to: 26, gate: "PodSchedulingReadiness", inCronJob: true},
	{object: "PodSpec", field: "resourceClaims", from: 26, to: 33, gate: "DynamicResourceAllocation", inCronJob: true},
	{object: "PodSpec", field: "resources", from: 32, to: 33, gate: "PodLevelResources", inCronJob: true},
	{object: "PodSpec", field: "hostnameOverride", from: 34, to: 34, gate: "HostnameOverride", inCronJob: true},
	{object: "PodSpec", field: "workloadRef", from: 35, to: 35, gate: "GenericWorkload", inCronJob: true},
	{object: "PodSpec", field: "schedulingGroup", from: 36, to: 37, gate: "GenericWorkload", inCronJob: true},
	{object: "PodSpec", field: "evictionResponders", from: 37, to: 37, gate: "EvictionRequestAPI", inCronJob: true},
	{object: "PodSecurityContext", field: "supplementalGroupsPolicy", from: 31, to: 32, gate: "SupplementalGroupsPolicy", inCronJob: true},
	{object: "PodSecurityContext", field: "seLinuxChangePolicy", from: 32, to: 32, gate: "SELinuxChangePolicy", inCronJob: true},
	{object: "TopologySpreadConstraint", field: "minDomains", from: 25, to: 26, gate: "MinDomainsInPodTopologySpread", inCronJob: true},
	{object: "TopologySpreadConstraint", field: "matchLabelKeys", from: 25, to: 26, gate: "MatchLabelKeysInPodTopologySpread", inCronJob: true},
	{object: "TopologySpreadConstraint", field: "nodeAffinityPolicy", from: 25, to: 25, gate: "NodeInclusionPolicyInPodTopologySpread", inCronJob: true},
	{object: "TopologySpreadConstraint", field: "nodeTaintsPolicy", from: 25, to: 25, gate: "NodeInclusionPolicyInPodTopologySpread", inCronJob: true},
	{object: "PodAffinityTerm", field: "matchLabelKeys", from: 29, to: 30, gate: "MatchLabelKeysInPodAffinity", inCronJob: true},
	{object: "PodAffinityTerm", field: "mismatchLabelKeys", from: 29, to: 30, gate: "MatchLabelKeysInPodAffinity", inCronJob: true},

	// Containers.
	{object: "Container", field: "resizePolicy", from: 27, to: 32, gate: "InPlacePodVerticalScaling", inCronJob: true},
	{object: "EphemeralContainer", field: "resizePolicy", from: 27, to: 32, gate: "InPlacePodVerticalScaling", inCronJob: true},
	// Before 1.34, validation refuses restartPolicy outside of initContainers.
	{object: "Container", field: "restartPolicy", below: "initContainers", from: 28, to: 28, gate: "SidecarContainers", inCronJob: true},
	{object: "Container", field: "restartPolicy", below: "initContainers", except: "Always", from: 34, to: 34, gate: "ContainerRestartRules", inCronJob: true},
	{object: "Container", field: "restartPolicy", below: "containers", from: 34, to: 34, gate: "ContainerRestartRules", inCronJob: true},
	{object: "Container", field: "restartPolicyRules", from: 34, to: 34, gate: "ContainerRestartRules", inCronJob: true},
	{object: "ResourceRequirements", field: "claims", from: 26, to: 33, gate: "DynamicResourceAllocation", inCronJob: true},
	{object: "EnvVarSource", field: "fileKeyRef", from: 34, to: 34, gate: "EnvFiles", inCronJob: true},
	{object: "Lifecycle", field: "stopSignal", from: 33, to: 37, gate: "ContainerStopSignals", inCronJob: true},
	{object: "LifecycleHandler", field: "sleep", from: 29, to: 29, gate: "PodLifecycleSleepAction", inCronJob: true},
	{object: "HTTPGetAction", field: "protocol", from: 37, to: 37, gate: "H2CContainerProbe", inCronJob: true},
	{object: "GRPCAction", field: "mode", from: 37, to: 37, gate: "GRPCContainerProbeTLS", inCronJob: true},
	{
		object: "SecurityContext", field: "procMount", except: "Default", from: 25, to: 32, gate: "ProcMountType",
		effect: "the value of procMount, and puts Default in its place", inCronJob: true,
	},

	// Volumes.
	{object: "VolumeMount", field: "recursiveReadOnly", from: 30, to: 30, gate: "RecursiveReadOnlyMounts", inCronJob: true},
	{object: "VolumeMount", field: "bindMountOptions", from: 37, to: 37, gate: "VolumeBindMountOptions", inCronJob: true},
	{
		object: "Volume", field: "image", from: 31, to: 34, gate: "ImageVolume",
		effect: "the whole volume, and every mount of it", item: true, inCronJob: true,
	},
	{object: "VolumeProjection", field: "clusterTrustBundle", from: 29, to: 36, gate: "ClusterTrustBundleProjection", inCronJob: true},
	{object: "VolumeProjection", field: "podCertificate", from: 34, to: 36, gate: "PodCertificateRequest", inCronJob: true},
	{object: "EmptyDirVolumeSource", field: "mode", from: 37, to: 37, gate: "EmptyDirVolumeMode", inCronJob: true},
	{object: "ConfigMapVolumeSource", field: "defaultUser", from: 37, to: 37, gate: "AtomicWriteVolumeUserFields", inCronJob: true},
	{object: "DownwardAPIVolumeSource", field: "defaultUser", from: 37, to: 37, gate: "AtomicWriteVolumeUserFields", inCronJob: true},
	{object: "ProjectedVolumeSource", field: "defaultUser", from: 37, to: 37, gate: "AtomicWriteVolumeUserFields", inCronJob: true},
	{object: "SecretVolumeSource", field: "defaultUser", from: 37, to: 37, gate: "AtomicWriteVolumeUserFields", inCronJob: true},
	{object: "KeyToPath", field: "user", from: 37, to: 37, gate: "AtomicWriteVolumeUserFields", inCronJob: true},
	{object: "DownwardAPIVolumeFile", field: "user", from: 37, to: 37, gate: "AtomicWriteVolumeUserFields", inCronJob: true},
	{object: "ServiceAccountTokenProjection", field: "user", from: 37, to: 37, gate: "AtomicWriteVolumeUserFields", inCronJob: true},
	{object: "ClusterTrustBundleProjection", field: "user", from: 37, to: 37, gate: "AtomicWriteVolumeUserFields", inCronJob: true},
	{object: "PodCertificateProjection", field: "user", from: 37, to: 37, gate: "AtomicWriteVolumeUserFields", inCronJob: true},
}

// applies says whether the API server drops this value.
func (d *drop) applies(minor int, below string, value *manifest.Node) bool {
	switch {
	case minor < d.from || minor > d.to,
		value.Kind == manifest.Null,
		d.below != "" && d.below != below,
		d.only != "" && value.Text != d.only,
		d.except != "" && value.Text == d.except:
		return false
	default:
		return true
	}
}

// dropped reports a field that the version knows and drops.
func (c *checker) dropped(f *field, e *manifest.Entry) {
	for _, d := range f.drops {
		if !d.applies(c.minor, c.top().via, e.Value) {
			continue
		}
		what := d.effect
		if what == "" {
			what = f.name
		}
		who := "Kubernetes " + minor(c.minor) + " removes "
		if c.root.name == "CronJob" && !d.inCronJob {
			who = "Kubernetes " + minor(c.minor) + " keeps this in the CronJob, but its Jobs lose "
		}
		until := "on by default since "
		switch last := f.lastDrop(d); {
		case last.to < f.until:
			until += minor(last.to + 1)
		case f.until < c.newest:
			until = "the field is gone since " + minor(f.until+1)
		default:
			until = "alpha up to " + minor(c.newest)
		}
		path := c.pathOf(f.name)
		removed := path
		if d.item {
			removed = c.top().path
		}
		c.add(Problem{
			Rule: RuleDropped, Severity: Warning, Path: path, Range: e.KeyRange,
			Removed: removed, InJobs: c.root.name == "CronJob" && !d.inCronJob,
			Message: who + what + " without a word: feature gate " + d.gate + " is off; " + until,
		})
		return
	}
}

// lastDrop is the last of the drops that follow each other, version by version, under one gate or several.
func (f *field) lastDrop(d *drop) *drop {
	for _, other := range f.drops {
		if other.from == d.to+1 && other.below == d.below {
			return f.lastDrop(other)
		}
	}
	return d
}
