package site

import (
	"encoding/json"
	"log/slog"

	"github.com/labstack/echo/v4"

	"escale/internal/catalog"
	"escale/internal/language"
	"escale/internal/mediation"
	"escale/internal/pages"
)

// ground answers GET /fond/{name}: what the map draws under the places.
func (s *Site) ground(c echo.Context) error {
	snapshot, err := s.data.Current()
	if err != nil {
		return err
	}
	ground, err := s.grounds.Of(snapshot)
	if err != nil {
		return err
	}
	return ground.Serve(c)
}

// Prepare begins to make what the first reader of a snapshot would wait for: the
// ground of the map, which takes seconds for a region.
func (s *Site) Prepare(snapshot *catalog.Snapshot) {
	go func() {
		if _, err := s.grounds.Of(snapshot); err != nil {
			slog.Error("the ground of the map cannot be made", "error", err)
		}
	}()
}

// mapSettings are what every map of ours must know.
func (s *Site) mapSettings(snapshot *catalog.Snapshot) (pages.MapSettings, error) {
	ground, err := s.grounds.Of(snapshot)
	if err != nil {
		return pages.MapSettings{}, err
	}
	d := s.opts.Shell.Departement
	return pages.MapSettings{
		TileURL: s.opts.TileURL, TileAttribution: s.opts.TileAttribution, Ground: ground.Addresses(),
		Departement: pages.MapArea{Code: string(d.Area), Name: d.Name, BBox: boxOf(snapshot.Bounds())},
	}, nil
}

// liveMap is what the client must know to put a map that moves in place of the
// drawn one (frontend/src/smallmap.ts).
type liveMap struct {
	Script string `json:"script"`
	pages.MapSettings
	Place  mapPlace                  `json:"place"`
	Labels map[mediation.Kind]string `json:"labels"`
}

type mapPlace struct {
	ID    string           `json:"id"`
	Name  string           `json:"name"`
	Lat   float64          `json:"lat"`
	Lon   float64          `json:"lon"`
	Kinds []mediation.Kind `json:"kinds"`
}

// aroundPlace is how wide, in metres, the map of a place is.
const aroundPlace = 12_000

// smallMap is the map of what is around a place.
func (s *Site) smallMap(l *language.Language, snapshot *catalog.Snapshot, p mediation.Place) (*pages.SmallMap, error) {
	ground, err := s.grounds.Of(snapshot)
	if err != nil {
		return nil, err
	}
	m := ground.NewPlaceMap(l.Say("Plan : %s", p.Name), p, aroundPlace)
	m.Config, err = s.liveMap(l, snapshot, p)
	return &m, err
}

// liveMap is "" when the map's script is not built.
func (s *Site) liveMap(l *language.Language, snapshot *catalog.Snapshot, p mediation.Place) (string, error) {
	script := s.Path("map.js")
	if script == "" {
		return "", nil
	}
	settings, err := s.mapSettings(snapshot)
	if err != nil {
		return "", err
	}
	m := liveMap{script, settings, mapPlace{p.ID, p.Name, p.Point.Lat(), p.Point.Lon(), p.Kinds()}, map[mediation.Kind]string{}}
	for _, k := range p.Kinds() {
		m.Labels[k] = l.Say(k.Label())
	}
	encoded, err := json.Marshal(m)
	return string(encoded), err
}

// territoryMap is the map of communes, with the places listed.
func (s *Site) territoryMap(l *language.Language, m *catalog.Moment, name string, around catalog.Around) (*pages.SmallMap, error) {
	ground, err := s.grounds.Of(m.Snapshot)
	if err != nil {
		return nil, err
	}
	var places []mediation.Place
	for _, near := range around.Places {
		places = append(places, m.Places[near.Place])
	}
	small := ground.NewTerritoryMap(language.French.Say("Plan : %s", name), around.Communes, places)
	return &small, nil
}
