package site

import (
	"escale/internal/language"
	"escale/internal/mediation"
	"escale/internal/pages"
)

// RequestMap draws the whole map with numbered points: where communes ask for the van.
func (s *Site) RequestMap(points []pages.MapPoint) (*pages.SmallMap, error) {
	snapshot, err := s.data.Current()
	if err != nil {
		return nil, err
	}
	ground, err := s.grounds.Of(snapshot)
	if err != nil {
		return nil, err
	}
	communes := make([]*mediation.Commune, len(snapshot.Territory.Communes))
	for i := range communes {
		communes[i] = &snapshot.Territory.Communes[i]
	}
	m := ground.NewPointsMap(language.French.Say("Plan : %s", s.opts.Shell.Departement.Name), communes, points)
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
