package formats

import (
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"

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
	o.Address = mediation.Address{
		Street: r.words("adresse"), Complement: r.words("complement_adresse"),
		Postcode: r.postcode("code_postal"), City: r.words("lib_com"), INSEE: r.insee("insee_com"),
	}
	r.splitAddress(&o.Address)
	o.Point = r.point()
	o.Contact = r.contact("telephone", "mail", "")
	o.Description = r.comment("commentaire")
	o.Kind = r.kind(o, mediation.FranceServices, r.statedMotion("format_fs"))
	o.Programmes = []string{"france-services"}
	// Its charter makes every France Services house free of charge.
	o.Fee = []string{"gratuit"}
	o.Access = r.franceServicesAccess(*o)
	o.Hours, o.HoursText = r.week("h_")
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
