package process

import (
	"bufio"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"strings"

	"golang.org/x/sys/unix"

	"paddock/bindings/container"
	"paddock/proxy/authority"
)

// anchors are where the scripts that add a root to the system's write, beside /etc: what Debian's
// update-ca-certificates reads, and what its hook for Java keeps.
var anchors = [...]string{"/usr/local/share/ca-certificates", "/var/lib/ca-certificates-java"}

// placeTrust shows the files of the trust in the container's /etc, which gets a writable layer that
// is lost with the namespace: the host's stays as it is, and the usual scripts that add a root to
// the system's work. Where no layer can be had, the system's bundles are replaced alone.
func placeTrust(c *command, l *layers) (laid bool, err error) {
	if len(c.Trust.CA) == 0 {
		return false, nil
	}
	files := newTrustFiles(c)
	var places authority.Places
	inner := submounts("/etc")
	defer inner.close()
	err = l.overlay("/etc", "/etc", func(upper string) error {
		places, err = files.fillEtc(upper)
		return err
	})
	if err != nil {
		return false, files.bindBundles(c)
	}
	c.point(places)
	return true, inner.restore()
}

// fillEtc writes the files into what becomes the upper layer of /etc.
func (f trustFiles) fillEtc(upper string) (authority.Places, error) {
	inEtc := func(name string) string { return upper + strings.TrimPrefix(name, "/etc") }
	dir := path.Dir(container.CAFile)
	if err := os.MkdirAll(inEtc(dir), 0o755); err != nil {
		return authority.Places{}, err
	}
	places, err := f.write(inEtc(dir))
	if err != nil {
		return places, err
	}
	for _, p := range []*string{&places.CA, &places.Bundle, &places.Java} {
		if *p != "" {
			*p = "/etc" + strings.TrimPrefix(*p, upper)
		}
	}
	replaced := map[string][]byte{}
	if f.bundle != nil {
		for _, file := range authority.SystemBundles() {
			replaced[file] = f.bundle
			places.Bundle = file
		}
	}
	const javaRoots = "/etc/ssl/certs/java/cacerts" // Debian's
	if _, err := os.Stat(javaRoots); err == nil && f.java != nil {
		replaced[javaRoots], places.Java = f.java, ""
	}
	for file, text := range replaced {
		if !strings.HasPrefix(file, "/etc/") {
			continue
		}
		if err := os.MkdirAll(filepath.Dir(inEtc(file)), 0o755); err != nil {
			return places, err
		}
		if err := os.WriteFile(inEtc(file), text, 0o644); err != nil {
			return places, err
		}
	}
	return places, nil
}

// bindBundles replaces the system's bundles and leads programs to them.
func (f trustFiles) bindBundles(c *command) error {
	files := map[string][]byte{}
	p := authority.Places{}
	for _, file := range authority.SystemBundles() {
		files[file] = f.bundle
		p.CA, p.Bundle = file, file
	}
	if f.bundle == nil || len(files) == 0 {
		return nil
	}
	if err := replaceFiles(files); err != nil {
		return err
	}
	c.point(p)
	return nil
}

// mountPoints are mounts below a folder, held open while something is mounted over it.
type mountPoints map[string]int

// submounts finds the mounts below dir.
func submounts(dir string) mountPoints {
	m := mountPoints{}
	f, err := os.Open("/proc/self/mountinfo")
	if err != nil {
		return m
	}
	defer f.Close()
	for s := bufio.NewScanner(f); s.Scan(); {
		fields := strings.Fields(s.Text()) // proc(5): the fifth is the mount point
		if len(fields) < 5 || !strings.HasPrefix(fields[4], dir+"/") || m.within(fields[4]) {
			continue
		}
		if fd, err := unix.Open(fields[4], unix.O_PATH|unix.O_CLOEXEC, 0); err == nil {
			m[fields[4]] = fd
		}
	}
	return m
}

// within tells whether a mount point lies in another one, which is restored with all that is in it.
func (m mountPoints) within(name string) bool {
	for outer := range m {
		if strings.HasPrefix(name, outer+"/") {
			return true
		}
	}
	return false
}

// restore mounts them again at the same places.
func (m mountPoints) restore() error {
	for name, fd := range m {
		if err := unix.Mount(fmt.Sprintf("/proc/self/fd/%d", fd), name, "", unix.MS_BIND|unix.MS_REC, ""); err != nil {
			return fmt.Errorf("show %s again: %w", name, err)
		}
	}
	return nil
}

func (m mountPoints) close() {
	for _, fd := range m {
		unix.Close(fd)
	}
}
