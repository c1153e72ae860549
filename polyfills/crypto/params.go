package crypto

import (
	"bytes"
	"fmt"

	"paddock/jsruntime"
	"paddock/polyfills/compat"
)

// params is an algorithm argument: the members of its dictionary that the method knows, in
// Go's own memory. A nil member was not there.
type params struct {
	name string // as the script wrote it

	iv, additionalData, counter, label, salt, info, publicExponent []byte
	tagLength, length, saltLength, modulusLength, iterations       *int
	hash, namedCurve                                               *string
	public                                                         *Key

	context          []byte // of ML-DSA
	contextIsNoBytes bool   // it was something else
}

// dictionary is a kind of algorithm argument.
type dictionary struct {
	name   string // the platform's, for errors
	fields []field
}

// field is a member that a dictionary may have.
type field struct {
	name string
	read func(vm *jsruntime.VM, p *params, dictionary string, v jsruntime.Value)
}

var (
	digestParams  = dictionary{"HashAlgorithm", nil}
	encryptParams = dictionary{"EncryptAlgorithm", []field{
		bytesField("iv", func(p *params) *[]byte { return &p.iv }),
		bytesField("additionalData", func(p *params) *[]byte { return &p.additionalData }),
		intField("tagLength", func(p *params) **int { return &p.tagLength }),
		bytesField("counter", func(p *params) *[]byte { return &p.counter }),
		intField("length", func(p *params) **int { return &p.length }),
		bytesField("label", func(p *params) *[]byte { return &p.label }),
	}}
	signParams = dictionary{"SignAlgorithm", []field{
		hashField,
		intField("saltLength", func(p *params) **int { return &p.saltLength }),
		{"context", func(_ *jsruntime.VM, p *params, _ string, v jsruntime.Value) {
			var ok bool
			p.context, ok = copyBytes(v)
			p.contextIsNoBytes = !ok
		}},
	}}
	generateParams = dictionary{"GenerateKeyAlgorithm", []field{
		hashField,
		intField("modulusLength", func(p *params) **int { return &p.modulusLength }),
		bytesField("publicExponent", func(p *params) *[]byte { return &p.publicExponent }),
		lengthField,
		curveField,
	}}
	importParams = dictionary{"ImportKeyAlgorithm", []field{hashField, lengthField, curveField}}
	deriveParams = dictionary{"DeriveKeyAlgorithm", []field{
		bytesField("salt", func(p *params) *[]byte { return &p.salt }),
		intField("iterations", func(p *params) **int { return &p.iterations }),
		hashField,
		publicField,
		bytesField("info", func(p *params) *[]byte { return &p.info }),
	}}

	hashField = field{"hash", func(vm *jsruntime.VM, p *params, _ string, v jsruntime.Value) {
		name := algorithmName(vm, v, digestParams)
		p.hash = &name
	}}
	lengthField = intField("length", func(p *params) **int { return &p.length })
	curveField  = field{"namedCurve", func(vm *jsruntime.VM, p *params, _ string, v jsruntime.Value) {
		name := text(vm, v)
		p.namedCurve = &name
	}}
	publicField = field{"public", func(vm *jsruntime.VM, p *params, dictionary string, v jsruntime.Value) {
		k, ok := keyClass.From(v)
		if !ok {
			throwField(vm, "public", dictionary, "CryptoKey")
		}
		p.public = k
	}}
)

func bytesField(name string, at func(*params) *[]byte) field {
	return field{name, func(vm *jsruntime.VM, p *params, dictionary string, v jsruntime.Value) {
		b, ok := copyBytes(v)
		if !ok {
			throwField(vm, name, dictionary, "BufferSource")
		}
		*at(p) = b
	}}
}

func intField(name string, at func(*params) **int) field {
	return field{name, func(vm *jsruntime.VM, p *params, _ string, v jsruntime.Value) {
		n, err := jsruntime.Int(v)
		if err != nil {
			vm.Throw(err)
		}
		*at(p) = &n
	}}
}

