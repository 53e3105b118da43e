package formats

import (
	"io"
	"strconv"
	"strings"
	"time"

	"github.com/paulmach/orb"

	"escale/internal/mediation"
)

// yamlVan is the file of whoever runs a van on demand, in French like those who
// write it (docs/reglages.md).
type yamlVan struct {
	Gives  []scalar    `yaml:"apporte"`
	Asks   []scalar    `yaml:"demande"`
	Prices []yamlPrice `yaml:"tarifs"`
	On     scalar      `yaml:"tarifs_au"`
	Phone  scalar      `yaml:"telephone"`
	Email  scalar      `yaml:"courriel"`
	Base   *struct {
		Lat scalar `yaml:"lat"`
		Lon scalar `yaml:"lon"`
	} `yaml:"base"`
	Speed     scalar `yaml:"vitesse_kmh"`
	Detour    scalar `yaml:"detour"`
	Morning   scalar `yaml:"matin"`
	Afternoon scalar `yaml:"apres_midi"`
	Leave     scalar `yaml:"depart"`
	Back      scalar `yaml:"retour"`
	Keep      scalar `yaml:"garder_jours"`
	Notice    scalar `yaml:"delai_jours"`
	Months    scalar `yaml:"mois"`
}

type yamlPrice struct {
	UpTo  scalar `yaml:"habitants"`
	Price scalar `yaml:"prix"`
}

// ReadVanTerms reads what whoever runs a van says of coming on demand. What the file
// leaves out is as in [mediation.DefaultVanTerms].
func ReadVanTerms(r io.Reader) (mediation.VanTerms, error) {
	t := mediation.DefaultVanTerms()
	var y yamlVan
	if err := readYAML(r, &y); err != nil {
		return t, err
	}
	t.Gives, t.Asks, t.PricesOn = texts(y.Gives), texts(y.Asks), mediation.Day(y.On.text)
	v := vanReader{}
	v.number(&t.Speed, y.Speed, 10, 130)
	v.number(&t.Detour, y.Detour, 1, 3)
	v.whole(&t.KeepDays, y.Keep, 1, 60)
	v.whole(&t.NoticeDays, y.Notice, 1, 60)
	v.whole(&t.Months, y.Months, 1, 12)
	v.span(t.Hours, mediation.Morning, y.Morning)
	v.span(t.Hours, mediation.Afternoon, y.Afternoon)
	v.clock(&t.Leave, y.Leave)
	v.clock(&t.Back, y.Back)
	if y.Base != nil {
		var point orb.Point
		v.number(&point[1], y.Base.Lat, -90, 90)
		v.number(&point[0], y.Base.Lon, -180, 180)
		t.Base = &point
	}
	v.contact(&t.Contact, y)
	v.prices(&t, y)
	return t, v.err
}

// vanReader keeps the first fault.
type vanReader struct{ err error }

func (v *vanReader) fault(s scalar, format string, args ...any) {
	if v.err == nil {
		v.err = yamlFault(s.line, format, args...)
	}
}

func (v *vanReader) number(to *float64, s scalar, least, most float64) {
	if s.text == "" {
		return
	}
	n, err := strconv.ParseFloat(strings.Replace(s.text, ",", ".", 1), 64)
	if err != nil || !(least <= n && n <= most) {
		v.fault(s, "« %s » doit être un nombre entre %g et %g", s.text, least, most)
		return
	}
	*to = n
}

func (v *vanReader) whole(to *int, s scalar, least, most int) {
	if s.text == "" {
		return
	}
	n, err := strconv.Atoi(s.text)
	if err != nil || n < least || n > most {
		v.fault(s, "« %s » doit être un nombre entier entre %d et %d", s.text, least, most)
		return
	}
	*to = n
}

func (v *vanReader) clock(to *string, s scalar) {
	if s.text == "" {
		return
	}
	if _, err := time.Parse("15:04", s.text); err != nil || len(s.text) != len("15:04") {
		v.fault(s, "« %s » doit être une heure, comme 07:30", s.text)
		return
	}
	*to = s.text
}

// span reads the hours of a half, "aucun" for one in which the van does not come.
func (v *vanReader) span(to map[mediation.Half]mediation.Span, half mediation.Half, s scalar) {
	switch s.text {
	case "":
		return
	case "aucun":
		delete(to, half)
		return
	}
	from, until, _ := strings.Cut(s.text, "-")
	var span mediation.Span
	v.clock(&span.From, scalar{strings.TrimSpace(from), s.line})
	v.clock(&span.To, scalar{strings.TrimSpace(until), s.line})
	if span.From == "" || span.To <= span.From {
		v.fault(s, "« %s » doit aller d’une heure à une autre, comme 09:30-11:30, ou « aucun »", s.text)
		return
	}
	to[half] = span
}

// contact reads the phone and address of the service.
func (v *vanReader) contact(to *mediation.Contact, y yamlVan) {
	var ok bool
	if to.Phone, ok = ReadPhone(y.Phone.text); y.Phone.text != "" && !ok {
		v.fault(y.Phone, "« %s » ne se lit pas comme un numéro de téléphone, comme 02 33 00 00 00", y.Phone.text)
	}
	if y.Email.text == "" {
		return
	}
	if to.Email, ok = mediation.ReadAddress(y.Email.text); !ok {
		v.fault(y.Email, "« %s » ne se lit pas comme une adresse de courriel", y.Email.text)
	}
}

// prices reads the grid: from the smallest communes to the largest, the last without an
// end, as known on a day.
func (v *vanReader) prices(t *mediation.VanTerms, y yamlVan) {
	for i, p := range y.Prices {
		price := mediation.VanPrice{Price: p.Price.text}
		v.whole(&price.UpTo, p.UpTo, 1, 100_000_000)
		switch last := i == len(y.Prices)-1; {
		case price.Price == "":
			v.fault(p.UpTo, "il faut un prix, ou « gratuit »")
		case price.UpTo == 0 && !last:
			v.fault(p.Price, "seule la dernière ligne des tarifs est sans nombre d’habitants")
		case i > 0 && price.UpTo != 0 && price.UpTo <= t.Prices[i-1].UpTo:
			v.fault(p.UpTo, "les tarifs vont des petites communes aux grandes")
		}
		t.Prices = append(t.Prices, price)
	}
	if _, err := time.Parse(time.DateOnly, y.On.text); len(y.Prices) > 0 && err != nil {
		v.fault(y.Prices[0].Price, "« tarifs_au » doit dire de quand date la grille, comme 2026-09-01")
	}
}
