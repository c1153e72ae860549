package dev

import "net/http"

// bare writes an answer to HEAD: of the body net/http is to see nothing, as it would tell its length.
type bare struct{ http.ResponseWriter }

// Write implements http.ResponseWriter.
func (bare) Write(p []byte) (int, error) { return len(p), nil }

// Unwrap is for http.ResponseController.
func (b bare) Unwrap() http.ResponseWriter { return b.ResponseWriter }
