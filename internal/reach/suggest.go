package reach

import (
	"fmt"
	"slices"

	"escale/internal/coverage"
	"escale/internal/mediation"
)

// Wishes are what whoever runs the van wants of a proposal.
type Wishes struct {
	// Stops is how many there may be, the fixed ones included.
	Stops int
	// Weights say how much one person of each layer counts; those of 0 do not.
	Weights map[mediation.Layer]float64
	// Fixed and Forbidden are ids of candidates.
	Fixed, Forbidden []string
	// Requested are the INSEE codes of communes that ask for the van: of two
	// stops that help as much, theirs comes first.
	Requested []string
}

// Suggestion is a proposal in the words of the territory.
type Suggestion struct {
	coverage.Proposal
	Stops []Stop
	// Reached are the people of each group who would be helped, Far those who
	// are far from help: sums of what is rounded to ten in each commune.
	Reached, Far map[mediation.Layer]int
	// Groups are those that the weights know, in their order.
	Groups []Group
	// Supposed is true when the van was taken to help without that being confirmed, where it
	// comes already as where it could.
	Supposed bool
	// Candidates are all that there was to choose from.
	Candidates []coverage.Candidate
}

// Stop is one that is proposed.
type Stop struct {
	coverage.Candidate
	Fixed bool
	// Communes are those with people that it reaches, the most first.
	Communes []*mediation.Commune
	// New are the people, by layer, that no stop before it reaches; Lost those that
	// no other stop reaches.
	New, Lost map[mediation.Layer]int
}

// Suggest proposes stops that reach as many of those who are far from help as
// can be.
func (a *Answer) Suggest(w Wishes) Suggestion {
	s := Suggestion{Reached: map[mediation.Layer]int{}, Far: map[mediation.Layer]int{}}
	weights := make([]float64, len(a.Lines))
	for _, g := range Groups(a.Moment.Snapshot) {
		weight, known := w.Weights[g.Layer]
		if !known || weight <= 0 {
			continue
		}
		s.Groups = append(s.Groups, g)
		for i, people := range g.People {
			weights[i] += weight * float64(people)
		}
	}
	s.Candidates = a.Candidates(w.Requested)
	u := a.Unserved(weights, s.Candidates)
	s.Supposed = u.Supposed
	u.Fixed, u.Forbidden = indexes(s.Candidates, w.Fixed), indexes(s.Candidates, w.Forbidden)
	s.Proposal = u.Propose(w.Stops)
	a.tell(&s, &u)
	return s
}

// Refusal says what of the wishes cannot be, "" when all can.
func (a *Answer) Refusal(w Wishes) string {
	known := map[string]bool{}
	for _, c := range a.Candidates(nil) {
		known[c.ID] = true
	}
	fixed := map[string]bool{}
	for _, id := range slices.Concat(w.Fixed, w.Forbidden, w.Requested) {
		if id != "" && !known[id] {
			return "« " + id + " » n’est ni le code INSEE d’une commune d’ici, ni un lieu où le bus vient."
		}
	}
	for _, id := range w.Fixed {
		if id != "" && slices.Contains(w.Forbidden, id) {
			return "« " + id + " » est à la fois fixée et écartée : choisissez."
		}
		fixed[id] = fixed[id] || id != ""
	}
	delete(fixed, "")
	if len(fixed) > w.Stops {
		return fmt.Sprintf("Vous avez fixé %d étapes, mais il ne peut y en avoir que %d : retirez-en, ou donnez plus de demi-journées.", len(fixed), w.Stops)
	}
	return ""
}

func indexes(candidates []coverage.Candidate, ids []string) (list []int) {
	for i, c := range candidates {
		if slices.Contains(ids, c.ID) {
			list = append(list, i)
		}
	}
	return list
}

