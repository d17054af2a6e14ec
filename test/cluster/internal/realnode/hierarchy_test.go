package realnode

import (
	"slices"
	"testing"
)

const v1Mounts = `25 20 0:22 / /sys/fs/cgroup rw - tmpfs tmpfs rw,mode=755
26 25 0:23 / /sys/fs/cgroup/cpu,cpuacct rw,relatime - cgroup cgroup rw,cpu,cpuacct
27 25 0:24 / /sys/fs/cgroup/memory rw,relatime - cgroup cgroup rw,memory
28 25 0:25 / /sys/fs/cgroup/systemd rw,relatime - cgroup cgroup rw,xattr,name=systemd
29 25 0:26 / /sys/fs/cgroup/unified rw,relatime - cgroup2 cgroup2 rw
`

func TestPlanV1(t *testing.T) {
	memberships := parseMemberships("4:name=systemd:/user.slice\n3:memory:/a/b\n2:cpu,cpuacct:/\n1:net_cls:/\n0::/\n")
	got, err := plan(memberships, parseMounts(v1Mounts), "node")
	if err != nil {
		t.Fatal(err)
	}
	want := []hierarchy{
		{Option: "none,name=systemd", Mount: "/sys/fs/cgroup/systemd", Dir: "/sys/fs/cgroup/systemd/user.slice/node"},
		{Option: "memory", Mount: "/sys/fs/cgroup/memory", Dir: "/sys/fs/cgroup/memory/a/b/node"},
		{Option: "cpu,cpuacct", Mount: "/sys/fs/cgroup/cpu,cpuacct", Dir: "/sys/fs/cgroup/cpu,cpuacct/node"},
	}
	if !slices.Equal(got, want) {
		t.Errorf("got %+v\nwant %+v", got, want)
	}
}

func TestPlanV1InContainer(t *testing.T) {
	memberships := parseMemberships("3:memory:/docker/123/sub\n2:cpu:/elsewhere\n")
	mounts := parseMounts(`1 2 0:1 /docker/123 /sys/fs/cgroup/memory rw - cgroup cgroup rw,memory
1 2 0:1 /docker/123 /sys/fs/cgroup/cpu rw - cgroup cgroup rw,cpu
`)
	got, err := plan(memberships, mounts, "node")
	if err != nil {
		t.Fatal(err)
	}
	if d := dirs(got); !slices.Equal(d, []string{"/sys/fs/cgroup/memory/sub/node", "/sys/fs/cgroup/cpu/node"}) {
		t.Errorf("directories: %q", d)
	}
}

func TestPlanV2(t *testing.T) {
	mounts := parseMounts(`30 20 0:26 / /sys/fs/cgroup rw,nosuid shared:4 - cgroup2 cgroup2 rw,nsdelegate
`)
	// systemd's own hierarchy beside it does not make it v1.
	got, err := plan(parseMemberships("1:name=systemd:/x\n0::/user.slice/session-1.scope\n"), mounts, "node")
	if err != nil {
		t.Fatal(err)
	}
	if want := []hierarchy{{V2: true, Mount: "/sys/fs/cgroup", Dir: "/sys/fs/cgroup/node"}}; !slices.Equal(got, want) {
		t.Errorf("got %+v", got)
	}
}

func TestPlanNone(t *testing.T) {
	if _, err := plan(parseMemberships("0::/\n"), nil, "node"); err == nil {
		t.Error("no error without cgroups")
	}
}

func TestUnescape(t *testing.T) {
	got := parseMounts(`1 2 0:1 / /mnt/with\040space rw - cgroup2 cgroup2 rw` + "\n")
	if len(got) != 1 || got[0].point != "/mnt/with space" {
		t.Errorf("got %+v", got)
	}
}
