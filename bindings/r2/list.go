package r2

import (
	"context"
	"encoding/base64"
	"fmt"
	"strings"

	"paddock/bindings/store"
)

// ListOptions are the options of List.
type ListOptions struct {
	Prefix, Delimiter, Cursor, StartAfter string
	Limit                                 int // 1 to MaxList
}

// Page is one page of a list.
type Page struct {
	Objects  []*Object
	Prefixes []string // delimited, in order
	Cursor   string   // "" behind the last page
}

// List gives objects in the order of their keys' UTF-8 bytes. Each delimited prefix counts as
// one toward the limit.
func (b *Bucket) List(_ context.Context, opts ListOptions) (*Page, error) {
	if opts.Limit < 1 || opts.Limit > MaxList {
		return nil, &Error{"list", "MaxKeys params must be positive integer <= 1000.", 10022}
	}
	l := &lister{bucket: b, opts: opts, after: max(opts.StartAfter, store.DecodeCursor(opts.Cursor)), end: store.PrefixEnd(opts.Prefix)}
	for !l.done {
		if err := l.step(); err != nil {
			return nil, fmt.Errorf("list r2 objects: %w", err)
		}
	}
	return &l.page, nil
}

// lister fills a page.
type lister struct {
	bucket *Bucket
	opts   ListOptions
	after  string // the last key that has been dealt with
	end    string // keys are less than this; "" for no end
	page   Page
	done   bool
}

// step reads rows up to the next delimited prefix, whose other keys it passes over.
func (l *lister) step() error {
	start, bound := store.Start(l.opts.Prefix, l.after)
	query, args := "SELECT "+columns+" FROM _mf_objects WHERE "+start, []any{bound}
	if l.end != "" {
		query, args = query+" AND key < ?", append(args, l.end)
	}
	room := l.opts.Limit - len(l.page.Objects) - len(l.page.Prefixes)
	rows, err := l.bucket.db.Query(query+" ORDER BY key LIMIT ?", append(args, room+1)...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		o, err := scan(rows)
		if err != nil {
			return err
		}
		if room == 0 {
			l.page.Cursor = base64.StdEncoding.EncodeToString([]byte(l.after))
			break
		}
		room--
		l.after = o.Key
		if group := l.group(o.Key); group != "" {
			l.page.Prefixes = append(l.page.Prefixes, group)
			return l.skip(group)
		}
		l.page.Objects = append(l.page.Objects, o)
	}
	l.done = true
	return rows.Err()
}

// group gives the delimited prefix that a key belongs to; "" for none.
func (l *lister) group(key string) string {
	if l.opts.Delimiter == "" {
		return ""
	}
	i := strings.Index(key[len(l.opts.Prefix):], l.opts.Delimiter)
	if i < 0 {
		return ""
	}
	return key[:len(l.opts.Prefix)+i+len(l.opts.Delimiter)]
}

// skip goes on behind the last key of a group.
func (l *lister) skip(group string) error {
	return l.bucket.db.QueryRow("SELECT coalesce(max(key), ?) FROM _mf_objects WHERE key >= ? AND key < ?", // it may be empty by now
		l.after, group, store.PrefixEnd(group)).Scan(&l.after)
}
