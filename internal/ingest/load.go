package ingest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"escale/internal/formats"
	"escale/internal/mediation"
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
	// TerritoryURL is where communes are asked for without a mirror, with %s
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
	if err := l.LoadTerritory(ctx, departement); err != nil {
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

func concerns(source formats.Source, departement string) bool {
	return len(source.Departements) == 0 || slices.Contains(source.Departements, departement)
}

// loadSource reads a source from the mirror, or else from its address.
func (l *Loader) loadSource(ctx context.Context, source formats.Source, departement string) (report Report, loaded bool, err error) {
	origin := source.URL
	switch {
	case l.Mirror != "" && source.Mirror != "":
		origin = filepath.Join(l.Mirror, source.Mirror)
	case l.Mirror != "", origin == "":
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
	known.Basis = "" // the whole file: the report counts what it holds
	out, err := l.refreshSource(ctx, source, departement, known, false)
	if err != nil || out.Failed {
		l.progress("%s : %s", source.ID, out.Sentence)
		return report, false, err
	}
	return *out.Report, true, nil
}

// LoadTerritory loads the communes of a département: from the mirror, or else
// from the public API, or else those already stored, or those of the example.
func (l *Loader) LoadTerritory(ctx context.Context, departement string) error {
	l.progress("communes du département %s", departement)
	territory, problems, err := l.readTerritory(ctx, departement)
	if err != nil {
		stored, errStored := l.Store.Territory(ctx, departement)
		if errStored != nil {
			return errStored
		}
		if len(stored.Communes) > 0 {
			l.progress("communes : %v ; celles de la base servent", err)
			return nil
		}
		l.progress("communes : %v ; celles de l'exemple servent", err)
		if territory, problems, err = l.exampleTerritory(departement); err != nil {
			return err
		}
	}
	for _, p := range problems {
		l.progress("communes : ligne %d, %s %s : %s", p.Line, p.Column, p.Value, p.Message)
	}
	if len(territory.Communes) == 0 {
		return &mediation.Error{Kind: mediation.NotFound, Parameter: "departement",
			Sentence: "Aucune commune du département " + departement + " n'est connue : ni dans le miroir, ni en ligne, ni dans l'exemple."}
	}
	changed, err := l.Store.SaveTerritory(ctx, territory)
	if err == nil {
		l.progress("communes : %d, %s", len(territory.Communes), map[bool]string{true: "à jour maintenant", false: "déjà à jour"}[changed])
	}
	return err
}

// Mirrored lists the départements whose contours the mirror has.
func (l *Loader) Mirrored() (codes []string) {
	files, _ := filepath.Glob(filepath.Join(l.Mirror, "territory", "communes-*-*.geojson")) // the pattern is well formed
	for _, file := range files {
		codes = append(codes, strings.Split(filepath.Base(file), "-")[1])
	}
	return codes
}

func (l *Loader) readTerritory(ctx context.Context, departement string) (mediation.Territory, []formats.Problem, error) {
	if l.Mirror == "" {
		return l.askTerritory(ctx, departement)
	}
	folder := filepath.Join(l.Mirror, "territory")
	contours, _ := filepath.Glob(filepath.Join(folder, "communes-"+departement+"-*.geojson"))
	if len(contours) == 0 {
		return mediation.Territory{}, nil, fmt.Errorf("%s ne contient pas les contours du département %s", folder, departement)
	}
	return l.readFiles(departement, filepath.Join(folder, "mouvements-communes.csv"), contours[0])
}

func (l *Loader) askTerritory(ctx context.Context, departement string) (mediation.Territory, []formats.Problem, error) {
	if l.TerritoryURL == "" {
		return mediation.Territory{}, nil, errors.New("aucune adresse où les demander")
	}
	content, err := l.Fetcher.Read(ctx, fmt.Sprintf(l.TerritoryURL, departement))
	if err != nil {
		return mediation.Territory{}, nil, err
	}
	territory, problems, err := formats.ReadTerritoryAPI(departement, bytes.NewReader(content))
	if err != nil {
		return territory, problems, err
	}
	return territory, problems, l.addParts(&territory)
}

// The official lists, as [Loader.Official] knows them.
const (
	officialCommunes = "communes.json"
	officialEPCIs    = "epci.json"
)

func (l *Loader) readFiles(departement, movements, contours string) (none mediation.Territory, _ []formats.Problem, err error) {
	var in formats.TerritoryFiles
	if in.Communes, err = l.Official(officialCommunes); err != nil {
		return none, nil, err
	}
	if in.EPCI, err = l.Official(officialEPCIs); err != nil {
		return none, nil, err
	}
	for path, reader := range map[string]*io.Reader{movements: &in.Movements, contours: &in.Contours} {
		content, err := os.ReadFile(path)
		if err != nil {
			return none, nil, err
		}
		*reader = bytes.NewReader(content)
	}
	return formats.ReadTerritory(departement, in)
}

// addParts names the communes of before where the source of the communes does
// not tell them.
func (l *Loader) addParts(t *mediation.Territory) error {
	official, err := l.Official(officialCommunes)
	if err != nil {
		return err
	}
	return formats.AddParts(t, official)
}

func (l *Loader) exampleTerritory(departement string) (mediation.Territory, []formats.Problem, error) {
	file, err := l.Embedded.Open(exampleCommunes)
	if err != nil {
		return mediation.Territory{}, nil, err
	}
	defer file.Close()
	territory, problems, err := formats.ReadTerritoryCSV(departement, file)
	if err != nil {
		return territory, problems, err
	}
	return territory, problems, l.addParts(&territory)
}

// loadExample shows invented places, unless something real is there already.
func (l *Loader) loadExample(ctx context.Context, departement string) ([]Report, error) {
	real, err := l.everLoaded(ctx, departement)
	if err != nil || real {
		return nil, err
	}
	i := slices.IndexFunc(l.Sources, func(s formats.Source) bool { return s.Example })
	if i < 0 {
		return nil, nil
	}
	content, err := fs.ReadFile(l.Embedded, l.Sources[i].Embedded)
	if err != nil {
		return nil, err
	}
	report, err := l.Import(ctx, Request{
		Source: l.Sources[i].ID, Format: l.Sources[i].Format, Departement: departement,
		Origin: l.Sources[i].Embedded, Content: content, Date: sourceDate(l.Sources[i]),
	})
	return []Report{report}, err
}

func (l *Loader) everLoaded(ctx context.Context, departement string) (loaded bool, err error) {
	err = l.Store.InTx(ctx, func(tx Tx) error {
		for _, source := range l.Sources {
			last, err := tx.LastRun(ctx, source.ID, departement)
			if err != nil {
				return err
			}
			loaded = loaded || last != nil && !source.Example
		}
		return nil
	})
	return loaded, err
}

// retired is the fingerprint of the run that hid the example set.
const retired = "retired"

// retireExample hides the invented places once real ones are there.
func (l *Loader) retireExample(ctx context.Context, departement string) error {
	return l.Store.InTx(ctx, func(tx Tx) error {
		last, err := tx.LastRun(ctx, exampleSource, departement)
		if err != nil || last == nil || last.Fingerprint == retired {
			return err
		}
		held, err := tx.Offers(ctx, exampleSource, departement)
		if err != nil {
			return err
		}
		ids := make([]string, len(held))
		for i, h := range held {
			ids[i] = h.Offer.SourceID
		}
		if _, err := tx.StartRun(ctx, exampleSource, departement, retired, l.Now()); err != nil {
			return err
		}
		now := l.Now()
		if err := tx.MarkLeaving(ctx, exampleSource, ids, now, now); err != nil {
			return err
		}
		return tx.BumpRevision(ctx)
	})
}
