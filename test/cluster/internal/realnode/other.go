//go:build !linux

package realnode

import (
	"context"
	"errors"

	"k8s.io/client-go/kubernetes"
)

var errNotLinux = errors.New("not Linux")

// Possible returns the reason why this machine cannot have a real node.
func Possible(context.Context) error { return errNotLinux }

// Prepare fails.
func Prepare(context.Context, kubernetes.Interface, Options) (*Node, error) { return nil, errNotLinux }

// RemoveCgroups has nothing to do.
func RemoveCgroups([]string) error { return nil }

// Enter fails.
func Enter(string) error { return errNotLinux }

// Init fails.
func Init(string) error { return errNotLinux }

// Probe fails.
func Probe() error { return errNotLinux }
