package store

import (
	"context"
	"errors"
	"path/filepath"
	"testing"
	"time"
)

const endless = "WITH RECURSIVE t(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM t) SELECT count(*) FROM t"

func TestConn_Interruptible(t *testing.T) {
	t.Parallel()
	conn, err := OpenConn(filepath.Join(t.TempDir(), "x.sqlite"))
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	for range 2 { // the connection goes on
		ctx, cancel := context.WithTimeout(t.Context(), 10*time.Millisecond)
		forget := conn.Interruptible(ctx)
		var refused *SQLError
		if _, err := conn.QueryRow(endless); !errors.As(err, &refused) || refused.Code != "SQLITE_INTERRUPT" {
			t.Errorf("what never ends: %v", err)
		}
		cancel()
		forget()
		forget = conn.Interruptible(t.Context())
		if row, err := conn.QueryRow("SELECT 1"); err != nil || len(row) != 1 {
			t.Errorf("afterwards: %v, %v", row, err)
		}
		forget()
	}
}
