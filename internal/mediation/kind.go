package mediation

// Kind is the sort of help an offer is, as a resident would distinguish them.
type Kind string

// The kinds of offer.
const (
	EPN                 Kind = "epn"
	FranceServices      Kind = "france-services"
	ConseillerNumerique Kind = "conseiller-numerique"
	Van                 Kind = "van"
)

// Kinds lists every kind, in the order in which a place with several offers
// presents them: who does most at the counter comes first.
var Kinds = []Kind{FranceServices, EPN, ConseillerNumerique, Van}

var kindLabels = map[Kind]string{
	EPN:                 "Espace public numérique",
	FranceServices:      "France Services",
	ConseillerNumerique: "Conseiller numérique",
	Van:                 "Bus ou camion itinérant",
}

var shortLabels = map[Kind]string{
	EPN:                 "Espace numérique",
	FranceServices:      "France Services",
	ConseillerNumerique: "Conseiller numérique",
	Van:                 "Bus",
}

// Short returns the French name of the kind in a word or two, for a card.
func (k Kind) Short() string { return shortLabels[k] }

// Label returns the French name of the kind.
func (k Kind) Label() string { return kindLabels[k] }

// Rank is the position of k in [Kinds], or len(Kinds) for an unknown kind.
func (k Kind) Rank() int {
	for i, known := range Kinds {
		if k == known {
			return i
		}
	}
	return len(Kinds)
}

// ParseKind reads the code of a kind; ok is false for any other text.
func ParseKind(code string) (k Kind, ok bool) {
	k = Kind(code)
	return k, k.Rank() < len(Kinds)
}
