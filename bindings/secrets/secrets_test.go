package secrets_test

import (
	"errors"
	"testing"

	"paddock/bindings/bindtest"
	"paddock/bindings/secrets"
)

const section = `[{ "binding": "B", "store_id": "s", "secret_name": "n" }]`

func TestKind(t *testing.T) {
	bindtest.Run(t, bindtest.Suite{
		Kind: secrets.Kind{}, Key: "secrets_store_secrets", Section: section,
		Wrong: map[string]string{`{}`: "secrets_store_secrets", `[{"binding":"B","store_id":1}]`: "secrets_store_secrets[0].store_id"},
		Use:   `return await B.get().catch((e) => [e.constructor.name, e.message, e.remote].join())`,
		Want:  `Error,Secret "n" not found,true`,
	})
}

func TestStatus(t *testing.T) {
	t.Parallel()
	h := bindtest.NewHost(t, t.TempDir())
	w := bindtest.NewWorld(h, bindtest.Env{"B": h.Open(secrets.Kind{}, "secrets_store_secrets", section)})
	bindtest.Status(t, w, map[string]string{"Fetcher": "B"})
}

func TestStore(t *testing.T) {
	t.Parallel()
	h := bindtest.NewHost(t, t.TempDir())
	s, err := secrets.Open(h, "s")
	if err != nil {
		t.Fatal(err)
	}
	w := bindtest.NewWorld(h, bindtest.Env{"B": h.Open(secrets.Kind{}, "secrets_store_secrets", section)})
	id, err := s.Create(t.Context(), "n", "one")
	if err != nil || len(id) != 32 {
		t.Fatalf("id %q, %v", id, err)
	}
	other, err := s.Create(t.Context(), "a", "other")
	if err != nil {
		t.Fatal(err)
	}
	is := func(want string) func(*testing.T) {
		return func(t *testing.T) {
			if got := w.Eval(`return await B.get()`); got != want {
				t.Errorf("got %s, want %s", got, want)
			}
		}
	}
	t.Run("a Worker reads what was created", is("one"))
	if err := s.Update(t.Context(), id, "two"); err != nil {
		t.Fatal(err)
	}
	t.Run("it reads the value that replaced it", is("two"))
	t.Run("a list has names and ids in order", func(t *testing.T) {
		all, err := s.List()
		if err != nil || len(all) != 2 || all[0] != (secrets.Secret{Name: "a", ID: other}) || all[1] != (secrets.Secret{Name: "n", ID: id}) {
			t.Errorf("got %v, %v", all, err)
		}
	})
	if err := s.Delete(id); err != nil {
		t.Fatal(err)
	}
	t.Run("what was deleted is gone", is(`Error: Secret "n" not found`))
	t.Run("an id that no secret has is refused", func(t *testing.T) {
		for _, err := range []error{s.Delete(id), s.Update(t.Context(), id, "x")} {
			if !errors.Is(err, secrets.ErrNotFound) {
				t.Errorf("got %v", err)
			}
		}
	})
}
