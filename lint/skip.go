package lint

import (
	"bytes"
	"path"
	"strings"

	"github.com/kubectl-job/kubectl-job/lint/manifest"
	"github.com/kubectl-job/kubectl-job/lint/schema"
)

// Why documents are skipped, each with the way to lint what is meant.
const (
	reasonTemplate = "a template: lint what it renders, as in helm template CHART | kubectl job lint -"
	reasonPatch    = "a kustomize patch: lint what it makes, with kubectl job lint -k FOLDER"
	reasonOther    = "not a Job or CronJob"
	reasonNoObject = "no Kubernetes object: it has neither apiVersion nor kind"
	reasonText     = "neither YAML nor JSON, and without a sign of a Job"
)

// skipped says why an object is not checked; it is empty for one that is.
func skipped(s Source, doc *manifest.Document, o manifest.Object) string {
	served, why := schema.Served(o.APIVersion, o.Kind, schema.Newest)
	switch {
	case o.APIVersion == "" && o.Kind == "":
		if meantAsObject(o.Root) && !s.Found {
			return ""
		}
		return reasonNoObject
	case !served && why == "":
		return reasonOther
	case s.Patch != "":
		return reasonPatch + " (" + s.Patch + " names it)"
	case isPatch(s.Name, doc, o):
		return reasonPatch
	default:
		return ""
	}
}

// meantAsObject says whether a map without apiVersion and kind looks like an object that lacks them.
func meantAsObject(root *manifest.Node) bool {
	return root.At("spec", "template") != nil || root.At("spec", "jobTemplate") != nil
}

// isPatch says whether an object that is incomplete is a patch, by its own words or by those of its file's path.
func isPatch(file string, doc *manifest.Document, o manifest.Object) bool {
	if bytes.Contains(doc.Source[doc.Range.Start.Offset:doc.Range.End.Offset], []byte("$patch:")) {
		return true
	}
	folder, name := path.Split(strings.ToLower(strings.ReplaceAll(file, `\`, "/")))
	named := strings.Contains(name, "patch")
	for part := range strings.SplitSeq(folder, "/") {
		named = named || part == "patches" || part == "overlays"
	}
	return named && incomplete(o)
}

// incomplete says whether an object lacks what every Job has: containers with images, a restartPolicy.
func incomplete(o manifest.Object) bool {
	template := o.Root.At("spec", "template", "spec")
	if o.Kind == "CronJob" {
		template = o.Root.At("spec", "jobTemplate", "spec", "template", "spec")
	}
	if template == nil || template.Get("restartPolicy") == nil {
		return true
	}
	containers := template.Get("containers")
	if containers == nil || len(containers.Items) == 0 {
		return true
	}
	for _, c := range containers.Items {
		if c.Get("image") == nil {
			return true
		}
	}
	return false
}

// unreadable reports a document that is no YAML, unless it is a template or not for kubectl.
func (l *Linter) unreadable(f *File, s Source, doc *manifest.Document, fatal *manifest.Problem) {
	t := &target{doc: doc, info: Document{File: s.Name, Index: doc.Index, Verdict: Rejected}}
	switch {
	case fatal.Kind == manifest.Template:
		t.info.Verdict, t.info.Reason = Skipped, reasonTemplate
	case s.Found && !showsJob(doc):
		t.info.Verdict, t.info.Reason = Skipped, reasonText
	default:
		t.add("schema/"+string(fatal.Kind), Error, "", fatal.Range, withHint(*fatal))
	}
	f.Documents = append(f.Documents, t.info)
	f.Findings = append(f.Findings, t.findings...)
}

// showsJob says whether a text that cannot be read was meant as a Job or CronJob.
func showsJob(doc *manifest.Document) bool {
	for line := range strings.Lines(doc.Text(doc.Range)) {
		key, value, ok := strings.Cut(line, ":")
		key = strings.Trim(key, "\"' \t{-")
		value = strings.Trim(value, "\"' \t\r\n,")
		if ok && (key == "kind" && (value == "Job" || value == "CronJob") || key == "apiVersion" && strings.HasPrefix(value, "batch/")) {
			return true
		}
	}
	return false
}
