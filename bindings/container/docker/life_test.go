package docker

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/netip"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/containerd/errdefs"
	dockertypes "github.com/moby/moby/api/types/container"
	"github.com/moby/moby/client"

	"paddock/bindings/container"
	"paddock/bindings/container/docker/dockertest"
)

// limit is when a test is given up.
const limit = time.Minute

// instanceOf starts a container of the suite's image that does what mode says.
func instanceOf(t testing.TB, e *Engine, mode string, spec container.Spec, args ...string) *instance {
	t.Helper()
	ref, err := e.Prepare(t.Context(), container.Image{Reference: testImage}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if spec.Env == nil {
		spec.Env = map[string]string{}
	}
	spec.Name, spec.Resolver, spec.Entrypoint, spec.Env["PADDOCK_TEST_CLIENT"] = "Test/"+mode, nothing{}, append([]string{"/client"}, args...), mode
	i, err := e.Start(t.Context(), ref, spec)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), limit)
		defer cancel()
		i.Destroy(ctx)
	})
	return i.(*instance)
}

func inspect(t *testing.T, i *instance) dockertypes.InspectResponse {
	t.Helper()
	info, err := i.daemon.api.ContainerInspect(t.Context(), i.id, client.ContainerInspectOptions{})
	if err != nil {
		t.Fatal(err)
	}
	return info.Container
}

// leaves waits until the daemon has no container of a process, nor one that is being removed.
func leaves(t *testing.T, api *client.Client, pid int) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), limit)
	defer cancel()
	list, err := api.ContainerList(ctx, client.ContainerListOptions{All: true, Filters: client.Filters{}.Add("label", LabelSession)})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range list.Items {
		if s, ok := parseSession(c.Labels[LabelSession]); !ok || s.pid != pid {
			continue
		}
		gone := api.ContainerWait(ctx, c.ID, client.ContainerWaitOptions{Condition: dockertypes.WaitConditionRemoved})
		select {
		case <-gone.Result:
		case err := <-gone.Error:
			if err != nil && !errdefs.IsNotFound(err) {
				t.Errorf("%v is there: %v", c.Names, err)
			}
		}
	}
}

// childMode makes this program start a container and wait to be killed.
const childMode = "PADDOCK_DOCKER_TEST_CHILD"

// childDaemon tells it the number of the daemon's process, "0" where that was there before.
const childDaemon = "PADDOCK_DOCKER_TEST_DAEMON"

func child() {
	link := os.Getenv(childMode)
	if link == "" {
		return
	}
	e := New(Options{Host: os.Args[1], Program: os.Args[2], Egress: link})
	if pid, _ := strconv.Atoi(os.Getenv(childDaemon)); pid != 0 {
		e.reach = func(ctx context.Context, address string) (net.Conn, error) {
			return dockertest.DialIn(ctx, pid, address)
		}
	}
	ref, err := e.Prepare(context.Background(), container.Image{Reference: testImage}, nil)
	if err == nil {
		_, err = e.Start(context.Background(), ref, container.Spec{
			Name: "Test/child", Resolver: nothing{}, Entrypoint: []string{"/client"}, Env: map[string]string{"PADDOCK_TEST_CLIENT": "sleep"},
		})
	}
	if err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
	fmt.Println("started")
	select {}
}

func TestPaddockKilled(t *testing.T) {
	d := need(t)
	for _, link := range []string{LinkNFT, LinkPort, LinkStdio} {
		t.Run("nothing is left of a killed Paddock, link "+link, func(t *testing.T) {
			t.Parallel()
			newEngine(t, link) // or a skip
			kill := startChild(t, d, d.host, childMode+"="+link)
			leaves(t, d.api, kill())
		})
	}
	t.Run("nothing is left where the docker command uses another context by then", func(t *testing.T) {
		t.Parallel()
		settings := t.TempDir()
		writeContext(t, settings, "near", d.host)
		writeContext(t, settings, "far", "unix:///no/such.sock")
		useContext(t, settings, "near")
		kill := startChild(t, d, "", childMode+"="+LinkStdio, "DOCKER_CONFIG="+settings, "DOCKER_HOST=", "WRANGLER_DOCKER_HOST=", "DOCKER_CONTEXT=")
		useContext(t, settings, "far")
		leaves(t, d.api, kill())
	})
}

// startChild has this program start a container. kill kills it, and gives its number.
func startChild(t *testing.T, d testDaemon, host string, env ...string) (kill func() (pid int)) {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	c := exec.Command(self, host, d.program)
	pid := 0
	if d.daemon.Process != nil {
		pid = d.daemon.Process.Pid
	}
	c.Env = append(os.Environ(), append(env, childDaemon+"="+strconv.Itoa(pid))...)
	out, err := c.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		c.Process.Kill()
		c.Wait()
	})
	said := make([]byte, 1000)
	if n, _ := out.Read(said); string(said[:n]) != "started\n" {
		t.Fatalf("it said %q", said[:n])
	}
	return func() int {
		c.Process.Kill()
		c.Wait()
		return c.Process.Pid
	}
}

