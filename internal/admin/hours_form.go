package admin

import (
	"fmt"
	"regexp"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"escale/internal/catalog"
	"escale/internal/hours"
	"escale/internal/language"
	"escale/internal/mediation"
)

// weekForm asks for hours day by day, or in one text.
type weekForm struct {
	Days []dayField
	// Text is for what does not fit in a week of days: "sur rendez-vous", weeks in
	// turn, months.
	Text string
}

type dayField struct{ Day, Name, Value string }

var dayNames = []string{"lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"}

// plainWeek matches hours that are a week of days and nothing else.
var plainWeek = regexp.MustCompile(`^(?:(?:Mo|Tu|We|Th|Fr|Sa|Su|\d{2}:\d{2}|[-,; ]|off)+)$`)

// someMonday begins a week without a public holiday, in any département.
var someMonday = time.Date(2027, 3, 8, 0, 0, 0, 0, hours.Paris)

// newWeekForm shows the hours of an offer as people would write them.
func newWeekForm(o mediation.Offer) weekForm {
	var w weekForm
	for _, name := range dayNames {
		w.Days = append(w.Days, dayField{Day: hours.Capital(name), Name: name})
	}
	schedule, err := hours.Parse(o.Hours)
	if o.Hours == "" || err != nil {
		w.Text = o.HoursText
		return w
	}
	if !plainWeek.MatchString(o.Hours) {
		w.Text = o.Hours
		return w
	}
	for i := range w.Days {
		var spans []string
		for _, span := range schedule.Intervals(hours.Midnight(someMonday, i), hours.Midnight(someMonday, i+1)) {
			spans = append(spans, clock(span.Start)+"-"+clock(span.End))
		}
		w.Days[i].Value = strings.Join(spans, ", ")
	}
	return w
}

// clock is "9h" or "13h30", as people type it.
func clock(t time.Time) string {
	return strings.TrimPrefix(strings.TrimSuffix(t.Format("15h04"), "00"), "0")
}

// readWeekForm reads what was typed; cell is the whole as people write hours.
func readWeekForm(c echo.Context) (w weekForm, cell string) {
	w.Text = strings.TrimSpace(strings.ToValidUTF8(c.FormValue("texte"), ""))
	var days []string
	for _, name := range dayNames {
		value := strings.TrimSpace(strings.ToValidUTF8(c.FormValue(name), ""))
		w.Days = append(w.Days, dayField{hours.Capital(name), name, value})
		if value != "" && !strings.EqualFold(value, "fermé") {
			days = append(days, name+" "+value)
		}
	}
	if w.Text != "" {
		return w, w.Text
	}
	return w, strings.Join(days, " ; ")
}

// readHours turns hours as people write them into those of OSM.
func readHours(cell string) (osm string, schedule *hours.Schedule, err error) {
	if cell == "" {
		return "", nil, nil
	}
	osm = cell
	if schedule, err = hours.Parse(osm); err == nil {
		return osm, schedule, nil
	}
	if osm, err = hours.FromFrench(cell); err != nil {
		return "", nil, mediation.InvalidParameter("texte", fmt.Sprintf("Nous n’avons pas compris ces horaires. %s Exemple : 9h-12h, 14h-17h", sentenceOf(err)))
	}
	schedule, err = hours.Parse(osm)
	return osm, schedule, err
}

func sentenceOf(err error) string {
	text := strings.TrimSuffix(err.Error(), ".")
	return hours.Capital(text) + "."
}

// preview is the seven days from today on as the public would see them.
func (a *Admin) preview(schedule *hours.Schedule) (week []dayField) {
	if schedule == nil {
		return nil
	}
	calendar := hours.CalendarOf(a.opts.Departement)
	schedule = schedule.In(calendar).OrHolidaysOff()
	for i := range dayNames {
		day := hours.Midnight(a.opts.Now().In(calendar.Zone()), i)
		of := catalog.DayHours{Day: day, Slots: schedule.Slots(day, hours.Midnight(day, 1))}
		if holiday, ok := calendar.HolidayOn(day); ok {
			of.Holiday = holiday.Name
		}
		week = append(week, dayField{Day: hours.Capital(hours.DayIn(language.French, day)), Value: of.Text(language.French)})
	}
	return week
}
