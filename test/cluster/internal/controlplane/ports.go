package controlplane

import (
	"fmt"
	"math/rand/v2"
	"net"
	"strconv"
)

// Ports are picked below the range that the kernel gives to outgoing connections (32768 and up on Linux,
// 49152 and up elsewhere): so a component that is restarted finds its port still free.
const (
	firstPort = 20000
	lastPort  = 32000
)

// Ports are the ports of one cluster, all on 127.0.0.1.
type Ports struct {
	Etcd, EtcdPeer, APIServer, ControllerManager, Scheduler int
	Kubelet, KubeletHealth                                  int
}

// FreePorts picks ports that are free now. Somebody else may take one before it is used;
// then the component fails and the caller tries again with other ports.
func FreePorts() (Ports, error) {
	var p Ports
	used := map[int]bool{}
	for _, port := range []*int{
		&p.Etcd, &p.EtcdPeer, &p.APIServer, &p.ControllerManager, &p.Scheduler,
		&p.Kubelet, &p.KubeletHealth,
	} {
		n, err := freePort(used)
		if err != nil {
			return Ports{}, err
		}
		*port, used[n] = n, true
	}
	return p, nil
}

func freePort(used map[int]bool) (int, error) {
	for range 200 {
		if port := firstPort + rand.IntN(lastPort-firstPort); !used[port] && free(port) {
			return port, nil
		}
	}
	l, err := net.Listen("tcp4", "127.0.0.1:0")
	if err != nil {
		return 0, fmt.Errorf("free port: %w", err)
	}
	defer func() { _ = l.Close() }()
	return l.Addr().(*net.TCPAddr).Port, nil
}

func free(port int) bool {
	l, err := net.Listen("tcp4", net.JoinHostPort("127.0.0.1", strconv.Itoa(port)))
	if err != nil {
		return false
	}
	return l.Close() == nil
}
