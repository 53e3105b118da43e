//go:build !faults && !drills

package main

import (
	"testing"

	"escale/internal/postgres/pgtest"
)

func TestMain(m *testing.M) { pgtest.Main(m) }
