package coverage_test

import (
	"math"
	"math/bits"
	"math/rand/v2"
	"slices"
	"testing"

	"escale/internal/coverage"
	"escale/internal/coverage/coveragetest"
)

// smallDemand draws an instance of at most 20 candidates.
func smallDemand(random *rand.Rand) (d coverage.Demand, stops int) {
	candidates, weights := 1+random.IntN(20), 1+random.IntN(40)
	d.Weights = make([]float64, weights)
	for w := range d.Weights {
		d.Weights[w] = float64(10 * random.IntN(200))
	}
	density := 0.05 + 0.4*random.Float64()
	for range candidates {
		var reached []int
		for w := range weights {
			if random.Float64() < density {
				reached = append(reached, w)
			}
		}
		d.Reached = append(d.Reached, reached)
	}
	for c := range candidates {
		switch random.IntN(12) {
		case 0:
			d.Fixed = append(d.Fixed, c)
		case 1:
			d.Forbidden = append(d.Forbidden, c)
		}
	}
	return d, max(len(d.Fixed), 1+random.IntN(6))
}

// exhaustive is the best value of all choices.
func exhaustive(d coverage.Demand, stops int) (best float64) {
	masks := make([]uint64, len(d.Reached))
	for c, list := range d.Reached {
		for _, w := range list {
			masks[c] |= 1 << w
		}
	}
	for choice := range uint32(1) << len(d.Reached) {
		if bits.OnesCount32(choice) > stops || !allowed(d, choice) {
			continue
		}
		reached := uint64(0)
		for c := range d.Reached {
			if choice>>c&1 == 1 {
				reached |= masks[c]
			}
		}
		value := 0.0
		for w, weight := range d.Weights {
			if reached>>w&1 == 1 {
				value += weight
			}
		}
		best = max(best, value)
	}
	return best
}

func allowed(d coverage.Demand, choice uint32) bool {
	for _, c := range d.Fixed {
		if choice>>c&1 == 0 {
			return false
		}
	}
	return !slices.ContainsFunc(d.Forbidden, func(c int) bool { return choice>>c&1 == 1 && !slices.Contains(d.Fixed, c) })
}

const smallInstances = 1000

// wideGap is above which the best choice is printed beside the proposal.
const wideGap = 0.035

// The proposal is a choice that may be made, worth what it says; the best one is
// between it and the bound.
func TestSmallProposalsAgainstAllChoices(t *testing.T) {
	random := rand.New(rand.NewPCG(21, 1))
	worst, exact := 0.0, 0
	for n := range smallInstances {
		d, stops := smallDemand(random)
		p := d.Propose(stops)
		best := exhaustive(d, stops)
		checkProposal(t, n, d, stops, p)
		if p.Covered > best+1e-6 || p.Bound < best-1e-6 {
			t.Fatalf("instance %d: covered %v, best %v, bound %v", n, p.Covered, best, p.Bound)
		}
		if best-p.Covered > p.Gap()*p.Bound+1e-6 {
			t.Fatalf("instance %d: %v is worse than the bound %v says", n, p.Covered, p.Bound)
		}
		if p.Gap() > wideGap {
			t.Logf("instance %d: gap %.2f %%, covered %.0f, the best %.0f, bound %.0f", n, 100*p.Gap(), p.Covered, best, p.Bound)
		}
		worst = max(worst, p.Gap())
		if p.Covered >= best-1e-6 {
			exact++
		}
	}
	t.Logf("%d of %d proposals are the best; the worst gap printed is %.2f %%", exact, smallInstances, 100*worst)
}

func checkProposal(t *testing.T, n int, d coverage.Demand, stops int, p coverage.Proposal) {
	t.Helper()
	value := valueOf(d, p.Chosen)
	if len(p.Chosen) > stops || math.Abs(value-p.Covered) > 1e-6 {
		t.Fatalf("instance %d: %d of %d chosen, worth %v, announced %v", n, len(p.Chosen), stops, value, p.Covered)
	}
	choice := uint32(0)
	for i, c := range p.Chosen {
		choice |= 1 << c
		without := slices.Delete(slices.Clone(p.Chosen), i, i+1)
		if lost := value - valueOf(d, without); math.Abs(lost-p.Alone[i]) > 1e-6 {
			t.Fatalf("instance %d: without %d %v is lost, not %v", n, c, lost, p.Alone[i])
		}
	}
	if !allowed(d, choice) {
		t.Fatalf("instance %d: %v against fixed %v, forbidden %v", n, p.Chosen, d.Fixed, d.Forbidden)
	}
}

func valueOf(d coverage.Demand, chosen []int) (value float64) {
	for w, weight := range d.Weights {
		if slices.ContainsFunc(chosen, func(c int) bool { return slices.Contains(d.Reached[c], w) }) {
			value += weight
		}
	}
	return value
}

// glpkBlocks is how many instances one call of glpk solves.
const glpkBlocks = 20

// Another solver agrees with the exhaustive search, and with the proposal, on all instances.
func TestSmallProposalsAgainstGlpk(t *testing.T) {
	random := rand.New(rand.NewPCG(21, 1))
	solved := 0
	for solved < smallInstances {
		var list []coveragetest.Instance
		for range glpkBlocks {
			d, stops := smallDemand(random)
			list = append(list, coveragetest.Instance{Demand: d, Stops: stops})
		}
		for i, best := range coveragetest.Glpk(t, list...) {
			d, p := list[i].Demand, list[i].Propose(list[i].Stops)
			if all := exhaustive(d, list[i].Stops); p.Covered > best+1e-4 || p.Bound < best-1e-4 || math.Abs(best-all) > 1e-4 {
				t.Fatalf("instance %d: covered %v, glpk %v, exhaustive %v, bound %v", solved, p.Covered, best, all, p.Bound)
			}
			solved++
		}
	}
	t.Logf("glpk solved %d of %d instances, in calls of %d", solved, smallInstances, glpkBlocks)
}
