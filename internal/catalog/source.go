package catalog

// SourceOf describes a source by its id: one that the program knows, or else
// as its import declared it.
func SourceOf[T ~struct{ Name, Licence, URL string }](s *Snapshot, known map[string]T, id string) T {
	if source, ok := known[id]; ok {
		return source
	}
	d := s.Declared[id]
	return T{Name: d.Name, Licence: d.Licence, URL: d.URL}
}
