package durable

import (
	"errors"
	"io"
	"math"
	"slices"
	"strings"
	"time"

	"paddock/jsruntime"
	"paddock/polyfills/trace"
)

var (
	storageClass     = jsruntime.NewClass[Storage]("DurableObjectStorage")
	transactionClass = jsruntime.NewClass[transaction]("DurableObjectTransaction")
)

func isEOF(err error) bool { return errors.Is(err, io.EOF) }

func quote(name string) string { return `"` + strings.ReplaceAll(name, `"`, `""`) + `"` }

// encode serializes a value for the file.
func encode(vm *jsruntime.VM, v jsruntime.Value) ([]byte, error) {
	m, err := vm.Serialize(v, nil, nil)
	return m.Data, err
}

func decode(vm *jsruntime.VM, data []byte) (jsruntime.Value, error) {
	if data == nil {
		return jsruntime.Undefined(), nil
	}
	return vm.Deserialize(jsruntime.Message{Data: data}, nil)
}

// wrongType is the error for an argument that is not what a method of a class takes.
func wrongType(class, method string, parameter int, want string) error {
	return jsruntime.Errorf(jsruntime.TypeError, "Failed to execute '%s' on '%s': parameter %d is not of type '%s'.", method, class, parameter, want)
}

// dictionary reads argument i of a method, which may be missing, as a dictionary.
func dictionary(class, method string, args jsruntime.Args, i int, name string) (*jsruntime.Object, error) {
	v := args.At(i)
	if jsruntime.IsNullish(v) {
		return nil, nil
	}
	o := jsruntime.AsObject(v)
	if o == nil {
		return nil, wrongType(class, method, i+1, name)
	}
	return o, nil
}

