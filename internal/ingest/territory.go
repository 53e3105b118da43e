package ingest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"

	"escale/internal/formats"
	"escale/internal/mediation"
)

// LoadTerritories loads the communes of départements: from the mirror, or else
// from the public API, or else those already stored, or those of the example.
func (l *Loader) LoadTerritories(ctx context.Context, departements ...string) error {
	lists := sync.OnceValues(l.readOfficial)
	for _, departement := range departements {
		if err := l.loadTerritory(ctx, departement, lists); err != nil {
			return err
		}
	}
	return nil
}

// officialLists gives the official lists, which are read when they are first wanted.
type officialLists func() (*formats.Official, error)

func (l *Loader) loadTerritory(ctx context.Context, departement string, lists officialLists) error {
	l.progress("communes du département %s", departement)
	territory, problems, err := l.readTerritory(ctx, departement, lists)
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
		if territory, problems, err = l.exampleTerritory(departement, lists); err != nil {
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

func (l *Loader) readTerritory(ctx context.Context, departement string, lists officialLists) (none mediation.Territory, _ []formats.Problem, err error) {
	if l.Mirror == "" {
		return l.askTerritory(ctx, departement, lists)
	}
	if _, err := os.Stat(l.movements()); err != nil {
		return none, nil, err
	}
	folder := filepath.Join(l.Mirror, "territory")
	paths, _ := filepath.Glob(filepath.Join(folder, "communes-"+departement+"-*.geojson"))
	if len(paths) == 0 {
		return none, nil, fmt.Errorf("%s ne contient pas les contours du département %s", folder, departement)
	}
	official, err := lists()
	if err != nil {
		return none, nil, err
	}
	contours, err := os.Open(paths[0])
	if err != nil {
		return none, nil, err
	}
	defer contours.Close()
	return official.Territory(departement, contours)
}

// movements is the path of INSEE's list of the movements of communes.
func (l *Loader) movements() string {
	return filepath.Join(l.Mirror, "territory", "mouvements-communes.csv")
}

func (l *Loader) askTerritory(ctx context.Context, departement string, lists officialLists) (mediation.Territory, []formats.Problem, error) {
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
	return territory, problems, addParts(&territory, lists)
}

// The official lists, as [Loader.Official] knows them.
const (
	officialCommunes = "communes.json"
	officialEPCIs    = "epci.json"
)

// readOfficial reads the official lists, with the movements of communes where the mirror
// has them.
func (l *Loader) readOfficial() (*formats.Official, error) {
	var in formats.TerritoryFiles
	var err error
	if in.Communes, err = l.Official(officialCommunes); err != nil {
		return nil, err
	}
	if in.EPCI, err = l.Official(officialEPCIs); err != nil {
		return nil, err
	}
	if l.Mirror != "" {
		if movements, err := os.Open(l.movements()); err == nil {
			defer movements.Close()
			in.Movements = movements
		}
	}
	return formats.ReadOfficial(in)
}

// addParts names the communes of before where the source of the communes does
// not.
func addParts(t *mediation.Territory, lists officialLists) error {
	official, err := lists()
	if err == nil {
		official.AddParts(t)
	}
	return err
}

func (l *Loader) exampleTerritory(departement string, lists officialLists) (mediation.Territory, []formats.Problem, error) {
	file, err := l.Embedded.Open(exampleCommunes)
	if err != nil {
		return mediation.Territory{}, nil, err
	}
	defer file.Close()
	territory, problems, err := formats.ReadTerritoryCSV(departement, file)
	if err != nil {
		return territory, problems, err
	}
	return territory, problems, addParts(&territory, lists)
}

func (im *Importer) territory(ctx context.Context, departement string) (mediation.Territory, error) {
	territory, err := im.Store.Territory(ctx, departement)
	if err == nil && len(territory.Communes) == 0 {
		err = &mediation.Error{Kind: mediation.Invalid, Parameter: "departement",
			Sentence: "Les communes du département " + departement + " ne sont pas chargées : commencez par « escale territory »."}
	}
	return territory, err
}
