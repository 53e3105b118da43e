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
//
// Its parts show in many answers, each the same for equal data: see [NewSet].
type Card struct {
	CardPlace
	Call
	// Distance is "" without a point.
	Distance string
	CardTags
	// Walk says how long the way is on foot, "" when that is far; Old warns of
	// information older than that of most places, "" normally.
	Walk, Old string
	Selected  bool
	updated   time.Time
}

// CardTags are when somebody helps, and how surely the needs asked for are met:
// zero when none is.
type CardTags struct {
	Status Status
	Sure   Sureness
}

// CardHead is how a card begins.
type CardHead struct {
	CardPlace
	Selected bool
}

// Key implements [keyed].
func (h CardHead) Key() any {
	h.CardPlace = h.named()
	return h
}

// Head is how the card begins.
func (c Card) Head() CardHead { return CardHead{c.CardPlace, c.Selected} }

// CardMore is the end of a card.
type CardMore struct {
	CardPlace
	Call
	Walk, Old string
	// Calls is true for a card that ends with a way to reach the place.
	Calls bool
}

// Key implements [keyed]. How to reach a place follows from it.
func (m CardMore) Key() any {
	m.CardPlace, m.Call = m.named(), Call{}
	return m
}

// More is how the card ends. One whose tag says already that only going there
// will tell does not say it again.
func (c Card) More() CardMore {
	sign := c.Sure.Text != "" && !c.Sure.Confirmed
	return CardMore{c.CardPlace, c.Call, c.Walk, c.Old, c.Phone != "" || c.Email != "" || !sign}
}

// CardLine is the line of a card that says who helps there, and where.
type CardLine struct{ CardPlace }

// Key implements [keyed].
func (l CardLine) Key() any { return l.imprint }

// Line is that line.
func (c Card) Line() CardLine { return CardLine{c.CardPlace} }

// CardPlace is what a card says of its place whatever is asked, and from wherever. Its texts
// are made when they are asked for: a template that is kept asks once. It has no key, for a
// card would have it too, whatever else it says.
type CardPlace struct {
	language *language.Language
	place    *mediation.Place
	imprint  catalog.Imprint
}

// named keeps the imprint alone, for keys.
func (c CardPlace) named() CardPlace { return CardPlace{imprint: c.imprint} }

// ID is that of the place.
func (c CardPlace) ID() string { return c.place.ID }

// URL is the address of its page.
func (c CardPlace) URL() string { return PlaceURL(*c.place) }

// Name is that of the place.
func (c CardPlace) Name() string { return c.place.Name }

// Kinds are those of the helpers there, in short.
func (c CardPlace) Kinds() []Choice {
	var choices []Choice
	for _, kind := range c.place.Kinds() {
		choices = append(choices, Choice{ID: string(kind), Label: kind.Short()})
	}
	return choices
}

// Address is the street, and the town where the name does not tell it.
func (c CardPlace) Address() string {
	var parts []string
	name, address := c.place.Name, c.place.Address
	if address.Street != "" {
		parts = append(parts, mediation.ReadableName(address.Street, address.City))
	}
	if !strings.Contains(mediation.Fold(name), mediation.Fold(address.City)) {
		parts = append(parts, address.City)
	}
	return strings.Join(parts, ", ")
}

// Approximate is true when the point is only the centre of the commune.
func (c CardPlace) Approximate() bool { return c.place.Approximate() }

// Quiet says what it costs and how to come, "" when sources are silent.
func (c CardPlace) Quiet() string { return HowText(c.language, *c.place) }

// WayURL is the way there.
func (c CardPlace) WayURL() string { return WayURL(*c.place) }

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
	p := &m.Places[hit.Place]
	contact := p.Contact()
	card := Card{
		CardPlace: CardPlace{l, p, m.Imprint(hit.Place)}, Call: Call{contact.Phone, contact.Email},
		CardTags: CardTags{Status: NewStatus(l, q.Timing(hit.Place), m.At)}, updated: m.Updated(hit.Place),
	}
	if hit.Metres >= 0 {
		card.Distance, card.Walk = catalog.DistanceText(l, hit.Metres), WalkText(l, hit.Metres)
	}
	return card
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
		return l.Say("%s, à %s", c.Name(), c.Distance)
	}
	return c.Name() + " (" + p.Address.City + ")"
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
