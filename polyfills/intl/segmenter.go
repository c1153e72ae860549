package intl

import (
	"strings"
	"unicode"
	"unicode/utf16"

	"github.com/rivo/uniseg"

	"paddock/jsruntime"
)

// segmenter is one Intl.Segmenter.
type segmenter struct {
	tag         tag
	granularity string
}

var segmenterClass = class("Segmenter", 0, func(vm *jsruntime.VM, args jsruntime.Args) *segmenter {
	o := readOptions(vm, "Intl.Segmenter", args.At(0), args.At(1), true)
	o.matcher()
	s := &segmenter{}
	s.tag, _ = o.resolve()
	s.granularity = o.text("granularity", "grapheme", "grapheme", "word", "sentence")
	return s
}).
	Method("segment", 1, func(vm *jsruntime.VM, s *segmenter, args jsruntime.Args) jsruntime.Value {
		return segmentsClass.New(vm, &segments{text: text(vm, args.At(0)), granularity: s.granularity})
	}).
	Method("resolvedOptions", 0, func(vm *jsruntime.VM, s *segmenter, _ jsruntime.Args) jsruntime.Value {
		return record(vm, "locale", s.tag.name, "granularity", s.granularity)
	})

// text is ToString: the string itself where it is one, with its lone surrogates.
func text(vm *jsruntime.VM, v jsruntime.Value) jsruntime.Value {
	vm.Text(v) // which throws for a symbol
	return v.ToString()
}

// segments is a text with the way in which it is to be divided.
type segments struct {
	text        jsruntime.Value
	granularity string
}

var segmentsClass = jsruntime.NewClass[segments]("Segments").BuiltIn().
	Method("containing", 1, func(vm *jsruntime.VM, s *segments, args jsruntime.Args) jsruntime.Value {
		index := max(args.At(0).ToInteger(), 0)
		found := jsruntime.Undefined()
		if args.At(0).ToInteger() < 0 {
			return found
		}
		s.each(func(at int64, text string, word bool) bool {
			if index < at+units(text) {
				found = s.record(vm, at, text, word)
				return false
			}
			return true
		})
		return found
	}).
	SymbolMethod(jsruntime.SymIterator, "[Symbol.iterator]", 0, func(vm *jsruntime.VM, s *segments, _ jsruntime.Args) jsruntime.Value {
		return segmentsIterator.New(vm, &segmentIteration{segments: s, rest: s.text.String(), state: -1})
	}).
	Tells(func(member string, _ bool) string {
		if member == "containing" {
			return "%Segments.prototype%.containing"
		}
		return "%SegmentIsPrototype%[@@iterator]"
	}).
	Setup(func(_ *jsruntime.VM, _, proto *jsruntime.Object) {
		must(proto.Delete("constructor"))
		must(proto.DeleteSymbol(jsruntime.SymToStringTag))
	})

// segmentIteration is how far an iterator over segments is.
type segmentIteration struct {
	*segments
	rest  string
	state int // of uniseg
	at    int64
}

var segmentsIterator = jsruntime.NewClass[segmentIteration]("Segmenter String Iterator").BuiltIn().
	Method("next", 0, func(vm *jsruntime.VM, it *segmentIteration, _ jsruntime.Args) jsruntime.Value {
		if it.rest == "" {
			return vm.IteratorResult(nil, true)
		}
		var text string
		text, it.rest, it.state = it.next()(it.rest, it.state)
		v := it.record(vm, it.at, text, strings.ContainsFunc(text, wordlike))
		it.at += units(text)
		return vm.IteratorResult(v, false)
	}).
	Tells(func(string, bool) string { return "%SegmentIterator.prototype%.next" }).
	Setup(func(vm *jsruntime.VM, _, proto *jsruntime.Object) {
		must(proto.SetPrototype(vm.IteratorPrototype()))
		must(proto.Delete("constructor"))
	})

func (s *segments) record(vm *jsruntime.VM, at int64, text string, word bool) *jsruntime.Object {
	o := record(vm, "segment", text, "index", at, "input", s.text)
	if s.granularity == "word" {
		put(vm, o, "isWordLike", word)
	}
	return o
}

// units is the length of a text as JavaScript counts it.
func units(s string) int64 {
	n := 0
	for _, r := range s {
		n += utf16.RuneLen(r)
	}
	return int64(n)
}

// each visits the segments in order until step returns false. word tells whether a word has
// a letter or a digit.
func (s *segments) each(step func(at int64, text string, word bool) bool) {
	next := s.next()
	rest, state, at := s.text.String(), -1, int64(0)
	for rest != "" {
		var text string
		text, rest, state = next(rest, state)
		if !step(at, text, strings.ContainsFunc(text, wordlike)) {
			return
		}
		at += units(text)
	}
}

// next gives the function that divides the first segment from the rest.
func (s *segments) next() func(rest string, state int) (segment, after string, then int) {
	switch s.granularity {
	case "word":
		return uniseg.FirstWordInString
	case "sentence":
		return uniseg.FirstSentenceInString
	}
	return func(rest string, state int) (string, string, int) {
		segment, rest, _, state := uniseg.FirstGraphemeClusterInString(rest, state)
		return segment, rest, state
	}
}

func wordlike(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }
