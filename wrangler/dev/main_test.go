package dev_test

import (
	"testing"

	"paddock/jsruntime/leaktest"
)

func TestMain(m *testing.M) { leaktest.Main(m) }
