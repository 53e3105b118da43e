package desk

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"escale/internal/mediation"
)

// Right is what an account may be given: a role, and for what.
type Right struct {
	Role  mediation.Role
	Scope mediation.Scope
	// Name is what people call the scope, "" for what needs no name.
	Name string
	// departement is where it lies.
	departement string
}

// ID names a right in a form.
func (r Right) ID() string { return fmt.Sprintf("%s/%s/%s", r.Role, r.Scope.Kind, r.Scope.ID) }

// Label says a right in French.
func (r Right) Label() string {
	if r.Name == "" {
		return r.Role.Label()
	}
	return r.Name
}

// Rights lists what an actor may give: what needs no name, and what has all of
// the words of query in its name. More is how many there is no room for.
func (d *Desk) Rights(ctx context.Context, by Actor, query string) (list []Right, more int, err error) {
	all, err := d.rights(ctx, by)
	words := strings.Fields(mediation.Fold(query))
	for _, r := range all {
		if r.Name != "" && (len(words) == 0 || !containsAll(mediation.Fold(r.Name), words)) {
			continue
		}
		if len(list) == mostRights {
			more++
			continue
		}
		list = append(list, r)
	}
	return list, more, err
}

// mostRights is how many rights one page shows: who sees more looks for them with
// more words.
const mostRights = 30

func containsAll(text string, words []string) bool {
	return !slices.ContainsFunc(words, func(w string) bool { return !strings.Contains(text, w) })
}

// rights are all that an actor may give here.
func (d *Desk) rights(ctx context.Context, by Actor) (list []Right, err error) {
	var all []Right
	err = d.Store.InTx(ctx, func(tx Tx) (err error) {
		all, err = d.everyRight(ctx, tx)
		return err
	})
	for _, r := range all {
		if by.May(mediation.ActInvite, r.subject()) {
			list = append(list, r)
		}
	}
	if err == nil && len(list) == 0 {
		err = errGivesNothing
	}
	return list, err
}

var errGivesNothing = &mediation.Error{Kind: mediation.Forbidden, Sentence: "Votre compte ne donne pas de droits à d’autres."}

func (r Right) subject() Subject {
	return Subject{Object: mediation.Object{Kind: mediation.ObjectAccount}, Role: r.Role, Departement: r.departement}
}

// everyRight lists all that can be given: the roles of all, then communes, tours,
// organisations and offers by name.
func (d *Desk) everyRight(ctx context.Context, tx Tx) ([]Right, error) {
	offers, err := tx.OffersShown(ctx, d.Departement)
	if err != nil {
		return nil, err
	}
	communes, err := tx.CommuneNames(ctx, d.Departement)
	if err != nil {
		return nil, err
	}
	tours, err := tx.Tours(ctx, d.Departement)
	if err != nil {
		return nil, err
	}
	list := []Right{
		{mediation.Moderator, mediation.Scope{Kind: mediation.ScopeDepartement, ID: d.Departement}, "", d.Departement},
		{mediation.Admin, mediation.Scope{Kind: mediation.ScopeAll}, "", d.Departement},
	}
	for _, code := range slices.Sorted(maps.Keys(communes)) {
		list = append(list, d.ofCommune(code, communes[code]))
	}
	for _, t := range tours {
		if !t.Gone {
			list = append(list, Right{mediation.Operator, mediation.Scope{Kind: mediation.ScopeTour, ID: t.Tour.ID}, t.Tour.Name + " (tournée)", d.Departement})
		}
	}
	return append(list, d.ofOffers(offers)...), nil
}

func (d *Desk) ofCommune(code, name string) Right {
	return Right{mediation.Editor, mediation.Scope{Kind: mediation.ScopeCommune, ID: code}, name + " (tous les lieux de la commune)", d.Departement}
}

// ofOffers lists the organisations of some offers, each once, then the offers.
func (d *Desk) ofOffers(offers []mediation.Holding) (list []Right) {
	operators := map[string]bool{}
	for _, h := range offers {
		operators[h.Offer.Operator] = true
	}
	delete(operators, "")
	for _, name := range slices.Sorted(maps.Keys(operators)) {
		list = append(list, Right{mediation.Editor, mediation.Scope{Kind: mediation.ScopeOrganisation, ID: name}, name + " (tous les lieux de cette structure)", d.Departement})
	}
	for _, h := range offers {
		o := h.Offer
		list = append(list, Right{mediation.Editor, mediation.Scope{Kind: mediation.ScopeOffer, ID: o.Key()}, offerName(o), d.Departement})
	}
	return list
}

// offerName says which offer it is: its name and its town.
func offerName(o mediation.Offer) string { return strings.TrimSuffix(o.Name+", "+o.Address.City, ", ") }

// Give gives a right, by its ID, to an address.
func (d *Desk) Give(ctx context.Context, by Actor, address, name, right string) (mediation.Account, error) {
	all, err := d.rights(ctx, by)
	if err != nil {
		return mediation.Account{}, err
	}
	i := slices.IndexFunc(all, func(r Right) bool { return r.ID() == right })
	if i < 0 {
		return mediation.Account{}, errNoRight
	}
	return d.Invite(ctx, by, all[i].invitation(address, name))
}

var errNoRight = mediation.InvalidParameter("droit", "Choisissez ce que ce compte pourra faire.")

func (r Right) invitation(address, name string) Invitation {
	return Invitation{Address: address, Name: name, Role: r.Role, Scope: r.Scope, ScopeName: r.Name, Departement: r.departement}
}
