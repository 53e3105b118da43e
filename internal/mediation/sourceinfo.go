package mediation

// SourceInfo describes where records come from: a source of data/sources.yaml,
// or one that its import declared.
type SourceInfo struct {
	Name    string `json:"name"`
	Licence string `json:"licence"`
	URL     string `json:"url,omitempty"`
}
