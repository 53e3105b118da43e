package mediation

// Remit says in plain French what a kind of helper does among the others. The
// texts are translated into the reader's language wherever they are shown.
type Remit struct {
	Kind Kind
	// Level is that of most of what people come for.
	Level Level
	// Does is what one finds there, Comes how one comes.
	Does, Comes string
	// Then says who takes over: the relay.
	Then string
	// Relay is the kind of whoever takes over.
	Relay Kind
}

// Remits has that of each kind, in the order in which people may go from
// one to the next: first steps near home, everyday uses, a procedure, further.
var Remits = []Remit{
	{Van, FirstSteps, "Le bus aide à faire les premiers pas : souris, clavier, téléphone, internet.",
		"Il vient près de chez vous, à des dates fixées d’avance.",
		"Ensuite : un conseiller numérique, pour continuer toute l’année.", ConseillerNumerique},
	{ConseillerNumerique, FirstSteps, "Il apprend les premiers pas et les usages de tous les jours.",
		"Il vous reçoit individuellement ou en atelier, souvent dans une mairie ou une médiathèque.",
		"Ensuite : un espace public numérique, pour aller plus loin.", EPN},
	{FranceServices, Procedure, "Un agent aide à faire les démarches : CAF, Améli, impôts, retraite.",
		"Le service est gratuit. On peut venir sans savoir se servir d’un ordinateur.",
		"Ensuite : un conseiller numérique, pour apprendre à faire seul.", ConseillerNumerique},
	{EPN, Further, "On y trouve des ordinateurs, une connexion et des ateliers.",
		"On y va pour aller plus loin : photos, création, courriers, tableaux.",
		"Ensuite : une maison France Services, pour une démarche précise.", FranceServices},
}

// Remit returns that of the kind.
func (k Kind) Remit() Remit {
	for _, r := range Remits {
		if r.Kind == k {
			return r
		}
	}
	return Remit{Kind: k}
}
