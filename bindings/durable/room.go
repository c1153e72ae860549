package durable

import (
	"bytes"
	"errors"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"paddock/bindings"
	"paddock/jsruntime"
	"paddock/polyfills/trace"
	"paddock/polyfills/websocket"
)

// room is the hibernating WebSockets of one object. It outlives the object's instances: what
// arrives wakes the object when no instance lives.
type room struct {
	class *class
	to    bindings.Target

	mu      sync.Mutex // guards what follows
	guests  []*guest   // the newest last
	auto    *websocket.RequestResponse
	timeout int64 // of events, in milliseconds; < 0: none
}

// guest is one hibernating WebSocket.
type guest struct {
	*websocket.Hibernating
	tags []string

	arriving sync.Mutex   // held while arrivals become events, which keeps their order
	underWay atomic.Int64 // messages whose events have not ended
	answered time.Time    // last automatic response; guarded by the room's mu
}

// room gives the room of an object.
func (k *class) room(to bindings.Target) *room {
	k.mu.Lock()
	defer k.mu.Unlock()
	r, ok := k.rooms[roomKey(to)]
	if !ok {
		r = &room{class: k, timeout: -1}
		if k.rooms == nil {
			k.rooms = map[string]*room{}
		}
		k.rooms[roomKey(to)] = r
	}
	r.to = bindings.Target{Worker: k.worker, Entrypoint: to.Entrypoint, Object: to.Object, ObjectName: to.ObjectName, Facet: to.Facet}
	return r
}

// drop ends every conversation.
func (r *room) drop() {
	r.mu.Lock()
	guests := r.guests
	r.guests = nil
	r.mu.Unlock()
	for _, g := range guests {
		g.Drop()
	}
}

// admit takes a WebSocket in.
func (r *room) admit(h *websocket.Hibernating, tags []string) *guest {
	g := &guest{Hibernating: h, tags: tags}
	r.mu.Lock()
	r.guests = append(r.guests, g)
	r.mu.Unlock()
	g.OnArrival(func() { r.arrived(g) })
	return g
}

// maxUnderWay is how many messages of one guest may wait for their events to end. More of them stay in the connection.
const maxUnderWay = 1000

// arrived makes events of what a guest has received. What is left when many are under way those make that end.
func (r *room) arrived(g *guest) {
	caller, ok := r.class.host.Workers().(bindings.Caller)
	for ok && r.take(g, caller) && g.underWay.Load() < maxUnderWay {
	}
}

// handled is called when the event of a message has ended. Where arrivals become events just then, that goes on by itself.
func (r *room) handled(g *guest) {
	if g.underWay.Add(-1) < maxUnderWay && g.arriving.TryLock() {
		g.arriving.Unlock()
		r.arrived(g)
	}
}

// take makes events until nothing is left, or, which it reports, too many are under way.
func (r *room) take(g *guest, caller bindings.Caller) (full bool) {
	g.arriving.Lock()
	defer g.arriving.Unlock()
	for {
		if g.underWay.Load() >= maxUnderWay {
			return true
		}
		m, closed, more := g.Take()
		switch {
		case !more:
			return false
		case closed != nil && closed.Failure() != nil:
			caller.Call(r.to, bindings.Event{
				Handler: "webSocketError",
				Info:    trace.WebSocket{Kind: "error"},
				Arguments: func(vm *jsruntime.VM) ([]jsruntime.Value, error) {
					return []jsruntime.Value{presenceOf(vm).object(vm, g), vm.ErrorValue(closed.Failure())}, nil
				},
			}, func() {
				r.leave(g)
				g.Drop()
			})
		case closed != nil:
			caller.Call(r.to, bindings.Event{
				Handler: "webSocketClose",
				Info:    trace.WebSocket{Kind: "close", Code: int(closed.Code), WasClean: !closed.Lost()},
				Arguments: func(vm *jsruntime.VM) ([]jsruntime.Value, error) {
					ws := presenceOf(vm).object(vm, g)
					websocket.Closing(ws)
					return []jsruntime.Value{ws, vm.ToValue(closed.Code), vm.ToValue(closed.Reason), vm.ToValue(!closed.Lost())}, nil
				},
			}, func() {
				r.leave(g)
				g.Drop() // unless the handler has answered
			})
		case r.answer(g, m):
		default:
			g.underWay.Add(1)
			caller.Call(r.to, bindings.Event{
				Handler: "webSocketMessage",
				Info:    trace.WebSocket{Kind: "message"},
				Arguments: func(vm *jsruntime.VM) ([]jsruntime.Value, error) {
					data := vm.ToValue(string(m.Data))
					if !m.Text {
						data = vm.NewBuffer(bytes.Clone(m.Data))
					}
					return []jsruntime.Value{presenceOf(vm).object(vm, g), data}, nil
				},
			}, func() { r.handled(g) })
		}
	}
}

// answer gives the automatic response, which wakes nobody, if the message is its request.
func (r *room) answer(g *guest, m websocket.Message) bool {
	r.mu.Lock()
	auto := r.auto
	hit := auto != nil && m.Text && string(m.Data) == auto.Request
	if hit {
		g.answered = r.class.host.Now()
	}
	r.mu.Unlock()
	if hit {
		g.Send(websocket.Message{Text: true, Data: []byte(auto.Response)})
	}
	return hit
}

func (r *room) leave(g *guest) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.guests = slices.DeleteFunc(r.guests, func(other *guest) bool { return other == g })
}

// find gives the guest that a script's WebSocket belongs to.
func (r *room) find(s *websocket.WebSocket) *guest {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, g := range r.guests {
		if g.Hibernates(s) {
			return g
		}
	}
	return nil
}

// list gives the guests: all of them with the newest first, those with a tag with the oldest
// first, as the platform does.
func (r *room) list(tag *string) []*guest {
	r.mu.Lock()
	defer r.mu.Unlock()
	found := slices.Clone(r.guests)
	if tag == nil {
		slices.Reverse(found)
		return found
	}
	return slices.DeleteFunc(found, func(g *guest) bool { return !slices.Contains(g.tags, *tag) })
}

// presence is the guests' objects in one instance of the object.
type presence struct {
	objects map[*guest]*jsruntime.Object
}

type presenceKey struct{}

func presenceOf(vm *jsruntime.VM) *presence {
	p, _ := vm.Scope().Value(presenceKey{}).(*presence)
	return p
}

// object gives the script's object of a guest, the same for as long as the instance lives.
func (p *presence) object(vm *jsruntime.VM, g *guest) *jsruntime.Object {
	o, ok := p.objects[g]
	if !ok {
		o = g.Wake(vm)
		p.objects[g] = o
	}
	return o
}

// attach gives a new instance of the object the methods of its ctx.
func (r *room) attach(vm *jsruntime.VM, object bindings.Object) []bindings.Property {
	p := &presence{objects: map[*guest]*jsruntime.Object{}}
	object.Scope().SetValue(presenceKey{}, p)
	object.OnEnd(func() {
		var reset *jsruntime.Error
		if err := object.Scope().Aborted(); errors.As(err, &reset) && !errors.Is(err, bindings.ErrUpdated) {
			r.drop()
		}
	})
	return r.methods(vm, p)
}
