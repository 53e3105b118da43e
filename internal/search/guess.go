package search

import "slices"

// guessGround asks whether words that nothing else explains are a name badly
// written, or only its beginning.
func (r *reading) guessGround() {
	sure := len(r.needs) > 0 && r.needs[0].close >= sureWord
	for _, s := range r.unexplained(sure) {
		errors := r.errorsAllowed(s)
		if errors < 0 {
			continue
		}
		things := r.x.distinct(r.like(r.words[s.first:s.end], errors))
		if len(things) == 0 {
			continue
		}
		r.choices, r.typed = r.x.suggestions(things, mostChoices), r.text[r.tokens[s.first].start:r.tokens[s.end-1].end]
		if s.first == 0 && s.end == len(r.words) && len(r.needs) > 0 {
			best := r.needs[0] // it may be meant too
			r.choices = append(r.choices[:min(len(r.choices), mostChoices-1)], Suggestion{Type: Need, ID: string(best.ID), Label: best.Label})
			r.needs = nil
		}
		r.useNames(s)
		r.needs = slices.DeleteFunc(r.needs, func(m NeedMatch) bool {
			return slices.ContainsFunc(m.used, func(i int) bool { return r.used[i] })
		})
		return
	}
}

// unexplained lists the rows of words that nothing explains, the longest
// first; an article may stand before them, and within.
func (r *reading) unexplained(sure bool) (list []span) {
	open := func(i int) bool {
		if r.words[i] != "" && (r.tokens[i].isJoined || i+1 < len(r.tokens) && r.tokens[i+1].isJoined) {
			return true
		}
		return r.isOpen(i) && !sure || r.isOpen(i) && !slices.ContainsFunc(r.needs, func(m NeedMatch) bool { return slices.Contains(m.used, i) })
	}
	for first := range r.words {
		for end := first + 1; end <= len(r.words) && end-first <= 5 && open(end-1); end++ {
			if last := r.words[end-1]; !articles[last] && !slices.Equal(r.words[first:end], []string{last, ""}) {
				list = append(list, span{first: first, end: end})
			}
		}
	}
	if len(r.words) <= mostNameWords && len(r.words) > 0 && !slices.Contains(r.words, "") && !sure {
		list = append(list, span{first: 0, end: len(r.words)})
	}
	slices.SortStableFunc(list, func(a, b span) int {
		return significance(r.words[b.first:b.end], 0) - significance(r.words[a.first:a.end], 0)
	})
	return list[:min(len(list), mostGuesses)]
}

// mostGuesses bounds the work for a long text.
const mostGuesses = 16

// errorsAllowed is how many letters may be wrong: among other words, a short
// word is like too many names.
func (r *reading) errorsAllowed(s span) int {
	length := len(fullName(r.words[s.first:s.end]))
	whole := s.first == 0 && s.end == len(r.words)
	switch announced := r.isAnnounced(s.first); {
	case whole && length > 6 || length > 8:
		return 2
	case !whole && !announced && length < 4:
		return -1
	case whole && length > 1 || announced && length > 3 || length > 5:
		return 1
	}
	return 0
}
