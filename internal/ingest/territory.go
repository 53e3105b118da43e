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
	return readFiles(departement, filepath.Join(l.Decoupage, "communes.json"), filepath.Join(l.Decoupage, "epci.json"),
		filepath.Join(folder, "mouvements-communes.csv"), contours[0])
}

func (l *Loader) askTerritory(ctx context.Context, departement string) (mediation.Territory, []formats.Problem, error) {
	if l.TerritoryURL == "" {
		return mediation.Territory{}, nil, errors.New("aucune adresse où les demander")
	}
	content, err := l.Fetcher.Read(ctx, fmt.Sprintf(l.TerritoryURL, departement))
	if err != nil {
		return mediation.Territory{}, nil, err
	}
	return formats.ReadTerritoryAPI(departement, bytes.NewReader(content))
}

func readFiles(departement string, paths ...string) (mediation.Territory, []formats.Problem, error) {
	readers := make([]io.Reader, len(paths))
	for i, path := range paths {
		content, err := os.ReadFile(path)
		if err != nil {
			return mediation.Territory{}, nil, err
		}
		readers[i] = bytes.NewReader(content)
	}
	return formats.ReadTerritory(departement, formats.TerritoryFiles{
		Communes: readers[0], EPCI: readers[1], Movements: readers[2], Contours: readers[3],
	})
}

func (l *Loader) exampleTerritory(departement string) (mediation.Territory, []formats.Problem, error) {
	file, err := l.Embedded.Open(exampleCommunes)
	if err != nil {
		return mediation.Territory{}, nil, err
	}
	defer file.Close()
	return formats.ReadTerritoryCSV(departement, file)
}

func (im *Importer) territory(ctx context.Context, departement string) (mediation.Territory, error) {
	territory, err := im.Store.Territory(ctx, departement)
	if err == nil && len(territory.Communes) == 0 {
		err = &mediation.Error{Kind: mediation.Invalid, Parameter: "departement",
			Sentence: "Les communes du département " + departement + " ne sont pas chargées : commencez par « escale territory »."}
	}
	return territory, err
}
