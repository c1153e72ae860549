package store

import (
	"database/sql"
	"fmt"

	"paddock/bindings"
)

// entries is the table of wrangler's local state for keys whose values may expire.
const entries = `CREATE TABLE IF NOT EXISTS _mf_entries (
	key TEXT PRIMARY KEY,
	blob_id TEXT NOT NULL,
	expiration INTEGER,
	metadata TEXT
);
CREATE INDEX IF NOT EXISTS _mf_entries_expiration_idx ON _mf_entries(expiration);`

// OpenEntries opens a table of keys whose values may expire, _mf_entries(key, blob_id, expiration
// in ms, metadata), with the folder of its blobs, where wrangler has them for one resource of a
// family, as "kv", whose objects have a class. What a killed process left is swept.
func OpenEntries(host interface {
	DB(rel string) (*sql.DB, error)
	Blobs(rel string) (bindings.Blobs, error)
}, family, class, id string) (*sql.DB, bindings.Blobs, error) {
	db, err := host.DB(family + "/" + class + "/" + ObjectID(class, id) + ".sqlite")
	if err != nil {
		return nil, nil, err
	}
	if _, err := db.Exec(entries); err != nil {
		return nil, nil, fmt.Errorf("prepare %s %q: %w", family, id, err)
	}
	blobs, err := host.Blobs(family + "/" + FolderName(id) + "/blobs")
	if err != nil {
		return nil, nil, err
	}
	if err := blobs.Sweep(func() ([]string, error) { return Column(db, "SELECT blob_id FROM _mf_entries") }); err != nil {
		return nil, nil, fmt.Errorf("sweep %s %q: %w", family, id, err)
	}
	return db, blobs, nil
}
