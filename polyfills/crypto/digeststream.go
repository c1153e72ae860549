package crypto

import (
	"hash"
	"hash/crc32"
	"hash/crc64"
	"math/big"

	"paddock/jsruntime"
	"paddock/polyfills/streams"
)

// digestStream is the host side of DigestStream: a writable stream whose bytes are hashed.
type digestStream struct {
	streams.Writable
	sum             hash.Hash
	written         int64
	digest          jsruntime.Value
	resolve, reject func(jsruntime.Value)
	ended           bool
	failure         jsruntime.Value // what the stream was disposed or aborted with
}

var digestStreamClass = defineDigestStream()

func defineDigestStream() *jsruntime.Class[digestStream] {
	c := jsruntime.NewClass[digestStream]("DigestStream").
		Constructor(1, newDigestStream).
		Getter("digest", func(_ *jsruntime.VM, s *digestStream) jsruntime.Value { return s.digest }).
		Getter("bytesWritten", func(vm *jsruntime.VM, s *digestStream) jsruntime.Value { return vm.ToValue(big.NewInt(s.written)) })
	c.Setup(func(vm *jsruntime.VM, _, proto *jsruntime.Object) {
		dispose, ok := vm.Get("Symbol").(*jsruntime.Object).Get("dispose").(*jsruntime.Symbol)
		if !ok {
			return // a runtime without explicit resource management
		}
		f := vm.NewFunction("[Symbol.dispose]", 0, func(call jsruntime.FunctionCall) jsruntime.Value {
			reason := vm.NewErrorObject(jsruntime.TypeError, "The DigestStream was disposed.")
			c.This(vm, call.This).fail(reason)
			return jsruntime.Undefined()
		})
		if err := proto.DefineDataPropertySymbol(dispose, f, jsruntime.Yes, jsruntime.Yes, jsruntime.No); err != nil {
			vm.Throw(err)
		}
	})
	return streams.ExtendWritable(c, func(s *digestStream) *streams.Writable { return &s.Writable })
}

func newDigestStream(vm *jsruntime.VM, args jsruntime.Args, this *jsruntime.Object) *digestStream {
	if len(args) == 0 {
		vm.Throwf(jsruntime.TypeError, "Failed to construct 'DigestStream': constructor parameter 1 is not of type 'string or HashAlgorithm'.")
	}
	sum, err := newSum(algorithmName(vm, args[0], digestParams))
	if err != nil {
		vm.Throw(err)
	}
	s := &digestStream{sum: sum}
	s.digest, s.resolve, s.reject = vm.NewResolvers()
	vm.MarkHandled(s.digest)
	s.Writable = streams.NewWritableBase(vm, this, streams.WritableFuncs{
		Write: func(chunk jsruntime.Value) jsruntime.Value {
			return vm.Promised(func() (jsruntime.Value, error) { return jsruntime.Undefined(), s.write(vm, chunk) })
		},
		Close: func() jsruntime.Value {
			return vm.Promised(func() (jsruntime.Value, error) { return jsruntime.Undefined(), s.close(vm) })
		},
		Abort: func(reason jsruntime.Value) jsruntime.Value {
			s.fail(reason)
			return vm.Resolved(jsruntime.Undefined())
		},
	})
	return s
}

// newSum gives the hash function of a name; the checksums are the platform's own, and their
// names want their case.
func newSum(name string) (hash.Hash, error) {
	switch name {
	case "crc32":
		return crc32.NewIEEE(), nil
	case "crc32c":
		return crc32.New(crc32.MakeTable(crc32.Castagnoli)), nil
	case "crc64nvme":
		const reversed = 0x9a6c9329ac4bc9b5 // the polynomial of the NVM Express standard
		return crc64.New(crc64.MakeTable(reversed)), nil
	}
	d, err := lookupDigest(name)
	if err != nil {
		return nil, err
	}
	return d.new(), nil
}

func (s *digestStream) write(vm *jsruntime.VM, chunk jsruntime.Value) error {
	data, ok := jsruntime.Bytes(chunk)
	if !ok {
		if !jsruntime.IsString(chunk) {
			return typeError("DigestStream is a byte stream but received an object of non-ArrayBuffer/ArrayBufferView/string type on its writable side.")
		}
		data = []byte(vm.Text(chunk))
	}
	if len(data) == 0 {
		return nil
	}
	if s.failure != nil {
		return vm.Wrap(s.failure)
	}
	s.sum.Write(data)
	s.written += int64(len(data))
	return nil
}

func (s *digestStream) close(vm *jsruntime.VM) error {
	if s.failure != nil {
		return vm.Wrap(s.failure)
	}
	if !s.ended {
		s.ended = true
		s.resolve(vm.NewBuffer(s.sum.Sum(nil)))
	}
	return nil
}

// fail ends the stream before its end.
func (s *digestStream) fail(reason jsruntime.Value) {
	if s.ended {
		return
	}
	s.ended, s.failure = true, reason
	s.reject(reason)
}
