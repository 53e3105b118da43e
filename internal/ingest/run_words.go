package ingest

import (
	"cmp"
	"slices"
	"strings"

	"escale/internal/formats"
)

// LostWord is a word of a list that nothing here knows, with the number of records
// that have it.
type LostWord struct {
	Column  string `json:"column"`
	Word    string `json:"word"`
	Records int    `json:"records"`
}

// tellUnknownServices names the services of a record that answer no need.
func (r *run) tellUnknownServices(rec formats.Record) {
	for _, stated := range rec.Offer.Statements {
		if !r.Needs.Knows(stated) {
			r.remark(rec.Offer.SourceID, formats.Problem{Line: rec.Line, Column: "services", Value: stated, Message: formats.UnknownService})
		}
	}
}

// countWords counts the words that were lost, the commonest first.
func (r *Report) countWords() {
	type word struct{ column, value string }
	counts := map[word]int{}
	for _, remark := range r.Remarks {
		if remark.Message == formats.UnknownWord || remark.Message == formats.UnknownService {
			counts[word{remark.Column, remark.Value}]++
		}
	}
	for w, n := range counts {
		r.LostWords = append(r.LostWords, LostWord{w.column, w.value, n})
	}
	slices.SortFunc(r.LostWords, func(a, b LostWord) int {
		return cmp.Or(b.Records-a.Records, strings.Compare(a.Column+" "+a.Word, b.Column+" "+b.Word))
	})
}
