package secrets

import (
	"context"
	"crypto/rand"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"

	"paddock/bindings"
	"paddock/bindings/store"
)

// Store is the state of one store. It is safe for concurrent use.
type Store struct {
	db    *sql.DB
	blobs bindings.Blobs
}

// Secret is a secret as a list has it.
type Secret struct{ Name, ID string }

// ErrNotFound is the error for an id that no secret of the store has, in wrangler's words.
var ErrNotFound = errors.New("Secret not found") //nolint:staticcheck // wrangler's words

// Open opens the store with an id.
func Open(host interface {
	DB(rel string) (*sql.DB, error)
	Blobs(rel string) (bindings.Blobs, error)
}, id string) (*Store, error) {
	db, blobs, err := store.OpenEntries(host, "secrets-store", "miniflare-secrets-store-KVNamespaceObject", id)
	if err != nil {
		return nil, err
	}
	return &Store{db, blobs}, nil
}

// Get gives the value of the secret with a name.
func (s *Store) Get(name string) (value string, ok bool, err error) {
	var blob string
	err = s.db.QueryRow("SELECT blob_id FROM _mf_entries WHERE key = ?", name).Scan(&blob)
	if errors.Is(err, sql.ErrNoRows) {
		return "", false, nil
	}
	if err != nil {
		return "", false, fmt.Errorf("get secret: %w", err)
	}
	body, err := s.blobs.Open(blob, 0, -1)
	if err != nil {
		return "", false, fmt.Errorf("get secret: %w", err)
	}
	defer body.Close()
	data, err := io.ReadAll(body)
	return string(data), err == nil, err
}

// metadata is what a row keeps beside the value.
type metadata struct {
	UUID string `json:"uuid"`
}

// Create writes a secret, in place of one of the same name, and gives its id.
func (s *Store) Create(ctx context.Context, name, value string) (id string, err error) {
	var random [16]byte
	_, _ = rand.Read(random[:]) // never fails
	id = hex.EncodeToString(random[:])
	return id, s.put(ctx, name, value, id)
}

// Update writes a new value for the secret with an id.
func (s *Store) Update(ctx context.Context, id, value string) error {
	name, err := s.Find(id)
	if err != nil {
		return err
	}
	return s.put(ctx, name, value, id)
}

func (s *Store) put(ctx context.Context, name, value, id string) error {
	blob, _, err := s.blobs.Write(ctx, strings.NewReader(value))
	if err != nil {
		return fmt.Errorf("put secret: %w", err)
	}
	meta, err := json.Marshal(metadata{id})
	if err != nil {
		return err
	}
	var old sql.NullString
	if err := s.db.QueryRow("SELECT (SELECT blob_id FROM _mf_entries WHERE key = ?)", name).Scan(&old); err != nil {
		return fmt.Errorf("put secret: %w", err)
	}
	if _, err := s.db.Exec("INSERT OR REPLACE INTO _mf_entries (key, blob_id, metadata) VALUES (?, ?, ?)", name, blob, string(meta)); err != nil {
		return fmt.Errorf("put secret: %w", err)
	}
	if !old.Valid {
		return nil
	}
	return s.blobs.Remove(old.String)
}

// Find gives the name of the secret with an id, or ErrNotFound.
func (s *Store) Find(id string) (name string, err error) {
	all, err := s.List()
	if err != nil {
		return "", err
	}
	for _, secret := range all {
		if secret.ID == id {
			return secret.Name, nil
		}
	}
	return "", ErrNotFound
}

// List gives the secrets in the order of their names.
func (s *Store) List() ([]Secret, error) {
	rows, err := s.db.Query("SELECT key, metadata FROM _mf_entries ORDER BY key")
	if err != nil {
		return nil, fmt.Errorf("list secrets: %w", err)
	}
	defer rows.Close()
	var all []Secret
	for rows.Next() {
		var name string
		var raw sql.NullString
		if err := rows.Scan(&name, &raw); err != nil {
			return nil, fmt.Errorf("list secrets: %w", err)
		}
		var meta metadata
		_ = json.Unmarshal([]byte(raw.String), &meta) // a row of others has no id
		all = append(all, Secret{name, meta.UUID})
	}
	return all, rows.Err()
}

// Delete removes the secret with an id.
func (s *Store) Delete(id string) error {
	name, err := s.Find(id)
	if err != nil {
		return err
	}
	var blob string
	if err := s.db.QueryRow("DELETE FROM _mf_entries WHERE key = ? RETURNING blob_id", name).Scan(&blob); err != nil {
		return fmt.Errorf("delete secret: %w", err)
	}
	return s.blobs.Remove(blob)
}
