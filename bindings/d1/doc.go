// Package d1 is the kind of binding for D1 databases.
//
// The one idea: a database is one plain SQLite file in the layout of wrangler's local state,
// with one connection under the platform's limits, and every call is one transaction on it.
// [Database] is that in Go; what the JavaScript sees is class.go, statement.go and session.go.
//
// What scripts find (a test checks it):
//
//	D1Database.prepare           emulated
//	D1Database.batch             emulated
//	D1Database.exec              emulated
//	D1Database.withSession       emulated
//	D1Database.dump              emulated
//	D1Database.query             emulated
//	D1PreparedStatement.bind     emulated
//	D1PreparedStatement.first    emulated
//	D1PreparedStatement.run      emulated
//	D1PreparedStatement.all      emulated
//	D1PreparedStatement.raw      emulated
//	D1PreparedStatement.statement  emulated
//	D1PreparedStatement.params   emulated
//	D1DatabaseSession.prepare    emulated
//	D1DatabaseSession.batch      emulated
//	D1DatabaseSession.getBookmark  emulated
//
// As in wrangler's local D1, dump is refused with a status, sessions have no replicas to choose
// from, and exec counts lines. Differs from it: meta.rows_read counts the rows that a query gave,
// not those it went through, and tables themselves are not counted as rows.
//
// Platform: https://developers.cloudflare.com/d1/worker-api/
package d1
