package dialect

import (
	"reflect"
	"testing"
)

const outlined = `
var Base = class {
  static { __name(this, "Base"); }
  static get outbound() { return 1; }
  static set outbound(f) {}
  static make() {}
  allowed;
  run(ctx) { function inner() { this.no = 1; } (() => { this.yes = true; })(); return ctx.exports?.Proxy({}) ?? this.ctx.exports.Other; }
};
var _App;
_App = class App extends Base {
  constructor() { super(); this.allowed = ["a.b", "1.2.3.0/24"]; this.other = [x, "y"]; }
  static { this.outbound = 2; }
  static hosts = !0;
  ["computed"] = 1;
  go() { this.allow("x:80"); this.allow([]); list?.allow(["y", z]); this.deny("q"); }
};
class Plain { get = 1 }
App.late = 1; _App.later = { a: 1 };
`

func TestReadOutline(t *testing.T) {
	t.Parallel()
	o, err := ReadOutline("w.js", outlined, "allow")
	if err != nil {
		t.Fatal(err)
	}
	want := []Class{
		{Name: "Base", Binding: "Base", Site: Site{2, 12}, Members: []Member{
			{Name: "outbound", Kind: Accessor, Static: true, Site: Site{4, 14}},
			{Name: "outbound", Kind: Accessor, Static: true, Site: Site{5, 14}},
			{Name: "make", Kind: Method, Static: true, Site: Site{6, 10}},
			{Name: "allowed", Site: Site{7, 3}},
			{Name: "run", Kind: Method, Site: Site{8, 3}},
			{Name: "yes", Value: Literal{Known: true, True: true}, Site: Site{8, 62}},
		}},
		{Name: "App", Binding: "_App", Extends: "Base", Site: Site{11, 8}, Members: []Member{
			{Name: "constructor", Kind: Method, Site: Site{12, 3}},
			{Name: "allowed", Value: Literal{Known: true, Strings: []Text{{"a.b", Site{12, 44}}, {"1.2.3.0/24", Site{12, 51}}}}, Site: Site{12, 33}},
			{Name: "other", Value: Literal{Strings: []Text{{"y", Site{12, 83}}}}, Site: Site{12, 71}},
			{Name: "outbound", Static: true, Site: Site{13, 17}},
			{Name: "hosts", Static: true, Value: Literal{Known: true, True: true}, Site: Site{14, 10}},
			{Name: "go", Kind: Method, Site: Site{16, 3}},
			{Name: "later", Static: true, Site: Site{19, 20}},
		}},
		{Name: "Plain", Binding: "Plain", Site: Site{18, 1}, Members: []Member{{Name: "get", Site: Site{18, 15}}}},
	}
	for i := range max(len(want), len(o.Classes)) {
		if i >= len(want) || i >= len(o.Classes) || !reflect.DeepEqual(o.Classes[i], want[i]) {
			t.Errorf("class %d: got  %+v\nwant %+v", i, o.Classes[min(i, len(o.Classes)-1)], want[min(i, len(want)-1)])
		}
	}
	if want := []Text{{"Proxy", Site{8, 100}}, {"Other", Site{8, 130}}}; !reflect.DeepEqual(o.Exports, want) {
		t.Errorf("got exports %+v, want %+v", o.Exports, want)
	}
	if want := []Call{{"allow", []Text{{"x:80", Site{16, 21}}}}, {"allow", []Text{{"y", Site{16, 59}}}}}; !reflect.DeepEqual(o.Calls, want) {
		t.Errorf("got calls %+v, want %+v", o.Calls, want)
	}
	if _, err := ReadOutline("w.js", "class {"); err == nil {
		t.Error("a script that is none has an outline")
	}
}
