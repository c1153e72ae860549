package r2

import (
	"context"
	"crypto/md5" //nolint:gosec // the platform's etag
	"crypto/rand"
	"database/sql"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"

	"paddock/bindings/store"
)

// States of an upload, as the column "state" has them.
const (
	uploading = iota
	completed
	aborted
)

// Part is a part that was uploaded.
type Part struct {
	Number int
	ETag   string
}

// newToken makes the id of an upload and the etag of a part: 128 bytes of randomness.
func newToken() string {
	var b [128]byte
	_, _ = rand.Read(b[:]) // never fails
	return base64.RawURLEncoding.EncodeToString(b[:])
}

// CreateUpload begins a multipart upload and gives its id.
func (b *Bucket) CreateUpload(_ context.Context, key string, http HTTPMetadata, custom Metadata) (id string, err error) {
	if err := checkKey("createMultipartUpload", key); err != nil {
		return "", err
	}
	id = newToken()
	httpJSON, _ := json.Marshal(http) // strings always marshal
	customJSON, _ := json.Marshal(custom)
	_, err = b.db.Exec("INSERT INTO _mf_multipart_uploads (upload_id, key, http_metadata, custom_metadata) VALUES (?, ?, ?, ?)",
		id, key, string(httpJSON), string(customJSON))
	if err != nil {
		return "", fmt.Errorf("create upload: %w", err)
	}
	return id, nil
}

// uploadState gives the state of an upload; ok is false when there is none.
func uploadState(db queryer, key, id string) (state int, ok bool, err error) {
	err = db.QueryRow("SELECT state FROM _mf_multipart_uploads WHERE upload_id = ? AND key = ?", id, key).Scan(&state)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, false, nil
	}
	if err != nil {
		return 0, false, fmt.Errorf("find upload: %w", err)
	}
	return state, true, nil
}

func noUpload(op string) error {
	return &Error{op, "The specified multipart upload does not exist.", 10024}
}

// UploadPart stores a part, in the place of one with the same number.
func (b *Bucket) UploadPart(ctx context.Context, key, id string, number int, body io.Reader) (Part, error) {
	const op = "uploadPart"
	if err := checkKey(op, key); err != nil {
		return Part{}, err
	}
	var o Object // only for what write fills in
	if err := b.write(ctx, op, &o, body, nil); err != nil {
		return Part{}, err
	}
	part := Part{number, newToken()}
	err := b.transact(ctx, func(tx *sql.Tx) ([]string, error) {
		state, ok, err := uploadState(tx, key, id)
		if err != nil {
			return nil, err
		}
		if !ok || state != uploading {
			return nil, noUpload(op)
		}
		old, err := store.Column(tx, "DELETE FROM _mf_multipart_parts WHERE upload_id = ? AND part_number = ? RETURNING blob_id", id, number)
		if err == nil {
			_, err = tx.Exec("INSERT INTO _mf_multipart_parts (upload_id, part_number, blob_id, size, etag, checksum_md5) VALUES (?, ?, ?, ?, ?, ?)",
				id, number, o.blob, o.Size, part.ETag, o.ETag)
		}
		if err != nil {
			return nil, fmt.Errorf("store part: %w", err)
		}
		return old, nil
	})
	if err != nil {
		return Part{}, errors.Join(err, b.blobs.Remove(o.blob))
	}
	return part, nil
}

// AbortUpload ends an upload and removes its parts. One that has ended already is no error.
func (b *Bucket) AbortUpload(ctx context.Context, key, id string) error {
	const op = "abortMultipartUpload"
	if err := checkKey(op, key); err != nil {
		return err
	}
	return b.transact(ctx, func(tx *sql.Tx) ([]string, error) {
		state, ok, err := uploadState(tx, key, id)
		switch {
		case err != nil:
			return nil, err
		case !ok:
			return nil, internalError(op) // the local platform has no better word
		case state != uploading:
			return nil, nil
		}
		unneeded, err := store.Column(tx, "DELETE FROM _mf_multipart_parts WHERE upload_id = ? RETURNING blob_id", id)
		if err == nil {
			_, err = tx.Exec("UPDATE _mf_multipart_uploads SET state = ? WHERE upload_id = ?", aborted, id)
		}
		if err != nil {
			return nil, fmt.Errorf("abort upload: %w", err)
		}
		return unneeded, nil
	})
}