// methods adds the asynchronous key-value methods to a class of a name.
func methods[T any](class string, c *jsruntime.Class[T], storage func(*T, string) (*Storage, error)) {
	method := func(name string, length int, f func(vm *jsruntime.VM, s *Storage, args jsruntime.Args) (jsruntime.Value, error)) {
		c.AsyncMethod(name, length, trace.Async(spanPrefix+name, func(vm *jsruntime.VM, self *T, args jsruntime.Args) (jsruntime.Value, error) {
			s, err := storage(self, name)
			if err != nil {
				return nil, err
			}
			return f(vm, s, args)
		}))
	}
	method("get", 1, func(vm *jsruntime.VM, s *Storage, args jsruntime.Args) (jsruntime.Value, error) {
		if len(args) == 0 {
			return nil, wrongType(class, "get", 1, "string or Array")
		}
		if _, err := dictionary(class, "get", args, 1, "GetOptions"); err != nil {
			return nil, err
		}
		keys := jsruntime.AsObject(args.At(0))
		if keys == nil || !vm.IsIterable(keys) {
			return s.value(vm, vm.WTF8(args[0]))
		}
		var names []string
		vm.Iterate(keys, func(v jsruntime.Value) bool { names = append(names, vm.WTF8(v)); return true })
		slices.Sort(names)
		var pairs []pair
		for _, name := range slices.Compact(names) {
			value, err := s.get(name)
			if err != nil {
				return nil, err
			}
			if value != nil {
				pairs = append(pairs, pair{name, value})
			}
		}
		return newMap(vm, pairs)
	})
	method("put", 2, func(vm *jsruntime.VM, s *Storage, args jsruntime.Args) (jsruntime.Value, error) {
		if len(args) == 0 {
			return nil, wrongType(class, "put", 1, "string or object")
		}
		entries := jsruntime.AsObject(args[0])
		if entries == nil || vm.KindOf(entries) == "Array" { // which is a text, as anything that is no dictionary
			if jsruntime.IsUndefined(args.At(1)) {
				return nil, jsruntime.Errorf(jsruntime.TypeError, "put() called with undefined value.")
			}
			if _, err := dictionary(class, "put", args, 2, "PutOptions"); err != nil {
				return nil, err
			}
			value, err := encode(vm, args.At(1))
			if err != nil {
				return nil, err
			}
			return nil, s.put(vm, vm.WTF8(args[0]), value)
		}
		var pairs []pair
		for _, key := range entries.Keys() {
			v := entries.Get(key)
			if jsruntime.IsUndefined(v) {
				continue
			}
			value, err := encode(vm, v)
			if err != nil {
				return nil, err
			}
			pairs = append(pairs, pair{key, value})
		}
		for _, p := range pairs {
			if err := s.put(vm, p.key, p.value); err != nil {
				return nil, err
			}
		}
		return nil, nil
	})
	method("delete", 1, func(vm *jsruntime.VM, s *Storage, args jsruntime.Args) (jsruntime.Value, error) {
		if len(args) == 0 {
			return nil, wrongType(class, "delete", 1, "string or Array")
		}
		if _, err := dictionary(class, "delete", args, 1, "PutOptions"); err != nil {
			return nil, err
		}
		keys := jsruntime.AsObject(args[0])
		if keys == nil || !vm.IsIterable(keys) {
			ok, err := s.remove(vm, vm.WTF8(args[0]))
			return vm.ToValue(ok), err
		}
		count := 0
		var failed error
		vm.Iterate(keys, func(v jsruntime.Value) bool {
			var ok bool
			if ok, failed = s.remove(vm, vm.WTF8(v)); ok {
				count++
			}
			return failed == nil
		})
		return vm.ToValue(count), failed
	})
	method("list", 0, func(vm *jsruntime.VM, s *Storage, args jsruntime.Args) (jsruntime.Value, error) {
		o, err := readListOptions(vm, class, args)
		if err != nil {
			return nil, err
		}
		pairs, err := s.list(o)
		if err != nil {
			return nil, err
		}
		return newMap(vm, pairs)
	})
	method("getAlarm", 0, func(vm *jsruntime.VM, s *Storage, args jsruntime.Args) (jsruntime.Value, error) {
		if _, err := dictionary(class, "getAlarm", args, 0, "GetAlarmOptions"); err != nil {
			return nil, err
		}
		if at := s.currentAlarm(); !at.IsZero() {
			return vm.ToValue(at.UnixMilli()), nil
		}
		return jsruntime.Null(), nil
	})
	method("setAlarm", 1, func(vm *jsruntime.VM, s *Storage, args jsruntime.Args) (jsruntime.Value, error) {
		at, err := alarmTime(vm, class, args.At(0))
		if err == nil {
			_, err = dictionary(class, "setAlarm", args, 1, "SetAlarmOptions")
		}
		if err == nil {
			err = s.alarmable()
		}
		if err != nil {
			return nil, err
		}
		if err := s.write(vm); err != nil {
			return nil, err
		}
		s.alarm = &at
		if span := trace.Here(vm); span != nil {
			span.Set("cloudflare.durable_object.alarm.scheduled_time", trace.When(at))
		}
		return nil, nil
	})
	method("deleteAlarm", 0, func(vm *jsruntime.VM, s *Storage, _ jsruntime.Args) (jsruntime.Value, error) {
		if err := s.write(vm); err != nil {
			return nil, err
		}
		s.alarm = &time.Time{}
		return nil, nil
	})
}

// maxDate is the last time that the platform's dates have, in milliseconds: they count nanoseconds.
const maxDate = math.MaxInt64 / 1e6

// alarmTime reads the argument of setAlarm.
func alarmTime(vm *jsruntime.VM, class string, v jsruntime.Value) (time.Time, error) {
	if !isDate(vm, v) {
		return time.Time{}, wrongType(class, "setAlarm", 1, "date")
	}
	switch ms := v.ToFloat(); {
	case math.IsNaN(ms) || math.IsInf(ms, 0):
		return time.Time{}, jsruntime.Errorf(jsruntime.TypeError, "The value cannot be converted because it is not a valid Date.")
	case ms >= maxDate:
		return time.Time{}, jsruntime.Errorf(jsruntime.TypeError, "This API doesn't support dates after 2189.")
	case ms <= 0:
		return time.Time{}, jsruntime.Errorf(jsruntime.TypeError, "setAlarm() cannot be called with an alarm time <= 0")
	default:
		return time.UnixMilli(int64(ms)), nil
	}
}

