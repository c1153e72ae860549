package namespace

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"paddock/bindings/container"
	"paddock/bindings/container/enginetest"
	"paddock/bindings/container/image"
	"paddock/bindings/container/launch"
)

func TestView(t *testing.T) {
	e := anyEngine(t)
	from := testImage(t, image.Config{}, map[string]string{
		"etc/resolv.conf": "-> /run/systemd/resolve/stub-resolv.conf", "etc/hosts": "image's", "sys": "-> /etc", "file": "image's",
	})
	for _, c := range []struct{ name, step, want string }{
		{"the root is the image's and what every container has", "ls:/", "client dev etc file plain proc sys "},
		{"devices are those that programs expect", "ls:/dev", "core fd full mqueue null ptmx pts random shm stderr stdin stdout tty urandom zero "},
		{"only the container's processes are seen", "pids:", "2\n"},
		{"names are asked of Paddock, whatever the image links to", "cat:/etc/resolv.conf", "nameserver 10.0.2.53\noptions ndots:1 attempts:2\n"},
		{"the image's hosts are covered", "cat:/etc/hosts", "127.0.0.1 localhost\n"},
		{"a link of the image in the place of /sys leads nowhere", "ls:/sys", "block bus class dev devices firmware fs "},
		{"/sys is read-only", "write:/sys/kernel/uevent_seqnum=1", "read-only file system"},
		{"the kernel's parameters are read-only", "write:/proc/sys/kernel/hostname=x", "read-only file system"},
		{"what tells of the machine is hidden", "size:/proc/interrupts", "0\n"},
		{"capabilities are Docker's at the most", "status:CapBnd", "00000000a80425fb\n"},
		{"capabilities of root are no others", "status:CapEff", "00000000a80425fb\n"},
		{"programs may gain privileges from files", "status:NoNewPrivs", "0\n"},
		{"block devices cannot be opened", "mknod:/disk open:/disk", "open /disk: "},
		{"devices that are made in /dev are none", "cat:/proc/mounts", " /dev tmpfs rw,nosuid,nodev"},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := look(t, e, from, container.Spec{}, strings.Fields(c.step)...)
			if !strings.Contains(got, c.want) {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

func TestImage(t *testing.T) {
	e := anyEngine(t)
	if usersFor(e.links.Link()).Alone() {
		t.Log("there is no other user than root: USER has no effect")
	}
	accounts := map[string]string{
		"etc/passwd": "root:x:0:0:root:/root:/bin/sh\napp:x:1000:1001:App:/home/app:/bin/sh\n",
		"etc/group":  "root:x:0:\napp:x:1001:\nextra:x:1002:bob,app\n",
	}
	from := testImage(t, image.Config{
		Env: []string{"FROM=image", "OVER=image"}, WorkingDir: "/made/here", User: "app",
		Entrypoint: []string{enginetest.ImageProgram, "pwd", "env:FROM", "env:OVER", "env:HOME", "env:PATH", "mode:/made/here"}, Cmd: []string{"id"},
	}, accounts)
	got := look(t, e, from, container.Spec{Env: map[string]string{"OVER": "start"}})
	want := "/made/here\nimage\nstart\n/home/app\n" + defaultPath + "\ndrwxr-xr-x 0 0\n1000 1001 [1002]\n"
	if usersFor(e.links.Link()).Alone() {
		want = "/made/here\nimage\nstart\n/root\n" + defaultPath + "\ndrwxr-xr-x 0 0\n0 0 "
	}
	if !strings.HasPrefix(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestOwners(t *testing.T) {
	e := anyEngine(t)
	from := testImage(t, image.Config{}, map[string]string{"file": ""})
	want := "-rw-r--r-- 1000 1000\n1000 1000 []\n"
	if usersFor(e.links.Link()).Alone() {
		want = "-rw-r--r-- 0 0\n0 0 []\n"
	}
	if got := look(t, e, from, container.Spec{}, "chown:/file", "mode:/file", "become:1000", "id"); got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestPorts(t *testing.T) {
	for _, link := range []string{launch.LinkNFT, launch.LinkNFTRootless} {
		t.Run("every user may listen on port 80 over "+link, func(t *testing.T) {
			from := testImage(t, image.Config{User: "1000"}, nil)
			if got := look(t, engineFor(t, link), from, container.Spec{}, "listen::80"); got != "listening\n" {
				t.Errorf("got %q", got)
			}
		})
	}
}

func TestLoader(t *testing.T) {
	from := testImage(t, image.Config{Entrypoint: []string{"/script"}}, map[string]string{"script": "#!/bin/nothing\n"})
	if err := os.Chmod(filepath.Join(from.image.Layers[0], "script"), 0o755); err != nil {
		t.Fatal(err)
	}
	_, err := anyEngine(t).Start(t.Context(), from, container.Spec{Name: "script", Resolver: noNames{}})
	if !errors.Is(err, os.ErrNotExist) || !strings.Contains(err.Error(), "start /script: file does not exist: what runs it is missing") {
		t.Errorf("got %v", err)
	}
}

func TestApt(t *testing.T) {
	e := anyEngine(t)
	from := testImage(t, image.Config{}, map[string]string{"etc/apt/apt.conf.d/": ""})
	want := "zz-paddock \n"
	if !usersFor(e.links.Link()).Alone() {
		want = "\n"
	}
	if got := look(t, e, from, container.Spec{}, "ls:/etc/apt/apt.conf.d"); got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestFiles(t *testing.T) {
	e := anyEngine(t)
	from := testImage(t, image.Config{}, map[string]string{"keep/file": "image's", "keep/other": "", "full/x": ""})
	if got := look(t, e, from, container.Spec{}, "write:/keep/file=changed", "rm:/keep/other", "rm:/full", "cat:/keep/file", "ls:/keep", "ls:/full"); !strings.HasPrefix(got, "changedfile \n") {
		t.Errorf("got %q", got)
	}
	if got := look(t, e, from, container.Spec{}, "cat:/keep/file", "ls:/keep", "ls:/full"); got != "image'sfile other \nx \n" {
		t.Errorf("another container of the image sees %q", got)
	}
	t.Run("a volume is a folder that may be written to, with what the image has there", func(t *testing.T) {
		from := testImage(t, image.Config{Volumes: []string{"/keep", "/var/lib/data"}}, map[string]string{"keep/file": "image's"})
		if got := look(t, e, from, container.Spec{}, "write:/var/lib/data/x=x", "ls:/var/lib/data", "write:/keep/y=y", "ls:/keep"); got != "x \nfile y \n" {
			t.Errorf("got %q", got)
		}
	})
	t.Run("folders are brought back in the place of the image's", func(t *testing.T) {
		source := t.TempDir()
		if err := os.WriteFile(filepath.Join(source, "saved"), []byte("saved"), 0o640); err != nil {
			t.Fatal(err)
		}
		got := look(t, e, from, container.Spec{Directories: []container.Directory{{Source: source, Dest: "/keep"}, {Dest: "/new/empty"}}}, "cat:/keep/saved", "ls:/keep", "ls:/new", "mode:/keep/saved")
		if !strings.HasPrefix(got, "savedsaved \nempty \n-rw-r----- 0 0") {
			t.Errorf("got %q", got)
		}
	})
	t.Run("the certificate authority lies where the platform puts it", func(t *testing.T) {
		got := look(t, e, from, container.Spec{Trust: container.Trust{CA: []byte("root")}}, "cat:"+container.CAFile, "mode:"+container.CAFile)
		if got != "root-rw-r--r-- 0 0\n" {
			t.Errorf("got %q", got)
		}
	})
	t.Run("on request its programs are made to trust it", func(t *testing.T) {
		from := testImage(t, image.Config{Env: []string{"PIP_CERT=image's", "JAVA_VERSION=21"}}, map[string]string{"etc/ssl/certs/ca-certificates.crt": "roots\n"})
		got := look(t, e, from, container.Spec{Trust: container.Trust{CA: []byte("root\n"), Mode: container.TrustInject}},
			"cat:/etc/ssl/certs/ca-certificates.crt", "cat:"+bundleFile, "env:SSL_CERT_FILE", "env:NODE_EXTRA_CA_CERTS", "env:PIP_CERT", "env:JAVA_TOOL_OPTIONS", "ls:/etc/cloudflare/certs")
		want := "roots\nroot\nroots\nroot\n" + bundleFile + "\n" + container.CAFile + "\nimage's\n-Djavax.net.ssl.trustStore=" + javaFile + "\nbundle.crt cloudflare-containers-ca.crt roots.jks \n"
		if got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	})
	t.Run("orphans are reaped", func(t *testing.T) {
		if got := look(t, e, from, container.Spec{}, "orphan", "zombies"); got != "none\n" {
			t.Errorf("got %q", got)
		}
	})
}
