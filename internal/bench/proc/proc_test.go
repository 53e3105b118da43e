package proc_test

import (
	"os"
	"testing"
	"time"

	"escale/internal/bench/proc"
)

func TestCPUGrowsWithWork(t *testing.T) {
	before, err := proc.CPU(os.Getpid())
	if err != nil {
		t.Fatal(err)
	}
	for start := time.Now(); time.Since(start) < 20*time.Millisecond; {
	}
	after, err := proc.CPU(os.Getpid())
	if err != nil || after <= before {
		t.Fatalf("from %v to %v, %v", before, after, err)
	}
	if family, err := proc.FamilyCPU(os.Getpid()); err != nil || family < after {
		t.Fatalf("family %v, self %v, %v", family, after, err)
	}
	if _, err := proc.CPU(1 << 22); err == nil {
		t.Fatal("a process that is not there has a clock")
	}
}

func TestMemory(t *testing.T) {
	m, err := proc.MemoryOf(os.Getpid())
	if err != nil || m.Proportional <= 0 || m.Resident < m.Proportional {
		t.Fatalf("%+v, %v", m, err)
	}
}
