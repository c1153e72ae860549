package store

import "fmt"

// MakeMetadata makes the table in which the local platform keeps what it knows of a file.
func (c *Conn) MakeMetadata() error {
	return c.Exec("CREATE TABLE IF NOT EXISTS _cf_METADATA (key INTEGER PRIMARY KEY, value BLOB)")
}

// NextBookmark gives a bookmark that sorts behind all earlier ones of the file. It counts in the table
// where the local platform keeps bookmarks.
func (c *Conn) NextBookmark() (string, error) {
	if err := c.MakeMetadata(); err != nil {
		return "", err
	}
	row, err := c.QueryRow("INSERT INTO _cf_METADATA VALUES (2, 0) ON CONFLICT DO UPDATE SET value = value + 1 RETURNING value")
	if err != nil {
		return "", err
	}
	n, _ := row[0].(int64)
	const half = 1<<32 - 1
	return fmt.Sprintf("%08x-%08x-%08x-%032x", n/half, n%half, 0, 0), nil
}
