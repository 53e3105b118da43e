package mediation

import "time"

// Notice is what a reader says is wrong about a place. It holds nothing about
// the reader.
type Notice struct {
	// ID is 0 before it is stored.
	ID int64
	// Place is the id of the place, PlaceName what it was called then.
	Place, PlaceName string
	// Subject is a slug of [NoticeSubjects].
	Subject string
	// Text is what the reader adds, at most [MaxNotice] characters.
	Text string
	At   time.Time
}

// MaxNotice bounds the text of a notice, in characters.
const MaxNotice = 1000

// NoticesADay is how many notices a département takes in 24 hours, from
// everybody together: more than agents read.
const NoticesADay = 500

// ErrTooManyNotices refuses one more.
var ErrTooManyNotices = &Error{Kind: Unavailable,
	Sentence: "Nous avons déjà reçu beaucoup de messages aujourd’hui. Réessayez demain, ou téléphonez au lieu."}

// NoticeSubjects are what may be wrong.
var NoticeSubjects = Vocabulary{
	{"horaires", "Les horaires ne sont pas les bons"},
	{"telephone", "Le numéro de téléphone ne répond pas, ou n’est pas le bon"},
	{"adresse", "L’adresse ou le point sur la carte est faux"},
	{"ferme", "Ce lieu n’existe plus"},
	{"aide", "On n’aide pas à cette démarche ici"},
	{"autre", "Autre chose"},
}
