package admin

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"escale/internal/catalog"
	"escale/internal/hours"
	"escale/internal/language"
	"escale/internal/mediation"
	"escale/internal/pages"
)

// weekForm asks for hours day by day, or in one text.
type weekForm struct {
	Days []dayForm
	// Text is for what does not fit in a week of days: months, some weeks of the
	// month. Shown is what it was when the form was shown.
	Text, Shown string
}

// shownField holds the text that the form showed.
const shownField = "texte-avant"

// dayForm is one day of a week: two half-days, each week or every other.
type dayForm struct {
	Day, Name string
	// Halves are the morning, which may hold the whole day, and the afternoon.
	Halves [2]halfForm
	Weeks  []pages.Choice
	// Fault is true when its hours cannot be read, Special when an appointment or weeks are set.
	Fault, Special bool
}

// halfForm is one half of a day, by appointment or not.
type halfForm struct {
	Label, Name, Hours string
	Appointment        bool
}

// dayField is a day as the preview shows it.
type dayField struct{ Day, Value string }

var dayNames = []string{"lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"}

// everyWeek, evenWeeks and oddWeeks are the weeks of a day, as hours of OSM begin.
const (
	everyWeek = ""
	evenWeeks = "week 2-53/2 "
	oddWeeks  = "week 1-53/2 "
)

var weekLabels = []struct{ weeks, label string }{
	{everyWeek, "Toutes les semaines"}, {evenWeeks, "Semaines paires"}, {oddWeeks, "Semaines impaires"},
}

// halfNames begin the names of the two fields of a day, after that of the day.
var halfNames = [2]struct{ label, name string }{{"Matin", ""}, {"Après-midi", "-apres"}}

func newDayForm(name string, typed [2]string, appointment [2]bool, weeks string) dayForm {
	d := dayForm{Day: hours.Capital(name), Name: name, Special: appointment[0] || appointment[1] || weeks != everyWeek}
	for i, half := range halfNames {
		d.Halves[i] = halfForm{half.label, name + half.name, typed[i], appointment[i]}
	}
	for _, w := range weekLabels {
		d.Weeks = append(d.Weeks, pages.Choice{ID: w.weeks, Label: w.label, Checked: w.weeks == weeks})
	}
	return d
}

// weeks are those that are chosen.
func (d dayForm) weeks() string {
	for _, w := range d.Weeks {
		if w.Checked {
			return w.ID
		}
	}
	return everyWeek
}

// plainWeek matches hours that are a week of days, or two in turn, and nothing else.
var plainWeek = regexp.MustCompile(`^(?:(?:week [12]-5[23]/2 |Mo|Tu|We|Th|Fr|Sa|Su|\d{2}:\d{2}|[-,; ]|off|"sur rendez-vous")+)$`)

// someMonday begins an even week, then an odd one, without a public holiday in any
// département.
var someMonday = time.Date(2027, 3, 8, 0, 0, 0, 0, hours.Paris)

// newWeekForm shows the hours of an offer as people would write them.
func newWeekForm(o mediation.Offer) (w weekForm) {
	for _, name := range dayNames {
		w.Days = append(w.Days, newDayForm(name, [2]string{}, [2]bool{}, everyWeek))
	}
	schedule, err := hours.Parse(o.Hours)
	if o.Hours == "" || err != nil {
		w.Text = o.HoursText
		return w
	}
	days := make([]dayForm, len(dayNames))
	for i, name := range dayNames {
		day, plain := dayOf(schedule, i, name)
		if !plain || !plainWeek.MatchString(strings.TrimSuffix(o.Hours, "; PH off")) {
			w.Text = inWords(o.Hours, schedule)
			return w
		}
		days[i] = day
	}
	w.Days = days
	return w
}

// inWords says hours in French where that is read back as the same, in OSM's words
// elsewhere.
func inWords(osm string, schedule *hours.Schedule) string {
	text := hours.Words(osm)
	if again, err := hours.FromFrench(text); err == nil {
		if back, err := hours.Parse(again); err == nil && slices.EqualFunc(slotsOfAYear(schedule), slotsOfAYear(back), sameSlot) {
			return text
		}
	}
	return osm
}

func slotsOfAYear(s *hours.Schedule) []hours.Slot {
	return s.Slots(someMonday, someMonday.AddDate(1, 0, 0))
}

// dayOf is a day of a schedule; plain is false when the form cannot say it.
func dayOf(schedule *hours.Schedule, i int, name string) (d dayForm, plain bool) {
	of := func(n int) []hours.Slot {
		return schedule.Slots(hours.Midnight(someMonday, n), hours.Midnight(someMonday, n+1))
	}
	even, odd := of(i), of(i+7)
	slots, weeks := even, everyWeek
	switch same := slices.EqualFunc(even, odd, sameSlot); {
	case same:
	case len(odd) == 0:
		weeks = evenWeeks
	case len(even) == 0:
		slots, weeks = odd, oddWeeks
	default:
		return d, false
	}
	var typed [2]string
	var unsure [2]bool
	for _, slot := range slots {
		half := 0
		if slot.Start.Hour() >= noon {
			half = 1
		}
		text := clock(slot.Start) + "-" + clock(slot.End)
		switch {
		case typed[half] == "":
			typed[half], unsure[half] = text, slot.Unsure
		case unsure[half] != slot.Unsure:
			return d, false
		default:
			typed[half] += ", " + text
		}
	}
	return newDayForm(name, typed, unsure, weeks), true
}

// noon is the hour from which on a day has its afternoon.
const noon = 12

