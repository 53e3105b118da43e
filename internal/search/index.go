package search

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/paulmach/orb"

	"escale/internal/compact"
	"escale/internal/language"
	"escale/internal/mediation"
)

// Type says what a suggestion names.
type Type string

// The types of suggestion. Addresses come from a geocoder, not from here.
const (
	Need     Type = "need"
	Commune  Type = "commune"
	Former   Type = "former" // a commune of before
	Postcode Type = "postcode"
	EPCI     Type = "epci"
	Place    Type = "place"
)

// Suggestion is one thing that what was typed may mean.
type Suggestion struct {
	Type Type
	// ID is an INSEE code (that of the commune of today, for a former one), a
	// postcode, a SIREN, the id of a place or of a need.
	ID string
	// Label names it in full: "Tourlaville, commune de Cherbourg-en-Cotentin".
	Label string
	// Point is nil for a need.
	Point *orb.Point
	// Around names the commune or the intercommunalité whose centre stands for
	// a point that is not known, "" when the point is its own.
	Around string
	// Hint tells it from another of the same name: an intercommunalité or
	// postcodes.
	Hint string
}

// IsGround is true of what one can search around.
func (s Suggestion) IsGround() bool { return s.Type != Need && s.Type != Place }

// Source is what an index is made of.
type Source struct {
	Needs     mediation.Needs
	Territory mediation.Territory
	Places    []mediation.Place
}

// Index finds what people type among the names of an area. It is immutable.
type Index struct {
	area mediation.Area
	// several are the names of the départements, in words, where there are several.
	several    map[string][]string
	things     []thing
	names      *names
	byPostcode map[string][]int32 // communes of today, the most populated first
	byINSEE    map[string]int32
	needs      *needIndex
	needList   mediation.Needs
	needNames  [][]string // of each need, full names between spaces
	// placeWords are the words of the names of places.
	placeWords map[string]bool
	foreign    map[*language.Language][]foreignNeed
}

// thing is what goes by a name.
type thing struct {
	Suggestion
	name    string  // folded and full, between two spaces
	insee   string  // of the commune of today, "" for none
	weight  float64 // breaks ties between equal matches, 0 to 1
	isShort bool    // its name may be cut short
}

// New indexes what can be found.
func New(from Source) (*Index, error) {
	x := &Index{area: from.Territory.Area, several: namesOfSeveral(from.Territory.Area), needList: from.Needs, byPostcode: map[string][]int32{}, byINSEE: map[string]int32{},
		placeWords: map[string]bool{}, foreign: foreignNeeds(from.Needs)}
	x.addCommunes(from.Territory)
	x.addEPCIs(from.Territory)
	x.addPostcodes()
	x.things = slices.Grow(x.things, len(from.Places))
	for i := range from.Places {
		x.addPlace(&from.Places[i])
	}
	list := make([]called, 0, x.mostNames())
	for i := range x.things {
		list = x.things[i].addNames(list, int32(i))
	}
	var err error
	if x.names, err = newNames(list, x.weights()); err != nil {
		return nil, err
	}
	for _, need := range from.Needs {
		x.needNames = append(x.needNames, fullNamesOf(append([]string{need.Label, string(need.ID)}, need.Synonyms...)))
	}
	x.needs = newNeedIndex(from.Needs, x.isTown)
	x.compact()
	return x, nil
}

// weights are those of the things.
func (x *Index) weights() []float64 {
	list := make([]float64, len(x.things))
	for i := range x.things {
		list[i] = x.things[i].weight
	}
	return list
}

// compact puts the texts of things in few pieces of memory.
func (x *Index) compact() {
	texts := compact.NewTexts()
	for i := range x.things {
		t := &x.things[i]
		t.name, t.Label = texts.Add([]byte(t.name)), texts.Add([]byte(t.Label))
		texts.KeepAll(&t.Hint)
	}
}

func fullNamesOf(list []string) []string {
	out := make([]string, len(list))
	for i, name := range list {
		out[i] = " " + strings.Join(words(name, maxWords), " ") + " "
	}
	return out
}

func (x *Index) add(t thing, name string) int32 {
	return x.addCalled(t, words(name, maxWords))
}

// addCalled adds a thing by the words of its name.
func (x *Index) addCalled(t thing, name []string) int32 {
	t.name = " " + fullName(name) + " "
	x.things = append(x.things, t)
	return int32(len(x.things) - 1)
}

func (x *Index) addCommunes(t mediation.Territory) {
	epcis := map[string]string{}
	for _, e := range t.EPCIs {
		epcis[e.SIREN] = e.Name
	}
	homonyms := homonymsOf(t)
	for i := range t.Communes {
		c := &t.Communes[i]
		hint := cmp.Or(epcis[c.EPCI], strings.Join(c.Postcodes, ", "))
		label := c.Name
		if homonyms[mediation.Fold(c.Name)] {
			label += ofDepartement + departements()[c.Departement()].Name + ")"
		}
		n := x.add(thing{
			Suggestion: Suggestion{Type: Commune, ID: c.INSEE, Label: label, Point: &c.Centre, Hint: hint}, insee: c.INSEE, isShort: true,
			weight: weightOf(c.Population),
		}, c.Name)
		x.byINSEE[c.INSEE] = n
		for _, postcode := range c.Postcodes {
			x.byPostcode[postcode] = append(x.byPostcode[postcode], n)
		}
		x.addParts(c, hint)
	}
	for _, list := range x.byPostcode {
		slices.SortStableFunc(list, func(a, b int32) int { return cmp.Compare(x.things[b].weight, x.things[a].weight) })
	}
}

