package web

import (
	"escale/internal/mediation"
)

// heavyAtOnce is how many answers that take long to write are written at once,
// whoever asks for them: the others' pages must not wait.
const heavyAtOnce = 2

// Heavy is where such answers are written.
type Heavy struct{ places chan struct{} }

// NewHeavy returns one with all its places free. The audiences share it.
func NewHeavy() *Heavy { return &Heavy{make(chan struct{}, heavyAtOnce)} }

// Write writes an answer, unless as many as may be are written now.
func (h *Heavy) Write(write func() ([]byte, error)) ([]byte, error) {
	select {
	case h.places <- struct{}{}:
	default:
		return nil, &mediation.Error{Kind: mediation.Unavailable,
			Sentence: "Plusieurs fichiers se préparent déjà. Réessayez dans quelques secondes."}
	}
	defer func() { <-h.places }()
	return write()
}
