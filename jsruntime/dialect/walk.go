package dialect

import (
	"slices"
	"strings"

	"github.com/dop251/goja/ast"
)

// walker visits every node of a syntax tree that can hold an expression. Each hook may be
// nil; expr is called with the slot of an expression after its children, so it may replace it.
type walker struct {
	expr    func(slot *ast.Expression)
	binding func(*ast.Binding)
	element func(ast.ClassElement)
	enter   func(ast.Node) // functions, classes, with statements, before their children
	leave   func(ast.Node)
	// returned is called with a return statement after its children; list with the statements of a
	// program, a function or a block after them, and gives those that take their place.
	returned func(*ast.ReturnStatement)
	list     func([]ast.Statement) []ast.Statement
	// skip tells by the text of a function or class that nothing in it is wanted: the hooks for it and for what
	// it is made of are not called.
	skip func(source string) bool
}

// without tells texts that have none of some words.
func without(words ...string) func(string) bool {
	return func(source string) bool {
		return !slices.ContainsFunc(words, func(word string) bool { return strings.Contains(source, word) })
	}
}

// together makes one walk of several, whose hooks are called in their order at each node. Walks cost more by
// the nodes that they fetch than by what they do there.
func together(a, b walker) walker {
	both := walker{
		expr: inTurn(a.expr, b.expr), binding: inTurn(a.binding, b.binding), element: inTurn(a.element, b.element),
		enter: inTurn(a.enter, b.enter), leave: inTurn(a.leave, b.leave), returned: inTurn(a.returned, b.returned),
		list: a.list,
	}
	switch {
	case a.list == nil:
		both.list = b.list
	case b.list != nil:
		both.list = func(list []ast.Statement) []ast.Statement { return b.list(a.list(list)) }
	}
	if a.skip != nil && b.skip != nil {
		both.skip = func(source string) bool { return a.skip(source) && b.skip(source) }
	}
	return both
}

func inTurn[Node any](a, b func(Node)) func(Node) {
	if a == nil {
		return b
	}
	if b == nil {
		return a
	}
	return func(n Node) {
		a(n)
		b(n)
	}
}

// passes reports whether the walk passes over a function or class of this text.
func (w *walker) passes(source string) bool { return w.skip != nil && source != "" && w.skip(source) }

func (w *walker) program(p *ast.Program) { p.Body = w.listed(p.Body) }

func (w *walker) statements(list []ast.Statement) {
	for _, s := range list {
		w.statement(s)
	}
}

func (w *walker) listed(list []ast.Statement) []ast.Statement {
	w.statements(list)
	if w.list == nil {
		return list
	}
	return w.list(list)
}

func (w *walker) entered(n ast.Node) {
	if w.enter != nil {
		w.enter(n)
	}
}

func (w *walker) left(n ast.Node) {
	if w.leave != nil {
		w.leave(n)
	}
}

func (w *walker) statement(s ast.Statement) {
	switch s := s.(type) {
	case *ast.BlockStatement:
		w.block(s)
	case *ast.ExpressionStatement:
		w.visit(&s.Expression)
	case *ast.ReturnStatement:
		w.visit(&s.Argument)
		if w.returned != nil {
			w.returned(s)
		}
	case *ast.ThrowStatement:
		w.visit(&s.Argument)
	case *ast.VariableStatement:
		w.bindings(s.List)
	case *ast.LexicalDeclaration:
		w.bindings(s.List)
	case *ast.FunctionDeclaration:
		w.function(s.Function)
	case *ast.ClassDeclaration:
		w.class(s.Class)
	case *ast.LabelledStatement:
		w.statement(s.Statement)
	case *ast.TryStatement:
		w.try(s)
	case *ast.WithStatement:
		w.visit(&s.Object)
		w.entered(s)
		w.statement(s.Body)
		w.left(s)
	default:
		w.branch(s)
	}
}

// branch visits the statements that choose or repeat.
func (w *walker) branch(s ast.Statement) {
	switch s := s.(type) {
	case *ast.IfStatement:
		w.visit(&s.Test)
		w.statement(s.Consequent)
		w.statement(s.Alternate)
	case *ast.SwitchStatement:
		w.visit(&s.Discriminant)
		for _, c := range s.Body {
			w.visit(&c.Test)
			w.statements(c.Consequent)
		}
	case *ast.WhileStatement:
		w.visit(&s.Test)
		w.statement(s.Body)
	case *ast.DoWhileStatement:
		w.statement(s.Body)
		w.visit(&s.Test)
	case *ast.ForStatement:
		w.forInitializer(s.Initializer)
		w.visit(&s.Test)
		w.visit(&s.Update)
		w.statement(s.Body)
	case *ast.ForInStatement:
		w.forInto(s.Into)
		w.visit(&s.Source)
		w.statement(s.Body)
	case *ast.ForOfStatement:
		w.forInto(s.Into)
		w.visit(&s.Source)
		w.statement(s.Body)
	}
}

func (w *walker) block(b *ast.BlockStatement) {
	if b != nil {
		b.List = w.listed(b.List)
	}
}

func (w *walker) try(s *ast.TryStatement) {
	w.block(s.Body)
	if s.Catch != nil {
		if s.Catch.Parameter != nil {
			w.bind(&ast.Binding{Target: s.Catch.Parameter})
		}
		w.block(s.Catch.Body)
	}
	w.block(s.Finally)
}

