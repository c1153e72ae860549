package bindings

import (
	"context"
	"errors"
	"net"
	"time"

	"paddock/jsruntime"
	"paddock/polyfills/messages"
	"paddock/polyfills/serviceworker"
	"paddock/polyfills/sockets"
	"paddock/polyfills/trace"
	"paddock/polyfills/workers"
)

// ErrNoHandler is why an event fails that the Worker has no handler for. Errors of [Dispatcher]
// wrap it.
var ErrNoHandler = errors.New("no handler")

// ScheduledEvent is a cron trigger.
func ScheduledEvent(s *workers.Schedule) Event {
	return Event{
		Handler: "scheduled",
		Info:    trace.Scheduled{Time: s.Time, Cron: s.Cron},
		Arguments: func(vm *jsruntime.VM) ([]jsruntime.Value, error) {
			return []jsruntime.Value{workers.NewController(vm, s)}, nil
		},
		Dispatch: func(vm *jsruntime.VM, waitUntil func(*jsruntime.VM, jsruntime.Value)) {
			serviceworker.Scheduled(vm, s.Time, s.Cron, func() { s.NoRetry = true }, serviceworker.Context{WaitUntil: waitUntil})
		},
	}
}

// QueueEvent is a batch of messages. With the consumer's flag queue_consumer_no_wait_for_wait_until
// it ends with the handler.
func QueueEvent(b *messages.Batch) Event {
	return Event{
		Handler:   "queue",
		Info:      trace.Queue{Name: b.Queue, Size: len(b.Messages)},
		Arguments: b.Arguments,
		Dispatch:  b.Dispatch,
		Brief:     "queue_consumer_no_wait_for_wait_until",
	}
}

// ConnectEvent is a connection to an address, which ends with the handler. accepted (nil: nobody
// asks) is called when the handler is there to take it.
func ConnectEvent(conn net.Conn, address string, accepted func()) Event {
	return Event{
		Handler: "connect",
		Info:    trace.Connect{},
		Arguments: func(vm *jsruntime.VM) ([]jsruntime.Value, error) {
			if accepted != nil {
				accepted()
			}
			return []jsruntime.Value{sockets.Accept(vm, conn, address)}, nil
		},
		Result: func(_ *jsruntime.VM, _ jsruntime.Value, err error) error {
			return errors.Join(err, conn.Close())
		},
	}
}

// Scheduled implements [rpc.Events].
func (s service) Scheduled(ctx context.Context, at time.Time, cron string) (noRetry bool, err error) {
	if s.to.Object != "" {
		return false, errObject
	}
	schedule := &workers.Schedule{Time: at, Cron: cron}
	err = s.Notify(ctx, ScheduledEvent(schedule))
	return schedule.NoRetry || errors.Is(err, ErrNoHandler), err
}

// errObject is that of a cron trigger for a Durable Object, which the platform is not made for.
var errObject = errors.New("internal error")

// Queue implements [rpc.Events].
func (s service) Queue(ctx context.Context, b *messages.Batch) error {
	return s.Notify(ctx, QueueEvent(b))
}

// Connect implements [rpc.Connector].
func (s service) Connect(ctx context.Context, conn net.Conn, address string, accepted func()) error {
	return s.Notify(ctx, ConnectEvent(conn, address, accepted))
}
