//go:build unix

package realnode

import (
	"errors"
	"fmt"
	"net"
	"net/netip"

	"github.com/kubectl-job/kubectl-job/test/cluster/internal/cache"
)

// leaseSubnet picks a range of Pod addresses that no other cluster has. The lease is a file lock:
// it ends with the process.
func leaseSubnet() (subnet string, release func(), err error) {
	used, err := hostPrefixes()
	if err != nil {
		return "", nil, err
	}
	for i := range 200 {
		p := netip.PrefixFrom(netip.AddrFrom4([4]byte{10, 245, byte(i), 0}), 24)
		if overlaps(used, p) {
			continue
		}
		release, err := cache.TryLock(fmt.Sprintf("subnet-%d", i))
		if errors.Is(err, cache.ErrLocked) {
			continue
		}
		if err != nil {
			return "", nil, err
		}
		return p.String(), release, nil
	}
	return "", nil, errors.New("no range of Pod addresses is free")
}

// hostPrefixes returns the networks this machine is in. Single addresses do not count:
// they are the ends of Pods' links, whose ranges are leased.
func hostPrefixes() ([]netip.Prefix, error) {
	addrs, err := net.InterfaceAddrs()
	if err != nil {
		return nil, fmt.Errorf("network addresses: %w", err)
	}
	var out []netip.Prefix
	for _, a := range addrs {
		if p, err := netip.ParsePrefix(a.String()); err == nil && !p.IsSingleIP() {
			out = append(out, p.Masked())
		}
	}
	return out, nil
}

func overlaps(used []netip.Prefix, p netip.Prefix) bool {
	for _, u := range used {
		if u.Overlaps(p) {
			return true
		}
	}
	return false
}
