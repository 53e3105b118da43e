package synth

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"math/rand/v2"
	"strconv"
	"strings"

	"github.com/paulmach/orb"

	"escale/internal/mediation"
)

// View is a part of the territory that holds the same places in every set of
// at least [Small]: further ones are put elsewhere.
var View = orb.Bound{Min: orb.Point{-1.45, 48.95}, Max: orb.Point{-1.11, 49.31}}

// Small is the size of a département, Large that of the whole country.
const (
	Small = 700
	Large = 25_000
)

// header names the columns of the national standard that are filled.
var header = []string{
	"id", "pivot", "nom", "commune", "code_postal", "code_insee", "adresse", "latitude", "longitude", "typologie",
	"telephone", "courriels", "site_web", "horaires", "presentation_resume", "source", "itinerance",
	"structure_parente", "date_maj", "services", "publics_specifiquement_adresses", "prise_en_charge_specifique",
	"frais_a_charge", "dispositif_programmes_nationaux", "modalites_acces", "modalites_accompagnement", "prise_rdv",
}

// Standard is a file of n places, one row each.
func Standard(n int) []byte { return file(n, door.row) }

// Advisers is a second file, of the conseillers numériques who work at some of
// the doors of the first.
func Advisers(n int) []byte { return file(n, door.adviser) }

func file(n int, row func(door) []string) []byte {
	communes := Territory().Communes
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	_ = w.Write(header) // a buffer never fails
	for i := range n {
		if cells := row(newDoor(i, communes)); cells != nil {
			_ = w.Write(cells)
		}
	}
	w.Flush()
	return b.Bytes()
}

// door is where a place is, the same for all its offers.
type door struct {
	*rand.Rand
	number  int
	commune mediation.Commune
	point   orb.Point
	address string
}

func newDoor(i int, communes []mediation.Commune) door {
	d := door{Rand: random(i), number: i}
	for {
		d.commune = pick(d.Rand, communes)
		d.point = d.around(d.commune)
		if i < Small || !View.Contains(d.point) {
			break
		}
	}
	d.address = fmt.Sprintf("%d %s %s", 1+d.IntN(90), pick(d.Rand, ways), pick(d.Rand, streets))
	return d
}

// around draws a point of the commune, most of them near its centre.
func (d door) around(c mediation.Commune) orb.Point {
	p := c.Centre
	for axis := range p {
		spread := 0.98
		if chance(d.Rand, 60) {
			spread = 0.4
		}
		p[axis] += (d.Float64() - 0.5) * cell[axis] * spread
	}
	return p
}

func (d door) row() []string {
	label, moves := "", "Fixe"
	switch n := d.IntN(100); {
	case n < 20:
		label = "France Services"
	case n < 30:
		label = "Conseillers numériques"
	case n < 33:
		moves = "Itinérant"
	}
	if chance(d.Rand, 20) {
		label = strings.TrimPrefix(label+"|"+pick(d.Rand, programmes), "|")
	}
	return d.cells("standard", d.fill(pick(d.Rand, names)), label, moves)
}

// adviser is the row of an adviser, nil at most doors.
func (d door) adviser() []string {
	d.Rand = random(Large + d.number)
	if !chance(d.Rand, 30) {
		return nil
	}
	return d.cells("adviser", d.fill("Conseiller numérique de %c"), "Conseillers numériques", "Fixe")
}

func (d door) cells(source, name, label, moves string) []string {
	c := d.commune
	return []string{
		fmt.Sprintf("%s-%06d", source, d.number), "00000000000000", name, c.Name, c.Postcodes[0], c.INSEE, d.address,
		degrees(d.point[1]), degrees(d.point[0]), pick(d.Rand, []string{"", "MUNI", "BIB", "ASSO", "CCAS"}),
		d.maybe(92, fmt.Sprintf("+3323305%04d", d.IntN(10000))),
		d.maybe(67, "contact@"+mediation.Slug(c.Name)+".fr"),
		d.maybe(72, "https://www."+mediation.Slug(c.Name)+".fr/numerique"), hours(d.Rand),
		d.maybe(60, pick(d.Rand, sentences)+" "+pick(d.Rand, sentences)), "Banc d'essai", moves,
		d.maybe(50, d.fill(pick(d.Rand, operators))), fmt.Sprintf("2025-%02d-%02d", 1+d.IntN(12), 1+d.IntN(28)),
		d.services(), d.some(mediation.Audiences, 15), d.some(mediation.Cares, 12), d.some(mediation.Fees, 35), label,
		d.some(mediation.Accesses[:4], 50), d.some(mediation.Supports, 45),
		d.maybe(5, "https://rdv.exemple.invalid/"+strconv.Itoa(d.number)),
	}
}

// fill puts the commune and a person into a pattern.
func (d door) fill(pattern string) string {
	return strings.NewReplacer("%c", d.commune.Name, "%p", pick(d.Rand, people)).Replace(pattern)
}

func (d door) maybe(percent int, text string) string {
	if chance(d.Rand, percent) {
		return text
	}
	return ""
}

// services are one to seven, in the words of today or of before.
func (d door) services() string {
	from := older
	if chance(d.Rand, 60) {
		from = labels(mediation.NationalServices)
	}
	list := make([]string, 0, len(from))
	for _, i := range d.Perm(len(from))[:1+d.IntN(6)] {
		list = append(list, from[i])
	}
	return strings.Join(list, "|")
}

// some keeps each label with that chance.
func (d door) some(v mediation.Vocabulary, percent int) string {
	var list []string
	for _, label := range labels(v) {
		if chance(d.Rand, percent) {
			list = append(list, label)
		}
	}
	return strings.Join(list, "|")
}

func labels(v mediation.Vocabulary) []string {
	list := make([]string, len(v))
	for i, t := range v {
		list[i] = t.Label
	}
	return list
}

func degrees(v float64) string { return strconv.FormatFloat(v, 'f', 6, 64) }
