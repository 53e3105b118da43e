// Package proc measures what processes of this machine use: processor time and
// memory. It reads Linux's clocks and /proc.
package proc

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"
	"unsafe"
)

// CPU is the processor time, user and system, that all threads of a process
// have used, to the nanosecond: /proc/PID/stat only counts hundredths.
func CPU(pid int) (time.Duration, error) {
	// The clock of another process, as clock_getcpuclockid(3) names it.
	const scheduled = 2
	clock := uintptr(^pid<<3 | scheduled)
	var now syscall.Timespec
	if _, _, errno := syscall.Syscall(syscall.SYS_CLOCK_GETTIME, clock, uintptr(unsafe.Pointer(&now)), 0); errno != 0 {
		return 0, fmt.Errorf("processor time of %d: %w", pid, errno)
	}
	return time.Duration(now.Nano()), nil
}

// tick is the unit of /proc/PID/stat (USER_HZ, the same on every Linux).
const tick = 10 * time.Millisecond

// FamilyCPU is that of a process and its children, those that ended included.
func FamilyCPU(pid int) (time.Duration, error) {
	total, err := CPU(pid)
	if err != nil {
		return 0, err
	}
	own, err := readStat(pid)
	if err != nil {
		return 0, err
	}
	total += own.reaped
	children, err := children(pid)
	for _, child := range children {
		if used, err := CPU(child); err == nil { // one that has just ended counts at the next reading
			total += used
		}
	}
	return total, err
}

func children(pid int) (list []int, err error) {
	folders, err := filepath.Glob("/proc/[0-9]*")
	for _, folder := range folders {
		id, _ := strconv.Atoi(filepath.Base(folder))
		if s, err := readStat(id); err == nil && s.parent == pid {
			list = append(list, id)
		}
	}
	return list, err
}

type stat struct {
	parent int
	// reaped is what the children used that ended.
	reaped time.Duration
}

// readStat reads /proc/PID/stat, see proc_pid_stat(5). The name, in
// parentheses, may hold anything.
func readStat(pid int) (s stat, err error) {
	content, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return s, err
	}
	fields := strings.Fields(string(content[bytes.LastIndexByte(content, ')')+1:]))
	if len(fields) < 15 {
		return s, errors.New("short stat")
	}
	number := func(i int) int { n, _ := strconv.Atoi(fields[i-3]); return n }
	return stat{parent: number(4), reaped: time.Duration(number(16)+number(17)) * tick}, nil
}

// Memory of a process, in bytes.
type Memory struct {
	// Proportional counts each shared page by its share (PSS), Resident whole.
	Proportional, Resident int64
}

// MemoryOf reads /proc/PID/smaps_rollup.
func MemoryOf(pid int) (m Memory, err error) {
	content, err := os.ReadFile(fmt.Sprintf("/proc/%d/smaps_rollup", pid))
	if err != nil {
		return m, err
	}
	for lines := bufio.NewScanner(bytes.NewReader(content)); lines.Scan(); {
		name, rest, _ := strings.Cut(lines.Text(), ":")
		number, _, _ := strings.Cut(strings.TrimSpace(rest), " ")
		kilobytes, _ := strconv.ParseInt(number, 10, 64)
		switch name {
		case "Pss":
			m.Proportional = kilobytes << 10
		case "Rss":
			m.Resident = kilobytes << 10
		}
	}
	if m.Proportional == 0 {
		err = errors.New("smaps_rollup has no Pss")
	}
	return m, err
}
