package jsruntime

// Owner is the event that an I/O object belongs to: other events may not use it. The events of one
// actor are one owner. The zero value, and what is made while modules are loaded, belongs to nobody.
type Owner struct{ scope *Scope }

// Owner is the event that is running.
func (vm *VM) Owner() Owner { return Owner{vm.frame.scope} }

// Refusal is the platform's error when another event than the owner is running, else nil. kind is
// the platform's name for what the object does its I/O with.
func (o Owner) Refusal(vm *VM, kind string) error {
	running := vm.frame.scope
	if o.scope == nil || o.scope == running || o.scope == vm.root.scope || running == vm.root.scope {
		return nil
	}
	if running.gate != nil {
		return Errorf(PlainError, foreignToActor, kind)
	}
	return Errorf(PlainError, foreign, kind)
}

// Check throws what Refusal gives.
func (o Owner) Check(vm *VM, kind string) {
	if err := o.Refusal(vm, kind); err != nil {
		vm.Throw(err)
	}
}

// What the platform says, by what is running: an event of its own or one of an actor, which has a gate.
const (
	foreign        = "Cannot perform I/O on behalf of a different request. I/O objects (such as streams, request/response bodies, and others) created in the context of one request handler cannot be accessed from a different request's handler. This is a limitation of Cloudflare Workers which allows us to improve overall performance. (I/O type: %s)"
	foreignToActor = "Cannot perform I/O on behalf of a different Durable Object. I/O objects (such as streams, request/response bodies, and others) created in the context of one Durable Object cannot be accessed from a different Durable Object in the same isolate. This is a limitation of Cloudflare Workers which allows us to improve overall performance. (I/O type: %s)"
)
