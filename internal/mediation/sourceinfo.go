package mediation

// SourceInfo describes a source that data/sources.yaml does not list, as its
// import told it.
type SourceInfo struct {
	Name    string `json:"name"`
	Licence string `json:"licence"`
	URL     string `json:"url,omitempty"`
}
