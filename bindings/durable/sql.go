package durable

import (
	"database/sql/driver"
	"errors"
	"math"

	"paddock/bindings/store"
	"paddock/jsruntime"
	"paddock/polyfills/compat"
	"paddock/polyfills/trace"
)

// sqlStorage is the host side of storage.sql.
type sqlStorage struct{ *Storage }

// Cursor is the host side of what sql.exec gives.
type Cursor struct {
	storage *Storage
	rows    *store.Rows // nil once it has ended
	run     *store.Rows // for what it has counted
	columns []string
	reused  bool             // its statement was compiled for an earlier query
	ahead   [][]driver.Value // rows that were read already
	failed  error
}

// rawCursor is the host side of cursor.raw().
type rawCursor struct{ *Cursor }

var (
	sqlClass    = jsruntime.NewClass[sqlStorage]("SqlStorage")
	cursorClass = jsruntime.NewClass[Cursor]("Cursor")
	rawClass    = jsruntime.NewClass[rawCursor]("RawIterator")
)

const notEnabled = "SQL is not enabled for this Durable Object class. To enable it, change `new_classes` to `new_sqlite_classes` within the 'migrations' field in your wrangler.jsonc or wrangler.toml file. If using workerd directly,set `enableSql = true` in your workerd config for the class. Note that this change cannot be made after the class is already deployed to production."

func (s *sqlStorage) check(vm *jsruntime.VM) {
	if !s.class.sqlite {
		vm.Throwf(jsruntime.PlainError, "%s", notEnabled)
	}
}

// bind converts a value for SQLite by the platform's rules.
func bind(vm *jsruntime.VM, v jsruntime.Value) driver.Value {
	if jsruntime.IsNullish(v) {
		return nil
	}
	if data, ok := jsruntime.Bytes(v); ok {
		return append([]byte{}, data...)
	}
	if jsruntime.IsNumber(v) {
		if f := v.ToFloat(); !math.IsNaN(f) {
			return f
		}
		return nil
	}
	if jsruntime.IsBigInt(v) {
		vm.Throwf(jsruntime.TypeError, "Cannot convert a BigInt value to a number")
	}
	return vm.WTF8(v)
}

// exec runs a query: all statements but the last to their end, the last up to its first row.
func (s *sqlStorage) exec(vm *jsruntime.VM, query string, args []jsruntime.Value) *Cursor {
	if err := s.usable(); err != nil {
		vm.Throw(err)
	}
	var values []driver.Value
	for _, v := range args {
		values = append(values, bind(vm, v))
	}
	rows, err := s.conn.Script(query, values)
	if err != nil {
		vm.Throw(err)
	}
	c := &Cursor{storage: s.Storage, rows: rows, run: rows, columns: rows.Columns(), reused: rows.Reused()}
	if s.cursors == nil {
		s.cursors = map[*Cursor]struct{}{}
	}
	s.cursors[c] = struct{}{}
	if row, ok := c.fetch(); ok {
		c.ahead = append(c.ahead, row)
	}
	if c.failed != nil {
		vm.Throw(c.failed)
	}
	if c.rows != nil {
		s.hook(vm) // no statement stays open behind the turn
	}
	return c
}

// fetch reads a row from SQLite.
func (c *Cursor) fetch() ([]driver.Value, bool) {
	if c.rows == nil {
		return nil, false
	}
	row, err := c.rows.Next()
	if err != nil {
		if !isEOF(err) {
			c.failed = err
		}
		c.end()
		return nil, false
	}
	return row, true
}

// next gives the next row. As on the platform the one behind it is read too, so that the statement
// has ended when its last row is given.
func (c *Cursor) next(vm *jsruntime.VM) ([]driver.Value, bool) {
	row, ok := c.take()
	if ok && len(c.ahead) == 0 {
		if following, more := c.fetch(); more {
			c.ahead = append(c.ahead, following)
		}
	}
	if c.failed != nil {
		err := c.failed
		c.failed = nil
		vm.Throw(err)
	}
	return row, ok
}

// take gives the first of the rows that were read already, or reads one.
func (c *Cursor) take() ([]driver.Value, bool) {
	if len(c.ahead) == 0 {
		return c.fetch()
	}
	row := c.ahead[0]
	if len(c.ahead) == 1 {
		c.ahead = c.ahead[:0] // the room is used again
	} else {
		c.ahead = c.ahead[1:]
	}
	return row, true
}

// buffer reads the rest, so that the statement does not stay open.
func (c *Cursor) buffer() {
	for {
		row, ok := c.fetch()
		if !ok {
			return
		}
		c.ahead = append(c.ahead, row)
	}
}

// end closes the statement.
func (c *Cursor) end() {
	if c.rows != nil {
		if err := c.rows.Close(); err != nil && c.failed == nil {
			c.failed = err
		}
		c.rows = nil
	}
	delete(c.storage.cursors, c)
}

// abort ends the statement because a rollback has taken away what it reads.
func (c *Cursor) abort() {
	if c.rows != nil {
		c.end()
		c.failed = &store.SQLError{Message: "abort due to ROLLBACK", Code: "SQLITE_ABORT", Extended: "SQLITE_ABORT_ROLLBACK", Offset: -1}
	}
}

// column makes the value that a script sees.
func column(vm *jsruntime.VM, v driver.Value) jsruntime.Value {
	switch v := v.(type) {
	case nil:
		return jsruntime.Null()
	case []byte:
		return vm.NewBuffer(append([]byte{}, v...))
	}
	return vm.ToValue(v)
}

