package mediation

import (
	"cmp"
	"slices"
	"sync"
)

// NeedID names a need, such as "caf" or "cv" (ids of data/services.yaml).
type NeedID string

// Certainty says how we know that an offer meets a need.
type Certainty string

// The certainties, from the surest.
const (
	// Declared: the source itself says so.
	Declared Certainty = "declared"
	// Implied: a label that the offer holds obliges it to.
	Implied Certainty = "implied"
	// Possible: only the broad national service is known; ask by phone.
	Possible Certainty = "possible"
)

// certainties are all of them, from the surest.
var certainties = []Certainty{Declared, Implied, Possible}

// Compare is negative when c is surer than other, 0 when they are the same; ""
// and what is unknown are the least sure.
func (c Certainty) Compare(other Certainty) int { return cmp.Compare(c.rank(), other.rank()) }

func (c Certainty) rank() int {
	if i := slices.Index(certainties, c); i >= 0 {
		return i
	}
	return len(certainties)
}

// LeastSure is the one of two that is less sure.
func LeastSure(a, b Certainty) Certainty {
	if a.Compare(b) < 0 {
		return b
	}
	return a
}

// Confirmed is true when nobody needs to phone to be sure.
func (c Certainty) Confirmed() bool { return c == Declared || c == Implied }

// Need is one thing that people come for.
type Need struct {
	ID NeedID
	// Family groups needs for the reader: "demarches", "competences" or "acces".
	Family string
	// Label is the plain French name, Short the same in a word or two, as people
	// know it, Explanation one line that says what is done.
	Label, Short, Explanation string
	// Level is the step of learning at which the need stands.
	Level Level
	// Bring lists, in French, what to have at hand for the usual online step.
	Bring []string
	// BringSource is the public body whose site says so, BringChecked the day
	// ("2026-12-01") on which the list was last re-read there, "" for never.
	BringSource  Link
	BringChecked string
	// Synonyms are words people use for it, usual misspellings included.
	Synonyms []string
	// National is the slug of the national service (see [NationalServices]) it belongs to.
	National string
	// DeclaredBy lists the statements of sources that say it outright.
	DeclaredBy []string
	// ImpliedBy lists the programmes (see [Programmes]) whose label implies it.
	ImpliedBy []string
	// PossibleAt lists the programmes whose label makes it worth a phone call.
	PossibleAt []string
}

// Link is a page that someone else keeps.
type Link struct {
	Name string `json:"name"`
	URL  string `json:"url"`
}

// Level is a step of learning, or beside it: which helper is the right one.
type Level string

// The levels.
const (
	FirstSteps Level = "premiers-pas"
	Procedure  Level = "demarche"
	Further    Level = "approfondir"
)

// Claim is a need that an offer meets, and how we know.
type Claim struct {
	ID        NeedID    `json:"id"`
	Certainty Certainty `json:"certainty"`
}

// Needs is the closed list of needs, in the order in which people are shown them.
type Needs []Need

// Find returns the need with that id.
func (n Needs) Find(id NeedID) (Need, bool) {
	for _, need := range n {
		if need.ID == id {
			return need, true
		}
	}
	return Need{}, false
}

// Has is true when a need has that id.
func (n Needs) Has(id NeedID) bool {
	return slices.ContainsFunc(n, func(need Need) bool { return need.ID == id })
}

// IDs lists the ids, in the order of the needs.
func (n Needs) IDs() []NeedID {
	ids := make([]NeedID, len(n))
	for i, need := range n {
		ids[i] = need.ID
	}
	return ids
}

// All returns the needs with these ids, in their order; unknown ones are left
// out.
func (n Needs) All(ids []NeedID) []Need {
	list := make([]Need, 0, len(ids))
	for _, id := range ids {
		if need, ok := n.Find(id); ok {
			list = append(list, need)
		}
	}
	return list
}

