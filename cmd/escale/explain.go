package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"

	"escale/internal/formats"
	"escale/internal/ingest"
	"escale/internal/mediation"
)

// readFormat checks how the file is to be read: by a format, or a mapping.
func readFormat(req *ingest.Request, mapping string) error {
	switch {
	case mapping != "" && req.Format != "":
		return errors.New("--format ou --mapping : l'un des deux seulement")
	case mapping == "" && !slices.Contains(formats.Formats, req.Format):
		return errors.New("--format : il faut l'un de " + join(formats.Formats) +
			" ; pour un autre fichier, « escale import --explain FICHIER » propose une correspondance (--mapping)")
	case mapping == "":
		return nil
	}
	content, err := os.ReadFile(mapping)
	if err != nil {
		return fmt.Errorf("--mapping : « %s » ne peut pas être lu", mapping)
	}
	if _, err := formats.ReadMapping(bytes.NewReader(content)); err != nil {
		return fmt.Errorf("--mapping %s : %s", mapping, inWords(err))
	}
	req.Format, req.Mapping = ingest.MappedFormat, string(content)
	return nil
}

// suggestExplain tells what to do about a file that cannot be read as a whole.
func suggestExplain(err error, file string) error {
	fault, ok := errors.AsType[*mediation.Error](err)
	if !ok || fault.Kind != mediation.Invalid || fault.Parameter != "fichier" {
		return err
	}
	return fmt.Errorf("%s\n« escale import --explain %s » dit ce que chaque colonne semble être", inWords(err), file)
}

// explain prints what the columns of a file seem to be, and the mapping that
// this amounts to. The mapping alone can be copied: all else is a comment.
func (p *program) explain(ctx context.Context, file string) error {
	content, err := ingest.Fetcher{}.Read(ctx, file)
	if err != nil {
		return err
	}
	guesses, err := formats.Explain(bytes.NewReader(content))
	if err != nil {
		return err
	}
	p.say("# %s : %d lignes, %d colonnes", file, guesses.Rows, len(guesses.Columns))
	for _, c := range guesses.Columns {
		p.say("#   %s : %s (%d sur %d, par exemple « %s »)", c.Column, seems(c), c.Filled, guesses.Rows, strings.ReplaceAll(c.Sample, "\n", " "))
	}
	p.say("# Correspondance proposée, à relire puis à garder dans un fichier pour --mapping :\n%s", strings.TrimRight(guesses.Mapping(), "\n"))
	return nil
}

func seems(c formats.Guess) string {
	switch {
	case c.Field == "" && c.Reason != "":
		return c.Reason
	case c.Field == "":
		return "non comprise"
	}
	return c.Field + ", " + c.Reason
}
