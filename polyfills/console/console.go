// Package console emulates the global console.
//
// The one idea: the console makes text (package inspect) and hands each message with its
// level to a [Sink]; where it goes, and in which colours, is the host's business.
package console

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"paddock/jsruntime"
	"paddock/polyfills/console/inspect"
	"paddock/polyfills/trace"
)

// Sink takes what scripts write. It is called on the loop and must not touch JavaScript.
type Sink interface {
	// Console takes one message; level is "log", "info", "warn", "error" or "debug". The
	// running scope tells whose message it is.
	Console(vm *jsruntime.VM, level, text string)
}

// Options configure the console.
type Options struct {
	Sink Sink // nil: messages are dropped
}

// API gives the global.
func API(opts Options) jsruntime.API {
	return jsruntime.API{Name: "console", BuiltIn: true, Globals: map[string]func(*jsruntime.VM) jsruntime.Value{
		"console": func(vm *jsruntime.VM) jsruntime.Value { return build(vm, opts.Sink) },
	}}
}

// console is one VM's console.
type console struct {
	vm     *jsruntime.VM
	sink   Sink
	indent string
	counts map[string]int
	timers map[string]time.Time
}

func build(vm *jsruntime.VM, sink Sink) *jsruntime.Object {
	c := &console{vm: vm, sink: sink, counts: map[string]int{}, timers: map[string]time.Time{}}
	o := vm.CreateObject(vm.NewObject()) // Web IDL: the prototype of a namespace is empty
	if err := o.DefineDataPropertySymbol(jsruntime.SymToStringTag, vm.ToValue("console"), jsruntime.No, jsruntime.Yes, jsruntime.No); err != nil {
		vm.Throw(err)
	}
	for _, m := range []struct {
		name string
		f    func(jsruntime.Args)
	}{
		{"log", c.at("log")}, {"info", c.at("info")}, {"warn", c.at("warn")}, {"error", c.at("error")}, {"debug", c.at("debug")},
		{"trace", c.trace}, {"dir", c.dir}, {"dirxml", c.at("log")}, {"table", c.table}, {"assert", c.assert},
		{"group", c.group}, {"groupCollapsed", c.group}, {"groupEnd", c.groupEnd},
		{"count", c.count}, {"countReset", c.countReset},
		{"time", c.time}, {"timeLog", c.timeLog}, {"timeEnd", c.timeEnd},
		{"timeStamp", func(jsruntime.Args) {}}, {"profile", func(jsruntime.Args) {}}, {"profileEnd", func(jsruntime.Args) {}},
		{"clear", func(jsruntime.Args) {}},
	} {
		fn := vm.NewFunction(m.name, 0, func(call jsruntime.FunctionCall) jsruntime.Value {
			m.f(call.Arguments)
			return jsruntime.Undefined()
		})
		if err := o.Set(m.name, fn); err != nil {
			vm.Throw(err)
		}
	}
	return o
}

func (c *console) write(level, text string) {
	if c.sink == nil {
		return
	}
	if c.indent != "" {
		text = c.indent + strings.ReplaceAll(text, "\n", "\n"+c.indent)
	}
	c.sink.Console(c.vm, level, text)
}

func (c *console) at(level string) func(jsruntime.Args) {
	return func(args jsruntime.Args) {
		if r := trace.Of(c.vm); r != nil {
			r.Log(trace.NewLog(c.vm, level, args))
		}
		c.write(level, inspect.Format(c.vm, args))
	}
}

func (c *console) trace(args jsruntime.Args) {
	text := "Trace"
	if len(args) > 0 {
		text += ": " + inspect.Format(c.vm, args)
	}
	text += c.vm.Stack()
	c.write("log", text)
}

func (c *console) dir(args jsruntime.Args) {
	o := inspect.Defaults()
	if options := jsruntime.AsObject(args.At(1)); options != nil {
		switch d := options.Get("depth"); {
		case jsruntime.IsNull(d):
			o.Depth = inspect.All
		case !jsruntime.IsUndefined(d):
			o.Depth = int(d.ToInteger())
		}
	}
	c.write("log", inspect.Value(c.vm, args.At(0), o))
}

func (c *console) assert(args jsruntime.Args) {
	if args.At(0).ToBoolean() {
		return
	}
	text := "Assertion failed"
	if len(args) > 1 {
		text += ": " + inspect.Format(c.vm, args[1:])
	}
	c.write("error", text)
}

func (c *console) group(args jsruntime.Args) {
	if len(args) > 0 {
		c.write("log", inspect.Format(c.vm, args))
	}
	c.indent += "  "
}

func (c *console) groupEnd(jsruntime.Args) { c.indent = strings.TrimSuffix(c.indent, "  ") }

func label(args jsruntime.Args) string {
	if v := args.At(0); !jsruntime.IsUndefined(v) {
		return v.String()
	}
	return "default"
}

func (c *console) count(args jsruntime.Args) {
	c.counts[label(args)]++
	c.write("log", label(args)+": "+strconv.Itoa(c.counts[label(args)]))
}

func (c *console) countReset(args jsruntime.Args) { delete(c.counts, label(args)) }

func (c *console) time(args jsruntime.Args) {
	if _, running := c.timers[label(args)]; running {
		c.write("warn", "Timer '"+label(args)+"' already exists")
		return
	}
	c.timers[label(args)] = c.vm.Now()
}

func (c *console) timeLog(args jsruntime.Args) { c.elapsed(args) }

func (c *console) timeEnd(args jsruntime.Args) {
	c.elapsed(args[:min(len(args), 1)])
	delete(c.timers, label(args))
}

func (c *console) elapsed(args jsruntime.Args) {
	start, running := c.timers[label(args)]
	if !running {
		c.write("warn", "Timer '"+label(args)+"' does not exist")
		return
	}
	text := fmt.Sprintf("%s: %.3gms", label(args), float64(c.vm.Now().Sub(start).Microseconds())/1000)
	if len(args) > 1 {
		text += " " + inspect.Format(c.vm, args[1:])
	}
	c.write("log", text)
}
