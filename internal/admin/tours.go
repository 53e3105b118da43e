package admin

import (
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"escale/internal/hours"
	"escale/internal/language"
	"escale/internal/mediation"
	"escale/internal/pages"
)

// toursView lists the visits of a week that an account may change.
type toursView struct {
	view
	Tours []tourLine
	// Week says which week it is, Days are those with visits.
	Week           string
	Days           []visitDay
	Previous, Next string
}

// tourLine leads to a tour.
type tourLine struct{ Name, URL string }

type visitDay struct {
	Day    string
	Visits []visitCard
}

// visitCard is one visit; its whole card is the way to change it.
type visitCard struct{ Hours, Name, Town, Note, URL string }

// weekField is the parameter that says from which day on.
const weekField = "du"

// today is the day that it is in the département.
func (a *Admin) today() time.Time {
	return hours.Midnight(a.opts.Now().In(hours.ZoneOf(a.opts.Departement)), 0)
}

// firstDay is the first day of the visits shown: today, unless the address names another.
func (a *Admin) firstDay(c echo.Context) time.Time {
	day, err := time.ParseInLocation(time.DateOnly, c.QueryParam(weekField), a.today().Location())
	if err != nil || day.Before(a.today()) {
		return a.today()
	}
	return day
}

// tours answers GET /gestion/tournees.
func (a *Admin) tours(c echo.Context) error {
	ctx, first := c.Request().Context(), a.firstDay(c)
	last := hours.Midnight(first, 6)
	v := toursView{view: a.newView(c, "Mes tournées"), Week: "Du " + hours.DayIn(language.French, first) + " au " + hours.DateYearIn(language.French, last)}
	tours, _, err := a.desk.Roster(ctx, actor(c))
	if err != nil {
		return err
	}
	for _, t := range tours {
		v.Tours = append(v.Tours, tourLine{t.Name, tourURL("/tournee", t.ID)})
	}
	list, err := a.desk.Comings(ctx, actor(c), mediation.DayOf(first), mediation.DayOf(last))
	if err != nil {
		return err
	}
	v.addDays(list, first.Location())
	if first.After(a.today()) {
		v.Previous = weekURL(hours.Midnight(first, -7))
	}
	v.Next = weekURL(hours.Midnight(first, 7))
	return a.show(c, http.StatusOK, toursPage, v)
}

func weekURL(day time.Time) string {
	return Root + "/tournees?" + weekField + "=" + day.Format(time.DateOnly)
}

// addDays puts visits under their days.
func (v *toursView) addDays(list []mediation.Coming, zone *time.Location) {
	for _, c := range list {
		day := hours.Capital(hours.DayIn(language.French, c.Visit.Start.In(zone)))
		if n := len(v.Days); n == 0 || v.Days[n-1].Day != day {
			v.Days = append(v.Days, visitDay{Day: day})
		}
		last := &v.Days[len(v.Days)-1]
		last.Visits = append(last.Visits, newVisitCard(c, zone))
	}
}

func newVisitCard(c mediation.Coming, zone *time.Location) visitCard {
	card := visitCard{
		Hours: hoursOf(c.Visit, zone), Name: c.Offer.Name, Town: c.Offer.Address.City,
		Note: pages.VisitNote(language.French, &c.Visit), URL: visitURL(c.Visit.ID),
	}
	if v := c.Visit.Venue; v != nil {
		card.Name, card.Town = v.Name, v.Address.City
	}
	return card
}

func hoursOf(v mediation.Visit, zone *time.Location) string {
	return "de " + hours.FormatTime(v.Start.In(zone)) + " à " + hours.FormatTime(v.End.In(zone))
}
