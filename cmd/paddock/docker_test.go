package main

import (
	"os/exec"
	"path/filepath"
	"slices"
	"syscall"
	"testing"

	"paddock/bindings/container/docker"
	"paddock/bindings/container/docker/dockertest"
)

// onDocker gives the command by way of which a run of the program uses a daemon of the tests.
func onDocker(t *testing.T) (way []string) {
	t.Helper()
	return wayTo(t, dockertest.Need(t))
}

// wayTo is [onDocker] with a daemon of the caller's.
func wayTo(t *testing.T, d *dockertest.Daemon) (way []string) {
	t.Helper()
	program := filepath.Join(t.TempDir(), "sidecar")
	// With the tags of everything else, so that it need not be compiled again.
	build := exec.Command("go", "build", "-tags", "netgo osusergo", "-o", program, "./testdata/sidecar")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("build the sidecar: %v\n%s", err, out)
	}
	return []string{"env", "DOCKER_HOST=" + d.Host, "PADDOCK_SIDECAR=" + program, "WRANGLER_DOCKER_HOST="}
}

// importFolder makes an image of a folder's files on the daemon that a way leads to. The docker command,
// or podman's, is where the daemon is.
func importFolder(t *testing.T, way []string, name, folder string) {
	t.Helper()
	pack := exec.Command("tar", "-C", folder, "-c", ".")
	load := exec.Command(way[0], append(slices.Clone(way[1:]), "docker", "import", "-", name)...)
	var err error
	if load.Stdin, err = pack.StdoutPipe(); err != nil {
		t.Fatal(err)
	}
	if err := pack.Start(); err != nil {
		t.Fatal(err)
	}
	if out, err := load.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	if err := pack.Wait(); err != nil {
		t.Fatal(err)
	}
	remove := exec.Command(way[0], append(slices.Clone(way[1:]), "docker", "image", "rm", name)...)
	t.Cleanup(func() { remove.Run() }) // a daemon of the tests is gone with all that it has
}

// TestImage_docker runs the genuine package over an image that Docker builds, over each link.
func TestImage_docker(t *testing.T) {
	t.Parallel()
	way := onDocker(t)
	dir := imageProject(t)
	for _, link := range []string{docker.LinkNFT, docker.LinkStdio} {
		t.Run(link, func(t *testing.T) {
			s := startDevIn(t, way, dir, "--engine", "docker", "--egress", link)
			for _, c := range imageAnswers {
				s.answers(t, c.path, c.want)
			}
			s.answers(t, "/two/read?file=/kept", "open /kept: no such file or directory")
			s.says(t, "listening") // the container's output, and the build's before it
			s.stop(t, syscall.SIGTERM)
		})
	}
	t.Run("a Dockerfile that cannot be built is told with its line", func(t *testing.T) {
		write(t, dir, map[string]string{"Dockerfile": "FROM scratch\nCOPY root/server /server\nCOPY nothing /\n"})
		s := startDevIn(t, way, dir, "--engine", "docker")
		if _, body := s.get(t, "/one/where"); body == "" {
			t.Error("there is no answer")
		}
		s.says(t, "Dockerfile:3: COPY nothing /: ")
	})
}
