package dialect

import (
	"github.com/dop251/goja/ast"
	"github.com/dop251/goja/token"
	"github.com/dop251/goja/unistring"
)

// catchWalk lets a catch clause declare its own parameter with var (ECMA-262, B.3.4), which the
// engine refuses: var e = x becomes the assignment that it is. The variable of the function stays: the
// parser has noted it already.
func catchWalk() walker {
	return walker{list: func(list []ast.Statement) []ast.Statement {
		for _, s := range list {
			if try, ok := s.(*ast.TryStatement); ok && try.Catch != nil {
				if id, ok := try.Catch.Parameter.(*ast.Identifier); ok {
					c := catchVariable{id.Name}
					try.Catch.Body.List = c.statements(try.Catch.Body.List)
				}
			}
		}
		return list
	}}
}

type catchVariable struct{ name unistring.String }

func (c catchVariable) is(b *ast.Binding) bool {
	id, ok := b.Target.(*ast.Identifier)
	return ok && id.Name == c.name
}

// statements goes through a list; nothing is copied where nothing changes.
func (c catchVariable) statements(list []ast.Statement) []ast.Statement {
	for i := 0; i < len(list); i++ {
		v, ok := list[i].(*ast.VariableStatement)
		if !ok {
			c.inside(list[i])
			continue
		}
		if parts := c.split(v); parts != nil {
			list = append(append(append([]ast.Statement(nil), list[:i]...), parts...), list[i+1:]...)
			i += len(parts) - 1
		}
	}
	return list
}

// split makes of a declaration of several variables one for each, and an assignment of ours; nil if it
// declares others only.
func (c catchVariable) split(v *ast.VariableStatement) []ast.Statement {
	var parts []ast.Statement
	found := false
	for _, b := range v.List {
		switch {
		case !c.is(b):
			parts = append(parts, &ast.VariableStatement{Var: v.Var, List: []*ast.Binding{b}})
		case b.Initializer != nil:
			assign := &ast.AssignExpression{Operator: token.ASSIGN, Left: b.Target.(*ast.Identifier), Right: b.Initializer}
			parts = append(parts, &ast.ExpressionStatement{Expression: assign})
			found = true
		default:
			parts = append(parts, &ast.EmptyStatement{Semicolon: v.Var})
			found = true
		}
	}
	if !found {
		return nil
	}
	return parts
}

// inside goes through the statements within one.
func (c catchVariable) inside(s ast.Statement) {
	switch s := s.(type) {
	case *ast.BlockStatement:
		s.List = c.statements(s.List)
	case *ast.IfStatement:
		s.Consequent, s.Alternate = c.one(s.Consequent), c.one(s.Alternate)
	case *ast.ForStatement:
		if v, ok := s.Initializer.(*ast.ForLoopInitializerVarDeclList); ok && len(v.List) == 1 && c.is(v.List[0]) && v.List[0].Initializer != nil {
			b := v.List[0]
			s.Initializer = &ast.ForLoopInitializerExpression{Expression: &ast.AssignExpression{Operator: token.ASSIGN, Left: b.Target.(*ast.Identifier), Right: b.Initializer}}
		}
		s.Body = c.one(s.Body)
	case *ast.ForInStatement:
		if v, ok := s.Into.(*ast.ForIntoVar); ok && c.is(v.Binding) && v.Binding.Initializer == nil {
			s.Into = &ast.ForIntoExpression{Expression: v.Binding.Target.(*ast.Identifier)}
		}
		s.Body = c.one(s.Body)
	case *ast.ForOfStatement:
		s.Body = c.one(s.Body)
	case *ast.WhileStatement:
		s.Body = c.one(s.Body)
	case *ast.DoWhileStatement:
		s.Body = c.one(s.Body)
	case *ast.LabelledStatement:
		s.Statement = c.one(s.Statement)
	case *ast.SwitchStatement:
		for _, k := range s.Body {
			k.Consequent = c.statements(k.Consequent)
		}
	case *ast.TryStatement:
		c.inside(s.Body)
		if s.Catch != nil {
			c.inside(s.Catch.Body)
		}
		if s.Finally != nil {
			c.inside(s.Finally)
		}
	}
}

// one goes through what stands where one statement must.
func (c catchVariable) one(s ast.Statement) ast.Statement {
	if v, ok := s.(*ast.VariableStatement); ok {
		if parts := c.split(v); parts != nil {
			return &ast.BlockStatement{LeftBrace: v.Var, List: parts, RightBrace: v.Var}
		}
		return s
	}
	if s != nil {
		c.inside(s)
	}
	return s
}