// isDate tells whether a value is taken as a time.
func isDate(vm *jsruntime.VM, v jsruntime.Value) bool {
	if o := jsruntime.AsObject(v); o != nil {
		return vm.KindOf(o) == "Date"
	}
	return jsruntime.IsNumber(v)
}

// alarmable refuses alarms of what cannot have one.
func (s *Storage) alarmable() error {
	if s.object.Target().Facet != nil {
		return jsruntime.Errorf(jsruntime.PlainError, "Facets currently cannot set alarms.")
	}
	proto := jsruntime.AsObject(s.object.Class().Get("prototype"))
	if proto == nil || !jsruntime.IsFunction(proto.Get("alarm")) {
		return jsruntime.Errorf(jsruntime.TypeError, "Your Durable Object class must have an alarm() handler in order to call setAlarm()")
	}
	return nil
}

func (s *Storage) value(vm *jsruntime.VM, key string) (jsruntime.Value, error) {
	data, err := s.get(key)
	if err != nil {
		return nil, err
	}
	return decode(vm, data)
}

func newMap(vm *jsruntime.VM, pairs []pair) (jsruntime.Value, error) {
	m, err := vm.New(vm.Get("Map"))
	if err != nil {
		return nil, err
	}
	for _, p := range pairs {
		v, err := decode(vm, p.value)
		if err != nil {
			return nil, err
		}
		vm.CallMethod(m, "set", vm.ToValue(p.key), v)
	}
	return m, nil
}

// readListOptions reads the argument of a class's list. Only what is undefined is not there: null is a
// text or a number.
func readListOptions(vm *jsruntime.VM, class string, args jsruntime.Args) (listOptions, error) {
	o := listOptions{limit: -1}
	options, err := dictionary(class, "list", args, 0, "ListOptions")
	if options == nil || err != nil {
		return o, err
	}
	for name, to := range map[string]**string{"start": &o.start, "startAfter": &o.startAfter, "end": &o.end, "prefix": &o.prefix} {
		if v := options.Get(name); !jsruntime.IsUndefined(v) {
			s := vm.WTF8(v)
			*to = &s
		}
	}
	if v := options.Get("reverse"); !jsruntime.IsNullish(v) {
		o.reverse = v.ToBoolean()
	}
	if v := options.Get("limit"); !jsruntime.IsUndefined(v) {
		if o.limit = jsruntime.Integer(v); o.limit <= 0 {
			return o, jsruntime.Errorf(jsruntime.TypeError, "List limit must be positive.")
		}
	}
	if o.start != nil && o.startAfter != nil {
		return o, jsruntime.Errorf(jsruntime.TypeError, "list() cannot be called with both start and startAfter values.")
	}
	return o, nil
}

