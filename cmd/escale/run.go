package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"time"

	"escale/internal/config"
	"escale/internal/hours"
	"escale/internal/mediation"
)

// run reads the settings and runs one command. It returns what went wrong, in
// words for the person at the terminal.
func run(ctx context.Context, args, environ []string, out io.Writer) error {
	settings, err := config.Read(environ)
	if err != nil {
		return fmt.Errorf("réglages refusés :\n%w", err)
	}
	level := slog.LevelInfo
	if settings.Debug {
		level = slog.LevelDebug
	}
	slog.SetDefault(slog.New(slog.NewTextHandler(out, &slog.HandlerOptions{Level: level})))
	p := &program{config: settings, out: out}
	clock := settings.Clock()
	p.now = func() time.Time { return clock().In(hours.ZoneOf(p.config.Area.First())) } // which flags may change
	root := p.commandLine()
	root.SetArgs(args)
	return root.ExecuteContext(ctx)
}

// inWords says an error to the person at the terminal: the sentence meant for
// readers, what it is about, and the cause.
func inWords(err error) string {
	fault, ok := errors.AsType[*mediation.Error](err)
	if refusal, sql := errors.AsType[interface {
		error
		SQLState() string
	}](err); !ok && sql {
		slog.Error("the database refused", "error", err, "state", refusal.SQLState())
		return "La base de données a refusé cette demande : rien n’est changé. Le journal dit pourquoi."
	}
	if !ok {
		return err.Error()
	}
	text := fault.Sentence
	if fault.Parameter != "" {
		text += " (" + fault.Parameter + ")"
	}
	if fault.Cause != nil {
		text += " : " + fault.Cause.Error()
	}
	return text
}