func TestSweep(t *testing.T) {
	t.Parallel()
	e := newEngine(t, LinkAuto)
	d, err := e.connect(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	gone := exec.Command("true")
	if err := gone.Run(); err != nil {
		t.Fatal(err)
	}
	here := d.session
	for _, c := range []struct {
		name    string
		session string
		swept   bool
	}{
		{"of a process that is gone", session{here.machine, gone.Process.Pid, "1", "a"}.String(), true},
		{"of another process with the same number", session{here.machine, here.pid, "1", here.engine}.String(), true},
		{"of this process", here.String(), false},
		{"of another machine", session{"elsewhere", gone.Process.Pid, "1", "a"}.String(), false},
		{"with a label of another form", "something", false},
	} {
		t.Run("a container "+c.name, func(t *testing.T) {
			made, err := d.api.ContainerCreate(t.Context(), client.ContainerCreateOptions{
				Config: &dockertypes.Config{Image: testImage, Cmd: []string{"/client"}, Labels: map[string]string{LabelSession: c.session}},
			})
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { remove(context.Background(), d.api, made.ID) })
			if err := d.sweep(t.Context()); err != nil {
				t.Fatal(err)
			}
			_, err = d.api.ContainerInspect(t.Context(), made.ID, client.ContainerInspectOptions{})
			if (err != nil) != c.swept {
				t.Errorf("inspecting it gives %v, want that it was swept: %v", err, c.swept)
			}
		})
	}
}

func TestKilled(t *testing.T) {
	for _, link := range []string{LinkNFT, LinkPort, LinkStdio} {
		for _, c := range []struct {
			name string
			id   func(*instance) string
		}{
			{"a killed container", func(i *instance) string { return i.id }},
			{"a container whose sidecar is killed", func(i *instance) string { return i.sidecar.id }},
			{"a container whose relay is killed", func(i *instance) string { return i.sidecar.relay.id }},
		} {
			if strings.Contains(c.name, "relay") != (link == LinkPort) {
				continue
			}
			t.Run(c.name+" ends with 137, and leaves nothing, link "+link, func(t *testing.T) {
				t.Parallel()
				i := instanceOf(t, newEngine(t, link), "sleep", container.Spec{})
				all := []string{i.id, i.sidecar.id}
				if r := i.sidecar.relay; r != nil {
					all = append(all, r.id)
				}
				if _, err := i.daemon.api.ContainerKill(t.Context(), c.id(i), client.ContainerKillOptions{Signal: "KILL"}); err != nil {
					t.Fatal(err)
				}
				ctx, cancel := context.WithTimeout(t.Context(), limit)
				defer cancel()
				if exit, err := i.Wait(ctx); err != nil || exit.Code != 137 {
					t.Errorf("it ended with %+v, %v", exit, err)
				}
				if err := i.Destroy(ctx); err != nil {
					t.Error(err)
				}
				if _, err := i.Egress().Accept(ctx); !errors.Is(err, net.ErrClosed) {
					t.Errorf("accept gives %v", err)
				}
				for _, id := range all {
					if _, err := i.daemon.api.ContainerInspect(ctx, id, client.ContainerInspectOptions{}); err == nil {
						t.Errorf("container %.12s is there", id)
					}
				}
			})
		}
	}
}

func TestConnect(t *testing.T) {
	t.Parallel()
	t.Run("a daemon that is not there is told with its address", func(t *testing.T) {
		t.Parallel()
		host := "unix://" + filepath.Join(t.TempDir(), "none.sock")
		err := New(Options{Host: host}).Probe(t.Context())
		if err == nil || !strings.HasPrefix(err.Error(), "no Docker daemon answers at "+host) {
			t.Errorf("error is %v", err)
		}
	})
	t.Run("a daemon that does not answer ends with the context", func(t *testing.T) {
		t.Parallel()
		file := filepath.Join(t.TempDir(), "silent.sock")
		l, err := net.Listen("unix", file)
		if err != nil {
			t.Fatal(err)
		}
		defer l.Close()
		ctx, cancel := context.WithCancel(t.Context())
		go func() {
			if c, err := l.Accept(); err == nil {
				defer c.Close()
				c.Read(make([]byte, 1))
				cancel()
			}
		}()
		if err := New(Options{Host: "unix://" + file}).Probe(ctx); !errors.Is(err, context.Canceled) {
			t.Errorf("error is %v", err)
		}
	})
	t.Run("a program that is not static is refused with the mend", func(t *testing.T) {
		t.Parallel()
		d := need(t)
		sh, err := filepath.EvalSymlinks("/bin/sh")
		if err != nil {
			t.Skip(err)
		}
		err = New(Options{Host: d.host, Program: sh}).Probe(t.Context())
		if err == nil || !strings.Contains(err.Error(), "set PADDOCK_SIDECAR to a static paddock for linux/") {
			t.Errorf("error is %v", err)
		}
	})
}

