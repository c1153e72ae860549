package service_test

import (
	"context"
	"testing"

	"paddock/bindings"
	"paddock/bindings/bindtest"
	"paddock/bindings/service"
	"paddock/jsruntime"
	"paddock/polyfills/rpc"
)

func TestKind(t *testing.T) {
	bindtest.Run(t, bindtest.Suite{
		Kind: service.Kind{}, Key: "services",
		Section: `[{ "binding": "B", "service": "other", "entrypoint": "Named" }, { "binding": "C", "service": "other" }]`,
		Wrong: map[string]string{
			`{}`:                               "services",
			`[1]`:                              "services[0]",
			`[{"binding":"B","service":[]}]`:   "services[0].service",
			`[{"binding":"B","entrypoint":1}]`: "services[0].entrypoint",
		},
		Dispatcher: bindtest.Echo{},
		Use: `
			const text = await (await B.fetch("https://a.example/x", { method: "POST", body: "hi" })).text();
			return text + " " + JSON.stringify(await B.anything(1, { a: [2] }));`,
		Want: `other/Named POST https://a.example/x hi [1,{"a":[2]}]`,
	})
}

// seen is a dispatcher that keeps whom calls are for.
type seen struct {
	bindtest.Echo
	props chan *jsruntime.Message
}

func (s seen) Invoke(ctx context.Context, to bindings.Target, op rpc.Op, reply rpc.Reply) {
	s.props <- to.Props
	s.Echo.Invoke(ctx, to, op, reply)
}

func TestBinding_Props(t *testing.T) {
	t.Parallel()
	for section, want := range map[string]string{
		`[{ "binding": "B", "service": "s", "props": { "a": [1, "x"] } }]`: `{"a":[1,"x"]}`,
		`[{ "binding": "B", "service": "s" }]`:                             "",
	} {
		h := bindtest.NewHost(t, t.TempDir())
		props := make(chan *jsruntime.Message, 1)
		h.SetDispatcher(seen{props: props})
		w := bindtest.NewWorld(h, bindtest.Env{"B": h.Open(service.Kind{}, "services", section)})
		w.Eval(`await B.call()`)
		sent := <-props
		if sent == nil {
			if want != "" {
				t.Errorf("%s sends no props", section)
			}
			continue
		}
		w.Set("props", func(vm *jsruntime.VM) jsruntime.Value {
			v, err := rpc.Decode(vm, *sent)
			if err != nil {
				t.Error(err)
			}
			return v
		})
		if got := w.Eval(`return JSON.stringify(props)`); got != want {
			t.Errorf("%s sends the props %s, want %s", section, got, want)
		}
	}
}
