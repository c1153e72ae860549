package main

import (
	"fmt"
	"io"
	"maps"
	"net"
	"net/url"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"paddock/bindings/container/docker"
	"paddock/bindings/container/docker/dockertest"
	"paddock/bindings/container/launch"
	"paddock/bindings/container/namespace"
)

// often is how many tries of each way are waited for.
const often = 20

// TestForbidden kills what keeps a container from the network, while programs in it go where they may
// not, many times a second. Nothing may arrive, neither before nor after, and a program that outlives
// Paddock gets errors.
func TestForbidden(t *testing.T) {
	t.Parallel()
	here := ownNetwork()
	addresses := here.addresses(t)
	dir := forbiddenProject(t)
	load := filepath.Join(dir, "load")

	t.Run("without Paddock everything arrives", func(t *testing.T) {
		listenAt(t, here, addresses).isReached(t, load)
	})

	for _, c := range []forbidden{
		{engine: "process", link: launch.LinkNFT, space: true},
		{engine: "process", link: launch.LinkNFTRootless, space: true},
		{engine: "process", link: launch.LinkSeccomp},
		{engine: "process", link: launch.LinkProxy},
		{engine: "namespace", link: launch.LinkNFT, space: true},
		{engine: "namespace", link: launch.LinkNFTRootless, space: true},
		{engine: "namespace", link: launch.LinkSeccomp},
	} {
		t.Run("Paddock is killed, engine "+c.engine+", link "+c.link, func(t *testing.T) {
			t.Parallel()
			if err := c.available(t); err != nil {
				if requiredLink(c.link) {
					t.Fatalf("link %s is required: %v", c.link, err)
				}
				t.Skipf("link %s: %v", c.link, err)
			}
			c.run(t, dir, listenAt(t, here, addresses))
		})
	}
	t.Run("on Docker", func(t *testing.T) {
		t.Parallel()
		daemon := dockertest.Need(t)
		way := wayTo(t, daemon)
		for _, link := range []string{docker.LinkNFT, docker.LinkSocket, docker.LinkStdio} {
			for _, victim := range []string{victimPaddock, victimSidecar} {
				t.Run(victim+" is killed, link "+link, func(t *testing.T) {
					c := forbidden{engine: "docker", link: link, way: way, space: true, victim: victim}
					c.run(t, dir, listenAt(t, here, addresses))
				})
			}
		}
		// Ports are published where the daemon is; the relays' own network has a way to the addresses there.
		there := network{daemon.Way(), daemon.Network}
		t.Run("without Paddock everything arrives where the daemon is", func(t *testing.T) {
			listenAt(t, there, there.addresses(t)).isReached(t, load)
		})
		for _, victim := range []string{victimPaddock, victimSidecar, victimRelay} {
			t.Run(victim+" is killed, link "+docker.LinkPort, func(t *testing.T) {
				c := forbidden{engine: "docker", link: docker.LinkPort, way: slices.Concat(there.way, way), space: true, victim: victim}
				c.run(t, dir, listenAt(t, there, there.addresses(t)))
			})
		}
	})
}

// What is killed.
const (
	victimPaddock = "Paddock"
	victimSidecar = "the sidecar"
	victimRelay   = "the relay"
)

// forbiddenProject is the project of testdata/forbidden with its program built.
func forbiddenProject(t *testing.T) (dir string) {
	t.Helper()
	dir = t.TempDir()
	if err := os.CopyFS(dir, os.DirFS("testdata/forbidden")); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(static(t, "testdata/forbidden/load.go"), filepath.Join(dir, "load")); err != nil {
		t.Fatal(err)
	}
	return dir
}

// forbidden is a way to run a container, and what is killed. A program outlives Paddock in the container's
// network namespace, or where there is none by a container of the engine process that is too late to end it.
type forbidden struct {
	engine, link string
	way          []string // of running Paddock
	space        bool     // the container has a network namespace of its own
	victim       string   // what is killed; "" is Paddock
}

