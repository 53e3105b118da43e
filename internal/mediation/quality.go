package mediation

import "time"

// Quality says how far a reader can rely on what is known of an offer.
type Quality struct {
	// Score is from 0, nothing useful is known, to 100.
	Score int
	// Lacks says in French what keeps it from 100, the gravest first.
	Lacks []string
}

// MaxQuality is the score of an offer that says all that a reader needs.
const MaxQuality = 100

// QualityOf judges an offer at an instant. dated is true for a van with visits
// to come, which need no weekly hours. What somebody needs in order to get
// help counts most: the phone, when, for what, and whether it still holds.
func QualityOf(o Offer, dated bool, now time.Time) Quality {
	q := Quality{Score: MaxQuality}
	q.contact(o)
	q.hours(o, dated)
	q.age(o, now)
	q.services(o)
	q.address(o)
	q.lack(len(o.Fee) == 0, 5, "prix non dit")
	return q
}

func (q *Quality) lack(is bool, weight int, words string) {
	if is {
		q.Score -= weight
		q.Lacks = append(q.Lacks, words)
	}
}

func (q *Quality) contact(o Offer) {
	switch {
	case o.Contact.Phone != "":
	case o.Contact.Email != "":
		q.lack(true, 15, "pas de téléphone, seulement un courriel")
	default:
		q.lack(true, 25, "ni téléphone ni courriel")
	}
}

func (q *Quality) hours(o Offer, dated bool) {
	switch {
	case o.Mobile():
		q.lack(!dated, 25, "pas de passage daté")
	case o.Hours != "":
	case o.HoursText != "":
		q.lack(true, 15, "horaires illisibles")
	default:
		q.lack(true, 25, "pas d’horaires")
	}
}

func (q *Quality) age(o Offer, now time.Time) {
	switch age := now.Sub(o.Updated); {
	case o.Updated.IsZero():
		q.lack(true, 20, "date inconnue")
	case age > 2*365*24*time.Hour:
		q.lack(true, 20, "plus de deux ans")
	case age > 365*24*time.Hour:
		q.lack(true, 15, "plus d’un an")
	case age > 183*24*time.Hour:
		q.lack(true, 5, "plus de six mois")
	}
}

func (q *Quality) services(o Offer) {
	best := Possible
	for _, c := range o.Claims {
		if c.Certainty != Possible {
			best = c.Certainty
		}
	}
	switch {
	case len(o.Claims) == 0:
		q.lack(true, 15, "démarches inconnues")
	case best == Possible:
		q.lack(true, 10, "aucune démarche sûre")
	}
}

func (q *Quality) address(o Offer) {
	q.lack(o.Approximate, 10, "position approximative")
	q.lack(!o.Approximate && o.Address.Street == "" && !o.Mobile(), 10, "pas de rue")
}
