package coverage

import (
	"cmp"
	"math"
	"slices"
)

// How the prices of the bound are looked for.
const (
	mostRounds  = 400
	leastRounds = 20
	// mostWork bounds how often somebody is looked at who could be reached: a wide question on
	// a large map gets a looser bound rather than a late answer.
	mostWork = 100_000_000
	// patience is for how many rounds without a better bound the same step is kept.
	patience = 12
	// tryEvery is how often the choice that the prices suggest is tried.
	tryEvery = 20
)

// bound is what no choice can exceed (Lagrangian relaxation of the maximal
// covering problem). Each weight gets a price between 0 and itself. Whatever the
// prices, no choice is worth more than the sum of what the weights keep beyond
// their price, and of the prices that the best candidates collect. The prices
// are moved to make that small (subgradient). try sees choices on the way.
func (s *search) bound(try func(list []int)) float64 {
	weights := s.demand.Weights
	prices := make([]float64, len(weights))
	for w := range prices {
		if n := len(s.reachBy[w]); n > 0 {
			prices[w] = weights[w] / float64(n)
		}
	}
	best, step, idle := math.Inf(1), 2.0, 0
	for round := range s.rounds() {
		chosen, value := s.collect(prices)
		if value < best-1e-7 {
			best, idle = value, 0
		} else if idle++; idle > patience {
			step, idle = step/2, 0
		}
		if round%tryEvery == 0 {
			try(chosen)
		}
		if best <= s.covered+1e-6 || step < 1e-4 {
			break
		}
		s.move(prices, chosen, step*(value-s.covered))
	}
	return best
}

// rounds is how many are made.
func (s *search) rounds() int {
	work := 1
	for _, list := range s.demand.Reached {
		work += len(list)
	}
	return min(mostRounds, max(leastRounds, mostWork/work))
}

// collect is the choice that collects most at these prices, and the bound that
// follows from them.
func (s *search) collect(prices []float64) (chosen []int, value float64) {
	for w, weight := range s.demand.Weights {
		if len(s.reachBy[w]) > 0 {
			value += max(0, weight-prices[w])
		}
	}
	worth := make([]float64, len(s.demand.Reached))
	for c, list := range s.demand.Reached {
		for _, w := range list {
			worth[c] += prices[w]
		}
	}
	var free []int
	for c, fixed := range s.fixed {
		if fixed {
			chosen, value = append(chosen, c), value+worth[c]
		}
	}
	free = slices.Clone(s.free)
	slices.SortFunc(free, func(a, b int) int { return cmp.Or(cmp.Compare(worth[b], worth[a]), cmp.Compare(a, b)) })
	for _, c := range free[:min(len(free), max(0, s.stops-len(chosen)))] {
		chosen, value = append(chosen, c), value+worth[c]
	}
	return chosen, value
}

// move raises the price of what the choice does not reach, and lowers that of
// what it reaches more than once.
func (s *search) move(prices []float64, chosen []int, excess float64) {
	slope := make([]float64, len(prices))
	for w, weight := range s.demand.Weights {
		if prices[w] < weight {
			slope[w] = 1 // a unit of price lets the weight go
		}
	}
	for _, c := range chosen {
		for _, w := range s.demand.Reached[c] {
			slope[w]--
		}
	}
	length := 0.0
	for _, v := range slope {
		length += v * v
	}
	if length == 0 {
		return
	}
	for w := range prices {
		prices[w] = min(s.demand.Weights[w], max(0, prices[w]+excess/length*slope[w]))
	}
}