func (c forbidden) available(t *testing.T) error {
	if c.engine == "namespace" {
		return namespace.New(namespace.Options{Egress: c.link, Dir: t.TempDir()}).Probe(t.Context())
	}
	return available(t, c.link)
}

func (c forbidden) run(t *testing.T, dir string, to *goal) {
	t.Helper()
	inside := c.start(t, dir, to)
	ways := to.ways(c.link == launch.LinkProxy)
	for _, way := range ways {
		waits(t, inside, way+" "+wanted(way), often)
	}
	family := programs(t, to)
	if len(family) == 0 {
		t.Fatal("the container's program is not seen")
	}
	var survivor *console
	switch {
	case c.space:
		survivor = c.beside(t, dir, to, family[0])
	case c.engine == "process":
		// Its first process comes too late to end it.
		first := parentOf(t, family[0])
		send(t, syscall.SIGSTOP, first)
		t.Cleanup(func() { send(t, syscall.SIGKILL, first) })
		survivor = inside
	}
	switch c.victim {
	case victimSidecar:
		pid, _ := sidecarOf(t, family[0])
		send(t, syscall.SIGKILL, pid)
	case victimRelay:
		send(t, syscall.SIGKILL, relayOf(t, family[0]))
	default:
		send(t, syscall.SIGKILL, inside.cmd.Process.Pid)
	}
	if survivor != nil {
		for _, way := range ways {
			waits(t, survivor, way+" failed", survivor.count(way+" failed")+often)
		}
		send(t, syscall.SIGKILL, survivor.cmd.Process.Pid)
	}
	if survivor == inside {
		send(t, syscall.SIGKILL, parentOf(t, family[0]))
	}
	eventually(t, func() bool { return !slices.ContainsFunc(family, alive) }, "processes are left over: %v", family)
	for way, n := range to.arrived(t) {
		if n > 0 {
			t.Errorf("%s: %d tries have arrived", way, n)
		}
	}
}

// beside starts the program in the container's network, but not in the container: it outlives Paddock.
func (c forbidden) beside(t *testing.T, dir string, to *goal, within proc) *console {
	t.Helper()
	args := []string{"--target", strconv.Itoa(within.pid), "--net"}
	if os.Geteuid() != 0 {
		args = append(args, "--user", "--preserve-credentials")
	}
	args = append(append(args, filepath.Join(dir, "load")), to.tries(false)...)
	r := startConsole(t, exec.Command("nsenter", args...))
	waits(t, r, "http caught", 1)
	return r
}

// start runs the container until its end.
func (c forbidden) start(t *testing.T, dir string, to *goal) *console {
	t.Helper()
	tries := to.tries(c.link == launch.LinkProxy)
	options := []string{"--persist-to", t.TempDir(), "--egress", c.link, "--var", "TAKEN:" + to.addresses["http"]}
	if c.engine == "process" {
		args := append(append([]string{"exec", "Load"}, options...), "--", filepath.Join(dir, "load"))
		return startConsole(t, paddock(t, dir, append(args, tries...)...))
	}
	r := startConsole(t, through(t, c.way, paddock(t, dir, append([]string{"dev", "--port", "0", "--engine", c.engine}, options...)...)))
	_, base, _ := strings.Cut(r.says(t, "Ready on "), "Ready on ")
	begin := through(t, to.net.way, exec.Command("curl", "-fsS", base+"/?"+url.Values{"try": tries}.Encode()))
	if out, err := begin.CombinedOutput(); err != nil {
		t.Fatalf("start the container: %v: %s", err, out)
	}
	return r
}

// wanted is what comes of a try as long as Paddock lives.
func wanted(way string) string {
	if way == "http" {
		return "caught"
	}
	return "failed"
}

// count tells how often a line's end was said.
func (s *console) count(end string) (n int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return countEnds(s.lines, end)
}

func countEnds(lines []string, end string) (n int) {
	for _, l := range lines {
		if strings.HasSuffix(l, end) {
			n++
		}
	}
	return n
}

