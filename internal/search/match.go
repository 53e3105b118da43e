package search

import (
	"cmp"
	"slices"
	"strings"
)

// exactness is how surely words name something.
type exactness int

const (
	notExact  exactness = iota
	shortName           // "Carentan" for Carentan-les-Marais
	nameAlone           // but for its articles
	wholeName
)

// exact lists the grounds that go by these very words.
func (x *Index) exact(list []string) ([]int32, exactness) {
	full := fullName(list)
	for _, try := range []struct {
		kind  nameKind
		name  string
		exact exactness
	}{{fullNames, full, wholeName}, {bareNames, bareName(full), nameAlone}, {shortNames, full, shortName}} {
		if things := x.grounds(x.names.exact(try.kind, try.name)); len(things) > 0 {
			return things, try.exact
		}
	}
	return nil, notExact
}

// grounds keeps what one can search around, but for postcodes.
func (x *Index) grounds(things []int32) []int32 {
	return slices.DeleteFunc(slices.Clone(things), func(n int32) bool {
		t := &x.things[n]
		return t.Type == Place || t.Type == Postcode
	})
}

// ordered puts communes of today first, then the most populated.
func (x *Index) ordered(things []int32) []int32 {
	sorted := slices.Clone(things)
	slices.SortStableFunc(sorted, func(a, b int32) int {
		return cmp.Or(cmp.Compare(btoi(x.things[a].Type != Commune), btoi(x.things[b].Type != Commune)), cmp.Compare(x.things[b].weight, x.things[a].weight))
	})
	return sorted
}

// distinct leaves out what is the same ground twice, and an intercommunalité
// that a commune gave its name.
func (x *Index) distinct(things []int32) (list []int32) {
	commune := slices.ContainsFunc(things, func(n int32) bool { return x.things[n].insee != "" })
	for _, n := range things {
		same := func(other int32) bool {
			a, b := &x.things[n], &x.things[other]
			return n == other || a.insee != "" && a.insee == b.insee && (a.name == b.name || b.Type == Commune)
		}
		if !slices.ContainsFunc(list, same) && !(commune && x.things[n].Type == EPCI) {
			list = append(list, n)
		}
	}
	return list
}

func btoi(b bool) int {
	if b {
		return 1
	}
	return 0
}

// liking is a thing that words are like, and how far they are from its name.
type liking struct {
	thing int32
	cost  float64
}

// What it costs to be like a name and no more; a beginning is cheap.
const (
	costBeginning = 0.5
	costLetter    = 0.04 // each letter not typed yet
	costLater     = 0.9  // a later word of the name
	costArticle   = 0.2  // an article more or less, beside an error
	sameSounds    = 0.3  // what is gained when both sound alike
	ofBefore      = 0.05 // for a commune of before
)

// like lists the grounds whose names are like these words, the likeliest
// first. Errors, 0 to 2, bounds the wrong letters; without letters to spare
// a short name is like everything.
func (r *reading) like(list []string, errors int) []int32 {
	x := r.x
	full := fullName(list)
	if strings.Trim(full, "0123456789 ") == "" {
		return nil
	}
	costs := map[int32]float64{}
	add := func(n int32, cost float64) {
		t := &x.things[n]
		if t.Type == Place || t.Type == Postcode {
			return
		}
		if t.Type != Commune {
			cost += ofBefore
		}
		if before, ok := costs[n]; !ok || cost < before {
			costs[n] = cost
		}
	}
	for _, n := range x.names.begin(fullNames, full) {
		add(n, x.costOfBeginning(n, full))
	}
	for _, n := range x.names.begin(laterNames, full) {
		add(n, costLater)
	}
	if errors > 0 {
		r.misspelt(full, errors, add)
	}
	return x.cheapest(costs)
}

// nearly lists the grounds whose whole names are a few wrong letters away.
func (x *Index) nearly(list []string) []int32 {
	full := fullName(list)
	wrong := 1
	if len(full) > 8 {
		wrong = mostErrors
	}
	costs := map[int32]float64{}
	for _, l := range x.names.near(fullNames, full, wrong) {
		if t := &x.things[l.thing]; t.Type != Place && t.Type != Postcode {
			costs[l.thing] = float64(l.errors)
		}
	}
	return x.cheapest(costs)
}

// misspelt adds what is a few wrong letters away.
func (r *reading) misspelt(full string, errors int, add func(int32, float64)) {
	x := r.x
	cost := func(l like) float64 {
		c := float64(l.errors)
		if strings.HasPrefix(x.things[l.thing].name, " "+full) {
			return min(c, x.costOfBeginning(l.thing, full))
		}
		if sound(strings.ReplaceAll(full, " ", "")) == sound(strings.ReplaceAll(strings.TrimSpace(x.things[l.thing].name), " ", "")) {
			c -= sameSounds
		}
		return c
	}
	bare := bareName(full)
	if bare != full || len(bare) < 4 {
		for _, l := range r.near(fullNames, full, errors) {
			add(l.thing, cost(l))
		}
	}
	if len(bare) > 3 { // the names without articles are as they are
		for _, l := range r.near(bareNames, bare, errors) {
			articles := len(full) - len(bare) - len(x.things[l.thing].name) + 2 + len(bareName(strings.TrimSpace(x.things[l.thing].name)))
			if articles == 0 {
				add(l.thing, cost(l))
			} else {
				add(l.thing, cost(l)+costArticle)
			}
		}
	}
	if len(full) > 4 {
		for _, l := range x.names.nearBeginning(full) {
			add(l.thing, 1+costBeginning+costLetter*float64(len(x.things[l.thing].name)-2-len(full)))
		}
	}
}

func (x *Index) costOfBeginning(n int32, full string) float64 {
	name := x.things[n].name
	missing := float64(len(name) - 2 - len(full))
	if rest := name[1+len(full):]; rest[0] == ' ' {
		return costBeginning // whole words: then the most populated first
	}
	return costBeginning + min(costLetter*missing, costLater-costBeginning)
}

// cheapest orders what was found.
func (x *Index) cheapest(costs map[int32]float64) []int32 {
	list := make([]liking, 0, len(costs))
	for n, cost := range costs {
		list = append(list, liking{n, cost})
	}
	slices.SortFunc(list, func(a, b liking) int {
		return cmp.Or(cmp.Compare(a.cost, b.cost), cmp.Compare(x.things[b.thing].weight, x.things[a.thing].weight), cmp.Compare(a.thing, b.thing))
	})
	things := make([]int32, len(list))
	for i, l := range list {
		things[i] = l.thing
	}
	return things
}
