// Package cluster does all reads and writes of a cluster. It is the only room that knows client-go's
// clients; what it returns are the lean structs of package job, or objects as the server sent them.
package cluster

import (
	"fmt"
	"io"

	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/cli-runtime/pkg/genericclioptions"
	"k8s.io/client-go/dynamic"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/metadata"
	_ "k8s.io/client-go/plugin/pkg/client/auth" // so that every kubeconfig works that works for kubectl
	"k8s.io/client-go/rest"
	"k8s.io/utils/clock"
)

const (
	protobuf = "application/vnd.kubernetes.protobuf"
	// kubectl's own limits; client-go's default of 5 requests a second is made for controllers.
	queriesPerSecond = 50
	queriesBurst     = 300
)

var (
	jobs     = schema.GroupVersionResource{Group: "batch", Version: "v1", Resource: "jobs"}
	cronJobs = schema.GroupVersionResource{Group: "batch", Version: "v1", Resource: "cronjobs"}
)

// Cluster is a connection to one cluster. It is safe for concurrent use.
type Cluster struct {
	typed    kubernetes.Interface
	dynamic  dynamic.Interface
	metadata metadata.Interface
	// unhurried has no limit of its own on how fast it asks: whoever uses it heeds what the API server says.
	unhurried kubernetes.Interface
	host      string
	clock     clock.Clock
	reach     *reach
	context   string // name of the kubeconfig context, may be empty

	kubeconfigs []string // the files that were looked for
}

// Connect makes a connection from kubectl's flags. It sends nothing yet, so that it fails only on a
// bad configuration. Warnings of the API server go to warnings, each once.
func Connect(flags *genericclioptions.ConfigFlags, warnings io.Writer, clk clock.Clock) (*Cluster, error) {
	config, err := flags.ToRESTConfig()
	if err != nil {
		return nil, fmt.Errorf("no cluster to talk to: %w", err)
	}
	config = rest.CopyConfig(config)
	config.QPS, config.Burst = queriesPerSecond, queriesBurst
	config.WarningHandler = rest.NewWarningWriter(warnings, rest.WarningWriterOptions{Deduplicate: true})
	c := &Cluster{host: config.Host, clock: clk, reach: newReach()}
	config.Wrap(plainWatches)
	config.Wrap(c.reach.wrap)
	loader := flags.ToRawKubeConfigLoader()
	if raw, err := loader.RawConfig(); err == nil {
		c.context = raw.CurrentContext
	}
	if flags.Context != nil && *flags.Context != "" {
		c.context = *flags.Context
	}
	c.kubeconfigs = loader.ConfigAccess().GetLoadingPrecedence()
	if err := c.clients(config); err != nil {
		return nil, fmt.Errorf("configure client: %w", err)
	}
	return c, nil
}

// clients makes the clients, which share their connections.
func (c *Cluster) clients(config *rest.Config) error {
	transport, err := rest.HTTPClientFor(config)
	if err != nil {
		return err //nolint:wrapcheck // the caller does
	}
	if c.dynamic, err = dynamic.NewForConfigAndClient(config, transport); err != nil {
		return err //nolint:wrapcheck // the caller does
	}
	config.ContentType = protobuf
	config.AcceptContentTypes = protobuf + ",application/json"
	if c.typed, err = kubernetes.NewForConfigAndClient(config, transport); err != nil {
		return err //nolint:wrapcheck // the caller does
	}
	if c.metadata, err = metadata.NewForConfigAndClient(config, transport); err != nil {
		return err //nolint:wrapcheck // the caller does
	}
	unhurried := rest.CopyConfig(config)
	unhurried.QPS = -1
	c.unhurried, err = kubernetes.NewForConfigAndClient(unhurried, transport)
	return err //nolint:wrapcheck // the caller does
}
