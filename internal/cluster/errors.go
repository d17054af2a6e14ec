package cluster

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/url"
	"os"
	"strings"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/tools/clientcmd"
)

// Kinds of failure, to be told apart with errors.Is.
var (
	ErrUnreachable   = errors.New("cluster unreachable")
	ErrCredentials   = errors.New("credentials not accepted")
	ErrForbidden     = errors.New("not permitted")
	ErrNoNamespace   = errors.New("namespace does not exist")
	ErrNotFound      = errors.New("not found")
	ErrAlreadyExists = errors.New("already exists")
	ErrRefused       = errors.New("refused by the API server")
)

// Error is a failed call to the cluster, worded for the person who made it.
type Error struct {
	kind    error
	message string
	cause   error
}

func (e *Error) Error() string { return e.message }

// Unwrap gives the kind of failure and the client's own error.
func (e *Error) Unwrap() []error { return []error{e.kind, e.cause} }

// call says what was asked of the cluster, in the terms of an RBAC rule.
type call struct {
	verb, group, resource, namespace, name string
}

// object is how kubectl names the thing, such as "job.batch/pi".
func (c call) object() string {
	kind := strings.TrimSuffix(c.resource, "s")
	if c.group != "" {
		kind += "." + c.group
	}
	if c.name == "" {
		return kind
	}
	return kind + "/" + c.name
}

// failed words err; nil and a cancelled context stay as they are.
func (c *Cluster) failed(err error, did call) error {
	if err == nil || errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	say := func(kind error, format string, args ...any) error {
		return &Error{kind: kind, message: fmt.Sprintf(format, args...), cause: err}
	}
	switch status := statusOf(err); {
	case status == nil:
		if unreachable(err) && c.context == "" && c.host == defaultHost {
			return say(ErrUnreachable, "%s", c.unconfigured())
		}
		if unreachable(err) {
			return say(ErrUnreachable, "cannot reach the cluster at %s%s: %s", c.host, c.inContext(), innermost(err))
		}
		return fmt.Errorf("%s %s: %w", did.verb, did.object(), err)
	case apierrors.IsUnauthorized(err):
		return say(ErrCredentials, "the cluster at %s does not accept your credentials%s: they are missing, wrong or expired; log in again or choose another --context", c.host, c.inContext())
	case apierrors.IsForbidden(err) && strings.Contains(status.Message, " cannot "):
		return say(ErrForbidden, "%s%s", did.forbidden(forbiddenVerb(status.Message, did.verb)), asUser(status.Message))
	case apierrors.IsNotFound(err) && status.Details != nil && status.Details.Kind == "namespaces":
		return say(ErrNoNamespace, "namespace %q does not exist: create it (kubectl create namespace %s) or choose another with -n", status.Details.Name, status.Details.Name)
	case apierrors.IsNotFound(err):
		return say(ErrNotFound, "%s not found in namespace %q", did.object(), did.namespace)
	case apierrors.IsAlreadyExists(err):
		return say(ErrAlreadyExists, "%s already exists in namespace %q", did.object(), did.namespace)
	default:
		return say(ErrRefused, "the API server refuses to %s %s:%s", did.verb, did.object(), refusal(status))
	}
}

// defaultHost is what client-go falls back to without any configuration.
const defaultHost = "http://localhost:8080"

// unconfigured says why there is no configuration: which kubeconfig is missing, or says nothing.
func (c *Cluster) unconfigured() string {
	var missing, mute []string
	for _, file := range c.kubeconfigs {
		if _, err := os.Stat(file); err != nil {
			missing = append(missing, innermost(err)+": "+file)
		} else {
			mute = append(mute, file)
		}
	}
	why := "KUBECONFIG is not set"
	switch named := os.Getenv(clientcmd.RecommendedConfigPathEnvVar) != ""; {
	case len(mute) > 0:
		why = "no context is current in the kubeconfig " + enumerate(mute, "and")
	case named && len(missing) > 0:
		why = "KUBECONFIG is set, but: " + strings.Join(missing, ", ")
	case len(missing) > 0:
		why += ", and: " + strings.Join(missing, ", ")
	}
	return fmt.Sprintf("no cluster is configured: %s; set KUBECONFIG, or give --kubeconfig, --context or --server (nothing answers at kubectl's default, %s)", why, c.host)
}

func (c *Cluster) inContext() string {
	if c.context == "" {
		return ""
	}
	return fmt.Sprintf(" (context %q)", c.context)
}

func statusOf(err error) *metav1.Status {
	var status apierrors.APIStatus
	if !errors.As(err, &status) {
		return nil
	}
	s := status.Status()
	return &s
}

// unreachable tells a failure of the connection from one of the request.
func unreachable(err error) bool {
	var dial net.Error
	var request *url.Error
	return errors.As(err, &dial) || errors.As(err, &request)
}

// innermost is the last error of the chain: "connection refused" rather than the whole request.
func innermost(err error) string {
	for {
		inner := errors.Unwrap(err)
		if inner == nil {
			return err.Error()
		}
		err = inner
	}
}

// forbiddenVerb takes the verb from the server's message, "... cannot list resource ...": a watch lists
// first, and may lack either.
func forbiddenVerb(message, asked string) string {
	_, rest, _ := strings.Cut(message, " cannot ")
	verb, _, ok := strings.Cut(rest, " ")
	if !ok {
		return asked
	}
	return verb
}

// asUser takes the user's name from the server's message, which is all that says how it sees the caller.
func asUser(message string) string {
	_, rest, ok := strings.Cut(message, `User "`)
	if !ok {
		return ""
	}
	name, _, ok := strings.Cut(rest, `"`)
	if !ok {
		return ""
	}
	return fmt.Sprintf(" for user %q", name)
}

// refusal lists the causes of a rejection, one a line when there are several.
func refusal(status *metav1.Status) string {
	if status.Details == nil || len(status.Details.Causes) == 0 {
		_, text, strict := strings.Cut(status.Message, "strict decoding error: ")
		if strict {
			return " " + text
		}
		return " " + status.Message
	}
	var lines []string
	for _, cause := range status.Details.Causes {
		line := cause.Message
		if cause.Field != "" {
			line = cause.Field + ": " + line
		}
		lines = append(lines, line)
	}
	if len(lines) == 1 {
		return " " + lines[0]
	}
	return "\n  " + strings.Join(lines, "\n  ")
}
