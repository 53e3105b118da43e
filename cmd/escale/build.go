package main

import (
	"context"
	"crypto/sha256"
	"fmt"
	"io"
	"os"
	"runtime/debug"
	"strings"

	"github.com/spf13/pflag"
)

// version is that of the program, as CHANGELOG.md and the packages have it.
const version = "0.2.0"

// prepareVersion tells what to write in a report of a fault: the revision of
// the code, and which program was built from it.
func prepareVersion(p *program, _ *pflag.FlagSet) action {
	return func(_ context.Context, args []string) error {
		if err := noArguments(args); err != nil {
			return err
		}
		tag, err := buildTag()
		if err != nil {
			return err
		}
		info, _ := debug.ReadBuildInfo() // nil when the program was built without modules
		_, err = fmt.Fprintf(p.out, "escale %s (%s), programme %s\n", version, revisionText(info), tag)
		return err
	}
}

// revisionText is "0fec0b5 du 2026-11-29", as Go recorded it in the program.
func revisionText(info *debug.BuildInfo) string {
	if info == nil {
		return "sans révision"
	}
	known := map[string]string{}
	for _, s := range info.Settings {
		known[s.Key] = s.Value
	}
	revision := known["vcs.revision"]
	day, _, _ := strings.Cut(known["vcs.time"], "T")
	if revision == "" {
		return "sans révision"
	}
	text := revision[:min(7, len(revision))] + " du " + day
	if known["vcs.modified"] == "true" {
		text += ", modifiée depuis"
	}
	return text
}

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
