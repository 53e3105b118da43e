package tour

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os/exec"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"escale/internal/hours"
	"escale/internal/mediation"

	ics "github.com/arran4/golang-ical"
	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"
)

// nasty is a text with everything that could break a content line, or bring
// one of its own. (No backslash before an n: python3-icalendar 4 reads it as a
// line break even when escaped.)
const nasty = "Salle « L’Été », 2; rue \\ du\tPuits: \"a\",b\r\nATTENDEE:mailto:x@y.z\nBEGIN:VALARM\rSTATUS:CANCELLED\u0085RRULE:FREQ=DAILY\u2028X-A:1\v\f\x1c\x00\x7f\xff"

var changed = time.Date(2026, 11, 22, 4, 0, 0, 0, time.UTC)

// events are one visit in each state, a summer one, and nasty texts.
func events(t *testing.T) []Event {
	t.Helper()
	stop := ducey("tous les mardis à partir du 01/12/2026, sauf du 06/01/2027 au 31/05/2027",
		mediation.Exception{Kind: mediation.Cancel, Day: "2026-12-08", Reason: "Neige, routes fermées"},
		mediation.Exception{Kind: mediation.MarkFull, Day: "2026-12-15"},
		mediation.Exception{Kind: mediation.Move, Day: "2026-12-22", To: "2026-12-23", Start: "10:00", End: "12:00"},
		mediation.Exception{Kind: mediation.Move, Day: "2026-12-29", To: "2027-07-14"},
		// The days around the changes of clocks.
		mediation.Exception{Kind: mediation.Add, Day: "2026-10-24"}, mediation.Exception{Kind: mediation.Add, Day: "2026-10-25"},
		mediation.Exception{Kind: mediation.Add, Day: "2027-03-27"}, mediation.Exception{Kind: mediation.Add, Day: "2027-03-28"})
	noel := ceaux("25/12/2026")
	visits, _ := mustPlan(t, "2026-10-01", "2027-06-08", stop, noel)
	return eventsOf(visits)
}

// overseas are visits of stops on other clocks, around their changes.
func overseas(t *testing.T) []Event {
	t.Helper()
	var visits []mediation.Visit
	for _, departement := range []string{"974", "975", "971", "973", "976"} {
		stop := ducey("31/10/2026, 01/11/2026, 13/03/2027, 14/03/2027, 04/07/2027")
		stop.ID, stop.Departement = "s"+departement, departement
		planned, _ := mustPlan(t, "2026-10-01", "2027-08-01", stop)
		visits = append(visits, planned...)
	}
	return eventsOf(visits)
}

func eventsOf(visits []mediation.Visit) []Event {
	var list []Event
	for i, v := range visits {
		v.Sequence, v.Changed = i, changed.Add(time.Duration(i)*time.Hour)
		list = append(list, Event{
			Visit: v, Title: "Bus numérique à Ducey-les-Chéris", Where: "Mairie, 50220 Ducey-les-Chéris",
			Description: "Salle du conseil\nTéléphone : 02 33 89 62 00", URL: "https://escale.example/passages/" + v.ID + "?a=1,2;b",
			Point: orb.Point{-1.2933333333, 48.6191234},
		})
	}
	list[0].Title, list[0].Where, list[0].Description, list[0].URL, list[0].Point = nasty, nasty, nasty, "", orb.Point{}
	return list
}

