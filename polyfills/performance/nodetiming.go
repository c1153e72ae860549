package performance

import (
	"paddock/jsruntime"
	"paddock/polyfills/compat"
)

// resource is the host side of a PerformanceResourceTiming, of which there are none: as on the
// platform, requests are not measured.
type resource struct{ entry }

var resourceClass = defineResource()

// defineResource gives the class the members that the platform's has.
func defineResource() *jsruntime.Class[resource] {
	c := jsruntime.NewClass[resource]("PerformanceResourceTiming")
	for _, name := range []string{
		"connectEnd", "connectStart", "decodedBodySize", "domainLookupEnd", "domainLookupStart", "encodedBodySize",
		"fetchStart", "initiatorType", "nextHopProtocol", "redirectEnd", "redirectStart", "requestStart", "responseEnd",
		"responseStart", "responseStatus", "secureConnectionStart", "transferSize", "workerStart",
	} {
		c.Getter(name, func(vm *jsruntime.VM, _ *resource) jsruntime.Value { return vm.ToValue(0) })
	}
	return jsruntime.Extends(c, entryClass, func(r *resource) *entry { return &r.entry })
}

// nodeTiming is the host side of performance.nodeTiming, in which every time is 0.
type nodeTiming struct{ entry }

var nodeTimingClass = jsruntime.Extends(jsruntime.NewClass[nodeTiming]("PerformanceNodeTiming").
	MethodThis("toJSON", 0, func(vm *jsruntime.VM, this *jsruntime.Object, _ *nodeTiming, _ jsruntime.Args) jsruntime.Value {
		o := object(vm, "name", "node", "entryType", "node", "startTime", 0, "duration", 0)
		for _, name := range milestones {
			set(vm, o, name, this.Get(name))
		}
		return o
	}), entryClass, func(n *nodeTiming) *entry { return &n.entry })

// milestones are the own properties of nodeTiming.
var milestones = []string{"nodeStart", "v8Start", "bootstrapComplete", "environment", "loopStart", "loopExit", "idleTime", "uvMetricsInfo"}

func newNodeTiming(vm *jsruntime.VM) jsruntime.Value {
	o := nodeTimingClass.New(vm, &nodeTiming{entry{name: "node", kind: "node"}})
	for _, name := range milestones {
		if name == "uvMetricsInfo" {
			set(vm, o, name, object(vm, "loopCount", 0, "events", 0, "eventsWaiting", 0))
			continue
		}
		set(vm, o, name, 0)
	}
	return o
}

func set(vm *jsruntime.VM, o *jsruntime.Object, name string, v any) {
	if err := o.Set(name, v); err != nil {
		vm.Throw(err)
	}
}

func object(vm *jsruntime.VM, pairs ...any) *jsruntime.Object {
	o := vm.NewObject()
	for i := 0; i < len(pairs); i += 2 {
		set(vm, o, pairs[i].(string), pairs[i+1])
	}
	return o
}

// addNode gives Performance what Node has in addition, if the Worker's flags ask for it.
func addNode(vm *jsruntime.VM, _, proto *jsruntime.Object) {
	if !compat.Of(vm).Has("enable_nodejs_perf_hooks_module") {
		return
	}
	get := vm.NewFunction("get nodeTiming", 0, func(jsruntime.FunctionCall) jsruntime.Value { return newNodeTiming(vm) })
	if err := proto.DefineAccessorProperty("nodeTiming", get, nil, jsruntime.Yes, jsruntime.Yes); err != nil {
		vm.Throw(err)
	}
	set(vm, proto, "eventLoopUtilization", vm.NewFunction("eventLoopUtilization", 0, func(jsruntime.FunctionCall) jsruntime.Value {
		return object(vm, "idle", 0, "active", 0, "utilization", 0)
	}))
	set(vm, proto, "markResourceTiming", vm.NewFunction("markResourceTiming", 0, func(jsruntime.FunctionCall) jsruntime.Value {
		return jsruntime.Undefined()
	}))
	set(vm, proto, "setResourceTimingBufferSize", vm.NewFunction("setResourceTimingBufferSize", 0, func(jsruntime.FunctionCall) jsruntime.Value {
		return jsruntime.Undefined()
	}))
	counts := vm.NewFunction("get eventCounts", 0, func(jsruntime.FunctionCall) jsruntime.Value { return eventCountsClass.New(vm, &eventCounts{}) })
	if err := proto.DefineAccessorProperty("eventCounts", counts, nil, jsruntime.Yes, jsruntime.Yes); err != nil {
		vm.Throw(err)
	}
	set(vm, proto, "timerify", vm.NewFunction("timerify", 0, func(call jsruntime.FunctionCall) jsruntime.Value {
		if !jsruntime.IsFunction(call.Argument(0)) {
			vm.Throwf(jsruntime.TypeError, "Failed to execute 'timerify' on 'Performance': parameter 1 is not of type 'function'.")
		}
		return call.Argument(0)
	}))
}
