package workers

import "paddock/jsruntime"

var testControllerClass = jsruntime.NewClass[struct{ _ int }]("TestController")

// NewTestController makes the argument of test(), which has no members.
func NewTestController(vm *jsruntime.VM) jsruntime.Value {
	return testControllerClass.New(vm, &struct{ _ int }{})
}
