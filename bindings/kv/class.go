package kv

import (
	"context"
	"io"
	"log/slog"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"paddock/bindings"
	"paddock/bindings/store"
	"paddock/jsruntime"
	"paddock/jsruntime/json"
	"paddock/polyfills/trace"
)

// class is KvNamespace. Its methods throw for a wrong receiver and reject for everything else,
// but for get and getWithMetadata, which throw for arguments that cannot be converted.
var class = jsruntime.NewClass[binding]("KvNamespace").
	Method("get", 0, traced("get", "get", get)).
	Method("list", 0, traced("list", "list", rejecting(list))).
	Method("put", 0, traced("put", "put", rejecting(put))).
	Method("getWithMetadata", 0, traced("getWithMetadata", "get", getWithMetadata)).
	Method("delete", 0, traced("delete", "delete", rejecting(remove)))

// binding is what stands on env.
type binding struct {
	source
	log  *slog.Logger // of failures of the storage
	name string       // on env
}

// WhyNot implements jsruntime.Uncloneable.
func (*binding) WhyNot() string { return "A KV namespace binding cannot be serialized." }

// source is what a binding reads and writes: a [Namespace] or a [site].
type source interface {
	Get(ctx context.Context, key string) (*Entry, error)
	Put(ctx context.Context, key string, value io.Reader, opts PutOptions) error
	Delete(ctx context.Context, key string) error
	List(ctx context.Context, prefix, cursor string, limit int) (keys []Key, next string, err error)
	// cached gives a value that is in memory, to be read only; ok is false when Get has to look.
	cached(key string) (data []byte, metadata string, ok bool)
	// refuseMany gives the error for reading many keys at once; nil if that can be.
	refuseMany() error
}

type method func(vm *jsruntime.VM, b *binding, args jsruntime.Args) (jsruntime.Value, error)

// rejecting makes a method of which every error is a rejection.
func rejecting(f method) func(*jsruntime.VM, *binding, jsruntime.Args) jsruntime.Value {
	return func(vm *jsruntime.VM, b *binding, args jsruntime.Args) jsruntime.Value {
		return vm.Asynchronous(func() (jsruntime.Value, error) { return f(vm, b, args) })
	}
}

// keyOf reads the first argument of a method as a key.
func keyOf(vm *jsruntime.VM, method string, args jsruntime.Args) (string, error) {
	if len(args) == 0 {
		return "", wrongType(method, 1, "string")
	}
	verb := strings.ToUpper(method)
	key, err := keyText(vm, verb, args[0])
	if err != nil {
		return "", err
	}
	return key, checkName(verb, key)
}

// keyText reads a key. Half of a surrogate pair cannot be in one, since the platform puts keys into
// URLs.
func keyText(vm *jsruntime.VM, verb string, v jsruntime.Value) (string, error) {
	key := vm.Text(v)
	if strings.ContainsRune(key, utf8.RuneError) && jsruntime.IsString(v) && hasHalf(jsruntime.Units(v)) {
		return "", &Error{verb, 400, "Could not URL-decode key name"}
	}
	return key, nil
}

// hasHalf tells whether a text has half of a surrogate pair.
func hasHalf(units []uint16) bool {
	for i := 0; i < len(units); i++ {
		if !utf16.IsSurrogate(rune(units[i])) {
			continue
		}
		if i+1 == len(units) || utf16.DecodeRune(rune(units[i]), rune(units[i+1])) == utf8.RuneError {
			return true
		}
		i++
	}
	return false
}

func wrongType(method string, parameter int, want string) error {
	return jsruntime.Errorf(jsruntime.TypeError, "Failed to execute '%s' on 'KvNamespace': parameter %d is not of type '%s'.", method, parameter, want)
}

// optionsOf reads argument i as a dictionary; nil when there is none.
func optionsOf(method string, args jsruntime.Args, i int, dictionary string) (*jsruntime.Object, error) {
	v := args.At(i)
	if jsruntime.IsNullish(v) {
		return nil, nil
	}
	o := jsruntime.AsObject(v)
	if o == nil {
		return nil, wrongType(method, i+1, dictionary)
	}
	return o, nil
}

// number reads a member as a 32-bit integer; nil when it is undefined.
func number(o *jsruntime.Object, name string) (*int64, error) {
	if o == nil {
		return nil, nil
	}
	v := o.Get(name)
	if jsruntime.IsUndefined(v) {
		return nil, nil
	}
	n, err := jsruntime.Int(v)
	if err != nil {
		return nil, err
	}
	wide := int64(n)
	return &wide, nil
}

// text reads a member as a string; "" when there is none.
func text(vm *jsruntime.VM, o *jsruntime.Object, name string) string {
	if o == nil {
		return ""
	}
	v := o.Get(name)
	if jsruntime.IsNullish(v) {
		return ""
	}
	return vm.Text(v)
}

func parse(vm *jsruntime.VM, text string) (v jsruntime.Value, err error) {
	err = vm.Try(func() { v = json.Parse(vm, text) })
	return v, err
}

// object makes a plain object of names and values.
func object(vm *jsruntime.VM, pairs ...any) *jsruntime.Object {
	o := vm.NewObject()
	for i := 0; i < len(pairs); i += 2 {
		if err := o.Set(pairs[i].(string), pairs[i+1]); err != nil {
			vm.Throw(err)
		}
	}
	return o
}

func remove(vm *jsruntime.VM, b *binding, args jsruntime.Args) (jsruntime.Value, error) {
	key, err := keyOf(vm, "delete", args)
	if err != nil {
		return nil, err
	}
	tellKeys(trace.Here(vm), key)
	return store.Async(vm, b.log, func(ctx context.Context) (struct{}, error) { return struct{}{}, b.Delete(ctx, key) }, nothing), nil
}

// nothing is what a method resolves to that only does something.
func nothing(*jsruntime.VM, struct{}) (jsruntime.Value, error) { return nil, nil }

// resource is a namespace that can be bound.
type resource struct {
	*Namespace
	log  *slog.Logger
	name string
}

var _ bindings.Resetter = (*resource)(nil)

// Bind implements bindings.Resource.
func (r *resource) Bind(vm *jsruntime.VM) (jsruntime.Value, error) {
	return class.New(vm, &binding{r.Namespace, r.log, r.name}), nil
}
