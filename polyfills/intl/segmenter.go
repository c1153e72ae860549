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
	o := readOptions(vm, "Segmenter", args.At(0), args.At(1), true)
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
		var all []jsruntime.Value
		s.each(func(at int64, text string, word bool) bool {
			all = append(all, s.record(vm, at, text, word))
			return true
		})
		return vm.CallMethod(vm.NewArrayOf(all...), "values")
	}).
	Setup(func(_ *jsruntime.VM, _, proto *jsruntime.Object) { must(proto.DeleteSymbol(jsruntime.SymToStringTag)) })

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
	next := func(rest string, state int) (string, string, int) {
		segment, rest, _, state := uniseg.FirstGraphemeClusterInString(rest, state)
		return segment, rest, state
	}
	switch s.granularity {
	case "word":
		next = uniseg.FirstWordInString
	case "sentence":
		next = uniseg.FirstSentenceInString
	}
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

func wordlike(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }
