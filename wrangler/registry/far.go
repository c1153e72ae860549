package registry

import (
	"context"
	"net/http"
	"runtime"
	"sync/atomic"

	"paddock/polyfills/rpc"
)

// far is a receiver of the other side.
type far struct {
	session *session
	ref     uint64
	stubs   atomic.Int32 // that refer to it, but the first
}

var (
	_ rpc.Receiver = (*far)(nil)
	_ rpc.Shared   = (*far)(nil)
)

// Invoke implements rpc.Receiver.
func (f *far) Invoke(ctx context.Context, op rpc.Op, reply rpc.Reply) {
	f.session.invoke(ctx, head{Ref: f.ref}, op, reply)
}

// Dup implements rpc.Shared.
func (f *far) Dup() { f.stubs.Add(1) }

// Dispose implements rpc.Receiver: when the last stub has gone the other side is told.
func (f *far) Dispose() {
	if f.stubs.Add(-1) == -1 {
		f.session.enqueue(head{Kind: isRelease, Ref: f.ref}, nil)
	}
}

// farService is a service of the other side. Stubs of services are not counted: it is released when
// nothing refers to it any more.
type farService struct {
	session *session
	ref     uint64
}

var _ rpc.Service = (*farService)(nil)

func newFarService(s *session, ref uint64) *farService {
	f := &farService{s, ref}
	runtime.AddCleanup(f, func(ref uint64) { s.enqueue(head{Kind: isRelease, Ref: ref}, nil) }, ref)
	return f
}

// Invoke implements rpc.Receiver.
func (f *farService) Invoke(ctx context.Context, op rpc.Op, reply rpc.Reply) {
	f.session.invoke(ctx, head{Ref: f.ref}, op, reply)
}

// Dispose implements rpc.Receiver.
func (*farService) Dispose() {}

// RoundTrip implements http.RoundTripper.
func (f *farService) RoundTrip(req *http.Request) (*http.Response, error) {
	return f.session.fetch(req.Context(), opening{Ref: f.ref}, req)
}
