// Package rewrite rewrites HTML as it streams by. It knows no JavaScript: handlers are functions
// of Go that are called one after the other, and may block.
//
// The ideas to hold:
//
//   - The tokenizer has the states of the HTML Standard's and gives ranges of the input. What no
//     handler changed leaves as the bytes that came; nothing is parsed twice or put together again.
//   - There is no tree. A stack of the open elements, as the tags tell, is all that selectors see:
//     an element ends with its own end tag or with that of an element around it.
//   - Which tags switch to raw text, and which elements are of SVG or MathML, is decided by a small
//     stand-in for the tree construction ([Rewriter] refuses the few documents in which that could
//     be wrong).
//
// The model is lol-html, https://github.com/cloudflare/lol-html, the platform's rewriter: the same
// chunks of text, the same words of errors, the same limits.
package rewrite
