package d1

import (
	"database/sql/driver"
	"math"
	"time"

	"paddock/jsruntime"
)

// bindable makes of a value what SQLite gets: text, a float, bytes or nil. It throws for what
// bind refuses; refused is why the value cannot be sent, which calls tell.
func bindable(vm *jsruntime.VM, v jsruntime.Value) (value driver.Value, refused error) {
	switch {
	case jsruntime.IsNull(v):
		return nil, nil
	case jsruntime.IsNumber(v):
		return finite(v.ToFloat()), nil
	case jsruntime.IsString(v):
		return jsruntime.WTF8(v), nil
	case jsruntime.IsBoolean(v):
		if v.ToBoolean() {
			return 1.0, nil
		}
		return 0.0, nil
	}
	if o := jsruntime.AsObject(v); o != nil {
		if data, refused, ok := bytesOf(vm, o); ok {
			return data, refused
		}
	}
	text := "Type '" + jsruntime.TypeOf(v) + "' not supported for value '" + vm.Text(v) + "'"
	vm.Throw(failure(vm, "D1_TYPE_ERROR: "+text, text))
	return nil, nil
}

// finite gives a number as JSON does.
func finite(f float64) driver.Value {
	if math.IsNaN(f) || math.IsInf(f, 0) {
		return nil
	}
	return f + 0 // there is no -0 in JSON
}

// bytesOf reads a buffer, a view or an array of bytes. Views give their elements, so that those
// of a Uint16Array lose their upper halves and a DataView has none.
func bytesOf(vm *jsruntime.VM, o *jsruntime.Object) (data []byte, refused error, ok bool) {
	if o.ClassName() == "Array" {
		return arrayBytes(vm, o)
	}
	view, isView := jsruntime.AsView(o)
	if !isView {
		data, ok = jsruntime.Bytes(o)
		return append([]byte{}, data...), nil, ok
	}
	switch view.Kind {
	case "DataView":
		return []byte{}, nil, true
	case "Uint8Array", "Uint8ClampedArray", "Int8Array":
		data, _ = jsruntime.Bytes(o)
		return append([]byte{}, data...), nil, true
	case "BigInt64Array", "BigUint64Array":
		return nil, jsruntime.Errorf(jsruntime.TypeError, "Do not know how to serialize a BigInt"), true
	}
	data = []byte{}
	for _, v := range vm.Elements(o) {
		f := v.ToFloat()
		if finite(f) == nil {
			return nil, malformed(vm), true
		}
		data = append(data, byte(int64(f)))
	}
	return data, nil, true
}

func arrayBytes(vm *jsruntime.VM, o *jsruntime.Object) (data []byte, refused error, ok bool) {
	data = []byte{}
	for _, v := range vm.Elements(o) {
		if v == nil { // a hole
			refused = malformed(vm)
			continue
		}
		f := v.ToFloat()
		if !jsruntime.IsNumber(v) || !(f >= 0 && f < 256) {
			return nil, nil, false
		}
		data = append(data, byte(f))
	}
	return data, refused, true
}

// column makes the value that a script sees.
func column(vm *jsruntime.VM, v driver.Value) jsruntime.Value {
	switch v := v.(type) {
	case nil:
		return jsruntime.Null()
	case float64:
		if finite(v) == nil {
			return jsruntime.Null()
		}
		return vm.ToValue(v + 0)
	case []byte:
		items := make([]any, len(v))
		for i, b := range v {
			items[i] = int64(b)
		}
		return vm.NewArray(items...)
	}
	return vm.ToValue(v)
}

func array(vm *jsruntime.VM, row []driver.Value) jsruntime.Value {
	items := make([]jsruntime.Value, len(row))
	for i, v := range row {
		items[i] = column(vm, v)
	}
	return vm.NewArrayOf(items...)
}

// row makes the object of a row. Of columns with one name the last one counts.
func (r *Result) row(vm *jsruntime.VM, row []driver.Value) *jsruntime.Object {
	o := vm.NewObject()
	for i, name := range r.Columns {
		v := column(vm, row[i])
		if name == "__proto__" {
			throw(vm, o.DefineDataProperty(name, v, jsruntime.Yes, jsruntime.Yes, jsruntime.Yes))
			continue
		}
		throw(vm, o.Set(name, v))
	}
	return o
}

// object makes what all, run and batch give.
func (r *Result) object(vm *jsruntime.VM) *jsruntime.Object {
	rows := make([]jsruntime.Value, len(r.Rows))
	for i, row := range r.Rows {
		rows[i] = r.row(vm, row)
	}
	m := r.Meta
	duration := milliseconds(m.Duration)
	return object(vm, "success", true, "meta", object(vm,
		"served_by", "miniflare.db", "served_by_primary", true, "total_attempts", 1, "timings", object(vm, "sql_duration_ms", duration),
		"duration", duration, "changes", m.Changes, "last_row_id", m.LastRowID,
		"changed_db", m.Changed, "size_after", m.Size, "rows_read", m.Read, "rows_written", m.Written,
	), "results", vm.NewArrayOf(rows...))
}

func milliseconds(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }

// object makes a plain object of names and values.
func object(vm *jsruntime.VM, pairs ...any) *jsruntime.Object {
	o := vm.NewObject()
	for i := 0; i < len(pairs); i += 2 {
		throw(vm, o.Set(pairs[i].(string), pairs[i+1]))
	}
	return o
}

func throw(vm *jsruntime.VM, err error) {
	if err != nil {
		vm.Throw(err)
	}
}
