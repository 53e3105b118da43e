package pages

import (
	"fmt"
	"strconv"
	"strings"

	"escale/internal/catalog"
	"escale/internal/coverage"
	"escale/internal/hours"
	"escale/internal/language"
	"escale/internal/mediation"
	"escale/internal/reach"
)

// SuggestionLines say a proposal: what it does, how far from the best it can be, and
// each stop with why.
func SuggestionLines(m *catalog.Moment, q coverage.Question, s reach.Suggestion) []string {
	if len(s.Stops) == 0 {
		return []string{SuggestionText(m, q, s)}
	}
	lines := []string{SuggestionText(m, q, s), GapText(s)}
	for i, stop := range s.Stops {
		lines = append(lines, fmt.Sprintf("%d. %s. %s %s", i+1, StopName(m, stop), WhyText(s, stop), LossText(s, stop)))
	}
	return lines
}

// SuggestionText says what a proposal does for each group that counts.
func SuggestionText(m *catalog.Moment, q coverage.Question, s reach.Suggestion) string {
	if len(s.Stops) == 0 {
		return "Aucune étape n’aiderait quelqu’un qui n’a aucune " + HelpText(m.Needs, q) + " " + WithinText(q) + "."
	}
	stops := "Cette étape aiderait "
	if n := len(s.Stops); n > 1 {
		stops = fmt.Sprintf("Ces %d étapes aideraient ", n)
	}
	text := stops + groupsText(s, s.Reached) + ", sur " + groupsText(s, s.Far) + " sans " + HelpText(m.Needs, q) + " " + WithinText(q) + "."
	if s.Supposed {
		text += " " + SupposedText(s)
	}
	return text
}

// groupsText counts the people of each group.
func groupsText(s reach.Suggestion, people map[mediation.Layer]int) string {
	texts := make([]string, len(s.Groups))
	for i, g := range s.Groups {
		texts[i] = PeopleText(g.Layer, people[g.Layer])
	}
	return hours.List(texts)
}

// GapText says how far from the best possible a proposal can be at most.
func GapText(s reach.Suggestion) string {
	if s.Gap() == 0 {
		return "C’est le meilleur choix possible de ce nombre d’étapes."
	}
	gap := strings.Replace(strconv.FormatFloat(100*s.Gap(), 'f', 1, 64), ".", ",", 1)
	return "Le meilleur choix possible ne ferait pas mieux de plus de " + gap + "\u00a0%."
}

// MoreText says what one more half-day would add.
func MoreText(s, more reach.Suggestion) string {
	added := map[mediation.Layer]int{}
	for _, g := range s.Groups {
		added[g.Layer] = max(0, more.Reached[g.Layer]-s.Reached[g.Layer])
	}
	return "Une demi-journée de plus en aiderait encore " + groupsText(s, added) + "."
}

// StopName says where a stop is.
func StopName(m *catalog.Moment, stop reach.Stop) string {
	if !stop.Known {
		return stop.Name + ", à la mairie ou dans une salle"
	}
	if c, err := m.Commune(stop.Commune); err == nil {
		return c.Name + ", " + stop.Name
	}
	return stop.Name
}

// mostReasons is how many communes a reason names.
const mostReasons = 5

// WhyText says why a stop is proposed.
func WhyText(s reach.Suggestion, stop reach.Stop) string {
	text := "Elle aide encore " + groupsText(s, stop.New)
	if names := StopCommunes(stop); names != "" {
		text += " : " + names
	}
	text += "."
	switch {
	case stop.Fixed:
		text = "Vous l’avez fixée. " + text
	case stop.Requested:
		text = "La commune demande le bus. " + text
	case stop.Known:
		text = "Le bus y vient ou y est venu. " + text
	}
	return text
}

// StopCommunes names those that a stop reaches.
func StopCommunes(stop reach.Stop) string {
	var names []string
	for _, c := range stop.Communes[:min(mostReasons, len(stop.Communes))] {
		names = append(names, c.Name)
	}
	switch more := len(stop.Communes) - len(names); more {
	case 0:
	case 1:
		names = append(names, "une autre")
	default:
		names = append(names, CountText(language.French, more)+" autres")
	}
	return hours.List(names)
}

// LossText says what is lost when a stop is dropped.
func LossText(s reach.Suggestion, stop reach.Stop) string {
	for _, g := range s.Groups {
		if stop.Lost[g.Layer] > 0 {
			return "Sans elle, " + groupsText(s, stop.Lost) + " n’auraient plus d’aide."
		}
	}
	return "Sans elle, les autres étapes aident autant de monde."
}

// SuggestionRows are the stops of a proposal for a spreadsheet, without dates.
func SuggestionRows(m *catalog.Moment, s reach.Suggestion) [][]string {
	header := []string{"rang", "étape", "commune", "code_insee", "latitude", "longitude", "fixée", "demandée"}
	for _, g := range s.Groups {
		header = append(header, LayerLabel(g.Layer)+" aidés de plus", LayerLabel(g.Layer)+" perdus sans elle")
	}
	rows := [][]string{append(header, "communes aidées")}
	for i, stop := range s.Stops {
		name := stop.Name
		if c, err := m.Commune(stop.Commune); err == nil {
			name = c.Name
		}
		row := []string{strconv.Itoa(i + 1), stop.Name, name, stop.Commune, degrees(stop.Point[1]), degrees(stop.Point[0]), language.YesNo(stop.Fixed), language.YesNo(stop.Requested)}
		for _, g := range s.Groups {
			row = append(row, strconv.Itoa(stop.New[g.Layer]), strconv.Itoa(stop.Lost[g.Layer]))
		}
		names := make([]string, len(stop.Communes))
		for j, c := range stop.Communes {
			names[j] = c.Name
		}
		rows = append(rows, append(row, strings.Join(names, ", ")))
	}
	return rows
}

func degrees(v float64) string { return strconv.FormatFloat(v, 'f', 5, 64) }
