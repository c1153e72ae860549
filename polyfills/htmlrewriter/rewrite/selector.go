package rewrite

import (
	"bytes"
	"slices"
)

// Selector is a parsed list of CSS selectors. It is immutable.
type Selector struct{ list []complexSelector }

// complexSelector is compound selectors with what is between them, from left to right.
type complexSelector struct {
	compounds []compound
	children  []bool // whether compound i+1 is to be a child of compound i, else a descendant
}

// compound is conditions that all hold.
type compound []condition

// condition is a simple selector. That a :not() of several conditions demands the contrary of each
// of them, where CSS demands it of one, is the platform's way.
type condition struct {
	test   test
	negate bool
	name   string // of an element or attribute, a class, an ID
	value  string
	fold   caseRule
	nth    nth
}

type test uint8

const (
	testAny test = iota
	testNone
	testElement
	testID
	testClass
	testExists
	testEqual
	testWord   // ~=
	testDash   // |=
	testPrefix // ^=
	testSuffix // $=
	testPart   // *=
	testNthChild
	testNthOfType
)

// caseRule is how values of attributes are compared.
type caseRule uint8

const (
	exact      caseRule = iota
	ignoreCase          // flag i
	htmlIgnore          // attributes that HTML compares so, in its own elements
)

// nth is An+B.
type nth struct{ step, offset int }

// has reports whether the index, from 1, is one of An+B.
func (n nth) has(index int) bool {
	d := index - n.offset
	if n.step == 0 {
		return d == 0
	}
	return d%n.step == 0 && d/n.step >= 0
}

// subject is the element that selectors are asked about.
type subject struct {
	name       string
	space      namespace
	attribute  func(name string) ([]byte, bool) // by its name in lower case
	index      int                              // among the children of its parent, from 1
	indexTyped int                              // among those of its name
}

func (c compound) matches(s *subject) bool {
	for i := range c {
		if c[i].holds(s) == c[i].negate {
			return false
		}
	}
	return true
}

func (c *condition) holds(s *subject) bool {
	switch c.test {
	case testAny:
		return true
	case testNone:
		return false
	case testElement:
		return c.name == s.name
	case testNthChild:
		return c.nth.has(s.index)
	case testNthOfType:
		return c.nth.has(s.indexTyped)
	case testID:
		v, ok := s.attribute("id")
		return ok && string(v) == c.name
	case testClass:
		v, ok := s.attribute("class")
		return ok && hasWord(v, c.name, exact)
	}
	v, ok := s.attribute(c.name)
	if !ok {
		return false
	}
	rule := c.fold
	if rule == htmlIgnore {
		rule = exact
		if s.space == htmlNamespace {
			rule = ignoreCase
		}
	}
	return c.compare(v, rule)
}

// compare tests the value of an attribute.
func (c *condition) compare(v []byte, rule caseRule) bool {
	n := len(c.value)
	switch c.test {
	case testEqual:
		return same(v, c.value, rule)
	case testWord:
		return n > 0 && hasWord(v, c.value, rule)
	case testDash:
		return same(v, c.value, rule) || len(v) > n && v[n] == '-' && same(v[:n], c.value, rule)
	case testPrefix:
		return n > 0 && len(v) >= n && same(v[:n], c.value, rule)
	case testSuffix:
		return n > 0 && len(v) >= n && same(v[len(v)-n:], c.value, rule)
	case testPart:
		if rule == ignoreCase {
			return n > 0 && bytes.Contains(lower(v), lower([]byte(c.value)))
		}
		return n > 0 && bytes.Contains(v, []byte(c.value))
	}
	return true // testExists
}

// same compares, without regard to the case of ASCII letters when rule says so.
func same(v []byte, want string, rule caseRule) bool {
	if rule == exact {
		return string(v) == want
	}
	return len(v) == len(want) && bytes.Equal(lower(v), lower([]byte(want)))
}

// hasWord reports whether one of the words between white space is want.
func hasWord(v []byte, want string, rule caseRule) bool {
	for {
		i := slices.IndexFunc(v, isSpace)
		if i < 0 {
			return same(v, want, rule)
		}
		if same(v[:i], want, rule) {
			return true
		}
		v = v[i+1:]
	}
}

// usesTypes reports whether elements must be counted by name.
func (s *Selector) usesTypes() bool {
	return slices.ContainsFunc(s.list, func(c complexSelector) bool {
		return slices.ContainsFunc(c.compounds, func(c compound) bool {
			return slices.ContainsFunc(c, func(c condition) bool { return c.test == testNthOfType })
		})
	})
}
