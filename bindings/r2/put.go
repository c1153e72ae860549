package r2

import (
	"context"
	"crypto/md5" //nolint:gosec // the platform's etag
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
)

// PutOptions are the options of Put.
type PutOptions struct {
	OnlyIf   Conditional
	HTTP     HTTPMetadata
	Custom   Metadata
	Checksum *Checksum // nil for none
}

// errCondition is why a transaction ends that finds the object in another state.
var errCondition = errors.New("condition does not hold")

// Put stores an object; nil when OnlyIf does not hold.
func (b *Bucket) Put(ctx context.Context, key string, body io.Reader, opts PutOptions) (*Object, error) {
	if err := checkKey("put", key); err != nil {
		return nil, err
	}
	if opts.Custom.size() > MaxMetadata {
		return nil, &Error{"put", "Your metadata headers exceed the maximum allowed metadata size.", 10012}
	}
	o := &Object{Key: key, Version: newVersion(), HTTP: opts.HTTP, Custom: opts.Custom, Checksums: map[string]string{}}
	var check hash.Hash
	if opts.Checksum != nil {
		check = opts.Checksum.new()
		o.Checksums[opts.Checksum.member] = hex.EncodeToString(opts.Checksum.want)
	}
	if err := b.write(ctx, "put", o, body, check); err != nil {
		return nil, err
	}
	err := error(nil)
	if check != nil {
		err = opts.Checksum.check(check)
	}
	if err == nil {
		o.Uploaded = b.now().UnixMilli()
		err = b.replace(ctx, o, opts.OnlyIf)
	}
	if err != nil {
		err = errors.Join(err, b.blobs.Remove(o.blob))
	}
	switch {
	case errors.Is(err, errCondition):
		return nil, nil
	case err != nil:
		return nil, err
	}
	return o, nil
}

// write stores a body and fills in what it tells of the object: blob, size and etag. check, if
// there is one, sees all bytes.
func (b *Bucket) write(ctx context.Context, op string, o *Object, body io.Reader, check hash.Hash) error {
	sum := md5.New() //nolint:gosec // the platform's etag
	w := io.Writer(sum)
	if check != nil {
		w = io.MultiWriter(sum, check)
	}
	blob, size, err := b.blobs.Write(ctx, io.TeeReader(io.LimitReader(body, MaxSize+1), w))
	if err != nil {
		return err
	}
	if size > MaxSize {
		return errors.Join(&Error{op, "Your proposed upload exceeds the maximum allowed object size.", 100100}, b.blobs.Remove(blob))
	}
	o.blob, o.Size, o.ETag = blob, size, hex.EncodeToString(sum.Sum(nil))
	return nil
}

// replace puts the row of an object into the place of what has its key.
func (b *Bucket) replace(ctx context.Context, o *Object, onlyIf Conditional) error {
	return b.transact(ctx, func(tx *sql.Tx) ([]string, error) {
		old, err := find(tx, o.Key)
		if err != nil {
			return nil, err
		}
		if !onlyIf.Holds(old) {
			return nil, errCondition
		}
		unneeded, err := unlink(tx, o.Key)
		if err == nil {
			err = insert(tx, o)
		}
		if err != nil {
			return nil, fmt.Errorf("put r2 object: %w", err)
		}
		return unneeded, nil
	})
}
