package registry

import (
	"testing"

	"paddock/jsruntime/leaktest"
)

func TestMain(m *testing.M) { leaktest.Main(m) }
