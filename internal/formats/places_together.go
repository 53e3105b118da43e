package formats

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"escale/internal/mediation"
)

var (
	nameEnd     = regexp.MustCompile(`\s*[(:\x01].*$|\s+[-–/]\s*\d.*$`)
	nameParts   = regexp.MustCompile(`\s+[-–/]\s*|\s*/\s+`)
	lastBracket = regexp.MustCompile(`\(([^)]*)\)\s*$`)
)

// vehicleName is the part of a name that the stops of one vehicle share: without its
// dates, nor the commune of the stop.
func vehicleName(o mediation.Offer) string {
	_, rest, _ := datesOf(o.Name)
	whole := strings.Trim(nameEnd.ReplaceAllString(lastBracket.ReplaceAllString(rest, ""), ""), " -–:/")
	city := mediation.CityName(o.Address.City)
	var parts []string
	for _, part := range nameParts.Split(whole, -1) {
		if city == "" || !strings.HasPrefix(mediation.CityName(part), city) {
			parts = append(parts, strings.TrimSpace(part))
		}
	}
	if without := strings.Join(parts, " - "); nameMotion(without) == moves {
		return without
	}
	return whole
}

// joinVehicles makes one vehicle of the vans of one name that stop at several places of
// a département.
func joinVehicles(records []Record) {
	groups := map[string][]int{}
	for i, r := range records {
		if r.Offer.Mobile() && r.Offer.Vehicle == "" && !r.Fatal() {
			a := r.Offer.Address
			key := mediation.PostcodeDepartement(a.Postcode) + " " + mediation.Fold(vehicleName(r.Offer))
			groups[key] = append(groups[key], i)
		}
	}
	for _, key := range slices.Sorted(maps.Keys(groups)) {
		stops := map[string]bool{}
		for _, i := range groups[key] {
			a := records[i].Offer.Address
			stops[mediation.CityName(a.City)+" "+mediation.Fold(a.Street)] = true
		}
		name := vehicleName(records[groups[key][0]].Offer)
		_, dated := nameDates(records[groups[key][0]].Offer.Name)
		if len(stops) < 2 || name == "" || dated && nameMotion(name) != moves { // "Mairie (25/10 - 22/11)"
			continue
		}
		for n, i := range groups[key] {
			records[i].Offer.Vehicle = name
			if n == 0 {
				records[i].note("nom", records[i].Offer.Name, fmt.Sprintf("%d lignes portent ce nom en plusieurs lieux : lues comme une tournée, « %s ». Une correspondance peut dire autre chose (vehicle).", len(groups[key]), name))
			}
		}
	}
}

func (r *Record) note(column, value, message string) {
	r.Problems = append(r.Problems, Problem{Line: r.Line, Column: column, Value: shorten(value), Message: message})
}

// countingRows is from how many rows on telephones that count up are surely the work of
// a spreadsheet; two are enough under one name.
const countingRows = 3

// tellCounting names the rows whose telephone is that of the row before and one.
func tellCounting(records []Record) {
	for from := 0; from < len(records); {
		to := from + 1
		for to < len(records) && follows(records[to-1].Offer.Contact.Phone, records[to].Offer.Contact.Phone) {
			to++
		}
		run := records[from:to]
		if len(run) >= countingRows || len(run) == 2 && mediation.Fold(run[0].Offer.Name) == mediation.Fold(run[1].Offer.Name) {
			for i := range run[1:] {
				r := &run[i+1]
				r.note("telephone", r.Offer.Contact.Phone, "Ce numéro est celui de la ligne d’avant, plus un : un tableur l’a sans doute compté ; à vérifier.")
			}
		}
		from = to
	}
}

func follows(before, after string) bool {
	a, err1 := strconv.ParseInt(before, 10, 64)
	b, err2 := strconv.ParseInt(after, 10, 64)
	return err1 == nil && err2 == nil && len(before) > 8 && b == a+1
}

// fewestRows and mostValues bound the columns that may limit hours: several rows have
// them, and few values.
const (
	fewestRows = 4
	mostValues = 6
)

// personName is what looks like a first and a last name: "Julie Martin".
var personName = regexp.MustCompile(`^\p{Lu}\p{Ll}+(?:-\p{Lu}\p{Ll}+)?\s+\p{Lu}[\p{L}'’-]+$`)

// fewValues names the unknown columns of few values in rows with hours: they may limit
// the hours, and somebody has to say so. Names of persons are not told.
func (t *table) fewValues(records []Record) []Problem {
	var problems []Problem
	for _, name := range t.ignored {
		counts, rows := map[string]int{}, 0
		for _, r := range records {
			i := slices.IndexFunc(r.beside, func(cell besideCell) bool { return cell.name == name })
			if r.Offer.Hours != "" && i >= 0 {
				counts[r.beside[i].value]++
				rows++
			}
		}
		understood := func(value string) bool {
			return len(besideLimit(besideCell{name, value})) > 0 || personName.MatchString(value) || mediation.WithoutPersons(value) != value
		}
		few := rows >= fewestRows && 2 <= len(counts) && len(counts) <= mostValues && len(counts)*2 <= rows
		if !few || slices.ContainsFunc(slices.Collect(maps.Keys(counts)), understood) {
			continue
		}
		var values []string
		for _, value := range slices.Sorted(maps.Keys(counts)) {
			values = append(values, fmt.Sprintf("« %s » (%d)", shorten(value), counts[value]))
		}
		problems = append(problems, Problem{Column: name, Message: "Cette colonne n’est pas comprise, et n’a que ces valeurs à côté d’horaires : " +
			strings.Join(values, ", ") + ". Si elle limite les horaires, une correspondance le dit (limits)."})
	}
	return problems
}
