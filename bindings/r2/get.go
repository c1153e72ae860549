package r2

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"

	"paddock/bindings"
)

// GetOptions are the options of Get.
type GetOptions struct {
	Range  Range
	OnlyIf Conditional
}

// Found is what Get finds.
type Found struct {
	*Object
	Body           io.ReadCloser // nil when OnlyIf did not hold
	Offset, Length int64         // what of the body it is
}

// Get finds an object and opens its body; nil when there is none. The body is read while the
// caller reads: one in parts fails when the object is replaced meanwhile.
func (b *Bucket) Get(ctx context.Context, key string, opts GetOptions) (*Found, error) {
	if err := checkKey("get", key); err != nil {
		return nil, err
	}
	var err error
	for range 3 { // the blob may be replaced between the row and the file
		var o *Object
		o, err = b.find(key)
		if o == nil || err != nil {
			return nil, err
		}
		if !opts.OnlyIf.Holds(o) {
			return &Found{Object: o, Length: o.Size}, nil
		}
		f := &Found{Object: o}
		if f.Offset, f.Length, err = opts.Range.resolve(o.Size); err != nil {
			return nil, err
		}
		if f.Body, err = b.open(o, f.Offset, f.Length); err == nil {
			return f, nil
		}
	}
	return nil, fmt.Errorf("get r2 object %q: its body is missing from the state folder: %w", key, err)
}

func (b *Bucket) open(o *Object, offset, length int64) (io.ReadCloser, error) {
	if o.blob != "" {
		return b.blobs.Open(o.blob, offset, length)
	}
	// The version keeps out the parts of an object that has taken this one's place meanwhile.
	rows, err := b.db.Query(`SELECT p.blob_id, p.size FROM _mf_objects AS o JOIN _mf_multipart_parts AS p ON p.object_key = o.key
		WHERE o.key = ? AND o.version = ? ORDER BY p.part_number`, o.Key, o.Version)
	if err != nil {
		return nil, fmt.Errorf("find parts: %w", err)
	}
	p := &parts{blobs: b.blobs}
	for rows.Next() {
		var s segment
		if err = rows.Scan(&s.blob, &s.length); err != nil {
			break
		}
		skip := min(offset, s.length)
		offset -= skip
		s.offset, s.length = skip, min(s.length-skip, length)
		if length -= s.length; s.length > 0 {
			p.segments = append(p.segments, s)
		}
	}
	if err = errors.Join(err, rows.Err(), rows.Close()); err != nil {
		return nil, fmt.Errorf("find parts: %w", err)
	}
	if length > 0 {
		return nil, sql.ErrNoRows // replaced since the row was read
	}
	return p, nil
}

// segment is a piece of a blob.
type segment struct {
	blob           string
	offset, length int64
}

// parts reads segments one after the other, with one file open at a time.
type parts struct {
	blobs    bindings.Blobs
	segments []segment
	current  io.ReadCloser // nil between segments
}

// Read implements io.Reader.
func (p *parts) Read(to []byte) (int, error) {
	for {
		if p.current == nil {
			if len(p.segments) == 0 {
				return 0, io.EOF
			}
			s := p.segments[0]
			var err error
			if p.current, err = p.blobs.Open(s.blob, s.offset, s.length); err != nil {
				return 0, err
			}
			p.segments = p.segments[1:]
		}
		n, err := p.current.Read(to)
		if n > 0 || err != nil && !errors.Is(err, io.EOF) {
			return n, ignoreEOF(err)
		}
		if err != nil {
			if err := p.Close(); err != nil {
				return 0, err
			}
		}
	}
}

func ignoreEOF(err error) error {
	if errors.Is(err, io.EOF) {
		return nil
	}
	return err
}

// Close implements io.Closer.
func (p *parts) Close() error {
	if p.current == nil {
		return nil
	}
	err := p.current.Close()
	p.current = nil
	return err
}
