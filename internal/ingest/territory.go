package ingest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"escale/internal/formats"
	"escale/internal/mediation"
)

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
// not.
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

func (im *Importer) territory(ctx context.Context, departement string) (mediation.Territory, error) {
	territory, err := im.Store.Territory(ctx, departement)
	if err == nil && len(territory.Communes) == 0 {
		err = &mediation.Error{Kind: mediation.Invalid, Parameter: "departement",
			Sentence: "Les communes du département " + departement + " ne sont pas chargées : commencez par « escale territory »."}
	}
	return territory, err
}
