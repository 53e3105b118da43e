package ingest

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"escale/internal/formats"
	"escale/internal/mediation"
)

// How long a source is left alone that could not be read: the first time, nothing
// of it is on the map yet.
const (
	retryAfter = 6 * time.Hour
	firstRetry = 10 * time.Minute
)

// Refreshed says what became of one source.
type Refreshed struct {
	Source string
	// Sentence says in French why nothing was imported; Report is that of the
	// import otherwise.
	Sentence string
	// Failed is true when the source could not be read: its last edition
	// stays on the map.
	Failed bool
	Report *Report
}

// Refresh reads at their addresses the sources of a département that are due,
// or those named, and imports those that changed. A fault of one leaves its
// records as they are, and does not keep the others from being read.
func (l *Loader) Refresh(ctx context.Context, departement string, named []string, dryRun bool) ([]Refreshed, error) {
	known, err := l.fetches(ctx, departement)
	if err != nil {
		return nil, err
	}
	sources, err := l.toRefresh(departement, named, known)
	if err != nil {
		return nil, err
	}
	var list []Refreshed
	for _, source := range sources {
		one, err := l.refreshSource(ctx, source, departement, known[source.ID], dryRun)
		if err != nil {
			return list, err
		}
		list = append(list, one)
	}
	if slices.ContainsFunc(list, func(r Refreshed) bool { return r.Report != nil && r.Report.Status == mediation.RunApplied }) && !dryRun {
		return list, l.retireExample(ctx, departement)
	}
	return list, nil
}

// isOpen is true for a source that needs no token, or whose token is set.
func (l *Loader) isOpen(s formats.Source) bool {
	return s.Token == "" || l.Fetcher.token(s.URL) != ""
}

// fetches reads when the sources were last read, by their ids.
func (l *Loader) fetches(ctx context.Context, departement string) (known map[string]mediation.Fetch, err error) {
	err = l.Store.InTx(ctx, func(tx Tx) (err error) {
		known, err = tx.Fetches(ctx, departement)
		return err
	})
	return known, err
}

// toRefresh lists the sources that are due, or those named.
func (l *Loader) toRefresh(departement string, named []string, known map[string]mediation.Fetch) (list []formats.Source, err error) {
	for _, name := range named {
		i := slices.IndexFunc(l.Sources, func(s formats.Source) bool { return s.ID == name })
		if i < 0 || l.Sources[i].URL == "" {
			return nil, &mediation.Error{Kind: mediation.NotFound, Parameter: name, Sentence: "Cette source n’est pas connue, ou n’a pas d’adresse en ligne."}
		}
		if source := l.Sources[i]; !l.isOpen(source) {
			return nil, &mediation.Error{Kind: mediation.Forbidden, Parameter: name, Sentence: "Cette source demande un jeton : le réglage " + source.Token + " le dit (docs/reglages.md)."}
		}
	}
	for _, s := range l.Sources {
		s.URL = s.Address(departement)
		switch {
		case s.URL == "" || !concerns(s, departement) || !l.isOpen(s):
		case len(named) > 0 && slices.Contains(named, s.ID), len(named) == 0 && due(s, known[s.ID], l.Now()):
			list = append(list, s)
		}
	}
	return list, nil
}

// due reports whether a source is to be read again: its rhythm says so, and it
// did not fail a moment ago.
func due(s formats.Source, last mediation.Fetch, now time.Time) bool {
	if s.Every == 0 {
		return false
	}
	wait := s.Every
	switch {
	case last.Fault != "" && last.ReadAt.IsZero():
		wait = min(wait, firstRetry)
	case last.Fault != "":
		wait = min(wait, retryAfter)
	}
	return last.TriedAt.IsZero() || last.URL != s.URL || now.Sub(last.TriedAt) >= wait
}

