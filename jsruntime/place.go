package jsruntime

import "strings"

// Place is where a script asked for something whose failure comes later, while no script runs.
type Place struct{ sites []CallSite }

// placeDepth is how many functions of a place are kept: enough to find it in the user's code.
const placeDepth = 6

// Place gives the innermost functions of the running script. They are told as those that wait.
func (vm *VM) Place() Place {
	p := Place{vm.sites(vm.CaptureCallStack(placeDepth, nil), placeDepth, nil)}
	for i := range p.sites {
		p.sites[i].async = true
	}
	return p
}

// Later gives an error that was made while no script ran the stack of a place. One that has a stack keeps it.
func (p Place) Later(vm *VM, err error) error {
	o := AsObject(vm.ErrorValue(err))
	if o == nil {
		return err
	}
	t := vm.ownTrace(o)
	if t == nil || t.stack != nil || t.limit == 0 || vm.showsAny(t.sites) {
		return err
	}
	t.sites = p.sites
	return late{err, o}
}

// Text is what a stack of the place has below its first line.
func (p Place) Text(vm *VM) string {
	var b strings.Builder
	for _, line := range vm.StackLines(vm.shown(p.sites, placeDepth)) {
		b.WriteString("\n" + line)
	}
	return b.String()
}

// late is an error whose value has got a stack.
type late struct {
	error
	value Value
}

// JSValue is what scripts see of the error.
func (l late) JSValue(*VM) Value { return l.value }
