package images

import (
	"encoding/json"
	"errors"
	"fmt"
	"image"
	"image/draw"
	"io"
	"math"

	"paddock/bindings"
	"paddock/jsruntime"
	script "paddock/jsruntime/json"
)

// plan is an image and what is to be done to it, without JavaScript.
type plan struct {
	input   io.ReadCloser
	actions []action
}

// action is an edit, or another image to be drawn.
type action struct {
	edit  *edit
	drawn *plan
	at    placement
}

// placement says how an image is drawn on another.
type placement struct {
	Opacity   *float64        `json:"opacity"`
	Repeat    json.RawMessage `json:"repeat"` // true, "x" or "y"
	Composite string          `json:"composite"`
	Top       *float64        `json:"top"`
	Left      *float64        `json:"left"`
	Bottom    *float64        `json:"bottom"`
	Right     *float64        `json:"right"`
}

// badTransforms is the platform's text for options of a wrong type.
const badTransforms = "ERROR: Internal Images binding error: Expected JSON array of valid transforms in transforms field"

// plan makes a plan of what the script has noted.
func (t *transformer) plan(vm *jsruntime.VM) (*plan, error) {
	p := &plan{}
	for _, s := range t.steps {
		a := action{}
		var err error
		if s.drawn == nil {
			a.edit = &edit{}
			err = read(vm, s.options, a.edit)
		} else if err = read(vm, s.options, &a.at); err == nil {
			a.drawn, err = s.drawn.plan(vm)
		}
		if err == nil {
			err = a.supported()
		}
		if err != nil {
			return nil, err
		}
		p.actions = append(p.actions, a)
	}
	var err error
	p.input, err = open(vm, t.stream, t.encoded)
	return p, err
}

// read reads an object of options as JSON, as it goes to the platform.
func read(vm *jsruntime.VM, v jsruntime.Value, into any) error {
	if jsruntime.AsObject(v) == nil {
		return nil
	}
	text, _ := script.Stringify(vm, v) // a function has none, which is no JSON
	if err := json.Unmarshal([]byte(text), into); err != nil {
		return failure("TRANSFORM", 9523, badTransforms)
	}
	return nil
}

// supported gives the error for what is not emulated.
func (a *action) supported() error {
	if a.edit != nil {
		return a.edit.supported()
	}
	if c := a.at.Composite; c != "" && c != "over" {
		return &bindings.Unsupported{Feature: fmt.Sprintf("Images with composite: %q", c)}
	}
	return nil
}

// run gives the finished image.
func (p *plan) run() (*image.RGBA, error) {
	defer p.close()
	data, err := io.ReadAll(p.input)
	if err != nil {
		return nil, err
	}
	m, err := decode(data)
	if err != nil {
		return nil, err
	}
	for _, a := range p.actions {
		if a.edit != nil {
			m, err = a.edit.apply(m)
		} else {
			var drawn *image.RGBA
			if drawn, err = a.drawn.run(); err == nil {
				a.at.draw(m, drawn)
			}
		}
		if err != nil {
			return nil, err
		}
	}
	return m, nil
}

// close closes what was not read.
func (p *plan) close() {
	_ = p.input.Close()
	for _, a := range p.actions {
		if a.drawn != nil {
			a.drawn.close()
		}
	}
}

// draw draws an image on another.
func (at placement) draw(on, m *image.RGBA) {
	opacity := 1.0
	if at.Opacity != nil {
		opacity = min(max(*at.Opacity, 0), 1)
	}
	mask := image.NewUniform(gray16(opacity))
	size := m.Bounds().Size()
	x := place(at.Left, at.Right, on.Bounds().Dx(), size.X)
	y := place(at.Top, at.Bottom, on.Bounds().Dy(), size.Y)
	xs, ys := []int{x}, []int{y}
	if repeat := string(at.Repeat); repeat == "true" || repeat == `"x"` {
		xs = tiles(x, size.X, on.Bounds().Dx())
	}
	if repeat := string(at.Repeat); repeat == "true" || repeat == `"y"` {
		ys = tiles(y, size.Y, on.Bounds().Dy())
	}
	for _, y := range ys {
		for _, x := range xs {
			draw.DrawMask(on, image.Rect(x, y, x+size.X, y+size.Y), m, image.Point{}, mask, image.Point{}, draw.Over)
		}
	}
}

// place gives where along an axis an image begins: at a distance from the one side or the other,
// or in the middle.
func place(from, to *float64, room, size int) int {
	switch {
	case from != nil:
		return int(math.Round(*from))
	case to != nil:
		return room - size - int(math.Round(*to))
	}
	return (room - size) / 2
}

// tiles gives where along an axis an image begins that is repeated.
func tiles(first, size, room int) (all []int) {
	first %= size
	if first > 0 {
		first -= size
	}
	for at := first; at < room; at += size {
		all = append(all, at)
	}
	return all
}

// coded is an error with the platform's number.
type coded struct {
	code int
	text string
}

func (e *coded) Error() string { return e.text }

// refusal gives an error of an operation to scripts.
func refusal(operation string, err error) error {
	var c *coded
	if errors.As(err, &c) {
		return failure(operation, c.code, c.text)
	}
	return err
}
