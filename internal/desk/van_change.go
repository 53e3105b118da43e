package desk

import (
	"cmp"
	"context"
	"fmt"
	"reflect"
	"slices"

	"escale/internal/mediation"
)

var errNothingNew = &mediation.Error{Kind: mediation.Conflict, Parameter: "nom", Sentence: "Rien n’a changé : votre demande reste comme elle était."}

func (d *Desk) changeVan(ctx context.Context, tx Tx, by Actor, r *mediation.VanRequest, next mediation.VanRequest) error {
	if err := d.step(ctx, tx, by, r, mediation.VanChange); err != nil {
		return err
	}
	next, err := d.checkChange(ctx, tx, *r, next)
	if err != nil {
		return err
	}
	r.Requester, r.Room, r.Wishes, r.Needs, r.Level = next.Requester, next.Room, next.Wishes, next.Needs, next.Level
	r.Group, r.Lacking, r.Comment = next.Group, next.Lacking, next.Comment
	return d.freeDates(ctx, tx, by, r, "La commune a changé sa demande")
}

// checkChange cleans what a request is to be, and refuses what is wrong with it, or the same
// as before: whoever only looks must not lose their dates.
func (d *Desk) checkChange(ctx context.Context, tx Tx, r, next mediation.VanRequest) (mediation.VanRequest, error) {
	next.Requester.Email = r.Requester.Email // another address would not be confirmed
	next.Commune, next.Room.Part = r.Commune, r.Room.Part
	today := d.dayOf(d.Now())
	over := func(w mediation.Wish) bool { return w.Day != "" && w.Day <= today && slices.Contains(r.Wishes, w) }
	next.Wishes = slices.DeleteFunc(slices.Clone(next.Wishes), over)
	next, err := d.checkVan(ctx, tx, next)
	if err != nil {
		return next, err
	}
	r.Wishes = slices.DeleteFunc(slices.Clone(r.Wishes), over)
	if reflect.DeepEqual(wordsOf(r), wordsOf(next)) {
		return next, errNothingNew
	}
	return next, nil
}

// wordsOf is what a commune says in a request, in one order.
func wordsOf(r mediation.VanRequest) mediation.VanRequest {
	return mediation.VanRequest{
		Requester: r.Requester, Room: r.Room, Level: r.Level, Group: r.Group, Comment: r.Comment,
		Wishes: sorted(r.Wishes, func(a, b mediation.Wish) int {
			return cmp.Or(cmp.Compare(a.Day, b.Day), cmp.Compare(a.Weekday, b.Weekday), cmp.Compare(a.Half, b.Half))
		}),
		Needs: sorted(r.Needs, cmp.Compare[mediation.NeedID]), Lacking: sorted(r.Lacking, cmp.Compare[string]),
	}
}

func sorted[T any](list []T, compare func(a, b T) int) []T {
	list = append([]T{}, list...)
	slices.SortFunc(list, compare)
	return list
}

// warnOfVisits is an error while a change would call agreed visits off: it says how many, and
// for how many people.
func (d *Desk) warnOfVisits(ctx context.Context, tx Tx, r *mediation.VanRequest, next mediation.VanRequest) error {
	if r.State != mediation.VanConfirmed {
		return nil
	}
	if _, err := d.checkChange(ctx, tx, *r, next); err != nil {
		return err
	}
	var visits []string
	for _, date := range r.Dates {
		if date.Start.After(d.Now()) {
			visits = append(visits, date.Visit)
		}
	}
	if len(visits) == 0 {
		return nil
	}
	list, err := tx.Workshops(ctx, d.Departement, mediation.WorkshopFilter{Visits: visits})
	if err != nil {
		return err
	}
	people := map[int64]int{}
	for _, h := range list {
		people[h.Group] = h.Seats.Taken
	}
	registered := 0
	for _, n := range people {
		registered += n
	}
	return &mediation.Error{Kind: mediation.Conflict, Parameter: "certain", Sentence: fmt.Sprintf(
		"Rien n’est encore changé. Enregistrer annule des passages convenus : %d. Personnes inscrites : %d. Si c’est bien ce que vous voulez, cochez « Oui, annuler les passages », puis enregistrez.",
		len(visits), registered)}
}
