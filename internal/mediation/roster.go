package mediation

import "cmp"

// LendContacts gives offers at stops what only their tour has: the phone on
// which one asks when the vehicle comes, and who runs it. It changes places.
func LendContacts(places []Place, tours []Tour, stops []Stop) {
	byID := map[string]Tour{}
	for _, t := range tours {
		byID[t.ID] = t
	}
	lender := map[string]Tour{}
	for _, s := range stops {
		lender[s.Offer] = byID[s.Tour]
	}
	for i := range places {
		for j := range places[i].Offers {
			o := &places[i].Offers[j]
			t, stops := lender[o.Key()]
			if !stops {
				continue
			}
			o.Contact.Phone = cmp.Or(o.Contact.Phone, t.Contact.Phone)
			o.Contact.Email = cmp.Or(o.Contact.Email, t.Contact.Email)
			o.Contact.Website = cmp.Or(o.Contact.Website, t.Contact.Website)
			o.Operator = cmp.Or(o.Operator, t.Operator, t.Name)
		}
	}
}
