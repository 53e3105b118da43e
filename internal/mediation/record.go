package mediation

import (
	"slices"
	"strings"

	"github.com/paulmach/orb/geo"
)

// Points of [SameRecord]. Who it is and where it is must both be given by the
// two records alike; the rest only settles between several that could be.
const (
	pointsName     = 3 // the same name
	pointsLikeName = 2 // a name nearly the same
	pointsPivot    = 2 // the same SIRET or RNA number
	pointsContact  = 2 // the same telephone, e-mail or website
	pointsOperator = 1
	pointsPoint    = 3 // the same point, as [samePoint] has it
	pointsStreet   = 2 // the same street and house number
	pointsHours    = 1

	enough   = 6 // of the points above: one record under two ids
	likeName = 0.8
)

// Identity is the verdict on two records with different ids: how surely they
// are one record whose id changed, and what speaks for it.
type Identity struct {
	Score  int
	Reason string
}

// Same is true when enough speaks for it.
func (i Identity) Same() bool { return i.Score >= enough }

// SameRecord weighs whether a record that left a source and one that came are
// the same under a new id. Both must be of one kind and in one commune.
func SameRecord(a, b Offer) Identity {
	if a.Kind != b.Kind || a.Address.INSEE != b.Address.INSEE || a.Point == nil || b.Point == nil {
		return Identity{}
	}
	var who, where, other int
	var reasons []string
	add := func(sum *int, points int, holds bool, reason string) {
		if holds {
			*sum += points
			reasons = append(reasons, reason)
		}
	}
	name := Similarity(a.Name, b.Name)
	add(&who, pointsName, Fold(a.Name) == Fold(b.Name), "même nom")
	add(&who, pointsLikeName, Fold(a.Name) != Fold(b.Name) && name >= likeName, "nom proche")
	add(&who, pointsPivot, a.Pivot != "" && a.Pivot == b.Pivot, "même numéro SIRET ou RNA")
	add(&who, pointsContact, sharesContact(a.Contact, b.Contact), "même contact")
	add(&where, pointsPoint, !a.Approximate && !b.Approximate && geo.Distance(*a.Point, *b.Point) <= samePoint, "même point")
	add(&where, pointsStreet, sameStreetNumber(a, b), "même rue")
	add(&other, pointsOperator, a.Operator != "" && Fold(a.Operator) == Fold(b.Operator), "même structure")
	add(&other, pointsHours, a.Hours != "" && a.Hours == b.Hours, "mêmes horaires")
	if who == 0 || where == 0 {
		return Identity{}
	}
	return Identity{who + where + other, strings.Join(reasons, ", ")}
}

func sharesContact(a, b Contact) bool {
	return a.Phone != "" && a.Phone == b.Phone || a.Email != "" && strings.EqualFold(a.Email, b.Email) ||
		a.Website != "" && a.Website == b.Website
}

func sameStreetNumber(a, b Offer) bool {
	numberA, streetA := splitStreet(a.Address.Street)
	numberB, streetB := splitStreet(b.Address.Street)
	return streetA != "" && numberA == numberB && streetA == streetB
}

// Renaming is one record under two ids, by their places in the lists given to
// [Renamings].
type Renaming struct {
	Before, After int
	Identity
}

// Renamings pairs records that left a source with records that came, where
// each is surely the other and none else could be: doubtful ones stay apart.
func Renamings(left, came []Offer) []Renaming {
	type area struct {
		kind  Kind
		insee string
	}
	near := map[area][]int{}
	for i, o := range left {
		key := area{o.Kind, o.Address.INSEE}
		near[key] = append(near[key], i)
	}
	var pairs []Renaming
	for j, o := range came {
		for _, i := range near[area{o.Kind, o.Address.INSEE}] {
			if same := SameRecord(left[i], o); same.Same() {
				pairs = append(pairs, Renaming{i, j, same})
			}
		}
	}
	return unrivalled(pairs)
}

// unrivalled keeps the pairs of which neither record goes as well with another.
func unrivalled(pairs []Renaming) []Renaming {
	var left, came rivalry = map[int]standing{}, map[int]standing{}
	for _, p := range pairs {
		left.enter(p.Before, p.Score)
		came.enter(p.After, p.Score)
	}
	return slices.DeleteFunc(pairs, func(p Renaming) bool {
		alone := standing{p.Score, 1}
		return left[p.Before] != alone || came[p.After] != alone
	})
}

// standing is the best score of a record, and how many pairs reach it.
type standing struct{ best, times int }

type rivalry map[int]standing

func (r rivalry) enter(record, score int) {
	switch s := r[record]; {
	case score > s.best:
		r[record] = standing{score, 1}
	case score == s.best:
		r[record] = standing{score, s.times + 1}
	}
}
