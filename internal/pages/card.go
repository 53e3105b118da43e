package pages

import (
	"strings"
	"time"

	"escale/internal/catalog"
	"escale/internal/language"
	"escale/internal/mediation"
)

// Card is a place in a list: who helps, how far, when, how surely, and how to
// reach them.
type Card struct {
	CardText
	KindLabels []Choice
	updated    time.Time
}

// CardText is what a card says beside the kinds.
type CardText struct {
	ID, URL, Name string
	// Address is the street, and the town where the name does not tell it.
	Address string
	// Distance is "" without a point, Walk says how long it is on foot when
	// that is not too far.
	Distance, Walk string
	// Approximate is true when the point is only the centre of the commune.
	Approximate bool
	Status      Status
	// Sure says how surely the needs asked for are met, zero when none is.
	Sure Sureness
	// Quiet says what it costs and how to come, "" when sources are silent.
	Quiet string
	// Old warns of information older than that of most places, "" normally.
	Old string
	Call
	WayURL   string
	Selected bool
}

// Key names what the card shows: equal keys, equal cards. See [NewSet].
func (c Card) Key() any {
	var kinds string
	for _, k := range c.KindLabels {
		kinds += k.ID + " "
	}
	return struct {
		CardText
		kinds string
	}{c.CardText, kinds}
}

// Sureness says how surely a place meets the needs asked for.
type Sureness struct {
	Text      string
	Confirmed bool
}

// Call is the first way to reach a place: a telephone, else an e-mail address,
// else going there.
type Call struct{ Phone, Email string }

// NewCard writes the card of a hit, for a question made ready at a moment.
func NewCard(l *language.Language, m *catalog.Moment, q catalog.Question, hit catalog.Hit) Card {
	p := m.Places[hit.Place]
	text := CardText{
		ID: p.ID, URL: PlaceURL(p), Name: p.Name,
		Address:     addressText(p),
		Approximate: p.Approximate(), Quiet: HowText(l, p), Call: Call{p.Contact().Phone, p.Contact().Email}, WayURL: WayURL(p),
		Status: NewStatus(l, q.Timing(hit.Place), m.At),
	}
	if hit.Metres >= 0 {
		text.Distance, text.Walk = catalog.DistanceText(l, hit.Metres), WalkText(l, hit.Metres)
	}
	return Card{text, shortKinds(p.Kinds()), m.Updated(hit.Place)}
}

// addressText is where a place is, for a line under its name.
func addressText(p mediation.Place) string {
	parts := []string{}
	if p.Address.Street != "" {
		parts = append(parts, mediation.ReadableName(p.Address.Street, p.Address.City))
	}
	if !strings.Contains(mediation.Fold(p.Name), mediation.Fold(p.Address.City)) {
		parts = append(parts, p.Address.City)
	}
	return strings.Join(parts, ", ")
}

// Judge says how surely needs are met.
func (c *Card) Judge(l *language.Language, needs []mediation.Need, unsure bool) {
	switch {
	case len(needs) == 0:
	case unsure:
		c.Sure = Sureness{Text: c.Call.checkText(l)}
	case len(needs) == 1:
		c.Sure = Sureness{Text: l.Say("Aide confirmée : %s", l.Say(needs[0].Short)), Confirmed: true}
	default:
		c.Sure = Sureness{Text: l.Say("Aide confirmée pour tout"), Confirmed: true}
	}
}

// Warn adds a warning to what is older than most: what was last touched before
// that day.
func (c *Card) Warn(l *language.Language, usual, now time.Time) {
	if c.updated.IsZero() || c.updated.Before(usual) {
		_, c.Old = Freshness(l, c.updated, now)
	}
}

// Named is "France services de Périers, à 300 m" or, without a point, "France
// services de Périers (Périers)".
func (c Card) Named(l *language.Language, p mediation.Place) string {
	if c.Distance != "" {
		return l.Say("%s, à %s", c.Name, c.Distance)
	}
	return c.Name + " (" + p.Address.City + ")"
}

// checkText says how one makes sure of a need.
func (c Call) checkText(l *language.Language) string {
	switch {
	case c.Phone != "":
		return l.Say("À vérifier par téléphone")
	case c.Email != "":
		return l.Say("À vérifier par courriel")
	}
	return l.Say("À vérifier sur place")
}
