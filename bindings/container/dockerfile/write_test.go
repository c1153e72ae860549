package dockerfile

import (
	"context"
	"errors"
	"io/fs"
	"testing"
)

// rooted is a runner that acts as root, and remembers for what.
type rooted struct {
	Runner
	asked []WriteSpec
}

func (r *rooted) Write(_ context.Context, spec WriteSpec) (string, error) {
	r.asked = append(r.asked, spec)
	return "digest", nil
}

func TestBuilder_asRoot(t *testing.T) {
	t.Parallel()
	refused := &fs.PathError{Op: "open", Path: "/home", Err: fs.ErrPermission}
	other := errors.New("another")
	for _, c := range []struct {
		name string
		copy *Copy
		err  error
		want error // nil: root does it
	}{
		{"what is refused is done as root", &Copy{Sources: []string{"/home"}}, refused, nil},
		{"also a folder", nil, refused, nil},
		{"other errors stay", &Copy{Sources: []string{"/home"}}, other, other},
		{"nothing is downloaded twice", &Copy{Add: true, Sources: []string{"https://example.com/x"}}, refused, refused},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			r := &rooted{}
			b := &builder{runner: r}
			digest, err := b.asRoot(t.Context(), WriteSpec{Copy: c.copy, Upper: "/upper"}, c.err)
			if !errors.Is(err, c.want) || (c.want == nil) != (digest == "digest" && len(r.asked) == 1) {
				t.Errorf("got %q, %v, asked %v", digest, err, r.asked)
			}
		})
	}
	t.Run("without anybody to ask the reason stays", func(t *testing.T) {
		t.Parallel()
		if _, err := (&builder{}).asRoot(t.Context(), WriteSpec{}, refused); !errors.Is(err, fs.ErrPermission) {
			t.Errorf("got %v", err)
		}
	})
}