func mustWrite(t *testing.T, list []Event) string {
	t.Helper()
	text, err := Calendar("Bus, à Ducey; \\ \r\nX-EVIL:1", "escale.example", list)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// understood is what a reader makes of one event.
type understood struct {
	UID, Summary, Description, Location, URL, Status, Transp, Geo string
	Sequence                                                      int
	Start, End                                                    []string
	Stamp, Modified                                               string
	Properties, Errors                                            []string
}

const utcISO = "2006-01-02T15:04:05-07:00"

// expected is what every reader must understand.
func expected(list []Event) []understood {
	prefix := map[mediation.VisitStatus]string{mediation.Cancelled: "ANNULÉ – ", mediation.Full: "COMPLET – ", mediation.Unconfirmed: "À CONFIRMER – "}
	var all []understood
	for _, e := range list {
		at := func(t time.Time) []string { return []string{t.UTC().Format(utcISO), t.UTC().Format(utcISO)} }
		u := understood{
			UID: e.Visit.ID + "@escale.example", Sequence: e.Visit.Sequence, Summary: prefix[e.Visit.Status] + plainText(e.Title),
			Location: plainText(e.Where), URL: e.URL, Status: "CONFIRMED", Transp: "OPAQUE", Description: plainText(e.Description),
			Start: at(e.Visit.Start), End: at(e.Visit.End), Stamp: e.Visit.Changed.Format(utcISO), Modified: e.Visit.Changed.Format(utcISO),
			Properties: []string{"DESCRIPTION", "DTEND", "DTSTAMP", "DTSTART", "GEO", "LAST-MODIFIED", "LOCATION", "SEQUENCE", "STATUS", "SUMMARY", "TRANSP", "UID", "URL"},
			Geo:        "48.619123;-1.293333",
		}
		switch e.Visit.Status {
		case mediation.Unconfirmed:
			u.Status, u.Description = "TENTATIVE", "À confirmer : Jour férié (Noël)\n"+u.Description
		case mediation.Cancelled:
			u.Transp, u.Description = "TRANSPARENT", "Annulé : Neige, routes fermées\n"+u.Description
		case mediation.Moved:
			u.Description = "Était prévu " + hours.FormatDay(e.Visit.WasStart) + " à 14 h\n" + u.Description
		}
		if e.URL == "" {
			u.Geo = ""
			u.Properties = slices.DeleteFunc(u.Properties, func(p string) bool { return p == "GEO" || p == "URL" })
		}
		all = append(all, u)
	}
	return all
}

func TestCalendarReadByGolangICal(t *testing.T) {
	list := events(t)
	cal, err := ics.ParseCalendar(strings.NewReader(mustWrite(t, list)))
	if err != nil {
		t.Fatal(err)
	}
	var got []understood
	for _, e := range cal.Events() {
		value := func(name ics.ComponentProperty) string {
			if p := e.GetProperty(name); p != nil {
				return p.Value
			}
			return ""
		}
		instant := func(read func() (time.Time, error)) []string {
			at, err := read()
			if err != nil {
				t.Fatal(err)
			}
			return []string{at.UTC().Format(utcISO), at.UTC().Format(utcISO)}
		}
		u := understood{
			UID: e.Id(), Summary: value(ics.ComponentPropertySummary), Description: value(ics.ComponentPropertyDescription),
			Location: value(ics.ComponentPropertyLocation), URL: value(ics.ComponentPropertyUrl), Status: value(ics.ComponentPropertyStatus),
			Transp: value(ics.ComponentPropertyTransp), Geo: value(ics.ComponentPropertyGeo), Start: instant(e.GetStartAt), End: instant(e.GetEndAt),
			Stamp: instant(e.GetDtStampTime)[0], Modified: instant(e.GetLastModifiedAt)[0],
		}
		if _, err := fmt.Sscan(value(ics.ComponentPropertySequence), &u.Sequence); err != nil {
			t.Fatal(err)
		}
		for _, p := range e.Properties {
			u.Properties = append(u.Properties, p.IANAToken)
		}
		slices.Sort(u.Properties)
		got = append(got, u)
	}
	if diff := cmp.Diff(expected(list), got); diff != "" {
		t.Error(diff)
	}
}

// heard is what a reader makes of a calendar.
type heard struct {
	Name                   string
	Properties, Components []string
	Events                 []understood
}

func readByPython(t *testing.T, text string) (got heard) {
	t.Helper()
	// Debian's interpreter, which sees Debian's packages.
	if out, err := exec.Command("/usr/bin/python3", "-c", "import icalendar").CombinedOutput(); err != nil {
		t.Fatalf("python3-icalendar is missing: run .ci/install icalendar (%v)\n%s", err, out)
	}
	cmd := exec.Command("/usr/bin/python3", "testdata/read.py")
	cmd.Stdin = strings.NewReader(text)
	var faults bytes.Buffer
	cmd.Stderr = &faults
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%v\n%s", err, faults.String())
	}
	if err := json.Unmarshal(out, &got); err != nil {
		t.Fatal(err)
	}
	return got
}

// TestCalendarOverseas: the instant is right by the zones of the machine that
// reads, and by those that the file describes.
func TestCalendarOverseas(t *testing.T) {
	list := overseas(t)
	text := mustWrite(t, list)
	got := readByPython(t, text)
	if len(list) != 25 || len(got.Events) != len(list) {
		t.Fatalf("%d of %d visits", len(got.Events), len(list))
	}
	for i, e := range list {
		start, end := e.Visit.Start.UTC().Format(utcISO), e.Visit.End.UTC().Format(utcISO)
		if diff := cmp.Diff([][]string{{start, start}, {end, end}}, [][]string{got.Events[i].Start, got.Events[i].End}); diff != "" {
			t.Errorf("%s: %s", e.Visit.Start, diff)
		}
	}
	for _, want := range []string{"X-WR-TIMEZONE:Indian/Reunion\r\n", "DTSTART;TZID=Indian/Reunion:20261031T140000\r\n", "DTSTART;TZID=America/Miquelon:20270314T140000\r\n"} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is missing", want)
		}
	}
}

