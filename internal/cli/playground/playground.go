// Package playground is "kubectl job playground": the linter as a page in the browser, served from the program itself.
package playground

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"strconv"
	"syscall"
	"time"

	"github.com/spf13/cobra"
	"k8s.io/cli-runtime/pkg/genericiooptions"

	"github.com/kubectl-job/kubectl-job/internal/cli/arg"
)

// usualPort is taken if none is named, so that the browser finds its settings again.
const usualPort = 8732

type options struct {
	genericiooptions.IOStreams
	port   int
	named  bool // --port was given
	noOpen bool
}

// NewCommand makes "kubectl job playground".
func NewCommand(streams genericiooptions.IOStreams) *cobra.Command {
	o := options{IOStreams: streams}
	cmd := &cobra.Command{
		Use:   "playground [flags]",
		Short: "Check manifests in the browser, as you type",
		Long: `Check manifests in the browser, as you type: the linter with its rules, fixes and pictures of retries and schedules.

The page comes from this program and is served to this machine alone. It needs no network and no cluster, and what you write does
not leave the browser. Ctrl+C ends it.`,
		Example: `  # Open the playground
  kubectl job playground

  # Only serve it, on a port that is free
  kubectl job playground --no-open --port=0`,
		DisableFlagsInUseLine: true,
		Args:                  arg.None,
		RunE: func(cmd *cobra.Command, _ []string) error {
			o.named = cmd.Flags().Changed("port")
			if o.port < 0 || o.port > 65535 {
				return fmt.Errorf("--port=%d: expected a port from 1 to 65535, or 0 for one that is free", o.port)
			}
			return o.run(cmd.Context())
		},
	}
	cmd.Flags().IntVar(&o.port, "port", usualPort, "Port to serve the page on; 0 takes one that is free, as does a port that is in use unless it was named")
	cmd.Flags().BoolVar(&o.noOpen, "no-open", false, "Do not open the browser, only print the address")
	return cmd
}

func (o *options) run(ctx context.Context) error {
	site, err := newSite(built())
	if err != nil {
		return err
	}
	listener, err := o.listen(ctx)
	if err != nil {
		return err
	}
	server := &http.Server{Handler: site, ReadHeaderTimeout: 10 * time.Second, IdleTimeout: time.Minute}
	done := make(chan error, 1)
	go func() { done <- server.Serve(listener) }()
	address := "http://" + listener.Addr().String() + "/"
	if _, err := fmt.Fprintf(o.Out, "The playground is at %s (Ctrl+C ends it)\n", address); err != nil {
		return errors.Join(err, server.Close())
	}
	if !o.noOpen {
		if err := open(ctx, address); err != nil {
			if _, err := fmt.Fprintf(o.ErrOut, "warning: no browser could be opened: %v\n", err); err != nil {
				return errors.Join(err, server.Close())
			}
		}
	}
	select {
	case err := <-done:
		return err
	case <-ctx.Done():
		return server.Close() // pages that are open go on without it
	}
}

// listen takes the port, on this machine's own interface.
func (o *options) listen(ctx context.Context) (net.Listener, error) {
	var c net.ListenConfig
	l, err := c.Listen(ctx, "tcp", net.JoinHostPort("127.0.0.1", strconv.Itoa(o.port)))
	switch {
	case err == nil:
		return l, nil
	case errors.Is(err, syscall.EADDRINUSE) && !o.named:
		return c.Listen(ctx, "tcp", "127.0.0.1:0")
	case errors.Is(err, syscall.EADDRINUSE):
		return nil, fmt.Errorf("--port=%d: the port is in use; --port=0 takes one that is free", o.port)
	default:
		return nil, err
	}
}
