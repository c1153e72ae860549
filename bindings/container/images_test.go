package container

import (
	"encoding/json"
	"os"
	"path/filepath"
	"reflect"
	"testing"

	"paddock/bindings"
)

func TestKind_Parse_Images(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	for _, name := range []string{"Dockerfile", "docker/Dockerfile"} {
		file := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	at := func(name string) string { return filepath.Join(dir, name) }
	for _, c := range []struct {
		name, raw string
		own       Image
		named     map[string]Image
	}{
		{"a file is a Dockerfile, with its folder as context", `{"image": "./docker/Dockerfile"}`,
			Image{Dockerfile: at("docker/Dockerfile"), Context: at("docker")}, map[string]Image{}},
		{"the context and the build arguments are taken over", `{"image": "docker/Dockerfile", "image_build_context": ".", "image_vars": {"A": "1"}}`,
			Image{Dockerfile: at("docker/Dockerfile"), Context: dir, Vars: map[string]string{"A": "1"}}, map[string]Image{}},
		{"another image is a reference", `{"image": "docker.io/x/y:1"}`, Image{Reference: "docker.io/x/y:1"}, map[string]Image{}},
		{"local images are seen from the project", `{"image": "dir:root"}`, Image{Reference: "dir:" + at("root")}, map[string]Image{}},
		{"named images are Dockerfiles or references", `{"images": {
			"d": {"dockerfile": "docker/Dockerfile", "build_context": ".", "build_vars": {"A": "1"}}, "gone": {"dockerfile": "gone"}, "r": {"image": "x/y:1"}, "l": {"image": "oci:layout:1"}}}`,
			Image{}, map[string]Image{
				"d":    {Dockerfile: at("docker/Dockerfile"), Context: dir, Vars: map[string]string{"A": "1"}},
				"gone": {Dockerfile: at("gone"), Context: dir},
				"r":    {Reference: "x/y:1"}, "l": {Reference: "oci:" + at("layout:1")},
			}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			specs, err := Kind{}.Parse(bindings.Project{Dir: dir}, "containers", json.RawMessage("["+c.raw+"]"))
			if err != nil {
				t.Fatal(err)
			}
			got := specs[0].Config.(config)
			if !reflect.DeepEqual(got.image, c.own) || !reflect.DeepEqual(got.images, c.named) {
				t.Errorf("images are %+v and %+v, want %+v and %+v", got.image, got.images, c.own, c.named)
			}
		})
	}
	for _, raw := range []string{`{}`, `{"dockerfile": "Dockerfile", "image": "x/y:1"}`} {
		t.Run("a named image that is "+raw+" is refused", func(t *testing.T) {
			_, err := Kind{}.Parse(bindings.Project{Dir: dir}, "containers", json.RawMessage(`[{"images": {"n": `+raw+`}}]`))
			if err == nil || err.Error() != "read containers: images.n must name either a dockerfile or an image" {
				t.Errorf("error is %v", err)
			}
		})
	}
}
