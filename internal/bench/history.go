package main

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"time"
)

// recordLine prints the line of this run, and adds it to the history when one
// was asked for.
func (b *bench) recordLine() error {
	about := "all"
	if b.quick {
		about = "quick"
	}
	text := fmt.Sprintf("- %s, %s, %d cores, %s, %d of %d kept: %s.\n", time.Now().Format(time.DateOnly), commit(), runtime.NumCPU(), about,
		b.table.lines-len(b.table.missed), b.table.lines, strings.Join(b.table.history, "; "))
	fmt.Print(text)
	if b.record == "" {
		return nil
	}
	file, err := os.OpenFile(b.record, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o644)
	if err != nil {
		return err
	}
	_, err = file.WriteString(text)
	return errors.Join(err, file.Close())
}

// commit names the state of the program, "unknown" outside a repository.
func commit() string {
	name, err := exec.Command("git", "describe", "--always", "--dirty").Output()
	if err != nil {
		return "unknown"
	}
	return strings.TrimSpace(string(name))
}
