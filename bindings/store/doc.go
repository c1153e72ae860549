// Package store keeps state: SQLite files and blobs below one folder, in the layout of
// wrangler's .wrangler/state/v3, so that both tools see the same data.
//
// The ideas to hold: a write is acknowledged when it is safe from the death of this process
// (WAL, one transaction), a blob before the row that names it, or, if it is small, beside it until
// it gets its file ([Pending]). What a killed process left is swept by the next. It is the only importer of
// go-sqlite3; kinds use database/sql ([State.DB]), Durable Objects a connection of their own
// with the platform's limits ([OpenConn]).
package store
