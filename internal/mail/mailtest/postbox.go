package mailtest

import (
	"context"
	"sync"

	"escale/internal/mediation"
)

// Postbox keeps the letters that were sent, or fails with Fail. It is safe for
// concurrent use while nobody sets its fields.
type Postbox struct {
	mu   sync.Mutex
	Got  []mediation.Letter
	Fail error
}

// Send keeps a letter, unless it fails.
func (p *Postbox) Send(_ context.Context, l mediation.Letter) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.Fail == nil {
		p.Got = append(p.Got, l)
	}
	return p.Fail
}
