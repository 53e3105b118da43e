package catalog

import (
	"crypto/sha256"
	"fmt"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"escale/internal/mediation"
)

// version names the content, whenever and in whatever order it was read.
func (s *Snapshot) version() (string, error) {
	content := s.Data
	content.Changed, content.Read = time.Time{}, time.Time{}
	sum := sha256.New()
	if err := json.MarshalWrite(sum, content, json.Deterministic(true), sharedClaims()); err != nil {
		return "", err
	}
	return fmt.Sprintf("%d-%x", s.Revision, sum.Sum(nil)[:4]), nil
}

// sharedClaims writes the needs of an offer as they are, once for all offers
// that share the list: they are most of the content.
func sharedClaims() json.Options {
	written := map[*mediation.Claim]jsontext.Value{}
	return json.WithMarshalers(json.MarshalToFunc(func(e *jsontext.Encoder, claims []mediation.Claim) error {
		if len(claims) == 0 {
			return e.WriteToken(jsontext.Null)
		}
		text := written[&claims[0]]
		if text == nil {
			var err error
			if text, err = json.Marshal(claims); err != nil {
				return err
			}
			written[&claims[0]] = text
		}
		return e.WriteValue(text)
	}))
}
