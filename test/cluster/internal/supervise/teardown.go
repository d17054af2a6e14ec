//go:build unix

package supervise

import (
	"context"
	"fmt"
	"os"
	"slices"
	"sync"

	"github.com/kubectl-job/kubectl-job/test/cluster/internal/realnode"
	"github.com/kubectl-job/kubectl-job/test/cluster/internal/state"
)

// tearDown ends all components and servers, except the control socket, and what they leave.
func (s *supervisor) tearDown() {
	s.mu.Lock()
	components := s.components
	closers := s.closers[1:]
	s.components, s.closers = nil, s.closers[:1]
	st := s.state
	s.mu.Unlock()
	for _, c := range slices.Backward(closers) {
		_ = c()
	}
	// All data is thrown away, so nobody needs to end politely. Together, because that is fastest.
	var wg sync.WaitGroup
	for _, c := range components {
		wg.Go(func() {
			if err := c.stop(context.Background(), true); err != nil {
				fmt.Fprintln(os.Stderr, err)
			}
		})
	}
	wg.Wait()
	removeLeftovers(st)
	_ = os.RemoveAll(s.dir.Node())
}

func (s *supervisor) cleanUp() {
	s.tearDown()
	for _, c := range s.closers {
		_ = c()
	}
	if err := s.dir.Remove(); err != nil {
		fmt.Fprintln(os.Stderr, err)
	}
	_ = s.progress.Close() // "up" waits for this when the start has failed
}

// CleanStale removes what a cluster has left whose supervisor was killed.
// Its processes are gone: the kernel ends them with the supervisor.
func CleanStale(dir state.Dir) error {
	if st, err := dir.Load(); err == nil {
		removeLeftovers(st)
	}
	_ = os.RemoveAll(etcdDir(dir))
	return dir.Remove()
}

func removeLeftovers(st state.State) {
	if err := realnode.RemoveCgroups(st.Cgroups); err != nil {
		fmt.Fprintln(os.Stderr, err)
	}
	if st.EtcdDir != "" {
		_ = os.RemoveAll(st.EtcdDir)
	}
}
