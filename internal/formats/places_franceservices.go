package formats

import (
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"

	"escale/internal/hours"
	"escale/internal/mediation"
)

// franceServicesFormat is the list of the France Services houses that the
// ANCT publishes.
var franceServicesFormat = format{
	name: "france-services",
	layout: newLayout("france-services", []string{"id_fs", "lib_fs"},
		"id_fs", "insee_dep", "lib_fs", "adresse", "complement_adresse", "insee_com", "code_postal", "lib_com",
		"latitude", "longitude", "mail", "telephone", "h_lundi", "h_mardi", "h_mercredi", "h_jeudi", "h_vendredi",
		"h_samedi", "h_dimanche", "prise_rdv", "commentaire", "type_fs", "format_fs", "groupe_fs", "labellisation_fs"),
	read: readFranceServices,
}

func readFranceServices(r *row, o *mediation.Offer) {
	o.SourceID = r.sourceID("id_fs")
	o.Name = r.required("lib_fs", "Le nom")
	o.Kind = franceServicesKind(r.words("format_fs"))
	o.Address = mediation.Address{
		Street: r.words("adresse"), Complement: r.words("complement_adresse"),
		Postcode: r.postcode("code_postal"), City: r.words("lib_com"), INSEE: r.insee("insee_com"),
	}
	o.Point = r.point()
	o.Contact = mediation.Contact{Phone: r.phone("telephone"), Email: r.email("mail")}
	o.Description = r.comment("commentaire")
	o.Programmes = []string{"france-services"}
	// Its charter makes every France Services house free of charge.
	o.Fee = []string{"gratuit"}
	o.Access = r.franceServicesAccess(*o)
	o.Hours, o.HoursText = r.week()
}

// franceServicesKind takes the formats that move for vans: "Bus_équivalent"
// and "Itinérante".
func franceServicesKind(format string) mediation.Kind {
	switch fold(format) {
	case "bus_equivalent", "itinerante":
		return mediation.Van
	}
	return mediation.FranceServices
}

// franceServicesAccess: people may always walk in, except at the base of a
// van. prise_rdv only says that appointments are taken, not how nor that one
// is needed.
func (r *row) franceServicesAccess(o mediation.Offer) []string {
	var access []string
	if !o.Mobile() {
		access = append(access, "se-presenter")
	}
	if !r.yes("prise_rdv") {
		return access
	}
	switch {
	case o.Contact.Phone != "":
		access = append(access, "telephoner")
	case o.Contact.Email != "":
		access = append(access, "contacter-par-mail")
	}
	return access
}

// week reads the columns of the days. A week of which one day cannot be read
// becomes text only, so that the day does not look closed.
func (r *row) week() (osm, text string) {
	var w week
	readable := true
	for i, name := range dayNames {
		column := "h_" + name
		d, notes, err := readDay(r.words(column))
		if err != nil {
			readable = false
			r.problem(column, "%s : la semaine est montrée telle que la source l'écrit.", err)
		}
		for _, note := range notes {
			r.problem(column, "%s", note)
		}
		w[i] = d
	}
	osm = w.osm()
	if !readable {
		return "", w.french()
	}
	if _, err := hours.Parse(osm); osm != "" && err != nil {
		r.problem("h_lundi", "%s Ils sont montrés en toutes lettres.", err)
		return "", w.french()
	}
	return osm, ""
}

// commentLimit is where the source cuts its comments, in characters; trimmed
// spaces may leave a few fewer.
const commentLimit = 500

// comment reads free text that the source may have cut, and may have escaped
// for a script ("l\x27\xE9glise").
func (r *row) comment(column string) string {
	text := r.text(column)
	long := utf8.RuneCountInString(text) >= commentLimit-10
	if long && (strings.HasSuffix(text, "...") || !strings.ContainsRune(".!?)", rune(text[len(text)-1]))) {
		r.problem(column, "Le commentaire semble coupé : la source n'en garde que %d caractères.", commentLimit)
		text = strings.TrimRight(text, ". …") + "…"
	}
	return cleanText(unescape(text))
}

var escaped = regexp.MustCompile(`\\x[0-9A-Fa-f]{2}|\\u[0-9A-Fa-f]{4}`)

// unescape undoes the escapes of a script string.
func unescape(text string) string {
	return escaped.ReplaceAllStringFunc(text, func(code string) string {
		n, _ := strconv.ParseUint(code[2:], 16, 32)
		return string(rune(n))
	})
}
