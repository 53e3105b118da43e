package search

import "math"

const (
	coverPower  = 1.5  // how much less a half-said phrase counts than a whole one
	wholePhrase = 1.25 // a phrase said in one piece
	strewn      = 0.7  // a phrase whose words stand apart
	changed     = 0.3  // a phrase without the word that changes it, "pas cher"
	properName  = 1.5  // a proper name: "CAF", "Vitale"
)

// scoring is the work of rating one text.
type scoring struct {
	x     *needIndex
	slots []slot
	terms map[int]heardAt
	best  map[[2]int]evidence // by need and slot
	named []float64           // by need, how close the text is to one of its names
}

// heardAt is where a term stands in the text, and how close the word is to it.
type heardAt struct {
	slot  int
	close float64
}

// evidence is what one word of the text counts for, and how close it is.
type evidence struct{ score, close float64 }

// score rates each need. A word counts for a need through the phrase of that
// need that the text covers best, so that whole phrases come before words.
func (x *needIndex) score(slots []slot) []NeedMatch {
	work := scoring{x, slots, map[int]heardAt{}, map[[2]int]evidence{}, make([]float64, len(x.needs))}
	for i, s := range slots {
		for _, h := range s.hits {
			if before, ok := work.terms[h.term]; !ok || h.close > before.close {
				work.terms[h.term] = heardAt{i, h.close}
			}
		}
	}
	seen := map[int]bool{}
	for t := range work.terms {
		for _, p := range x.terms[t].phrases {
			if !seen[p] {
				seen[p] = true
				work.phrase(&x.phrases[p])
			}
		}
	}
	matches := make([]NeedMatch, len(x.needs))
	for need := range matches { // in one order, so that sums are always the same
		m := &matches[need]
		*m = NeedMatch{ID: x.needs[need].ID, Label: x.needs[need].Label, named: work.named[need]}
		for i := range slots {
			e := work.best[[2]int{need, i}]
			m.Score += e.score
			m.close = max(m.close, e.close)
			if e.score > 0 {
				m.used = append(m.used, slots[i].places()...)
			}
		}
	}
	return matches
}

// phrase raises what the words of one phrase count for.
func (w *scoring) phrase(p *needPhrase) {
	covered, closest, whole := 0.0, 1.0, true
	first, last := math.MaxInt, -1
	for _, t := range p.terms {
		s, ok := w.terms[t]
		if !ok {
			whole = false
			continue
		}
		covered += w.x.terms[t].weight
		closest = min(closest, s.close)
		first, last = min(first, w.slots[s.slot].at), max(last, w.slots[s.slot].at)
	}
	worth := p.worth * math.Pow(covered/p.whole, coverPower)
	tight := last-first < p.long+2
	switch {
	case p.guard && (!whole || last-first >= p.long):
		worth *= changed
		whole = false
	case whole && len(p.terms) > 1 && tight:
		worth *= wholePhrase
	case whole && len(p.terms) > 1:
		worth *= strewn
	}
	if whole && tight && p.worth == nameWorth {
		w.named[p.need] = max(w.named[p.need], closest)
	}
	w.credit(p, worth)
}

// credit gives the words of a phrase what it is worth.
func (w *scoring) credit(p *needPhrase, worth float64) {
	for _, t := range p.terms {
		s, ok := w.terms[t]
		if !ok {
			continue
		}
		e := evidence{worth * w.x.terms[t].weight * s.close * w.slots[s.slot].factor, s.close}
		if w.x.proper[[2]int{p.need, t}] {
			e.score *= properName
		}
		key := [2]int{p.need, s.slot}
		if b := w.best[key]; e.score > b.score || e.score == b.score && e.close > b.close {
			w.best[key] = e
		}
	}
}
