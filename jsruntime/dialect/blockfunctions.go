package dialect

import (
	"fmt"
	"slices"
	"strings"

	"github.com/dop251/goja/ast"
	"github.com/dop251/goja/unistring"
)

// HoistBlockFunctions gives sloppy text for eval in which functions that stand in blocks are variables of
// the function or the text around them, too (annex B.3.2 of the standard), which the bundler does for
// scripts that it sees and the engine not at all. Those with a name in taken stay in their blocks.
//
//	{ function f() {} }    var f;const $set=($v)=>{f=$v};{ function f() {}let $done=$set(f); }
//
// Declarations are added because they leave the value of the text as it was. A text that cannot be
// parsed, or has nothing of the kind, comes back as it is.
func HoistBlockFunctions(text string, taken []string) string {
	if !strings.Contains(text, "function") || strings.Contains(text, "\ufffd") {
		return text
	}
	tree, err := parseText("<eval>", text)
	if err != nil || isStrict(tree.Body) {
		return text
	}
	h := &hoister{own: "$block"}
	for strings.Contains(text, h.own) {
		h.own += "$"
	}
	top := newHoistScope(tree.Body, 0)
	for _, name := range taken {
		top.fixed = append(top.fixed, unistring.NewFromString(name))
	}
	h.scope(top, tree.Body)
	h.functions(tree)
	return h.apply(text)
}

// hoister collects what is put into a text.
type hoister struct {
	own   string // begins the names that it adds
	count int
	edits []edit
}

// edit is text that is put in at an offset.
type edit struct {
	at   int
	text string
}

// hoistScope is a function, or the whole text, in which block functions become variables.
type hoistScope struct {
	begin   int                // where its declarations may be put
	fixed   []unistring.String // parameters and lexical names, which stay what they are
	setters map[unistring.String]string
}

func newHoistScope(body []ast.Statement, begin int) *hoistScope {
	return &hoistScope{begin: begin, fixed: lexicalNames(body, false), setters: map[unistring.String]string{}}
}

// functions goes into all functions of a text that are not strict.
func (h *hoister) functions(tree *ast.Program) {
	strict := 0
	enter := func(n ast.Node) {
		switch n := n.(type) {
		case *ast.ClassLiteral:
			strict++
		case *ast.FunctionLiteral:
			if strict > 0 || isStrict(n.Body.List) {
				strict++
				return
			}
			h.function(n.Body, n.ParameterList, argumentsName)
		case *ast.ArrowFunctionLiteral:
			body, ok := n.Body.(*ast.BlockStatement)
			if strict > 0 || ok && isStrict(body.List) {
				strict++
			} else if ok {
				h.function(body, n.ParameterList)
			}
		}
	}
	leave := func(n ast.Node) {
		switch n.(type) {
		case *ast.ClassLiteral, *ast.FunctionLiteral, *ast.ArrowFunctionLiteral:
			strict = max(0, strict-1)
		}
	}
	(&walker{enter: enter, leave: leave}).program(tree)
}

func (h *hoister) function(body *ast.BlockStatement, parameters *ast.ParameterList, fixed ...unistring.String) {
	s := newHoistScope(body.List, int(body.LeftBrace)) // offsets begin at 0, places at 1
	f := &facts{declared: map[unistring.String]bool{}}
	if parameters != nil {
		for _, p := range parameters.List {
			f.declare(p.Target)
		}
		f.declare(parameters.Rest)
	}
	for name := range f.declared {
		s.fixed = append(s.fixed, name)
	}
	s.fixed = append(s.fixed, fixed...)
	h.scope(s, body.List)
}

// scope looks for blocks among the statements at the top of a scope.
func (h *hoister) scope(s *hoistScope, list []ast.Statement) {
	for _, st := range list {
		h.statement(s, st, s.fixed)
	}
}

// block hoists the functions of a block. around are the names that a variable must not have here.
func (h *hoister) block(s *hoistScope, list []ast.Statement, around []unistring.String) {
	for _, st := range list {
		if f, ok := st.(*ast.FunctionDeclaration); ok {
			h.hoist(s, f.Function, around, "", "")
		}
	}
	within := append(slices.Clip(around), lexicalNames(list, true)...)
	for _, st := range list {
		h.statement(s, st, within)
	}
}

// statement goes into the blocks of a statement.
func (h *hoister) statement(s *hoistScope, st ast.Statement, around []unistring.String) {
	switch st := st.(type) {
	case *ast.BlockStatement:
		h.block(s, st.List, around)
	case *ast.LabelledStatement:
		h.statement(s, st.Statement, around)
	case *ast.IfStatement:
		h.branch(s, st.Consequent, around)
		h.branch(s, st.Alternate, around)
	case *ast.SwitchStatement:
		var all []ast.Statement
		for _, c := range st.Body {
			all = append(all, c.Consequent...)
		}
		h.block(s, all, around)
	case *ast.TryStatement:
		h.block(s, st.Body.List, around)
		if st.Catch != nil {
			h.block(s, st.Catch.Body.List, append(slices.Clip(around), patternNames(st.Catch.Parameter)...))
		}
		if st.Finally != nil {
			h.block(s, st.Finally.List, around)
		}
	case *ast.WithStatement:
		h.statement(s, st.Body, around)
	case *ast.WhileStatement:
		h.statement(s, st.Body, around)
	case *ast.DoWhileStatement:
		h.statement(s, st.Body, around)
	default:
		h.loop(s, st, around)
	}
}