// addParts adds the communes of before, each name once.
func (x *Index) addParts(c *mediation.Commune, hint string) {
	for i, part := range c.Parts {
		if slices.ContainsFunc(c.Parts[:i], func(other mediation.Part) bool { return other.Name == part.Name }) {
			continue
		}
		s := Suggestion{Type: Former, ID: c.INSEE, Label: part.Name + ofCommune + mediation.OfTown(c.Name), Point: part.Centre, Hint: hint}
		if part.Centre == nil {
			s.Point, s.Around = &c.Centre, c.Name
		}
		n := x.add(thing{Suggestion: s, insee: c.INSEE, isShort: true, weight: 0.45 + min(float64(c.Population)/2e6, 0.2)}, part.Name)
		if _, taken := x.byINSEE[part.INSEE]; !taken {
			x.byINSEE[part.INSEE] = n
		}
	}
}

// ofCommune stands between the name of a commune of before and that of today.
const ofCommune = ", commune "

// epciWords are the words before the proper name of an intercommunalité.
var epciWords = regexp.MustCompile(`(?i)^(CC|CA|CU|Métropole|Communauté (de communes|d'agglomération|d’agglomération|urbaine)|Intercommunalité)( (de la|de l'|de l’|du|de|des|d'|d’))? ?`)

func (x *Index) addEPCIs(t mediation.Territory) {
	for _, e := range t.EPCIs {
		var members []*orb.Point
		for i := range t.Communes {
			if t.Communes[i].EPCI == e.SIREN {
				members = append(members, &t.Communes[i].Centre)
			}
		}
		if len(members) > 0 {
			x.add(thing{Suggestion: Suggestion{Type: EPCI, ID: e.SIREN, Label: e.Name, Point: middle(members), Around: e.Name}, weight: 0.3}, epciWords.ReplaceAllString(e.Name, ""))
		}
	}
}

func (x *Index) addPostcodes() {
	codes := make([]string, 0, len(x.byPostcode))
	for code := range x.byPostcode {
		codes = append(codes, code)
	}
	slices.Sort(codes)
	for _, code := range codes {
		x.add(thing{Suggestion: x.postcode(code), weight: 0.5}, code)
	}
}

// postcode stands for all the communes of a postcode.
func (x *Index) postcode(code string) Suggestion {
	communes := x.byPostcode[code]
	first := x.things[communes[0]].Suggestion
	if len(communes) == 1 {
		return Suggestion{Type: Postcode, ID: code, Label: code + " " + first.Label, Point: first.Point}
	}
	points := make([]*orb.Point, len(communes))
	for i, c := range communes {
		points[i] = x.things[c].Point
	}
	label := fmt.Sprintf("%s (%d communes)", code, len(communes))
	return Suggestion{Type: Postcode, ID: code, Label: label, Point: middle(points), Around: code}
}

func middle(points []*orb.Point) *orb.Point {
	var sum orb.Point
	for _, p := range points {
		sum[0] += p[0] / float64(len(points))
		sum[1] += p[1] / float64(len(points))
	}
	return &sum
}

func (x *Index) addPlace(p *mediation.Place) {
	name := words(p.Name, maxWords)
	x.addCalled(thing{Suggestion: Suggestion{Type: Place, ID: p.ID, Label: p.Name + ", " + p.Address.City, Point: &p.Point}}, name)
	for _, word := range name {
		x.placeWords[word] = true
	}
}

// lesser is where the lesser part of a commune's name begins.
var lesser = regexp.MustCompile(`(?i)[- ](en|le|la|les|l'|sur|sous|de|du|des|d'|au|aux)([- ]|\b)`)

// mostNames is how many names the things have at most: one of n words, between n+1 blanks,
// has n-1 later ones and a short one, beside the whole and the bare one.
func (x *Index) mostNames() (n int) {
	for i := range x.things {
		n += 2 + strings.Count(x.things[i].name, " ")
	}
	return n
}

// addNames adds the names by which a thing is found: its own, one without articles, one
// from each later word on, and a short one.
func (t *thing) addNames(list []called, n int32) []called {
	name := strings.TrimSpace(t.name)
	list = append(list, fullNames.called(name, n), bareNames.called(bareName(name), n))
	for _, rest, more := strings.Cut(name, " "); more; _, rest, more = strings.Cut(rest, " ") {
		list = append(list, laterNames.called(rest, n))
	}
	written, _, _ := strings.Cut(t.Label, ofCommune)
	written, _, _ = strings.Cut(written, ofDepartement)
	if !t.isShort {
		return list
	}
	if found := lesser.FindStringIndex(written); found != nil && found[0] > 0 {
		list = append(list, shortNames.called(fullName(words(written[:found[0]], maxWords)), n))
	}
	return list
}

// isTown is true of a word that begins or continues the name of something.
func (x *Index) isTown(word string) bool {
	for _, kind := range []nameKind{fullNames, laterNames} {
		for _, n := range x.names.begin(kind, word) {
			if t := &x.things[n]; t.insee != "" && strings.Contains(t.name, " "+word+" ") {
				return true
			}
		}
	}
	return false
}

// weightOf is the weight of a commune of today.
func weightOf(population int) float64 { return 0.5 + min(float64(population)/1e6, 0.4) }
