package mediation

import "time"

// FewViews is the number of views of a page and a day below which the number
// is not published: so few might be known people.
const FewViews = 5

// ViewedPage is a sort of page whose views are counted.
type ViewedPage string

// The pages.
const (
	ViewedCommune ViewedPage = "commune"
	ViewedEPCI    ViewedPage = "epci"
	// ViewedEmbed is a frame on another site.
	ViewedEmbed ViewedPage = "embed"
)

// Views is how often the page of a territory was seen on a day. Nothing is
// known of who saw it.
type Views struct {
	// Day is midnight, in UTC, of a day of Paris.
	Day  time.Time
	Page ViewedPage
	// Territory is an INSEE code, a SIREN, or the code of a département.
	Territory string
	Count     int
}
