package r2

import (
	"bytes"
	"database/sql"
	"database/sql/driver"
	"encoding/json"
	"errors"
	"fmt"
	"unicode/utf16"
)

// HTTPMetadata are the headers that an object was stored with; nil for what was not given.
type HTTPMetadata struct {
	ContentType        *string `json:"contentType,omitempty"`
	ContentLanguage    *string `json:"contentLanguage,omitempty"`
	ContentDisposition *string `json:"contentDisposition,omitempty"`
	ContentEncoding    *string `json:"contentEncoding,omitempty"`
	CacheControl       *string `json:"cacheControl,omitempty"`
	CacheExpiry        *int64  `json:"cacheExpiry,omitempty"` // ms since the epoch
}

// httpField is one of the texts of HTTPMetadata.
type httpField struct {
	name, header string // as a member and as a header
	value        **string
}

func (m *HTTPMetadata) fields() []httpField {
	return []httpField{
		{"contentType", "Content-Type", &m.ContentType}, {"contentLanguage", "Content-Language", &m.ContentLanguage},
		{"contentDisposition", "Content-Disposition", &m.ContentDisposition},
		{"contentEncoding", "Content-Encoding", &m.ContentEncoding}, {"cacheControl", "Cache-Control", &m.CacheControl},
	}
}

// Metadata are an object's own names and values, in the order in which they were given.
type Metadata []Pair

// Pair is one name with its value.
type Pair struct{ Name, Value string }

// MarshalJSON makes an object.
func (m Metadata) MarshalJSON() ([]byte, error) {
	var b bytes.Buffer
	b.WriteByte('{')
	for i, p := range m {
		if i > 0 {
			b.WriteByte(',')
		}
		name, _ := json.Marshal(p.Name) // a string always marshals
		value, _ := json.Marshal(p.Value)
		fmt.Fprintf(&b, "%s:%s", name, value)
	}
	b.WriteByte('}')
	return b.Bytes(), nil
}

// UnmarshalJSON reads an object of strings.
func (m *Metadata) UnmarshalJSON(data []byte) error {
	d := json.NewDecoder(bytes.NewReader(data))
	if t, err := d.Token(); t != json.Delim('{') {
		return errors.Join(fmt.Errorf("custom metadata is not an object: %s", data), err)
	}
	*m = nil
	for d.More() {
		name, err := d.Token()
		if err != nil {
			return err
		}
		p := Pair{Name: name.(string)} // the decoder takes nothing else for a name
		if err := d.Decode(&p.Value); err != nil {
			return err
		}
		*m = append(*m, p)
	}
	return nil
}

// size is what counts toward MaxMetadata: characters, and twice as much for a text that has
// one beyond Latin-1.
func (m Metadata) size() int {
	size := 0
	for _, p := range m {
		size += textSize(p.Name) + textSize(p.Value)
	}
	return size
}

func textSize(s string) int {
	units, wide := 0, 1
	for _, r := range s {
		units += utf16.RuneLen(r)
		if r > 0xff {
			wide = 2
		}
	}
	return units * wide
}

// Object is what a bucket knows of an object.
type Object struct {
	Key, Version, ETag string
	Size               int64
	Uploaded           int64             // ms since the epoch
	Checksums          map[string]string // hex by the name of the algorithm, those that were given
	HTTP               HTTPMetadata
	Custom             Metadata
	blob               string // "" when the body is in parts
}

const columns = "key, blob_id, version, size, etag, uploaded, checksums, http_metadata, custom_metadata"

// scan reads a row of columns.
func scan(row interface{ Scan(...any) error }) (*Object, error) {
	o := &Object{}
	var blob sql.NullString
	var checksums, http, custom string
	if err := row.Scan(&o.Key, &blob, &o.Version, &o.Size, &o.ETag, &o.Uploaded, &checksums, &http, &custom); err != nil {
		return nil, err
	}
	o.blob = blob.String
	return o, errors.Join(json.Unmarshal([]byte(checksums), &o.Checksums),
		json.Unmarshal([]byte(http), &o.HTTP), json.Unmarshal([]byte(custom), &o.Custom))
}

// find finds an object; nil when there is none.
func find(db queryer, key string) (*Object, error) {
	o, err := scan(db.QueryRow("SELECT "+columns+" FROM _mf_objects WHERE key = ?", key))
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("find r2 object: %w", err)
	}
	return o, nil
}

// find finds an object outside of a transaction.
func (b *Bucket) find(key string) (*Object, error) {
	row, err := b.rows.Row(key)
	if row == nil && err == nil {
		return nil, nil
	}
	var o *Object
	if err == nil {
		o, err = scan(values(row))
	}
	if err != nil {
		return nil, fmt.Errorf("find r2 object: %w", err)
	}
	return o, nil
}

// values are the columns of a row that is in memory.
type values []driver.Value

// Scan copies them into strings and integers; what is no such thing stays empty.
func (v values) Scan(to ...any) error {
	for i, to := range to {
		switch to := to.(type) {
		case *string:
			*to, _ = v[i].(string)
		case *int64:
			*to, _ = v[i].(int64)
		case *sql.NullString:
			to.String, to.Valid = v[i].(string)
		}
	}
	return nil
}

// insert writes the row of an object whose key is free.
func insert(tx queryer, o *Object) error {
	checksums, _ := json.Marshal(o.Checksums) // maps of strings always marshal
	http, _ := json.Marshal(o.HTTP)
	custom, _ := json.Marshal(o.Custom)
	_, err := tx.Exec("INSERT INTO _mf_objects ("+columns+") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
		o.Key, sql.NullString{String: o.blob, Valid: o.blob != ""}, o.Version, o.Size, o.ETag, o.Uploaded,
		string(checksums), string(http), string(custom))
	return err
}
