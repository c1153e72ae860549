package jsruntime

import (
	"fmt"
	"unsafe"

	"github.com/dop251/goja"
)

// combination is where one of the functions that make a promise of several keeps, in what it waits for each of
// them with, the promise that it made and which of them this is. The engine tells neither: they are the
// variables of a function, whose places a promise made for the purpose shows. A function of an engine that has
// them elsewhere is not followed.
type combination struct {
	name                string  // "Promise.all"
	code                uintptr // of the function that waits
	capability, promise uintptr // within its variables: the capability of the promise, or what is behind that itself; 0 if unknown
	index               uintptr // within its variables: which one this is; 0 if it does not tell
}

// mostVariables is how many of a function's variables are looked at.
const mostVariables = 12

// combinations finds them.
func (m *machine) combinations() (found []combination) {
	for _, name := range []string{"all", "allSettled", "race"} {
		v, err := goja.New().RunString(fmt.Sprintf(`(() => { const each = [0, 1, 2].map(() => new Promise(() => {})); return [Promise.%s(each), ...each]; })()`, name))
		if err != nil {
			continue
		}
		list := v.(*Object)
		made := list.Get("0").(*Object)
		var waits [3]unsafe.Pointer
		for i := range waits {
			if reactions := m.reactionsOf(list.Get(fmt.Sprint(i + 1)).(*Object)); len(reactions) == 1 {
				waits[i] = callbackOf(reactions[0])
			}
		}
		if c, ok := m.combinationOf(waits, made); ok {
			c.name = "Promise." + name
			found = append(found, c)
		}
	}
	return found
}

// combinationOf compares what the same function waits with for the first, second and third of three promises.
func (m *machine) combinationOf(waits [3]unsafe.Pointer, made *Object) (c combination, ok bool) {
	for _, w := range waits {
		if w == nil || *at[uintptr](w, 0) != *at[uintptr](waits[0], 0) {
			return c, false
		}
	}
	c.code = *at[uintptr](waits[0], 0)
	behind := uintptr(unsafe.Pointer(made.Export().(*Promise)))
	for place := unsafe.Sizeof(c.code); place <= mostVariables*unsafe.Sizeof(c.code); place += unsafe.Sizeof(c.code) {
		word := func(i int) uintptr { return *at[uintptr](waits[i], place) }
		switch {
		case word(0) == 0 && word(1) == 1 && word(2) == 2:
			c.index = place
		case word(0) == behind:
			c.promise = place
		case word(0) > 1<<16 && word(0) == word(1) && word(0)%unsafe.Alignof(place) == 0 &&
			*at[*Object](*at[unsafe.Pointer](waits[0], place), m.capability) == made:
			c.capability = place
		}
		if c.capability != 0 && c.index != 0 || c.promise != 0 {
			return c, true
		}
	}
	return c, false
}

// reactionsOf gives what waits for a promise; none for what is no promise of the engine's.
func (m *machine) reactionsOf(promise *Object) []unsafe.Pointer {
	p, ok := promise.Export().(*Promise)
	if !ok {
		return nil
	}
	return *at[[]unsafe.Pointer](unsafe.Pointer(p), m.reactions)
}

// callbackOf gives the function of the host that a reaction calls, by its variables; nil if it calls none.
func callbackOf(r unsafe.Pointer) unsafe.Pointer {
	if job := (*reaction)(r).handler; job != nil {
		return *(*unsafe.Pointer)(unsafe.Pointer(&job.call))
	}
	return nil
}

// combined gives the promise that a reaction's one is a part of, nil if it is of none; and what stacks say of it,
// "" if nothing.
func (m *machine) combined(reaction unsafe.Pointer) (of *Object, text string) {
	wait := callbackOf(reaction)
	if wait == nil {
		return nil, ""
	}
	for _, c := range m.combinedBy {
		switch {
		case *at[uintptr](wait, 0) != c.code:
		case c.promise != 0:
			return *at[*Object](*at[unsafe.Pointer](wait, c.promise), m.promiseObject), ""
		default:
			return *at[*Object](*at[unsafe.Pointer](wait, c.capability), m.capability), fmt.Sprintf("%s (index %d)", c.name, *at[int](wait, c.index))
		}
	}
	return nil, ""
}
