package site

import (
	"slices"
	"strconv"

	"escale/internal/catalog"
	"escale/internal/hours"
	"escale/internal/mediation"
	"escale/internal/pages"
	"escale/internal/reach"
	"escale/internal/web"
)

// coverageForm are the controls: each is in the address.
type coverageForm struct {
	wanted    web.Coverage
	Needs     []formGroup
	Distances []formOption
	Days      []formOption
	People    []formOption
	OnFoot    bool
	Possible  bool
	// Start and End are "" for the whole day; Further is true when something is
	// set that is folded away.
	Start, End string
	Further    bool
	// Absent are the layers of which nobody gave figures.
	Absent string
}

type formGroup struct {
	Label   string
	Options []formOption
}

type formOption struct {
	Value, Label string
	Chosen       bool
}

func newCoverageForm(m *catalog.Moment, wanted web.Coverage) coverageForm {
	f := coverageForm{wanted: wanted, OnFoot: wanted.OnFoot, Possible: wanted.Possible}
	needFamilies(m.Needs, func(label string, list []mediation.Need) {
		group := formGroup{Label: label}
		for _, need := range list {
			group.Options = append(group.Options, formOption{string(need.ID), need.Label, need.ID == wanted.Need})
		}
		if len(group.Options) > 0 {
			f.Needs = append(f.Needs, group)
		}
	})
	f.Distances = numberOptions(pages.CoverageDistances, wanted.Reach/1000, func(km float64) string { return pages.ReachText(1000 * km) })
	f.Days = numberOptions(pages.CoverageHorizons, float64(wanted.Days), func(n float64) string { return pages.DaysText(int(n)) })
	groups := reach.Groups(m.Snapshot)
	for _, g := range groups {
		f.People = append(f.People, formOption{string(g.Layer), pages.LayerLabel(g.Layer), g.Layer == wanted.Who})
	}
	f.Absent = absentText(groups)
	if wanted.End > 0 {
		f.Start, f.End = web.ClockText(wanted.Start), web.ClockText(wanted.End)
		if f.End == "24:00" {
			f.End = ""
		}
	}
	f.Further = wanted.End > 0 || wanted.Possible
	return f
}

// numberOptions are the usual numbers, and the one that is wanted when it is none of them.
func numberOptions(usual []int, wanted float64, label func(float64) string) (list []formOption) {
	numbers := []float64{}
	for _, n := range usual {
		numbers = append(numbers, float64(n))
	}
	if !slices.Contains(numbers, wanted) {
		numbers = append(numbers, wanted)
		slices.Sort(numbers)
	}
	for _, n := range numbers {
		text := strconv.FormatFloat(n, 'f', -1, 64)
		list = append(list, formOption{text, label(n), n == wanted})
	}
	return list
}

// absentText names the layers of which there are no figures.
func absentText(groups []reach.Group) string {
	var names []string
	for _, layer := range mediation.Layers {
		if !slices.ContainsFunc(groups, func(g reach.Group) bool { return g.Layer == layer }) {
			names = append(names, layer.Label())
		}
	}
	return hours.List(names)
}