// CompleteUpload makes an object of the parts that are named.
func (b *Bucket) CompleteUpload(ctx context.Context, key, id string, parts []Part) (*Object, error) {
	const op = "completeMultipartUpload"
	if err := checkKey(op, key); err != nil {
		return nil, err
	}
	o := &Object{Key: key, Version: newVersion(), Checksums: map[string]string{}, Uploaded: b.now().UnixMilli()}
	err := b.transact(ctx, func(tx *sql.Tx) ([]string, error) {
		state, ok, err := uploadState(tx, key, id)
		switch {
		case err != nil:
			return nil, err
		case !ok:
			return nil, internalError(op) // the local platform has no better word
		case state != uploading:
			return nil, noUpload(op)
		}
		stored, err := chosen(tx, op, id, parts)
		if err != nil {
			return nil, err
		}
		if err := checkSizes(op, stored); err != nil {
			return nil, err
		}
		o.assemble(stored)
		return b.finish(tx, o, id, stored)
	})
	if err != nil {
		return nil, err
	}
	return o, nil
}

// storedPart is a part as the database has it.
type storedPart struct {
	number int
	size   int64
	md5    string
}

// chosen finds the parts that are named, in the order given.
func chosen(tx queryer, op, id string, parts []Part) ([]storedPart, error) {
	seen := map[int]bool{}
	stored := make([]storedPart, len(parts))
	for i, p := range parts {
		if seen[p.Number] {
			return nil, internalError(op) // the local platform has no better word
		}
		seen[p.Number] = true
		stored[i].number = p.Number
		err := tx.QueryRow("SELECT size, checksum_md5 FROM _mf_multipart_parts WHERE upload_id = ? AND part_number = ? AND etag = ?",
			id, p.Number, p.ETag).Scan(&stored[i].size, &stored[i].md5)
		if errors.Is(err, sql.ErrNoRows) {
			return nil, &Error{op, "One or more of the specified parts could not be found.", 10025}
		}
		if err != nil {
			return nil, fmt.Errorf("find part: %w", err)
		}
	}
	return stored, nil
}

// checkSizes refuses parts whose sizes do not go together. That a part is too small goes by the
// order given; that all but the last are of one size goes by their numbers, and it sorts them.
func checkSizes(op string, parts []storedPart) error {
	for _, p := range parts[:max(len(parts)-1, 0)] {
		if p.size < MinPart {
			return &Error{op, "Your proposed upload is smaller than the minimum allowed object size.", 10011}
		}
	}
	slices.SortFunc(parts, func(a, b storedPart) int { return a.number - b.number })
	for i, p := range parts {
		last, first := i == len(parts)-1, parts[0].size
		if p.size > first || !last && (p.size != first || p.size < MinPart) {
			return &Error{op, "There was a problem with the multipart upload.", 10048}
		}
	}
	return nil
}

// assemble fills in size and etag of an object of sorted parts.
func (o *Object) assemble(parts []storedPart) {
	sum := md5.New() //nolint:gosec // the platform's etag
	for _, p := range parts {
		o.Size += p.size
		digest, _ := hex.DecodeString(p.md5) // what is not hex cannot be part of the etag
		sum.Write(digest)
	}
	o.ETag = fmt.Sprintf("%x-%d", sum.Sum(nil), len(parts))
}

// finish writes the object, gives it its parts, and gives the blobs that nothing needs now.
func (b *Bucket) finish(tx queryer, o *Object, id string, parts []storedPart) (unneeded []string, err error) {
	var http, custom string
	err = tx.QueryRow("UPDATE _mf_multipart_uploads SET state = ? WHERE upload_id = ? RETURNING http_metadata, custom_metadata", completed, id).Scan(&http, &custom)
	if err == nil {
		err = errors.Join(json.Unmarshal([]byte(http), &o.HTTP), json.Unmarshal([]byte(custom), &o.Custom))
	}
	if err == nil {
		unneeded, err = unlink(tx, o.Key)
	}
	if err == nil {
		err = insert(tx, o)
	}
	for _, p := range parts {
		if err == nil {
			_, err = tx.Exec("UPDATE _mf_multipart_parts SET object_key = ? WHERE upload_id = ? AND part_number = ?", o.Key, id, p.number)
		}
	}
	if err != nil {
		return nil, fmt.Errorf("complete upload: %w", err)
	}
	others, err := store.Column(tx, "DELETE FROM _mf_multipart_parts WHERE upload_id = ? AND object_key IS NULL RETURNING blob_id", id)
	if err != nil {
		return nil, fmt.Errorf("complete upload: %w", err)
	}
	return append(unneeded, others...), nil
}
