package main

import (
	"regexp"
	"runtime/debug"
	"strings"
	"testing"
)

func TestTheVersion(t *testing.T) {
	set := func(pairs ...string) *debug.BuildInfo {
		info := &debug.BuildInfo{}
		for i := 0; i < len(pairs); i += 2 {
			info.Settings = append(info.Settings, debug.BuildSetting{Key: pairs[i], Value: pairs[i+1]})
		}
		return info
	}
	for want, info := range map[string]*debug.BuildInfo{
		"0fec0b5 du 2026-11-29":                  set("vcs.revision", "0fec0b57a11", "vcs.time", "2026-11-29T02:07:04Z", "vcs.modified", "false"),
		"0fec0b5 du 2026-11-29, modifiée depuis": set("vcs.revision", "0fec0b57a11", "vcs.time", "2026-11-29T02:07:04Z", "vcs.modified", "true"),
		"sans révision":                          set("GOOS", "linux"),
	} {
		if got := revisionText(info); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
	if revisionText(nil) != "sans révision" {
		t.Error("a program without any record names a revision")
	}
	var out strings.Builder
	if err := run(t.Context(), []string{"version"}, nil, &out); err != nil || !regexp.MustCompile(`^escale .+, programme [0-9a-f]{8}\n$`).MatchString(out.String()) {
		t.Errorf("%q, %v", out.String(), err)
	}
}