func (w *walker) forInitializer(init ast.ForLoopInitializer) {
	switch init := init.(type) {
	case *ast.ForLoopInitializerExpression:
		w.visit(&init.Expression)
	case *ast.ForLoopInitializerVarDeclList:
		w.bindings(init.List)
	case *ast.ForLoopInitializerLexicalDecl:
		w.bindings(init.LexicalDeclaration.List)
	}
}

func (w *walker) forInto(into ast.ForInto) {
	switch into := into.(type) {
	case *ast.ForIntoVar:
		w.bind(into.Binding)
	case *ast.ForDeclaration:
		w.bind(&ast.Binding{Target: into.Target})
	case *ast.ForIntoExpression:
		w.children(into.Expression) // it is a target, no expression that is read
	}
}

func (w *walker) bindings(list []*ast.Binding) {
	for _, b := range list {
		w.bind(b)
	}
}

// bind visits a declared name or pattern with its initialiser.
func (w *walker) bind(b *ast.Binding) {
	if b == nil {
		return
	}
	if w.binding != nil {
		w.binding(b)
	}
	if _, plain := b.Target.(*ast.Identifier); !plain {
		var target ast.Expression = b.Target
		w.children(target)
	}
	w.visit(&b.Initializer)
}

func (w *walker) parameters(list *ast.ParameterList) {
	if list == nil {
		return
	}
	w.bindings(list.List)
	w.visit(&list.Rest)
}

func (w *walker) function(f *ast.FunctionLiteral) {
	if f == nil || w.passes(f.Source) {
		return
	}
	w.entered(f)
	w.parameters(f.ParameterList)
	w.block(f.Body)
	w.left(f)
}

func (w *walker) arrow(f *ast.ArrowFunctionLiteral) {
	if w.passes(f.Source) {
		return
	}
	w.entered(f)
	w.parameters(f.ParameterList)
	switch body := f.Body.(type) {
	case *ast.BlockStatement:
		w.block(body)
	case *ast.ExpressionBody:
		w.visit(&body.Expression)
	}
	w.left(f)
}

func (w *walker) class(c *ast.ClassLiteral) {
	if c == nil || w.passes(c.Source) {
		return
	}
	w.entered(c)
	w.visit(&c.SuperClass)
	for _, e := range c.Body {
		if w.element != nil {
			w.element(e)
		}
		switch e := e.(type) {
		case *ast.FieldDefinition:
			w.visit(&e.Key)
			w.visit(&e.Initializer)
		case *ast.MethodDefinition:
			w.visit(&e.Key)
			w.function(e.Body)
		case *ast.ClassStaticBlock:
			w.entered(e)
			w.block(e.Block)
			w.left(e)
		}
	}
	w.left(c)
}

// visit goes into the expression of a slot and then calls the hook. Empty slots are skipped.
func (w *walker) visit(slot *ast.Expression) {
	if *slot == nil {
		return
	}
	w.children(*slot)
	if w.expr != nil {
		w.expr(slot)
	}
}

func (w *walker) all(list []ast.Expression) {
	for i := range list {
		w.visit(&list[i])
	}
}

func (w *walker) children(e ast.Expression) {
	switch e := e.(type) {
	case *ast.AssignExpression:
		w.visit(&e.Left)
		w.visit(&e.Right)
	case *ast.BinaryExpression:
		w.visit(&e.Left)
		w.visit(&e.Right)
	case *ast.UnaryExpression:
		w.visit(&e.Operand)
	case *ast.ConditionalExpression:
		w.visit(&e.Test)
		w.visit(&e.Consequent)
		w.visit(&e.Alternate)
	case *ast.SequenceExpression:
		w.all(e.Sequence)
	case *ast.CallExpression:
		w.visit(&e.Callee)
		w.all(e.ArgumentList)
	case *ast.NewExpression:
		w.visit(&e.Callee)
		w.all(e.ArgumentList)
	case *ast.DotExpression:
		w.visit(&e.Left)
	case *ast.PrivateDotExpression:
		w.visit(&e.Left)
	case *ast.BracketExpression:
		w.visit(&e.Left)
		w.visit(&e.Member)
	case *ast.Optional:
		w.visit(&e.Expression)
	case *ast.OptionalChain:
		w.visit(&e.Expression)
	case *ast.AwaitExpression:
		w.visit(&e.Argument)
	case *ast.YieldExpression:
		w.visit(&e.Argument)
	default:
		w.literal(e)
	}
}

// literal visits what is inside functions, classes, templates, collections and patterns.
func (w *walker) literal(e ast.Expression) {
	switch e := e.(type) {
	case *ast.FunctionLiteral:
		w.function(e)
	case *ast.ArrowFunctionLiteral:
		w.arrow(e)
	case *ast.ClassLiteral:
		w.class(e)
	case *ast.TemplateLiteral:
		w.visit(&e.Tag)
		w.all(e.Expressions)
	case *ast.ArrayLiteral:
		w.all(e.Value)
	case *ast.ArrayPattern:
		w.all(e.Elements)
		w.visit(&e.Rest)
	case *ast.ObjectLiteral:
		w.properties(e.Value)
	case *ast.ObjectPattern:
		w.properties(e.Properties)
		w.visit(&e.Rest)
	case *ast.SpreadElement:
		w.visit(&e.Expression)
	case *ast.Binding:
		w.bind(e)
	case *ast.PropertyShort:
		w.visit(&e.Initializer)
	case *ast.PropertyKeyed:
		w.visit(&e.Key)
		w.visit(&e.Value)
	}
}

func (w *walker) properties(list []ast.Property) {
	for _, p := range list {
		var e ast.Expression = p
		w.visit(&e)
	}
}