func TestCalendarReadByPythonICalendar(t *testing.T) {
	list := events(t)
	got := readByPython(t, mustWrite(t, list))
	want := expected(list)
	for i := range want {
		want[i].Errors = []string{}
	}
	if diff := cmp.Diff(want, got.Events); diff != "" {
		t.Error(diff)
	}
	if got.Name != "Bus, à Ducey; \\ \nX-EVIL:1" {
		t.Errorf("name %q", got.Name)
	}
	wantProperties := []string{"CALSCALE", "PRODID", "REFRESH-INTERVAL", "VERSION", "X-PUBLISHED-TTL", "X-WR-CALNAME", "X-WR-TIMEZONE"}
	if !slices.Equal(got.Properties, wantProperties) || got.Components[0] != "VTIMEZONE" || len(got.Components) != 1+len(list) {
		t.Errorf("properties %v, components %v", got.Properties, got.Components)
	}
}

// The bytes themselves: line ends, lengths, no repetition but the zone's, none
// of the status that makes calendars delete an event.
func TestCalendarBytes(t *testing.T) {
	list := events(t)
	text := mustWrite(t, list)
	if text != mustWrite(t, events(t)) {
		t.Error("the same visits give other bytes")
	}
	for line := range strings.SplitSeq(strings.TrimSuffix(text, "\r\n"), "\r\n") {
		if len(line) > 75 || strings.ContainsAny(line, "\r\n") || !utf8.ValidString(line) {
			t.Errorf("line %q", line)
		}
	}
	zone, rest, _ := strings.Cut(text, "END:VTIMEZONE")
	if strings.Contains(rest, "\r\nRRULE") || strings.Contains(rest, "STATUS:CANCELLED\r\n") || strings.Count(rest, "\r\nBEGIN:") != len(list) {
		t.Error(rest)
	}
	for _, want := range []string{"X-WR-TIMEZONE:Europe/Paris\r\n", "REFRESH-INTERVAL;VALUE=DURATION:PT1H\r\n", "X-PUBLISHED-TTL:PT1H\r\n", "PRODID:-//Escale//Passages//FR\r\n", "TZID:Europe/Paris\r\n",
		"DTSTART:19961027T030000\r\nTZOFFSETFROM:+0200\r\nTZOFFSETTO:+0100\r\n", "DTSTART:19810329T020000\r\nTZOFFSETFROM:+0100\r\nTZOFFSETTO:+0200\r\n"} {
		if !strings.Contains(zone, want) {
			t.Errorf("%q is missing", want)
		}
	}
	for _, want := range []string{"DTSTART;TZID=Europe/Paris:20261208T140000\r\n", "DTEND;TZID=Europe/Paris:20261208T163000\r\n", "DTSTART;TZID=Europe/Paris:20270714T140000\r\n", "SUMMARY:ANNULÉ – Bus"} {
		if !strings.Contains(rest, want) {
			t.Errorf("%q is missing", want)
		}
	}
}

func TestCalendarRefusesWhatItCannotHold(t *testing.T) {
	start := parisTime("2026-12-08", "14:00")
	right := Event{Visit: mediation.Visit{ID: "x", Start: start, End: start.Add(time.Hour), Changed: changed}}
	for name, spoil := range map[string]func(*Event){
		"":                  func(*Event) {},
		"no start":          func(e *Event) { e.Visit.Start = time.Time{} },
		"no length":         func(e *Event) { e.Visit.End = start },
		"no date of change": func(e *Event) { e.Visit.Changed = time.Time{} },
		"script":            func(e *Event) { e.URL = "javascript:alert(1)" },
		"line in the URL":   func(e *Event) { e.URL = "https://escale.example/?a=\u2028X-A:1" },
		"break in the URL":  func(e *Event) { e.URL = "https://escale.example/\r\nX-A:1" },
	} {
		e := right
		spoil(&e)
		if _, err := Calendar("Bus", "escale.example", []Event{e}); (err == nil) != (name == "") {
			t.Errorf("%s: %v", name, err)
		}
	}
	text, err := Calendar("Bus", "escale.example", nil)
	if cal, failed := ics.ParseCalendar(strings.NewReader(text)); err != nil || failed != nil || len(cal.Events()) != 0 {
		t.Errorf("%v, %v:\n%s", err, failed, text)
	}
}
