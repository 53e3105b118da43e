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

// CardMore is the end of a card.
type CardMore struct {
	CardPlace
	Walk, Old string
	// Calls is true for a card that ends with a way to reach the place.
	Calls bool
}

// More is how the card ends. One whose tag says already that only going there
// will tell does not say it again.
func (c Card) More() CardMore {
	sign := c.Sure.Text != "" && !c.Sure.Confirmed
	return CardMore{c.CardPlace, c.Walk, c.Old, c.Phone != "" || c.Email != "" || !sign}
}

// CardPlace is what a card says of its place whatever is asked, and from
// wherever.
type CardPlace struct {
	ID, URL, Name string
	Kinds         CardKinds
	// Address is the street, and the town where the name does not tell it.
	Address string
	// Approximate is true when the point is only the centre of the commune.
	Approximate bool
	// Quiet says what it costs and how to come, "" when sources are silent.
	Quiet string
	Call
	WayURL string
}

// CardKinds are the kinds of those who help at a place, separated by blanks.
type CardKinds string

func cardKinds(kinds []mediation.Kind) CardKinds {
	var list []string
	for _, kind := range kinds {
		list = append(list, string(kind))
	}
	return CardKinds(strings.Join(list, " "))
}

// Labels names the kinds in short.
func (k CardKinds) Labels() []Choice {
	var choices []Choice
	for kind := range strings.FieldsSeq(string(k)) {
		choices = append(choices, Choice{ID: kind, Label: mediation.Kind(kind).Short()})
	}
	return choices
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
	card := Card{CardPlace: newCardPlace(l, p), CardTags: CardTags{Status: NewStatus(l, q.Timing(hit.Place), m.At)}, updated: m.Updated(hit.Place)}
	if hit.Metres >= 0 {
		card.Distance, card.Walk = catalog.DistanceText(l, hit.Metres), WalkText(l, hit.Metres)
	}
	return card
}

func newCardPlace(l *language.Language, p mediation.Place) CardPlace {
	contact := p.Contact()
	return CardPlace{
		ID: p.ID, URL: PlaceURL(p), Name: p.Name, Kinds: cardKinds(p.Kinds()), Address: addressText(p),
		Approximate: p.Approximate(), Quiet: HowText(l, p), Call: Call{contact.Phone, contact.Email}, WayURL: WayURL(p),
	}
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
