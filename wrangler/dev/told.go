package dev

import (
	"context"
	"log/slog"

	"paddock/wrangler/message"
)

// told shows the user what kinds of bindings have to say, and leaves errors, which are about the
// emulator itself, to the session's log.
type told struct {
	slog.Handler
	console Console
}

// Enabled implements slog.Handler.
func (t told) Enabled(ctx context.Context, level slog.Level) bool {
	return level == slog.LevelInfo || level == slog.LevelWarn || t.Handler.Enabled(ctx, level)
}

// Handle implements slog.Handler.
func (t told) Handle(ctx context.Context, r slog.Record) error {
	switch r.Level {
	case slog.LevelInfo:
		t.console.Status(r.Message)
	case slog.LevelWarn:
		t.console.Message(message.Message{Kind: message.Warning, Text: r.Message})
	}
	if t.Handler.Enabled(ctx, r.Level) {
		return t.Handler.Handle(ctx, r)
	}
	return nil
}
