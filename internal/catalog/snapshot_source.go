package catalog

import "escale/internal/mediation"

// SourceOf describes a source by its id: one that the program knows, or else
// as its import declared it.
func SourceOf(s *Snapshot, known map[string]mediation.SourceInfo, id string) mediation.SourceInfo {
	if source, ok := known[id]; ok {
		return source
	}
	return s.Declared[id]
}