// Candidates are where the van could stop: where somebody asks for it, where it stops or stopped, and
// every town hall.
func (a *Answer) Candidates(requested []string) (list []coverage.Candidate) {
	var halls []coverage.Candidate
	for i := range a.Moment.Territory.Communes {
		c := &a.Moment.Territory.Communes[i]
		hall := coverage.Candidate{ID: c.INSEE, Name: c.Name, Point: c.Centre, Commune: c.INSEE, Requested: slices.Contains(requested, c.INSEE)}
		if hall.Requested {
			list = append(list, hall)
		} else {
			halls = append(halls, hall)
		}
	}
	known := map[string]bool{}
	for _, p := range a.Moment.Places {
		if !known[p.ID] && slices.ContainsFunc(p.Offers, mediation.Offer.Mobile) {
			known[p.ID] = true
			list = append(list, coverage.Candidate{ID: p.ID, Name: p.Name, Point: p.Point, Commune: p.Address.INSEE, Known: true})
		}
	}
	return append(list, halls...)
}

// tell says in people what the proposal does.
func (a *Answer) tell(s *Suggestion, u *coverage.Unserved) {
	reached := map[int]bool{}
	times := map[int]int{}
	for _, c := range s.Chosen {
		for _, w := range u.Reached[c] {
			times[w]++
		}
	}
	all := make([]int, len(u.Weights))
	for w := range all {
		all[w] = w
	}
	count := newCounter(a, s.Groups, u)
	s.Far = count.people(all)
	for _, c := range s.Chosen {
		stop := Stop{Candidate: s.Candidates[c], Fixed: slices.Contains(u.Fixed, c)}
		var fresh, lost []int
		for _, w := range u.Reached[c] {
			if !reached[w] {
				fresh, reached[w] = append(fresh, w), true
			}
			if times[w] == 1 {
				lost = append(lost, w)
			}
		}
		stop.New, stop.Lost = count.people(fresh), count.people(lost)
		for _, i := range u.CommunesOf(c) {
			stop.Communes = append(stop.Communes, &a.Moment.Territory.Communes[i])
		}
		slices.SortStableFunc(stop.Communes, func(x, y *mediation.Commune) int { return y.Population - x.Population })
		s.Stops = append(s.Stops, stop)
	}
	var together []int
	for w := range reached {
		together = append(together, w)
	}
	s.Reached = count.people(together)
}

// counter counts people of weights, which stand for spots: commune by commune, as
// [Answer.Rows] does, so that the sums are the same.
type counter struct {
	groups []Group
	shares []float64 // of the people of its commune, by weight
	of     []int     // the commune of each weight
}

func newCounter(a *Answer, groups []Group, u *coverage.Unserved) counter {
	c := counter{groups: groups, of: u.Communes, shares: make([]float64, len(u.Weights))}
	for w, commune := range u.Communes {
		c.shares[w] = 1 / float64(len(Spots(&a.Moment.Territory.Communes[commune])))
	}
	return c
}

func (c counter) people(weights []int) map[mediation.Layer]int {
	shares := map[int]float64{}
	for _, w := range weights {
		shares[c.of[w]] += c.shares[w]
	}
	sums := map[mediation.Layer]int{}
	for _, g := range c.groups {
		for commune, share := range shares {
			sums[g.Layer] += mediation.RoundTen(float64(g.People[commune]) * share)
		}
	}
	return sums
}

// On a map of so many communes, OneMore looks for stops within so many metres only:
// anybody may ask.
const (
	largeMap   = 2_000
	largeReach = 10_000
)

// OneMore is what one more half-day of van in a week could change for a layer, every
// stop being served once in the days of the question; none when these are too few.
func (a *Answer) OneMore(layer mediation.Layer) Suggestion {
	if len(a.Lines) > largeMap && a.Reach > largeReach && !a.OnFoot {
		return Suggestion{}
	}
	a.mutex.Lock()
	defer a.mutex.Unlock()
	if s, known := a.oneMore[layer]; known {
		return s
	}
	s := a.Suggest(Wishes{Stops: coverage.Stops(1, week, a.Days), Weights: map[mediation.Layer]float64{layer: 1}})
	a.oneMore[layer] = s
	return s
}

// week is in days.
const week = 7
