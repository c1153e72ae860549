package docker

import (
	"archive/tar"
	"context"
	"crypto/sha256"
	"debug/elf"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime"

	"github.com/containerd/errdefs"
	"github.com/moby/moby/client"
)

// Where sidecars and containers have the program.
const (
	programDir  = "/.paddock"
	programFile = programDir + "/paddock"
)

// binary is what the sidecar runs, and what starts further commands in containers.
type binary struct {
	file   string
	size   int64
	digest string // the beginning of its SHA-256
}

// image is the reference of the image that holds the program alone.
func (p binary) image() string { return "paddock-sidecar:" + p.digest }

// volume is the name of the volume that holds the program.
func (p binary) volume() string { return "paddock-sidecar-" + p.digest }

// findProgram checks that a file can run in every image. "" is this program.
func findProgram(file, arch string) (binary, error) {
	if file == "" {
		var err error
		if file, err = os.Executable(); err != nil {
			return binary{}, fmt.Errorf("find the sidecar's program: %w", err)
		}
	}
	if err := checkProgram(file, arch); err != nil {
		return binary{}, fmt.Errorf("%s cannot be the sidecar's program: %w; set PADDOCK_SIDECAR to a static paddock for linux/%s (on such a machine, make build makes it)", file, err, arch)
	}
	f, err := os.Open(file)
	if err != nil {
		return binary{}, fmt.Errorf("read the sidecar's program: %w", err)
	}
	defer f.Close()
	h := sha256.New()
	n, err := io.Copy(h, f)
	if err != nil {
		return binary{}, fmt.Errorf("read the sidecar's program: %w", err)
	}
	return binary{file: file, size: n, digest: fmt.Sprintf("%x", h.Sum(nil)[:6])}, nil
}

func checkProgram(file, arch string) error {
	f, err := elf.Open(file)
	if err != nil {
		return fmt.Errorf("it is no program for Linux, but for %s", runtime.GOOS)
	}
	defer f.Close()
	if machine := map[string]elf.Machine{"amd64": elf.EM_X86_64, "arm64": elf.EM_AARCH64}[arch]; f.Machine != machine {
		return fmt.Errorf("it is for %v, and the daemon's machine is %s", f.Machine, arch)
	}
	for _, p := range f.Progs {
		if p.Type == elf.PT_INTERP {
			return errors.New("it is not linked statically")
		}
	}
	return nil
}

// makeProgramImage imports the image if the daemon has none of this program, and removes those of
// other builds that nobody uses.
func (d *daemon) makeProgramImage(ctx context.Context) error {
	_, err := d.api.ImageInspect(ctx, d.program.image())
	switch {
	case err == nil:
		return nil
	case !errdefs.IsNotFound(err):
		return fmt.Errorf("look for the sidecar's image: %w", err)
	}
	d.removeOldPrograms(ctx)
	layer, w := io.Pipe()
	go func() { w.CloseWithError(d.program.writeLayer(w)) }() // ends with the reader, which is closed below
	defer layer.Close()
	// The tag is a part of the name: podman does not read the option.
	body, err := d.api.ImageImport(ctx, client.ImageImportSource{Source: layer, SourceName: "-"}, d.program.image(), client.ImageImportOptions{
		Changes: []string{`ENTRYPOINT ["` + programFile + `"]`, "LABEL " + labelProgram + "=" + d.program.digest},
	})
	if err != nil {
		return fmt.Errorf("import the sidecar's image: %w", err)
	}
	defer body.Close()
	if err := drain(body); err != nil {
		return fmt.Errorf("import the sidecar's image: %w", err)
	}
	return nil
}

// writeLayer writes the only layer of the image.
func (p binary) writeLayer(w io.Writer) error {
	f, err := os.Open(p.file)
	if err != nil {
		return err
	}
	defer f.Close()
	t := tar.NewWriter(w)
	if err := t.WriteHeader(&tar.Header{Typeflag: tar.TypeDir, Name: programDir[1:] + "/", Mode: 0o755}); err != nil {
		return err
	}
	if err := t.WriteHeader(&tar.Header{Typeflag: tar.TypeReg, Name: programFile[1:], Mode: 0o755, Size: p.size}); err != nil {
		return err
	}
	if _, err := io.Copy(t, f); err != nil {
		return err
	}
	return t.Close()
}

// removeOldPrograms removes the images and volumes of other builds of this program. Those in use stay.
func (d *daemon) removeOldPrograms(ctx context.Context) {
	images, err := d.api.ImageList(ctx, client.ImageListOptions{Filters: client.Filters{}.Add("label", labelProgram)})
	if err != nil {
		return // a later start tries again
	}
	for _, i := range images.Items {
		_, _ = d.api.ImageRemove(ctx, i.ID, client.ImageRemoveOptions{})
	}
	volumes, err := d.api.VolumeList(ctx, client.VolumeListOptions{Filters: client.Filters{}.Add("label", labelProgram)})
	if err != nil {
		return
	}
	for _, v := range volumes.Items {
		_, _ = d.api.VolumeRemove(ctx, v.Name, client.VolumeRemoveOptions{})
	}
}
