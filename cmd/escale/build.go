package main

import (
	"crypto/sha256"
	"fmt"
	"io"
	"os"
	"strings"
)

func noArguments(args []string) error {
	if len(args) > 0 {
		return fmt.Errorf("« %s » est de trop", args[0])
	}
	return nil
}

func join(list []string) string { return strings.Join(list, ", ") }

func hasHTTPS(address string) bool { return strings.HasPrefix(address, "https://") }

// buildTag names this very program by a hash of its file.
func buildTag() (string, error) {
	path, err := os.Executable()
	if err != nil {
		return "", err
	}
	file, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer file.Close()
	sum := sha256.New()
	if _, err := io.Copy(sum, file); err != nil {
		return "", err
	}
	return fmt.Sprintf("%x", sum.Sum(nil)[:4]), nil
}