// waits waits until lines with an end were said so often, and ends the test at the first answer from
// outside.
func waits(t *testing.T, s *console, end string, n int) {
	t.Helper()
	s.until(t, fmt.Sprintf("%q %d times", end, n), func(lines []string) bool {
		return countEnds(lines, end) >= n || countEnds(lines, " answered") > 0
	})
	if s.count(" answered") > 0 {
		t.Fatal("there are answers from outside")
	}
}

// goal is what must not be reached: an address of this machine that is not its loopback's. What
// arrives there is answered.
type goal struct {
	net       network
	addresses map[string]string // by the way to them: "http", "https", "tcp4", "udp4", "tcp6", "udp6"

	mu     sync.Mutex // guards counts
	counts map[string]int
	closed sync.WaitGroup
}

// mark is what arrives last, from the test itself.
const mark = "mark"

// network is where a goal is.
type network struct {
	way []string                      // by which programs are run there; nil: they are there
	do  func(work func() error) error // does work there
}

// ownNetwork is this machine's own.
func ownNetwork() network { return network{do: func(work func() error) error { return work() }} }

func listenAt(t *testing.T, where network, addresses []net.IP) *goal {
	t.Helper()
	to := &goal{net: where, addresses: map[string]string{}, counts: map[string]int{}}
	t.Cleanup(to.closed.Wait)
	for _, ip := range addresses {
		ways := []string{"tcp4", "udp4", "http", "https"}
		if ip.To4() == nil {
			ways = []string{"tcp6", "udp6"}
		}
		for _, way := range ways {
			if network := ways[1]; way == network {
				to.hearPackets(t, way, ip)
			} else {
				to.hear(t, way, ip)
			}
		}
	}
	return to
}

func (to *goal) hear(t *testing.T, way string, ip net.IP) {
	var l *net.TCPListener
	err := to.net.do(func() (err error) {
		l, err = net.ListenTCP("tcp", &net.TCPAddr{IP: ip})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	to.addresses[way] = l.Addr().String()
	to.closed.Go(func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			c.SetReadDeadline(time.Now().Add(limit))
			b := make([]byte, len(mark))
			io.ReadFull(c, b) // whatever it is, something has come
			to.count(way, string(b))
			io.WriteString(c, "welcome")
			c.Close()
		}
	})
}