func defineStorage() {
	methods("DurableObjectStorage", storageClass, func(s *Storage, _ string) (*Storage, error) { return s, nil })
	methods("DurableObjectTransaction", transactionClass, func(t *transaction, method string) (*Storage, error) {
		if t.rolledBack {
			return nil, jsruntime.Errorf(jsruntime.PlainError, "Cannot %s() on rolled back transaction", method)
		}
		return t.Storage, nil
	})
	transactionClass.
		Method("rollback", 0, func(_ *jsruntime.VM, t *transaction, _ jsruntime.Args) jsruntime.Value {
			t.rolledBack = true
			return nil
		}).
		AsyncMethod("deleteAll", 0, func(*jsruntime.VM, *transaction, jsruntime.Args) (jsruntime.Value, error) {
			return nil, jsruntime.Errorf(jsruntime.PlainError, "Cannot call deleteAll() within a transaction")
		})
	pitr := func(name string, check func(vm *jsruntime.VM, args jsruntime.Args) error) {
		storageClass.AsyncMethod(name, 1, func(vm *jsruntime.VM, _ *Storage, args jsruntime.Args) (jsruntime.Value, error) {
			if err := check(vm, args); err != nil {
				return nil, err
			}
			return nil, jsruntime.Errorf(jsruntime.PlainError, "This Durable Object's storage back-end does not implement point-in-time recovery.")
		})
	}
	pitr("getBookmarkForTime", func(vm *jsruntime.VM, args jsruntime.Args) error {
		if !isDate(vm, args.At(0)) {
			return wrongType("DurableObjectStorage", "getBookmarkForTime", 1, "date")
		}
		return nil
	})
	pitr("onNextSessionRestoreBookmark", func(_ *jsruntime.VM, args jsruntime.Args) error {
		if len(args) == 0 {
			return wrongType("DurableObjectStorage", "onNextSessionRestoreBookmark", 1, "string")
		}
		return nil
	})
	storageClass.
		AsyncMethod("getCurrentBookmark", 0, trace.Async(spanPrefix+"getCurrentBookmark", func(vm *jsruntime.VM, s *Storage, _ jsruntime.Args) (jsruntime.Value, error) {
			if err := s.write(vm); err != nil {
				return nil, err
			}
			bookmark, err := s.conn.NextBookmark()
			return vm.ToValue(bookmark), err
		})).
		AsyncMethod("deleteAll", 0, trace.Async(spanPrefix+"deleteAll", func(vm *jsruntime.VM, s *Storage, args jsruntime.Args) (jsruntime.Value, error) {
			if _, err := dictionary("DurableObjectStorage", "deleteAll", args, 0, "PutOptions"); err != nil {
				return nil, err
			}
			return nil, s.deleteAll(vm)
		})).
		AsyncMethod("sync", 0, trace.Async(spanPrefix+"sync", func(vm *jsruntime.VM, s *Storage, _ jsruntime.Args) (jsruntime.Value, error) {
			return nil, s.commit()
		})).
		AsyncMethod("transaction", 1, trace.Async(spanPrefix+"transaction", func(vm *jsruntime.VM, s *Storage, args jsruntime.Args) (jsruntime.Value, error) {
			return s.transact(vm, args.At(0))
		})).
		Method("transactionSync", 1, func(vm *jsruntime.VM, s *Storage, args jsruntime.Args) jsruntime.Value {
			fn, ok := jsruntime.AsFunction(args.At(0))
			if !ok {
				vm.Throwf(jsruntime.TypeError, "Failed to execute 'transactionSync' on 'DurableObjectStorage': parameter 1 is not of type 'function'.")
			}
			end, err := s.savepoint(vm)
			if err != nil {
				vm.Throw(err)
			}
			result, err := fn(jsruntime.Undefined())
			if failed := end(err == nil); failed != nil && err == nil {
				vm.Throw(failed)
			}
			if err != nil {
				vm.Rethrow(err)
			}
			return result
		}).
		Accessor("kv", func(vm *jsruntime.VM, s *Storage) jsruntime.Value {
			if s.kv != nil {
				return s.kv
			}
			s.kv = syncKVClass.New(vm, &syncKV{Storage: s})
			return s.kv
		}, func(_ *jsruntime.VM, s *Storage, v jsruntime.Value) { s.kv = v }).
		Accessor("sql", func(vm *jsruntime.VM, s *Storage) jsruntime.Value {
			if s.sql == nil {
				s.sql = sqlClass.New(vm, &sqlStorage{s})
			}
			return s.sql
		}, func(_ *jsruntime.VM, s *Storage, v jsruntime.Value) { s.sql = v })
	storageClass.Setup(setupStorage)
	defineSyncKV()
}
