package desk

import (
	"slices"

	"escale/internal/mediation"
)

// Subject is what an act is about, with all that decides who may do it.
type Subject struct {
	mediation.Object
	// Commune and Organisation are those of an offer, "" for anything else.
	Commune, Organisation, Departement string
	// Tour is the one that a request for the van belongs to, "" for none yet.
	Tour string
	// Role is the one that an invitation gives, or that is taken back.
	Role mediation.Role
}

// reach says on what a role may do an act.
type reach int

const (
	// granted is what the grant names, shared the requests of the tour that it names and
	// those of no tour, around is the département, anything is all. named is all too, but
	// for a grant that names nothing any more.
	granted reach = iota + 1
	shared
	around
	named
	anything
)

// table is who may do what, on what: the one place that decides.
var table = map[mediation.Act]map[mediation.Role]reach{
	mediation.ActCorrect:  {mediation.Editor: granted, mediation.Moderator: around, mediation.Admin: anything},
	mediation.ActConfirm:  {mediation.Editor: granted, mediation.Moderator: around, mediation.Admin: anything},
	mediation.ActSuspend:  {mediation.Editor: granted, mediation.Moderator: around, mediation.Admin: anything},
	mediation.ActMove:     {mediation.Operator: granted, mediation.Admin: anything},
	mediation.ActImport:   {mediation.Operator: granted, mediation.Admin: anything},
	mediation.ActUndo:     {mediation.Editor: granted, mediation.Operator: granted, mediation.Moderator: around, mediation.Admin: anything},
	mediation.ActRead:     {mediation.Editor: granted, mediation.Operator: granted, mediation.Moderator: around, mediation.Admin: anything},
	mediation.ActInvite:   {mediation.Moderator: around, mediation.Admin: anything},
	mediation.ActWithdraw: {mediation.Moderator: around, mediation.Admin: anything},
	mediation.ActClose:    {mediation.Admin: anything},
	mediation.ActMails:    {mediation.Admin: anything},
	mediation.ActSuggest:  {mediation.Operator: named, mediation.Admin: anything},
	mediation.ActAnswer:   {mediation.Moderator: around, mediation.Admin: anything},
	mediation.ActVan:      {mediation.Operator: shared, mediation.Moderator: around, mediation.Admin: anything},

	mediation.ActTeach: {mediation.Editor: granted, mediation.Operator: granted, mediation.Moderator: around, mediation.Admin: anything},
	mediation.ActSeats: {mediation.Editor: granted, mediation.Operator: granted, mediation.Moderator: around, mediation.Admin: anything},

	mediation.ActAddresses: {mediation.Admin: anything},
}

// may decides whether an account may do an act on a subject. Handlers ask it, and
// so does what the interface shows.
func may(a mediation.Account, act mediation.Act, on Subject) bool {
	return a.Closed.IsZero() && slices.ContainsFunc(a.Grants, func(g mediation.Grant) bool { return allows(g, act, on) })
}

func allows(g mediation.Grant, act mediation.Act, on Subject) bool {
	if (act == mediation.ActInvite || act == mediation.ActWithdraw) && !gives(g.Role, on.Role) {
		return false
	}
	switch table[act][g.Role] {
	case anything:
		return true
	case named:
		return g.Scope.ID != ""
	case around:
		return g.Scope.Kind == mediation.ScopeDepartement && g.Scope.ID != "" && g.Scope.ID == on.Departement
	case granted:
		return covers(g.Scope, on)
	case shared:
		return g.Scope.Kind == mediation.ScopeTour && g.Scope.ID != "" && on.Kind == mediation.ObjectVan && (on.Tour == g.Scope.ID || on.Tour == "")
	}
	return false
}

// gives tells whether a role may give, or take back, another: a moderator makes
// editors only.
func gives(role, given mediation.Role) bool {
	return role == mediation.Admin || role == mediation.Moderator && given == mediation.Editor
}

// covers tells whether a grant is for a subject.
func covers(s mediation.Scope, on Subject) bool {
	if s.ID == "" {
		return false
	}
	switch s.Kind {
	case mediation.ScopeOffer:
		return on.Kind == mediation.ObjectOffer && on.ID == s.ID
	case mediation.ScopeOrganisation:
		return on.Kind == mediation.ObjectOffer && on.Organisation == s.ID
	case mediation.ScopeCommune:
		return on.Kind == mediation.ObjectOffer && on.Commune == s.ID
	case mediation.ScopeTour:
		return on.Kind == mediation.ObjectTour && on.ID == s.ID
	}
	return false
}

// errForbidden is for what an account may not do: it says nothing of what is there.
var errForbidden = &mediation.Error{Kind: mediation.Forbidden, Sentence: "Votre compte ne permet pas de faire cela. Demandez à qui publie cette carte."}

// check is an error unless an account may do an act.
func check(a mediation.Account, act mediation.Act, on Subject) error {
	if !may(a, act, on) {
		return errForbidden
	}
	return nil
}