// sameSlot tells whether two slots are alike but for their week.
func sameSlot(a, b hours.Slot) bool {
	return clock(a.Start) == clock(b.Start) && clock(a.End) == clock(b.End) && a.Unsure == b.Unsure
}

// clock is "9h" or "13h30", as people type it.
func clock(t time.Time) string {
	return strings.TrimPrefix(strings.TrimSuffix(t.Format("15h04"), "00"), "0")
}

// readWeekForm reads what was typed.
func readWeekForm(c echo.Context) (w weekForm) {
	typed := func(name string) string {
		value := strings.TrimSpace(strings.ToValidUTF8(c.FormValue(name), ""))
		if strings.EqualFold(value, "fermé") {
			return ""
		}
		return value
	}
	w.Text, w.Shown = typed("texte"), typed(shownField)
	for _, name := range dayNames {
		var halves [2]string
		var appointment [2]bool
		for i, half := range halfNames {
			halves[i], appointment[i] = typed(name+half.name), typed(name+half.name+"-rdv") != ""
		}
		w.Days = append(w.Days, newDayForm(name, halves, appointment, c.FormValue(name+"-semaines")))
	}
	return w
}

// osm is the week as hours of OSM, "" when nothing was written.
func (w *weekForm) osm() (string, error) {
	daysTyped := slices.ContainsFunc(w.Days, func(d dayForm) bool { return d.text() != "" })
	switch {
	case w.Text != "" && daysTyped && w.Text != w.Shown:
		return "", mediation.InvalidParameter("texte", "Écrivez les jours, ou bien ce texte : l’un des deux.")
	case w.Text != "" && !daysTyped:
		return readHours(w.Text, "texte")
	}
	var usual, rules, byAppointment []string
	for i, d := range w.Days {
		text := d.text()
		if text == "" {
			continue
		}
		rule, err := readHours(text, d.Name)
		if err != nil {
			w.Days[i].Fault = true
			return "", err
		}
		if weeks := d.weeks(); weeks != everyWeek {
			rules = append(rules, inWeeks(weeks, onAppointment(rule, d.appointments())))
		} else {
			usual, byAppointment = append(usual, text), append(byAppointment, d.appointments()...)
		}
	}
	if len(usual) > 0 {
		rule, err := readHours(strings.Join(usual, " ; "), "texte")
		if err != nil {
			return "", err
		}
		rules = append([]string{onAppointment(rule, byAppointment)}, rules...)
	}
	return strings.Join(rules, "; "), nil
}

// text is a day as people would write it, "" for one that is closed.
func (d dayForm) text() string {
	var halves []string
	for _, half := range d.Halves {
		if half.Hours != "" {
			halves = append(halves, half.Hours)
		}
	}
	if len(halves) == 0 {
		return ""
	}
	return d.Name + " " + strings.Join(halves, ", ")
}

// appointments says when of a day one asks first: "le mardi", "le mardi matin".
func (d dayForm) appointments() (when []string) {
	for i, half := range d.Halves {
		switch other := d.Halves[1-i]; {
		case !half.Appointment || half.Hours == "":
		case other.Hours == "" || other.Appointment:
			return []string{"le " + d.Name}
		default:
			when = append(when, "le "+d.Name+" "+hours.Lower(half.Label))
		}
	}
	return when
}

// onAppointment takes "open" away from hours when one asks first.
func onAppointment(osm string, when []string) string {
	for _, w := range when {
		osm = hours.Qualify(osm, "sur rendez-vous "+w)
	}
	return osm
}

// inWeeks limits each part of the rule of a day to some weeks.
func inWeeks(weeks, rule string) string {
	return weeks + partOfDay.ReplaceAllString(rule, ", "+weeks+"$1 ")
}

var partOfDay = regexp.MustCompile(`, (Mo|Tu|We|Th|Fr|Sa|Su) `)

// readHours turns hours as people write them, in a field, into those of OSM.
func readHours(text, field string) (osm string, err error) {
	if _, err := hours.Parse(text); err == nil {
		return text, nil
	}
	if osm, err = hours.FromFrench(text); err != nil {
		return "", mediation.InvalidParameter(field, fmt.Sprintf("Nous n’avons pas compris ces horaires. %s Exemple : 9h-12h, 14h-17h", sentenceOf(err)))
	}
	return osm, nil
}

func sentenceOf(err error) string {
	text := strings.TrimSuffix(err.Error(), ".")
	if strings.Contains(text, "«  »") { // nothing is left of what was written
		return "Il y manque des heures."
	}
	return hours.Capital(text) + "."
}

// preview is the seven days from today on as the public would see them; two weeks,
// where one is not like the next.
func (a *Admin) preview(osm string) (week []dayField) {
	schedule, err := hours.Parse(osm)
	if err != nil {
		return nil
	}
	calendar := hours.CalendarOf(a.opts.Departement)
	schedule = schedule.In(calendar).OrHolidaysOff()
	shown := len(dayNames)
	if strings.Contains(osm, "week ") {
		shown *= 2
	}
	for i := range shown {
		day := hours.Midnight(a.opts.Now().In(calendar.Zone()), i)
		of := catalog.DayHours{Day: day, Slots: schedule.Slots(day, hours.Midnight(day, 1))}
		if holiday, ok := calendar.HolidayOn(day); ok {
			of.Holiday = holiday.Name
		}
		week = append(week, dayField{Day: hours.Capital(hours.DayIn(language.French, day)), Value: of.Text(language.French)})
	}
	return week
}
