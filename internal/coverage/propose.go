package coverage

import (
	"cmp"
	"slices"
)

// Demand is what a proposal chooses among: where one more stop could be, and
// which people each would reach.
//
// The weights are of people who find no help within reach.
type Demand struct {
	Weights []float64
	// Reached lists, for each candidate, the indexes of the weights, in order.
	Reached [][]int
	// Fixed candidates are in every proposal, Forbidden ones in none.
	Fixed, Forbidden []int
}

// Proposal is a choice of candidates.
type Proposal struct {
	// Chosen are in the order in which they were found to help most.
	Chosen []int
	// Covered is the weight that they reach together, Bound what no choice of so
	// many can exceed, Total the weight that there is.
	Covered, Bound, Total float64
	// Alone is, for each chosen, the weight that is lost if it is dropped.
	Alone []float64
}

// Gap is by how much the best choice could be better, as a part of the bound;
// half a person is the smallest gain that counts.
func (p Proposal) Gap() float64 {
	if p.Bound < p.Covered+0.5 {
		return 0
	}
	return (p.Bound - p.Covered) / p.Bound
}

// Propose chooses so many candidates, the fixed ones among them, that together
// reach the most weight: the best one by one, then by exchanges, then from what
// the bound suggests.
func (d *Demand) Propose(stops int) Proposal {
	s := newSearch(d, stops)
	s.fill()
	s.exchange()
	best := slices.Clone(s.chosen)
	bound := s.bound(func(list []int) {
		other := newSearch(d, stops)
		other.take(list)
		other.fill()
		other.exchange()
		if other.covered > s.covered {
			s, best = other, slices.Clone(other.chosen)
		}
	})
	p := Proposal{Covered: s.covered, Total: sum(d.Weights)}
	p.Bound = max(s.covered, min(bound, p.Total)) // however many stops, nobody is helped twice
	p.Chosen = s.inOrder(best)
	for _, c := range p.Chosen {
		p.Alone = append(p.Alone, s.alone(c))
	}
	return p
}

// search is a choice under way.
type search struct {
	demand *Demand
	stops  int
	free   []int // candidates that may come and go
	fixed  []bool
	in     []bool
	chosen []int
	times  []int // how many of the chosen reach each weight
	// covered is the weight that is reached.
	covered float64
	reachBy [][]int // the candidates that may reach each weight
}

func newSearch(d *Demand, stops int) *search {
	n := len(d.Reached)
	s := &search{demand: d, stops: stops, fixed: make([]bool, n), in: make([]bool, n), times: make([]int, len(d.Weights)), reachBy: make([][]int, len(d.Weights))}
	for _, c := range d.Fixed {
		if !s.fixed[c] {
			s.fixed[c] = true
			s.add(c)
		}
	}
	for c, list := range d.Reached {
		if !s.fixed[c] && slices.Contains(d.Forbidden, c) {
			continue
		}
		if !s.fixed[c] {
			s.free = append(s.free, c)
		}
		for _, w := range list {
			s.reachBy[w] = append(s.reachBy[w], c)
		}
	}
	return s
}

// take adds candidates as long as there is room.
func (s *search) take(list []int) {
	for _, c := range list {
		if !s.in[c] && len(s.chosen) < s.stops {
			s.add(c)
		}
	}
}

func (s *search) add(c int) {
	s.in[c] = true
	s.chosen = append(s.chosen, c)
	for _, w := range s.demand.Reached[c] {
		if s.times[w] == 0 {
			s.covered += s.demand.Weights[w]
		}
		s.times[w]++
	}
}

func (s *search) drop(c int) {
	s.in[c] = false
	s.chosen = slices.DeleteFunc(s.chosen, func(x int) bool { return x == c })
	for _, w := range s.demand.Reached[c] {
		if s.times[w]--; s.times[w] == 0 {
			s.covered -= s.demand.Weights[w]
		}
	}
}

// gain is the weight that a candidate would add.
func (s *search) gain(c int) (gain float64) {
	for _, w := range s.demand.Reached[c] {
		if s.times[w] == 0 {
			gain += s.demand.Weights[w]
		}
	}
	return gain
}

// alone is the weight that one of the chosen reaches and no other does.
func (s *search) alone(c int) (alone float64) {
	for _, w := range s.demand.Reached[c] {
		if s.times[w] == 1 {
			alone += s.demand.Weights[w]
		}
	}
	return alone
}

// fill adds the best candidate, again and again. One that adds nothing is not worth a journey.
func (s *search) fill() {
	for len(s.chosen) < s.stops {
		best, most := -1, 0.0
		for _, c := range s.free {
			if gain := s.gain(c); !s.in[c] && gain > most+tiny {
				best, most = c, gain
			}
		}
		if best < 0 {
			return
		}
		s.add(best)
	}
}

// exchange replaces one of the chosen as long as that helps.
func (s *search) exchange() {
	for improved := true; improved; {
		improved = false
		for _, c := range slices.Clone(s.chosen) {
			if s.fixed[c] || !s.in[c] {
				continue
			}
			before := s.covered
			s.drop(c)
			best, most := c, s.gain(c)
			for _, other := range s.free {
				if gain := s.gain(other); !s.in[other] && gain > most+1e-6 {
					best, most = other, gain
				}
			}
			s.add(best)
			improved = improved || s.covered > before+1e-6
		}
	}
}

// inOrder puts candidates in the order in which each adds most to those before;
// the fixed ones first.
func (s *search) inOrder(list []int) []int {
	o := newSearch(s.demand, s.stops)
	left := slices.DeleteFunc(slices.Clone(list), func(c int) bool { return o.in[c] })
	for len(left) > 0 {
		best := slices.MaxFunc(left, func(a, b int) int { return cmp.Or(cmp.Compare(o.gain(a), o.gain(b)), cmp.Compare(b, a)) })
		o.add(best)
		left = slices.DeleteFunc(left, func(c int) bool { return c == best })
	}
	return o.chosen
}

func sum(list []float64) (total float64) {
	for _, v := range list {
		total += v
	}
	return total
}
