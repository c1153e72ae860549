package messageport

import (
	"paddock/jsruntime"
	"paddock/polyfills/events"
)

// port is the host side of a MessagePort. It is for the loop only.
type port struct {
	events.Target
	object   *jsruntime.Object
	frame    *jsruntime.Frame // where its events run
	partner  *port            // nil once either is closed
	messages []jsruntime.Message
	started  bool
	detached bool // transferred
}

// ports finds the structs of ports; the class cannot be named inside of its definition.
var ports = jsruntime.NewClass[port]("MessagePort")

var portClass = definePort()

func definePort() *jsruntime.Class[port] {
	type (
		vm    = jsruntime.VM
		args  = jsruntime.Args
		value = jsruntime.Value
	)
	c := jsruntime.NewClass[port]("MessagePort").
		Method("postMessage", 1, func(vm *vm, p *port, args args) value {
			p.post(vm, args.At(0), transferList(vm, args.At(1)))
			return nil
		}).
		Method("start", 0, func(vm *vm, p *port, _ args) value { p.start(vm); return nil }).
		Method("close", 0, func(_ *vm, p *port, _ args) value { p.close(); return nil }).
		Accessor("onmessage", func(_ *vm, p *port) value { return p.Handler("message") },
			func(vm *vm, p *port, v value) {
				p.SetHandler("message", v)
				p.start(vm)
			})
	target := func(p *port) *events.Target { return &p.Target }
	return events.Handlers(jsruntime.Extends(c, events.TargetClass, target), target, "messageerror", "close")
}

// open makes the port's object.
func (p *port) open(vm *jsruntime.VM) *jsruntime.Object {
	p.object, p.frame = portClass.New(vm, p), vm.Frame()
	return p.object
}

// transferList reads postMessage's second argument: a list, or options with one.
func transferList(vm *jsruntime.VM, v jsruntime.Value) (list []jsruntime.Value) {
	if jsruntime.IsNullish(v) {
		return nil
	}
	o := jsruntime.AsObject(v)
	if o == nil {
		vm.Throwf(jsruntime.TypeError, "Failed to execute 'postMessage' on 'MessagePort': parameter 2 is not of type 'Array or PostMessageOptions'.")
	}
	if !vm.IsIterable(o) {
		if v = o.Get("transfer"); jsruntime.IsUndefined(v) {
			return nil
		}
		if !vm.IsIterable(v) {
			vm.Throwf(jsruntime.TypeError, "Incorrect type for the 'transfer' field on 'PostMessageOptions': the provided value is not of type 'Array'.")
		}
	}
	vm.Iterate(v, func(item jsruntime.Value) bool {
		list = append(list, item)
		return true
	})
	return list
}

// post is the standard's "message port post message steps".
func (p *port) post(vm *jsruntime.VM, v jsruntime.Value, transfer []jsruntime.Value) {
	doomed := false
	for _, t := range transfer {
		switch moved, _ := ports.From(t); {
		case moved == nil:
		case moved == p:
			vm.Throwf(jsruntime.DOMError+"DataCloneError", "A MessagePort cannot be transferred through itself.")
		case moved == p.partner:
			doomed = true // nobody will ever hold both ends
		}
	}
	to := p.partner
	m, err := vm.Serialize(v, nil, transfer)
	if err != nil {
		vm.Throw(err)
	}
	if to == nil || doomed {
		return
	}
	to.messages = append(to.messages, m)
	if to.started {
		to.wake()
	}
}

// start lets messages through, from now on and those that wait.
func (p *port) start(vm *jsruntime.VM) {
	if p.started || p.detached {
		return
	}
	p.started, p.frame = true, vm.Frame()
	for range p.messages {
		p.wake()
	}
}

// wake causes the delivery of one message.
func (p *port) wake() { p.frame.Post(p.deliver) }

// deliver sends the first message that waits, if the port is still there to take it.
func (p *port) deliver(vm *jsruntime.VM) {
	if vm == nil || p.detached || len(p.messages) == 0 {
		return
	}
	m := p.messages[0]
	p.messages = p.messages[1:]
	data, moved, err := vm.Receive(m, nil)
	vm.Enter(func() {
		if err != nil {
			events.Dispatch(vm, p.object, events.NewMessageEvent(vm, "messageerror", events.MessageInit{}))
			return
		}
		list := make([]jsruntime.Value, len(moved))
		for i, o := range moved {
			list[i] = o
		}
		events.Dispatch(vm, p.object, events.NewMessageEvent(vm, "message", events.MessageInit{Data: data, Ports: vm.Frozen(list...)}))
	})
}

// close parts the two ports; the other one hears of it when its messages are delivered.
func (p *port) close() {
	p.detached = true
	other := p.partner
	if other == nil {
		return
	}
	p.partner, other.partner = nil, nil
	other.frame.Post(func(vm *jsruntime.VM) {
		if vm != nil && !other.detached {
			events.Fire(vm, other.object, "close")
		}
	})
}

// Transfer is jsruntime.Transferable.
func (p *port) Transfer(vm *jsruntime.VM) func(*jsruntime.VM) *jsruntime.Object {
	if p.detached {
		vm.Throwf(jsruntime.DOMError+"DataCloneError", "A MessagePort is detached and could not be cloned.")
	}
	p.detached = true
	next := &port{partner: p.partner, messages: p.messages, frame: p.frame}
	p.partner, p.messages = nil, nil
	if next.partner != nil {
		next.partner.partner = next
	}
	return next.open
}

var _ jsruntime.Transferable = (*port)(nil)