func TestPull_missing(t *testing.T) {
	t.Parallel()
	e := newEngine(t, LinkAuto)
	_, err := e.Prepare(t.Context(), container.Image{Reference: "127.0.0.1:1/nobody/nothing:none"}, nil)
	if !errors.Is(err, container.ErrUnfit) || !strings.Contains(err.Error(), "No such image available named 127.0.0.1:1/nobody/nothing:none: ") {
		t.Errorf("error is %v", err)
	}
	if _, err := e.Prepare(t.Context(), container.Image{Reference: "dir:/some/folder"}, nil); !errors.Is(err, container.ErrUnfit) {
		t.Errorf("a folder's error is %v", err)
	}
}

func TestStart_options(t *testing.T) {
	t.Parallel()
	e := newEngine(t, LinkAuto)
	i := instanceOf(t, e, "sleep", container.Spec{
		Labels: map[string]string{"team": "red"}, HostProcesses: true,
		Limits: container.Limits{CPUs: 0.25, Memory: 64 << 20},
	})
	info := inspect(t, i)
	if info.Config.Labels["team"] != "red" || info.Config.Labels[LabelSession] != i.daemon.session.String() {
		t.Errorf("labels are %v", info.Config.Labels)
	}
	h := info.HostConfig
	want := i.daemon.limits.of(container.Limits{CPUs: 0.25, Memory: 64 << 20}) // TestLimits tells what that is
	if h.NanoCPUs != want.NanoCPUs || h.Memory != want.Memory || (h.PidMode != "host") != i.daemon.rootless || !h.RestartPolicy.IsNone() {
		t.Errorf("got %d CPUs, %d bytes, %q, %v", h.NanoCPUs, h.Memory, h.PidMode, h.RestartPolicy)
	}
	if err := i.Signal(syscall.SIGKILL); err != nil {
		t.Error(err)
	}
}

func TestForkBomb(t *testing.T) {
	t.Parallel()
	e := newEngine(t, LinkAuto)
	d, err := e.connect(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if !d.limits.processes {
		t.Skip("the daemon cannot limit processes here")
	}
	t.Run("a container without a limit gets the engine's own", func(t *testing.T) {
		got := inspect(t, instanceOf(t, e, "sleep", container.Spec{})).HostConfig.PidsLimit
		if got == nil || *got != container.DefaultProcesses {
			t.Errorf("the limit is %v", got)
		}
	})
	t.Run("it ends at the limit of processes, and is gone with its container", func(t *testing.T) {
		var out bytes.Buffer
		i := instanceOf(t, e, "bomb", container.Spec{Limits: container.Limits{Processes: 64}, Stdout: &out, Stderr: &out})
		ctx, cancel := context.WithTimeout(t.Context(), limit)
		defer cancel()
		exit, err := i.Wait(ctx)
		if err != nil || exit.Code != 1 || !strings.Contains(out.String(), "resource temporarily unavailable") {
			t.Errorf("it ended with %+v, %v, and said %q", exit, err, out.String())
		}
		if err := i.Destroy(ctx); err != nil {
			t.Error(err)
		}
	})
}

func TestInstance_network(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	i := instanceOf(t, newEngine(t, LinkStdio), "devices", container.Spec{Stdout: &out})
	if exit, err := i.Wait(t.Context()); err != nil || exit.Code != 0 || out.String() != "lo\n" {
		t.Errorf("it ended with %+v, %v; its devices are %q, want lo alone", exit, err, out.String())
	}
}

func TestInstance_Listening(t *testing.T) {
	for _, link := range []string{LinkNFT, LinkStdio} {
		t.Run("over "+link, func(t *testing.T) {
			t.Parallel()
			read, write := io.Pipe()
			i := instanceOf(t, newEngine(t, link), "listen", container.Spec{Stdout: write})
			var port int
			if _, err := fmt.Fscan(read, &port); err != nil {
				t.Fatal(err)
			}
			go io.Copy(io.Discard, read) // ends with the container
			want := netip.AddrPortFrom(netip.MustParseAddr("127.0.0.1"), uint16(port))
			if got := i.Listening(); len(got) != 1 || got[0] != want {
				t.Errorf("it listens on %v, want %v alone", got, want)
			}
			write.Close()
		})
	}
}

func TestExec_refused(t *testing.T) {
	t.Parallel()
	i := instanceOf(t, newEngine(t, LinkAuto), "sleep", container.Spec{})
	_, err := i.Exec(t.Context(), container.Command{Argv: []string{"/client"}, User: "nobody-of-this-name"})
	if err == nil || err.Error() != "unable to find user nobody-of-this-name: no matching entries in passwd file" {
		t.Errorf("error is %v", err)
	}
	_, err = i.Exec(t.Context(), container.Command{Argv: []string{"/client"}, Dir: "/nowhere"})
	if err == nil || !strings.Contains(err.Error(), "/nowhere") {
		t.Errorf("error is %v", err)
	}
}