func (to *goal) hearPackets(t *testing.T, way string, ip net.IP) {
	var l *net.UDPConn
	err := to.net.do(func() (err error) {
		l, err = net.ListenUDP("udp", &net.UDPAddr{IP: ip})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	to.addresses[way] = l.LocalAddr().String()
	to.closed.Go(func() {
		b := make([]byte, 100)
		for {
			n, from, err := l.ReadFrom(b)
			if err != nil {
				return
			}
			to.count(way, string(b[:n]))
			l.WriteTo([]byte("welcome"), from)
		}
	})
}

func (to *goal) count(way, text string) {
	to.mu.Lock()
	defer to.mu.Unlock()
	if text != mark {
		to.counts[way]++
	}
}

// isReached runs the program without anything that keeps it back.
func (to *goal) isReached(t *testing.T, load string) {
	t.Helper()
	outside := startConsole(t, through(t, to.net.way, exec.Command(load, to.tries(false)...)))
	for way := range to.addresses {
		outside.says(t, way+" ")
	}
	send(t, syscall.SIGKILL, outside.cmd.Process.Pid)
	arrived := to.arrived(t)
	for way := range to.addresses {
		if arrived[way] == 0 {
			t.Errorf("%s: nothing arrived", way)
		}
	}
}

// ways lists the ways there, or those that know of proxies.
func (to *goal) ways(proxied bool) []string {
	if proxied {
		return []string{"http", "https"}
	}
	return slices.Sorted(maps.Keys(to.addresses))
}

// tries are the program's arguments.
func (to *goal) tries(proxied bool) (args []string) {
	for _, way := range to.ways(proxied) {
		args = append(args, way+"="+to.addresses[way])
	}
	return args
}

// arrived counts what has come by each way, when that has been heard to its end: what the test itself
// sends comes after all else.
func (to *goal) arrived(t *testing.T) map[string]int {
	t.Helper()
	for way, address := range to.addresses {
		kind := way
		if strings.HasPrefix(way, "http") {
			kind = "tcp"
		}
		var c net.Conn
		err := to.net.do(func() (err error) {
			c, err = net.Dial(kind, address)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		io.WriteString(c, mark)
		c.SetReadDeadline(time.Now().Add(limit))
		if _, err := c.Read(make([]byte, 1)); err != nil {
			t.Errorf("%s: the test itself is not answered: %v", way, err)
		}
		c.Close()
	}
	to.mu.Lock()
	defer to.mu.Unlock()
	return maps.Clone(to.counts)
}

// addresses are those of a network that containers must not reach.
func (n network) addresses(t *testing.T) (found []net.IP) {
	t.Helper()
	var all []net.Addr
	err := n.do(func() (err error) {
		all, err = net.InterfaceAddrs()
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	four, six := false, false
	for _, a := range all {
		n, ok := a.(*net.IPNet)
		if !ok || !n.IP.IsGlobalUnicast() {
			continue
		}
		have := &six
		if n.IP.To4() != nil {
			have = &four
		}
		if !*have {
			*have, found = true, append(found, n.IP)
		}
	}
	if !four {
		t.Skip("this machine has no address but its loopback's")
	}
	return found
}

// programs finds the processes that go to a target.
func programs(t *testing.T, to *goal) (found []proc) {
	t.Helper()
	files, err := filepath.Glob("/proc/[0-9]*/cmdline")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		line, _ := os.ReadFile(file)
		program, args, _ := strings.Cut(string(line), "\x00")
		if path.Base(program) != "load" || !strings.Contains(args, to.addresses["http"]) {
			continue
		}
		if pid, err := strconv.Atoi(filepath.Base(filepath.Dir(file))); err == nil {
			if p, _, ok := look(pid); ok {
				found = append(found, p)
			}
		}
	}
	return found
}

// parentOf gives the number of a process's parent.
func parentOf(t *testing.T, p proc) int {
	t.Helper()
	_, parent, ok := look(p.pid)
	if !ok || parent < 2 {
		t.Fatalf("process %v has no parent", p)
	}
	return parent
}

// sidecarOf finds the other process in the network of a container on Docker, and its arguments.
func sidecarOf(t *testing.T, p proc) (pid int, args []string) {
	t.Helper()
	space := func(pid int) string {
		link, _ := os.Readlink(fmt.Sprintf("/proc/%d/ns/net", pid))
		return link
	}
	return findPart(t, "@sidecar", func(pid int, _ []string) bool { return space(pid) == space(p.pid) })
}

// relayOf finds the process that leads a published port to a container's sidecar: what it wants to hear
// first is the last that the sidecar was given.
func relayOf(t *testing.T, p proc) int {
	t.Helper()
	_, sidecar := sidecarOf(t, p)
	pid, _ := findPart(t, "@relay", func(_ int, args []string) bool { return slices.Contains(args, sidecar[len(sidecar)-1]) })
	return pid
}

// findPart finds a process of Paddock's in a container by its first argument.
func findPart(t *testing.T, part string, fits func(pid int, args []string) bool) (pid int, args []string) {
	t.Helper()
	all, err := filepath.Glob("/proc/[0-9]*")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range all {
		pid, _ := strconv.Atoi(filepath.Base(file))
		line, _ := os.ReadFile(filepath.Join(file, "cmdline"))
		args := strings.Split(strings.TrimSuffix(string(line), "\x00"), "\x00")
		if slices.Contains(args, part) && fits(pid, args) {
			return pid, args
		}
	}
	t.Fatalf("the process %s is not seen", part)
	return 0, nil
}

// send sends a signal to a process that may have ended.
func send(t *testing.T, sig syscall.Signal, pid int) {
	t.Helper()
	if err := syscall.Kill(pid, sig); err != nil && err != syscall.ESRCH {
		t.Errorf("send %v to %d: %v", sig, pid, err)
	}
}