func (c *Cursor) object(vm *jsruntime.VM, row []driver.Value) jsruntime.Value {
	o := vm.NewObject()
	for i, name := range c.columns {
		if err := o.Set(name, column(vm, row[i])); err != nil {
			vm.Throw(err)
		}
	}
	return o
}

func (c *Cursor) array(vm *jsruntime.VM, row []driver.Value) jsruntime.Value {
	items := make([]jsruntime.Value, len(row))
	for i, v := range row {
		items[i] = column(vm, v)
	}
	return vm.NewArrayOf(items...)
}

func (c *Cursor) all(vm *jsruntime.VM, make func(*jsruntime.VM, []driver.Value) jsruntime.Value) jsruntime.Value {
	var items []jsruntime.Value
	for {
		row, ok := c.next(vm)
		if !ok {
			return vm.NewArrayOf(items...)
		}
		items = append(items, make(vm, row))
	}
}

func (c *Cursor) step(vm *jsruntime.VM, make func(*jsruntime.VM, []driver.Value) jsruntime.Value) jsruntime.Value {
	if row, ok := c.next(vm); ok {
		return iteration(vm, make(vm, row))
	}
	return iteration(vm, nil)
}

// iteration makes what an iterator's next() gives; without a value the iterator has ended.
func iteration(vm *jsruntime.VM, value jsruntime.Value) jsruntime.Value {
	result := vm.NewObject()
	err := result.Set("done", value == nil)
	switch {
	case value != nil:
		err = errors.Join(err, result.Set("value", value))
	case compat.Of(vm).Has("enable_fast_jsg_struct"):
		err = errors.Join(err, result.Set("value", jsruntime.Undefined()))
	}
	if err != nil {
		vm.Throw(err)
	}
	return result
}

func defineSQL() {
	sqlClass.
		Method("exec", 1, trace.Method(spanPrefix+"exec", func(vm *jsruntime.VM, s *sqlStorage, args jsruntime.Args) jsruntime.Value {
			s.check(vm)
			if len(args) == 0 {
				vm.Throwf(jsruntime.TypeError, "Failed to execute 'exec' on 'SqlStorage': parameter 1 is not of type 'String'.")
			}
			query := args[0].String()
			tellQuery(vm, query, len(args)-1)
			c := s.exec(vm, query, args[1:])
			tellCounts(vm, c)
			return cursorClass.New(vm, c)
		})).
		Getter("databaseSize", func(vm *jsruntime.VM, s *sqlStorage) jsruntime.Value {
			s.check(vm)
			size, err := s.conn.Size()
			if err != nil {
				vm.Throw(err)
			}
			tellSize(vm, size)
			return vm.ToValue(size)
		}).
		Setup(setupSQL)
	self := func(vm *jsruntime.VM, this *jsruntime.Object) jsruntime.Value { return this }
	cursorClass.
		Method("next", 0, func(vm *jsruntime.VM, c *Cursor, _ jsruntime.Args) jsruntime.Value { return c.step(vm, c.object) }).
		Method("toArray", 0, func(vm *jsruntime.VM, c *Cursor, _ jsruntime.Args) jsruntime.Value { return c.all(vm, c.object) }).
		Method("one", 0, func(vm *jsruntime.VM, c *Cursor, _ jsruntime.Args) jsruntime.Value {
			row, ok := c.next(vm)
			if !ok {
				vm.Throwf(jsruntime.PlainError, "Expected exactly one result from SQL query, but got no results.")
			}
			if _, more := c.next(vm); more {
				vm.Throwf(jsruntime.PlainError, "Expected exactly one result from SQL query, but got multiple results.")
			}
			return c.object(vm, row)
		}).
		Method("raw", 0, func(vm *jsruntime.VM, c *Cursor, _ jsruntime.Args) jsruntime.Value {
			return rawClass.New(vm, &rawCursor{c})
		}).
		Getter("columnNames", func(vm *jsruntime.VM, c *Cursor) jsruntime.Value {
			items := make([]jsruntime.Value, len(c.columns))
			for i, name := range c.columns {
				items[i] = vm.ToValue(name)
			}
			return vm.NewArrayOf(items...)
		}).
		Getter("rowsRead", func(vm *jsruntime.VM, c *Cursor) jsruntime.Value {
			read, _ := c.run.Counts()
			return vm.ToValue(read)
		}).
		Getter("rowsWritten", func(vm *jsruntime.VM, c *Cursor) jsruntime.Value {
			_, written := c.run.Counts()
			return vm.ToValue(written)
		}).
		MethodThis("[Symbol.iterator]", 0, func(vm *jsruntime.VM, this *jsruntime.Object, _ *Cursor, _ jsruntime.Args) jsruntime.Value {
			return self(vm, this)
		}).
		Alias(func(*jsruntime.VM) *jsruntime.Symbol { return jsruntime.SymIterator }, "[Symbol.iterator]")
	cursorClass.Setup(setupCursor)
	rawClass.
		Method("next", 0, func(vm *jsruntime.VM, c *rawCursor, _ jsruntime.Args) jsruntime.Value { return c.step(vm, c.array) }).
		Method("toArray", 0, func(vm *jsruntime.VM, c *rawCursor, _ jsruntime.Args) jsruntime.Value { return c.all(vm, c.array) }).
		MethodThis("[Symbol.iterator]", 0, func(vm *jsruntime.VM, this *jsruntime.Object, _ *rawCursor, _ jsruntime.Args) jsruntime.Value {
			return self(vm, this)
		}).
		Alias(func(*jsruntime.VM) *jsruntime.Symbol { return jsruntime.SymIterator }, "[Symbol.iterator]")
}
