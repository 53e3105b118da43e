package site

import "escale/internal/language"

// departement says where the map is about: "dans la Manche".
func (s *Site) departement(l *language.Language) string {
	if !l.Foreign() {
		return s.opts.Departement.In
	}
	return l.SayOf("département", "dans le département %s", s.opts.Departement.Name)
}