// throwField throws the error of a member that is not of its type.
func throwField(vm *jsruntime.VM, field, dictionary, want string) {
	vm.Throwf(jsruntime.TypeError, "Incorrect type for the '%s' field on '%s': the provided value is not of type '%s'.", field, dictionary, want)
}

// throwAbsent throws the error of undefined or null for a dictionary with required members.
// The platform shows the name that its C++ compiler gave the type.
func throwAbsent(vm *jsruntime.VM, dictionary string) {
	vm.Throwf(jsruntime.TypeError, "Cannot initialize N7workerd3api12SubtleCrypto%d%sE with required members from an undefined or null value.", len(dictionary), dictionary)
}

// readParams converts an algorithm argument; it throws what is wrong with it.
func readParams(vm *jsruntime.VM, v jsruntime.Value, d dictionary) *params {
	p := &params{name: algorithmName(vm, v, d)}
	o := jsruntime.AsObject(v)
	if o == nil {
		return p
	}
	for _, f := range d.fields {
		if member := o.Get(f.name); !jsruntime.IsUndefined(member) {
			f.read(vm, p, d.name, member)
		}
	}
	return p
}

// algorithmName reads the name of an algorithm argument.
func algorithmName(vm *jsruntime.VM, v jsruntime.Value, d dictionary) string {
	if o := jsruntime.AsObject(v); o != nil {
		name := o.Get("name")
		if name == nil {
			name = jsruntime.Undefined()
		}
		return text(vm, name)
	}
	if jsruntime.IsNullish(v) {
		throwAbsent(vm, d.name)
	}
	return text(vm, v)
}

// text converts like the platform's strings, by ToString.
func text(vm *jsruntime.VM, v jsruntime.Value) string { return vm.Text(v) }

// copyBytes copies a BufferSource; the result is never nil when ok.
func copyBytes(v jsruntime.Value) (b []byte, ok bool) {
	b, ok = jsruntime.Bytes(v)
	if !ok {
		return nil, false
	}
	if b == nil {
		return []byte{}, true
	}
	return bytes.Clone(b), true
}

// arguments are those of a call of a method.
type arguments struct {
	vm     *jsruntime.VM
	method string
	args   jsruntime.Args
}

// mismatch throws the error of argument i, which is not of a type.
func (a arguments) mismatch(i int, want string) {
	a.vm.Throwf(jsruntime.TypeError, "Failed to execute '%s' on 'SubtleCrypto': parameter %d is not of type '%s'.", a.method, i+1, want)
}

func (a arguments) params(i int, d dictionary) *params {
	if i >= len(a.args) {
		a.mismatch(i, fmt.Sprintf("string or %s", d.name))
	}
	return readParams(a.vm, a.args[i], d)
}

// lax reports whether keys are taken whose parameters may be unsafe, as before 2023-08-01.
func (a arguments) lax() bool { return !compat.Of(a.vm).Has("strict_crypto_checks") }

func (a arguments) key(i int) *Key {
	k, ok := keyClass.From(a.args.At(i))
	if !ok {
		a.mismatch(i, "CryptoKey")
	}
	return k
}

// bytes copies a BufferSource. Call it behind params: getters may change the bytes.
func (a arguments) bytes(i int) []byte {
	b, ok := copyBytes(a.args.At(i))
	if !ok {
		a.mismatch(i, "BufferSource")
	}
	return b
}

func (a arguments) text(i int) string {
	if i >= len(a.args) {
		a.mismatch(i, "string")
	}
	return text(a.vm, a.args[i])
}

func (a arguments) flag(i int) bool {
	if i >= len(a.args) {
		a.mismatch(i, "boolean")
	}
	return a.args[i].ToBoolean()
}

func (a arguments) usages(i int) []string {
	list, ok := textList(a.vm, a.args.At(i))
	if !ok {
		a.mismatch(i, "Array")
	}
	return list
}
