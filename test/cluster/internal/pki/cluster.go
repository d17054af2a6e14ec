package pki

import (
	"net"
	"path/filepath"
)

// AuthorityName is the file name of the cluster's authority.
const AuthorityName = "ca"

// ServiceIP is the first address of the service range, where Pods would find the API server.
var ServiceIP = net.IPv4(10, 96, 0, 1)

// RealNode is the name of the real node; its certificates carry it.
const RealNode = "real-0"

// WriteCluster makes everything that a cluster needs: certificates as NAME.crt and NAME.key,
// and a NAME.kubeconfig for each component that talks to the API server.
func WriteCluster(dir, server string) (*Authority, error) {
	ca, err := NewAuthority("test-ca")
	if err != nil {
		return nil, err
	}
	if err := ca.Write(dir, AuthorityName); err != nil {
		return nil, err
	}
	if err := WriteSigningKey(dir, "sa"); err != nil {
		return nil, err
	}
	for name, r := range certificates() {
		pair, err := ca.Issue(r)
		if err != nil {
			return nil, err
		}
		if err := pair.Write(dir, name); err != nil {
			return nil, err
		}
	}
	for name, r := range users() {
		if err := ca.WriteKubeconfig(filepath.Join(dir, name+".kubeconfig"), server, r); err != nil {
			return nil, err
		}
	}
	return ca, nil
}

// KubeletClient is the user that the API server is for a kubelet.
const KubeletClient = "kube-apiserver-kubelet-client"

func certificates() map[string]Request {
	local, localhost := []net.IP{net.IPv4(127, 0, 0, 1)}, []string{"localhost"}
	return map[string]Request{
		"etcd": {User: "etcd", Server: true, Client: true, IPs: local, DNS: localhost},
		"apiserver": {
			User: "kube-apiserver", Server: true, IPs: append(local, ServiceIP),
			DNS: append(localhost, "kubernetes", "kubernetes.default", "kubernetes.default.svc", "kubernetes.default.svc.cluster.local"),
		},
		"apiserver-etcd":     {User: "kube-apiserver", Client: true},
		"apiserver-kubelet":  {User: KubeletClient, Groups: []string{"system:masters"}, Client: true},
		"front-proxy-client": {User: "front-proxy-client", Client: true},
		"component":          {User: "component", Server: true, IPs: local, DNS: localhost},
		"sim-kubelet":        {User: "sim-kubelet", Server: true, IPs: local, DNS: localhost},
		"kubelet-server": {
			User: "system:node:" + RealNode, Groups: []string{"system:nodes"},
			Server: true, IPs: local, DNS: append(localhost, RealNode),
		},
	}
}

func users() map[string]Request {
	masters := []string{"system:masters"}
	return map[string]Request{
		"admin":                   {User: "admin", Groups: masters},
		"supervisor":              {User: "supervisor", Groups: masters},
		"kwok":                    {User: "kwok", Groups: masters},
		"kube-controller-manager": {User: "system:kube-controller-manager"},
		"kube-scheduler":          {User: "system:kube-scheduler"},
		"kubelet":                 {User: "system:node:" + RealNode, Groups: []string{"system:nodes"}},
	}
}