// loop goes into the statements whose heads may declare names.
func (h *hoister) loop(s *hoistScope, st ast.Statement, around []unistring.String) {
	var names []unistring.String
	into := func(head ast.ForInto) {
		if d, ok := head.(*ast.ForDeclaration); ok {
			names = targetNames(d.Target)
		}
	}
	var body ast.Statement
	switch st := st.(type) {
	case *ast.ForStatement:
		if d, ok := st.Initializer.(*ast.ForLoopInitializerLexicalDecl); ok {
			names = lexicalNames([]ast.Statement{&d.LexicalDeclaration}, false)
		}
		body = st.Body
	case *ast.ForInStatement:
		into(st.Into)
		body = st.Body
	case *ast.ForOfStatement:
		into(st.Into)
		body = st.Body
	default:
		return
	}
	h.statement(s, body, append(slices.Clip(around), names...))
}

// branch is one side of an if, which may be a function without a block.
func (h *hoister) branch(s *hoistScope, st ast.Statement, around []unistring.String) {
	if f, ok := st.(*ast.FunctionDeclaration); ok {
		h.hoist(s, f.Function, around, "{", "}")
		return
	}
	if st != nil {
		h.statement(s, st, around)
	}
}

// hoist makes a function a variable of the scope, unless one of that name cannot be.
func (h *hoister) hoist(s *hoistScope, f *ast.FunctionLiteral, around []unistring.String, open, end string) {
	name := f.Name.Name
	if f.Async || f.Generator {
		return
	}
	if open != "" {
		h.edits = append(h.edits, edit{int(f.Idx0()) - 1, open})
	}
	if slices.Contains(around, name) {
		h.edits = append(h.edits, edit{int(f.Idx1()) - 1, end})
		return
	}
	set, ok := s.setters[name]
	if !ok {
		h.count++
		set = fmt.Sprint(h.own, h.count)
		s.setters[name] = set
		h.edits = append(h.edits, edit{s.begin, fmt.Sprintf("var %s;const %s=(%s)=>{%s=%s};", name, set, h.own, name, h.own)})
	}
	h.count++
	h.edits = append(h.edits, edit{int(f.Idx1()) - 1, fmt.Sprintf("let %s%d=%s(%s);%s", h.own, h.count, set, name, end)})
}

// apply puts the edits into the text.
func (h *hoister) apply(text string) string {
	slices.SortStableFunc(h.edits, func(a, b edit) int { return a.at - b.at })
	var out strings.Builder
	from := 0
	for _, e := range h.edits {
		out.WriteString(text[from:e.at])
		out.WriteString(e.text)
		from = e.at
	}
	out.WriteString(text[from:])
	return out.String()
}

// lexicalNames are the names that a list of statements declares for itself; in a block functions are
// among them.
func lexicalNames(list []ast.Statement, block bool) []unistring.String {
	f := &facts{declared: map[unistring.String]bool{}}
	for _, st := range list {
		switch st := st.(type) {
		case *ast.LexicalDeclaration:
			for _, b := range st.List {
				f.declare(b.Target)
			}
		case *ast.ClassDeclaration:
			f.declareName(st.Class.Name)
		case *ast.FunctionDeclaration:
			if block {
				f.declareName(st.Function.Name)
			}
		}
	}
	return namesOf(f)
}

// patternNames are the names of the parameter of a catch clause that is a pattern: only those are
// not free for variables.
func patternNames(parameter ast.BindingTarget) []unistring.String {
	if _, plain := parameter.(*ast.Identifier); plain || parameter == nil {
		return nil
	}
	return targetNames(parameter)
}

func targetNames(target ast.Expression) []unistring.String {
	f := &facts{declared: map[unistring.String]bool{}}
	f.declare(target)
	return namesOf(f)
}

func namesOf(f *facts) []unistring.String {
	names := make([]unistring.String, 0, len(f.declared))
	for name := range f.declared {
		names = append(names, name)
	}
	return names
}

// isStrict reports whether a body begins with the directive.
func isStrict(body []ast.Statement) bool {
	for _, st := range body[:directives(body)] {
		if s := st.(*ast.ExpressionStatement).Expression.(*ast.StringLiteral); s.Literal == `"use strict"` || s.Literal == `'use strict'` {
			return true
		}
	}
	return false
}
