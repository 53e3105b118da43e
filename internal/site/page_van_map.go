package site

import (
	"slices"

	"escale/internal/language"
	"escale/internal/mediation"
	"escale/internal/pages"
)

// RequestMap draws the communes that ask for the van, with their numbers.
func (s *Site) RequestMap(points []pages.MapPoint) (*pages.SmallMap, error) {
	snapshot, err := s.data.Current()
	if err != nil {
		return nil, err
	}
	ground, err := s.grounds.Of(snapshot)
	if err != nil {
		return nil, err
	}
	var communes []*mediation.Commune
	for i := range snapshot.Territory.Communes {
		c := &snapshot.Territory.Communes[i]
		if slices.ContainsFunc(points, func(p pages.MapPoint) bool { return p.Point == c.Centre }) || len(points) == 0 {
			communes = append(communes, c)
		}
	}
	m := ground.NewPointsMap(language.French.Say("Plan : %s", s.opts.Shell.Departement.Name), communes, points)
	return &m, nil
}

// FillCommune is [FillCommune] on the communes of now.
func (s *Site) FillCommune(form *pages.VanForm) error {
	snapshot, err := s.data.Current()
	if err == nil {
		FillCommune(snapshot, s.opts.Now(), form)
	}
	return err
}