func (l *Loader) refreshSource(ctx context.Context, s formats.Source, departement string, last mediation.Fetch, dryRun bool) (Refreshed, error) {
	out := Refreshed{Source: s.ID}
	s.URL = s.Address(departement)
	next := mediation.Fetch{Source: s.ID, Departement: departement, URL: s.URL, TriedAt: l.Now(), ReadAt: last.ReadAt}
	basis, err := l.basis(ctx, s, departement)
	if err != nil {
		return out, err
	}
	if last.URL == s.URL && last.Basis == basis {
		next.ETag, next.LastModified, next.Basis = last.ETag, last.LastModified, basis
	}
	if err := l.noteAttempt(ctx, last, next, dryRun); err != nil {
		return out, err
	}
	file, err := l.Fetcher.ReadChanged(ctx, s.URL, next.ETag, next.LastModified)
	switch {
	case err == nil && file.Unchanged:
		out.Sentence, next.ReadAt = "n’a pas changé", l.Now()
	case err == nil:
		err = l.importFetched(ctx, s, departement, file, dryRun, &out)
	}
	if ctx.Err() != nil { // the program ends in order: nobody's fault
		return out, errors.Join(ctx.Err(), l.forgetAttempt(context.WithoutCancel(ctx), last, dryRun))
	}
	fault, isFault := errors.AsType[*mediation.Error](err)
	switch {
	case isFault:
		out.Failed, out.Sentence = true, fault.Sentence+" Ses lieux restent comme ils sont."
		next.Fault = cmp.Or(fault.Sentence, "faute")
	case err != nil:
		return out, err
	case !file.Unchanged:
		next.ETag, next.LastModified, next.Basis, next.ReadAt = file.ETag, file.LastModified, basis, l.Now()
	}
	if dryRun {
		return out, nil
	}
	return out, l.Store.InTx(ctx, func(tx Tx) error { return tx.SaveFetch(ctx, next) })
}

// interrupted is the fault of a source while it is read: it stays when the
// program ends meanwhile, maybe because of what the source says.
const interrupted = "La lecture s’est interrompue."

// noteAttempt notes that a source is about to be read, so that a program that
// this ends does not start again with the same.
func (l *Loader) noteAttempt(ctx context.Context, last, next mediation.Fetch, dryRun bool) error {
	if dryRun {
		return nil
	}
	next.ETag, next.LastModified, next.Basis, next.Fault = last.ETag, last.LastModified, last.Basis, interrupted
	return l.Store.InTx(ctx, func(tx Tx) error { return tx.SaveFetch(ctx, next) })
}

// forgetAttempt puts back what was known before an attempt that was stopped.
func (l *Loader) forgetAttempt(ctx context.Context, last mediation.Fetch, dryRun bool) error {
	if dryRun || last.Source == "" {
		return nil
	}
	return l.Store.InTx(ctx, func(tx Tx) error { return tx.SaveFetch(ctx, last) })
}

// basis covers what the import of a source depends on beside its file.
func (l *Loader) basis(ctx context.Context, s formats.Source, departement string) (string, error) {
	territory, err := l.territory(ctx, departement)
	if err != nil {
		return "", err
	}
	return l.fingerprint(Request{Source: s.ID, Format: s.Format}, territory, nil)
}

func (l *Loader) importFetched(ctx context.Context, s formats.Source, departement string, file Fetched, dryRun bool, out *Refreshed) error {
	if isPage(file.Content) {
		return &mediation.Error{Kind: mediation.Invalid, Parameter: s.URL, Sentence: "Cette adresse répond par une page web au lieu d’un fichier."}
	}
	report, err := l.Import(ctx, Request{
		Source: s.ID, Format: s.Format, Departement: departement, Origin: s.URL, Content: file.Content, Date: file.Date(), DryRun: dryRun,
	})
	out.Report = &report
	return err
}

// isPage is true for HTML, which some hosts answer in place of what they lost.
func isPage(content []byte) bool {
	start := strings.ToLower(string(bytes.TrimLeft(content[:min(len(content), 512)], "\ufeff \t\r\n")))
	return strings.HasPrefix(start, "<!doctype html") || strings.HasPrefix(start, "<html")
}
