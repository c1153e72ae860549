// Package regex writes regular expressions as the engine takes them, with what the standard has them mean. [Expand] does it for
// one expression:
//
//   - It is checked, and refused in V8's words (syntax.go, syntaxescape.go).
//
//   - What the engine would match otherwise than the standard is left to package matcher, as it is (matched.go, kelvin.go).
//
//   - \p{…}, which the engine takes for the letter p, becomes explicit ranges, the set notation of the flag v plain
//     classes, strings in them alternatives, and modifiers are spelt out (properties.go, emoji.go, unicode.go,
//     setnotation.go, stringset.go, modifiers.go).
//
//   - Classes of surrogates, which the engine confuses, are told apart (surrogates.go), and old escapes and ends of
//     lines spelt as it knows them (oldescapes.go, lines.go).
//
//   - Groups get names that the engine takes (groups.go).
//
// It knows nothing of scripts: package dialect finds the literals in them, polyfills/es what new RegExp is given.
package regex
