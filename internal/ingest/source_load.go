package ingest

import (
	"context"
	"io"
	"io/fs"
	"path/filepath"
	"slices"

	"escale/internal/formats"
)

// Loader loads everything that concerns a département: its territory, then
// each of its sources.
type Loader struct {
	Importer
	Sources []formats.Source
	// Mirror is a folder of source files, "" for none: sources are then read
	// at their addresses.
	Mirror string
	// Official opens the official lists that the program carries.
	Official func(name string) (io.Reader, error)
	// TerritoryURL is where communes are downloaded without a mirror, with %s
	// for the département: [TerritoryAPI], or "" for nowhere.
	TerritoryURL string
	// Embedded holds the files that the program carries: the example set.
	Embedded fs.FS
	Fetcher  Fetcher
}

// The example set, shown when nothing real can be had.
const (
	exampleSource   = "exemple"
	exampleCommunes = "exemple/communes.csv"
)

// TerritoryAPI answers with the communes of a département; see
// https://geo.api.gouv.fr. It could not be verified from where this was
// written.
const TerritoryAPI = "https://geo.api.gouv.fr/departements/%s/communes?fields=nom,code,codesPostaux,centre,contour,population,codeEpci&format=geojson&geometry=contour"

// Load loads a département and reports on each source. A source that cannot
// be reached leaves its records as they are. When no source was ever loaded,
// the example set is.
func (l *Loader) Load(ctx context.Context, departement string) ([]Report, error) {
	if err := l.LoadTerritories(ctx, departement); err != nil {
		return nil, err
	}
	var reports []Report
	for _, source := range l.Sources {
		if !source.Example && concerns(source, departement) {
			report, loaded, err := l.loadSource(ctx, source, departement)
			if err != nil {
				return reports, err
			}
			if loaded {
				reports = append(reports, report)
			}
		}
	}
	if len(reports) > 0 {
		return reports, l.retireExample(ctx, departement)
	}
	return l.loadExample(ctx, departement)
}

// LoadEach loads several départements: their communes, then each source, whose file
// is read once for all of them that it concerns.
func (l *Loader) LoadEach(ctx context.Context, departements []string) (outcomes []Outcome, err error) {
	if len(departements) == 1 {
		reports, err := l.Load(ctx, departements[0])
		return outcomesOf(reports), err
	}
	if err := l.LoadTerritories(ctx, departements...); err != nil {
		return nil, err
	}
	l = l.Round()
	for _, source := range l.Sources {
		list := slices.DeleteFunc(slices.Clone(departements), func(d string) bool { return source.Example || !concerns(source, d) })
		found, err := l.loadForEach(ctx, source, list)
		if err != nil {
			return outcomes, err
		}
		outcomes = append(outcomes, found...)
	}
	for _, departement := range departements {
		if len(outcomes) == 0 {
			break
		}
		if err := l.retireExample(ctx, departement); err != nil {
			return outcomes, err
		}
	}
	return outcomes, nil
}

// Round returns a loader that downloads each file once: see [Fetcher.Round].
func (l *Loader) Round() *Loader {
	one := *l
	one.Fetcher = l.Fetcher.Round()
	return &one
}

func outcomesOf(reports []Report) (list []Outcome) {
	for _, r := range reports {
		list = append(list, Outcome{[]Report{r}, Total{r.Read, r.Kept(), r.SetAside, r.Superseded, r.Elsewhere}})
	}
	return list
}

// loadForEach reads a source for several départements: its file once, or its address
// for each, as the refresh does.
func (l *Loader) loadForEach(ctx context.Context, source formats.Source, departements []string) (outcomes []Outcome, err error) {
	if len(departements) == 0 {
		return nil, nil
	}
	if l.Mirror == "" || source.Mirror == "" {
		for _, departement := range departements {
			report, loaded, err := l.loadSource(ctx, source, departement)
			if err != nil {
				return outcomes, err
			}
			if loaded {
				outcomes = append(outcomes, outcomesOf([]Report{report})...)
			}
		}
		return outcomes, nil
	}
	req, err := l.Open(ctx, Request{Source: source.ID, Format: source.Format, Origin: filepath.Join(l.Mirror, source.Mirror)})
	if err != nil {
		l.progress("%s : %v ; ses lieux restent comme ils sont", source.ID, err)
		return nil, nil
	}
	outcome, err := l.ImportEach(ctx, req, departements)
	return []Outcome{outcome}, err
}

func concerns(source formats.Source, departement string) bool {
	return len(source.Departements) == 0 || slices.Contains(source.Departements, departement)
}

// loadSource reads a source from the mirror, or else from its address.
func (l *Loader) loadSource(ctx context.Context, source formats.Source, departement string) (report Report, loaded bool, err error) {
	origin := source.URL
	switch {
	case l.Mirror != "" && source.Mirror != "":
		origin = filepath.Join(l.Mirror, source.Mirror)
	case l.Mirror != "", origin == "", !l.isOpen(source):
		return report, false, nil // a mirror stands for the whole outside
	case isAddress(origin):
		return l.download(ctx, source, departement)
	}
	req, err := l.Open(ctx, Request{Source: source.ID, Format: source.Format, Departement: departement, Origin: origin})
	if err != nil {
		l.progress("%s : %v ; ses lieux restent comme ils sont", source.ID, err)
		return report, false, nil
	}
	report, err = l.Import(ctx, req)
	return report, err == nil, err
}

// download reads a source at its address whether it is due or not, and notes
// that it was read, so that the refresh that follows leaves it alone.
func (l *Loader) download(ctx context.Context, source formats.Source, departement string) (report Report, loaded bool, err error) {
	last, err := l.fetches(ctx, departement)
	if err != nil {
		return report, false, err
	}
	known := last[source.ID]
	if known.Fault == interrupted && known.URL == source.Address(departement) && l.Now().Sub(known.TriedAt) < retryAfter {
		l.progress("%s : sa lecture s’est interrompue à %s, nouvel essai plus tard ; ses lieux restent comme ils sont", source.ID, known.TriedAt.Format("15:04"))
		return report, false, nil
	}
	known.Basis = "" // the whole file: the report counts what it holds
	out, err := l.refreshSource(ctx, source, departement, known, false)
	if err != nil || out.Failed {
		l.progress("%s : %s", source.ID, out.Sentence)
		return report, false, err
	}
	return *out.Report, true, nil
}
