package site

import (
	"fmt"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/paulmach/orb"

	"escale/internal/catalog"
	"escale/internal/ground"
	"escale/internal/pages"
	"escale/internal/reach"
	"escale/internal/web"
)

// coverageMap is the ground with the communes filled by what their people find, in
// patterns as well as colours.
type coverageMap struct {
	ground.Picture
	Classes []coverageShape
	// Doors are those that are open, as points.
	Doors []coveragePoint
	// Stops are those that one more half-day would allow, in their order.
	Stops []coveragePoint
}

type coverageShape struct{ Slug, Path string }

type coveragePoint struct {
	X, Y  int
	Moves bool
	// Rank is that of a stop.
	Rank int
}

// The size of the map, in units: its height is that of the territory.
const (
	coverageWidth   = 560
	leastProportion = 0.7
	mostProportion  = 1.35
)

func (s *Site) coverageMap(m *catalog.Moment, a *reach.Answer, rows []reach.Row, stops []reach.Stop) (v coverageMap, err error) {
	g, err := s.grounds.Of(m.Snapshot)
	if err != nil {
		return v, err
	}
	box := m.Bounds()
	height := coverageWidth * min(mostProportion, max(leastProportion, proportion(box)))
	v.Picture = g.Picture(ground.Cover(box, 0, coverageWidth, int(height)), coverageWidth)
	v.AddCommunes()
	codes := map[string][]string{}
	for _, row := range rows {
		codes[row.Slug()] = append(codes[row.Slug()], row.INSEE)
	}
	for _, slug := range slices.Sorted(maps.Keys(codes)) {
		v.Classes = append(v.Classes, coverageShape{slug, v.Shape(codes[slug])})
	}
	for _, d := range a.Doors {
		if d.Wait >= 0 && v.Holds(d.Point) {
			x, y := v.At(d.Point)
			v.Doors = append(v.Doors, coveragePoint{X: x, Y: y, Moves: d.Moves})
		}
	}
	var marks []orb.Point
	for i, stop := range stops {
		x, y := v.At(stop.Point)
		v.Stops, marks = append(v.Stops, coveragePoint{X: x, Y: y, Rank: i + 1}), append(marks, stop.Point)
	}
	v.AddNames(marks)
	return v, nil
}

// proportion is the height of a box in its width.
func proportion(box orb.Bound) float64 {
	if box.IsZero() || box.Max[0] == box.Min[0] {
		return 1
	}
	squeeze := math.Cos(box.Center().Lat() * math.Pi / 180)
	return (box.Max[1] - box.Min[1]) / ((box.Max[0] - box.Min[0]) * squeeze)
}

// coverageMethod is how the page counts, and what it cannot know.
type coverageMethod struct {
	Travel, Border string
	// Sources are those of the figures on people.
	Sources []string
	// Parts is how many communes are measured from those that merged into them.
	Parts int
}

func (s *Site) newCoverageMethod(m *catalog.Moment, wanted web.Coverage, total reach.Sum) coverageMethod {
	travel := s.opts.Reach.Travel()
	factor := strings.Replace(strconv.FormatFloat(travel.Factor, 'f', -1, 64), ".", ",", 1)
	method := coverageMethod{Travel: fmt.Sprintf("Les distances sont estimées : la ligne droite, allongée de %.0f %% parce que les routes tournent (coefficient %s).", 100*(travel.Factor-1), factor)}
	if travel.Matrix != nil {
		method.Travel = fmt.Sprintf("Les distances entre communes sont celles d’un fichier de trajets (%d trajets). Les autres sont estimées : la ligne droite multipliée par %s.", len(*travel.Matrix), factor)
	}
	if total.Border > 0 {
		method.Border = fmt.Sprintf("%s à moins de %s d’un département voisin, dont l’aide n’est pas chargée ici : les habitants peuvent en trouver de l’autre côté. Le tableau dit « limite ».",
			pages.CommunesText(total.Border)+map[bool]string{true: " sont", false: " est"}[total.Border > 1], pages.ReachText(wanted.Limit()))
	}
	for _, g := range reach.Groups(m.Snapshot) {
		if g.Year == 0 {
			continue
		}
		text := fmt.Sprintf("%s : %s, %d", pages.LayerLabel(g.Layer), g.Source, g.Year)
		if g.Estimated != "" {
			text += " ; nombre estimé (" + g.Estimated + ")"
		}
		if g.Missing > 0 {
			text += " ; " + pages.CommunesText(g.Missing) + " sans chiffre, qui comptent pour zéro"
		}
		method.Sources = append(method.Sources, text+".")
	}
	for i := range m.Territory.Communes {
		if len(reach.Spots(&m.Territory.Communes[i])) > 1 {
			method.Parts++
		}
	}
	return method
}