// Claims derives what an offer does from what its source states (in the
// source's own words, in those of people, or as slugs of national services) and from the
// programmes whose label it holds. Each need appears once, at its surest.
func (n Needs) Claims(statements, programmes []string) []Claim {
	stated := statement{words: map[string]bool{}, everyday: map[string]bool{}, national: map[string]bool{}, programmes: programmes}
	for _, s := range statements {
		for _, words := range everydayWords(s) {
			stated.everyday[words] = true
		}
		stated.words[FoldWords(s)] = true
		stated.national[nationalByStatement[FoldWords(s)]] = true
	}
	var claims []Claim
	for _, need := range n {
		if c := need.certainty(stated); c != "" {
			claims = append(claims, Claim{ID: need.ID, Certainty: c})
		}
	}
	return claims
}

// IsNationalService reports whether a source's words, or a slug, are those of a
// national service, of today or of before.
func IsNationalService(stated string) bool { return nationalByStatement[FoldWords(stated)] != "" }

// Knows reports whether a statement of a source is one that says something of a need
// or of a national service.
func (n Needs) Knows(stated string) bool {
	if IsNationalService(stated) {
		return true
	}
	everyday, folded := map[string]bool{}, FoldWords(stated)
	for _, words := range everydayWords(stated) {
		everyday[words] = true
	}
	return slices.ContainsFunc(n, func(need Need) bool {
		return need.isNamed(everyday) || slices.ContainsFunc(need.DeclaredBy, func(s string) bool { return foldPhrase(s) == folded })
	})
}

// National lists the national services that an offer gives, as slugs in the
// standard's order: those that its source states, in the standard's words of
// today or of before, and those that its needs belong to which the source
// declares or a label implies. A need that is only possible adds nothing.
func (n Needs) National(o Offer) []string {
	given := map[string]bool{}
	for _, s := range o.Statements {
		given[nationalByStatement[FoldWords(s)]] = true
	}
	for _, claim := range o.Claims {
		if need, ok := n.Find(claim.ID); ok && claim.Certainty.Confirmed() {
			given[need.National] = true
		}
	}
	return slices.DeleteFunc(NationalServices.Slugs(), func(slug string) bool { return !given[slug] })
}

// statement is what a source says of an offer: its folded words, those that may be
// people's own, the slugs of the national services they belong to, and the labels the offer holds.
type statement struct {
	words, everyday, national map[string]bool
	programmes                []string
}

func (n Need) certainty(stated statement) Certainty {
	says := func(s string) bool { return stated.words[foldPhrase(s)] }
	holds := func(p string) bool { return slices.Contains(stated.programmes, p) }
	switch {
	case slices.ContainsFunc(n.DeclaredBy, says), n.isNamed(stated.everyday):
		return Declared
	case slices.ContainsFunc(n.ImpliedBy, holds):
		return Implied
	case n.National != "" && stated.national[n.National]:
		return Possible
	case slices.ContainsFunc(n.PossibleAt, holds):
		return Possible
	}
	return ""
}

// foldedPhrases keeps the phrases of the needs as [FoldWords] writes them: they are few,
// and are asked for every offer.
var foldedPhrases sync.Map

func foldPhrase(phrase string) string {
	if folded, ok := foldedPhrases.Load(phrase); ok {
		return folded.(string)
	}
	folded := FoldWords(phrase)
	foldedPhrases.Store(phrase, folded)
	return folded
}

// Promisor names the label, among those that an offer holds, that implies the
// need; "" for none.
func (n Need) Promisor(programmes []string) string {
	for _, programme := range n.ImpliedBy {
		if slices.Contains(programmes, programme) {
			return Programmes.Label(programme)
		}
	}
	return ""
}

// MergeClaims unites the claims of several offers, each service once at its
// surest, ordered by service id.
func MergeClaims(lists ...[]Claim) []Claim {
	var merged []Claim
	for _, list := range lists {
		merged = append(merged, list...)
	}
	slices.SortFunc(merged, func(a, b Claim) int {
		return cmp.Or(cmp.Compare(a.ID, b.ID), a.Certainty.Compare(b.Certainty))
	})
	return slices.CompactFunc(merged, func(a, b Claim) bool { return a.ID == b.ID })
}
