package formats

import (
	"slices"
	"strings"

	"escale/internal/mediation"
)

// directoryFormat is the directory of the administration (annuaire de
// l'administration) that the DILA publishes: one object for each counter, with JSON
// inside the cells. Only France Services houses give digital help for sure.
var directoryFormat = format{
	name: "annuaire-service-public",
	layout: newLayout("annuaire-service-public", []string{"id", "nom"},
		"id", "nom", "siret", "pivot", "type_service", "adresse", "complement_adresse", "code_postal", "nom_commune", "code_insee_commune", "latitude", "longitude",
		"telephone", "adresse_courriel", "site_internet", "plage_ouverture", "commentaire_plage_ouverture", "date_modification",
		"h_lundi", "h_mardi", "h_mercredi", "h_jeudi", "h_vendredi", "h_samedi", "h_dimanche").unfolding(unfoldDirectory),
	read: readDirectory,
}

// franceServicesType is what the directory calls a France Services house.
const franceServicesType = "france_services"

func readDirectory(r *row, o *mediation.Offer) {
	o.SourceID = r.sourceID("id")
	o.Name = r.required("nom", "Le nom")
	if types := strings.Split(r.words("type_service"), "|"); !slices.Contains(types, franceServicesType) {
		r.fatal("pivot", "« %s » n’est pas un service d’aide numérique que ce format connaît : seules les maisons France Services le sont.", strings.Join(types, ", "))
	}
	o.Pivot = r.pivot("siret")
	o.Address = mediation.Address{
		Street: r.words("adresse"), Complement: r.words("complement_adresse"),
		Postcode: r.postcode("code_postal"), City: r.words("nom_commune"), INSEE: r.insee("code_insee_commune"),
	}
	o.Point = r.point()
	o.Contact = r.contact("telephone", "adresse_courriel", "site_internet")
	o.Description = r.text("commentaire_plage_ouverture")
	o.Kind = r.kind(o, mediation.FranceServices, unsaid)
	o.Programmes, o.Fee = []string{"france-services"}, []string{"gratuit"}
	if !o.Mobile() {
		o.Access = []string{"se-presenter"}
	}
	o.Hours, o.HoursText = r.week("h_")
	o.Updated = r.date("date_modification")
}

// The shapes of the cells.
type (
	directoryPivot struct {
		Type jsonText `json:"type_service_local"`
	}
	directoryAddress struct {
		Sort      jsonText `json:"type_adresse"`
		Street    jsonText `json:"numero_voie"`
		First     jsonText `json:"complement1"`
		Second    jsonText `json:"complement2"`
		Postcode  jsonText `json:"code_postal"`
		City      jsonText `json:"nom_commune"`
		Longitude jsonText `json:"longitude"`
		Latitude  jsonText `json:"latitude"`
	}
	directoryValue struct {
		Value jsonText `json:"valeur"`
	}
	directoryHours struct {
		First   jsonText `json:"nom_jour_debut"`
		Last    jsonText `json:"nom_jour_fin"`
		From1   jsonText `json:"valeur_heure_debut_1"`
		To1     jsonText `json:"valeur_heure_fin_1"`
		From2   jsonText `json:"valeur_heure_debut_2"`
		To2     jsonText `json:"valeur_heure_fin_2"`
		Comment jsonText `json:"commentaire"`
	}
)

// unfoldDirectory takes the JSON of a cell apart.
func unfoldDirectory(name, value string) (c cellList) {
	switch fold(name) {
	case "pivot":
		list, _ := nested[[]directoryPivot](value)
		types := make([]string, len(list))
		for i, p := range list {
			types[i] = string(p.Type)
		}
		c.add("type_service", strings.Join(types, "|"))
	case "adresse":
		c.address(value)
	case "telephone", "site_internet":
		list, ok := nested[[]directoryValue](value)
		if !ok {
			c.add(name, value)
			return c
		}
		values := make([]string, len(list))
		for i, v := range list {
			values[i] = string(v.Value)
		}
		c.add(name, join(" / ", values...))
	case "plage_ouverture":
		c.week(value)
	default:
		c.add(name, value)
	}
	return c
}

// address takes the address where people go, before one for letters.
func (c *cellList) address(cell string) {
	list, _ := nested[[]directoryAddress](cell)
	if len(list) == 0 {
		return
	}
	a := list[max(0, slices.IndexFunc(list, func(a directoryAddress) bool { return a.Sort == "Adresse" }))]
	c.add("adresse", string(a.Street))
	c.add("complement_adresse", join(", ", string(a.First), string(a.Second)))
	c.add("code_postal", string(a.Postcode))
	c.add("nom_commune", string(a.City))
	c.add("longitude", string(a.Longitude))
	c.add("latitude", string(a.Latitude))
}

// week writes the hours day by day, as a person would in a cell: a comment stays
// with the days that it is about.
func (c *cellList) week(cell string) {
	list, ok := nested[[]directoryHours](cell)
	if !ok {
		return
	}
	days := map[string][]string{}
	for _, h := range list {
		text := join(" ", join(" / ", clocks(h.From1, h.To1), clocks(h.From2, h.To2)), string(h.Comment))
		first, last := slices.Index(dayNames[:], fold(string(h.First))), slices.Index(dayNames[:], fold(string(h.Last)))
		if last < 0 {
			last = first
		}
		for i := first; first >= 0 && i <= last; i++ {
			days[dayNames[i]] = append(days[dayNames[i]], text)
		}
	}
	for _, name := range dayNames {
		c.add("h_"+name, join(" / ", days[name]...))
	}
}

// clocks is "09:00 - 12:00" of "09:00:00" and "12:00:00", "" without either.
func clocks(from, to jsonText) string {
	if from == "" || to == "" {
		return ""
	}
	return clockOf(from) + " - " + clockOf(to)
}

func clockOf(text jsonText) string {
	parts := strings.SplitN(string(text), ":", 3)
	return strings.Join(parts[:min(2, len(parts))], ":")
}
