package tour

import (
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"

	"escale/internal/hours"
	"escale/internal/mediation"

	ics "github.com/arran4/golang-ical"
	"github.com/paulmach/orb"
)

// Event is a visit with what a calendar shows of it.
type Event struct {
	// Visit needs Changed, which dates the event.
	Visit mediation.Visit
	// Title is what it is, Where the address, Description the rest, in lines;
	// what became of the visit and why is added to them.
	Title, Where, Description string
	// URL is the page of the visit, http or https, "" for none.
	URL string
	// Point is where it is, zero when unknown.
	Point orb.Point
}

const (
	productID = "-//Escale//Passages//FR"
	localTime = "20060102T150405"
	// refresh is how often calendar programs should download again.
	refresh = "PT1H"
)

// Calendar writes visits as iCalendar (RFC 5545, and RFC 7986 for the interval
// of refreshing): one VEVENT for each, with its own stable UID, "<visit>@host".
// The same input gives the same bytes.
//
// A cancelled visit keeps its event, free time marked "ANNULÉ –": some calendars
// silently delete what has the status CANCELLED, and their readers would find
// out at the door. The error is for what no calendar can hold: a visit that has
// no date of change, or does not end after it starts, or an address of a page
// that is none.
func Calendar(name, uidHost string, events []Event) (string, error) {
	cal := ics.NewCalendar()
	cal.SetProductId(productID)
	cal.SetCalscale("GREGORIAN")
	cal.SetXWRCalName(plainText(name))
	zones := zonesOf(events)
	cal.SetXWRTimezone(zones[0].String())
	cal.SetRefreshInterval(refresh)
	cal.SetXPublishedTTL(refresh)
	for _, zone := range zones {
		cal.AddVTimezone(timezone(zone))
	}
	for _, e := range events {
		event, err := e.vevent(uidHost)
		if err != nil {
			return "", fmt.Errorf("visit %s: %w", e.Visit.ID, err)
		}
		cal.AddVEvent(event)
	}
	return cal.Serialize(ics.WithNewLineWindows), nil
}

// zonesOf lists the time zones of the events, each once, in the
// order of the events; that of Paris when there are none.
func zonesOf(events []Event) []*time.Location {
	var zones []*time.Location
	for _, e := range events {
		if zone := hours.ZoneAt(e.Visit.Start); !slices.Contains(zones, zone) {
			zones = append(zones, zone)
		}
	}
	if len(zones) == 0 {
		return []*time.Location{hours.Paris}
	}
	return zones
}

// Timezone describes a zone as a component of a calendar, line by line, for
// who writes one elsewhere.
func Timezone(zone *time.Location) []string {
	var b strings.Builder
	lines := &ics.SerializationConfiguration{MaxLength: 75, PropertyMaxLength: 75, NewLine: string(ics.WithNewLineUnix)}
	_ = timezone(zone).SerializeTo(&b, lines) // a builder takes everything
	return strings.Split(strings.TrimSpace(b.String()), "\n")
}

// timezone describes a zone by the rules in force: in Paris those of the
// European Union (Directive 2000/84/EC), summer time from the last Sunday of
// March to that of October; at Saint-Pierre-et-Miquelon those of North America;
// elsewhere overseas one offset all year.
func timezone(location *time.Location) *ics.VTimezone {
	zone, summer := ics.NewTimezone(location.String()), &ics.Daylight{}
	winter := zone.AddStandard()
	switch location.String() {
	case "Europe/Paris":
		addOffset(&summer.ComponentBase, "CEST", "19810329T020000", "+0100", "+0200", "FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU")
		addOffset(&winter.ComponentBase, "CET", "19961027T030000", "+0200", "+0100", "FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU")
	case "America/Miquelon":
		addOffset(&summer.ComponentBase, "-02", "20070311T020000", "-0300", "-0200", "FREQ=YEARLY;BYMONTH=3;BYDAY=2SU")
		addOffset(&winter.ComponentBase, "-03", "20071104T020000", "-0200", "-0300", "FREQ=YEARLY;BYMONTH=11;BYDAY=1SU")
	default:
		offset := time.Unix(0, 0).In(location).Format("-0700")
		addOffset(&winter.ComponentBase, offset[:3], "19700101T000000", offset, offset, "")
		return zone
	}
	zone.Components = append(zone.Components, summer)
	return zone
}

func addOffset(part *ics.ComponentBase, name, start, from, to, rule string) {
	part.AddProperty(ics.ComponentProperty(ics.PropertyTzname), name)
	part.AddProperty(ics.ComponentPropertyDtStart, start)
	part.AddProperty(ics.ComponentProperty(ics.PropertyTzoffsetfrom), from)
	part.AddProperty(ics.ComponentProperty(ics.PropertyTzoffsetto), to)
	if rule != "" {
		part.AddProperty(ics.ComponentPropertyRrule, rule)
	}
}

func (e Event) vevent(uidHost string) (*ics.VEvent, error) {
	v := e.Visit
	switch {
	case v.Start.IsZero() || !v.End.After(v.Start):
		return nil, fmt.Errorf("from %v to %v", v.Start, v.End)
	case v.Changed.IsZero():
		return nil, fmt.Errorf("no date of change")
	}
	event := ics.NewEvent(plainText(v.ID + "@" + uidHost))
	event.SetSequence(v.Sequence)
	event.SetDtStampTime(v.Changed)
	event.SetLastModifiedAt(v.Changed)
	zone := hours.ZoneAt(v.Start)
	tzid := ics.WithTZID(zone.String())
	event.SetProperty(ics.ComponentPropertyDtStart, v.Start.In(zone).Format(localTime), tzid)
	event.SetProperty(ics.ComponentPropertyDtEnd, v.End.In(zone).Format(localTime), tzid)
	event.SetSummary(summaryPrefix[v.Status] + plainText(e.Title))
	event.SetStatus(ics.ObjectStatusConfirmed)
	event.SetTimeTransparency(ics.TransparencyOpaque)
	switch v.Status {
	case mediation.Unconfirmed:
		event.SetStatus(ics.ObjectStatusTentative)
	case mediation.Cancelled:
		event.SetTimeTransparency(ics.TransparencyTransparent)
	}
	return event, e.addDetails(event)
}

var summaryPrefix = map[mediation.VisitStatus]string{
	mediation.Cancelled:   "ANNULÉ – ",
	mediation.Full:        "COMPLET – ",
	mediation.Unconfirmed: "À CONFIRMER – ",
}

// addDetails adds what an event may do without.
func (e Event) addDetails(event *ics.VEvent) error {
	if where := plainText(e.Where); where != "" {
		event.SetLocation(where)
	}
	if e.Point != (orb.Point{}) {
		event.SetGeo(degrees(e.Point.Lat()), degrees(e.Point.Lon()))
	}
	if e.URL != "" {
		page, err := url.Parse(e.URL)
		if err != nil || page.Host == "" || page.Scheme != "https" && page.Scheme != "http" || plainText(e.URL) != e.URL {
			return fmt.Errorf("%q is no page's address", e.URL)
		}
		event.SetURL(page.String())
	}
	if text := e.text(); text != "" {
		event.SetDescription(text)
	}
	return nil
}

func degrees(d float64) string { return strconv.FormatFloat(d, 'f', 6, 64) }

// text is the description, after what became of the visit.
func (e Event) text() string {
	v := e.Visit
	var lines []string
	if v.Reason != "" {
		lines = append(lines, v.Status.Label()+" : "+v.Reason)
	}
	if !v.WasStart.IsZero() {
		lines = append(lines, "Était prévu "+hours.FormatDay(v.WasStart)+" à "+hours.FormatTime(v.WasStart))
	}
	if e.Description != "" {
		lines = append(lines, e.Description)
	}
	return plainText(strings.Join(lines, "\n"))
}

// plainText leaves in a text only what a content line may hold once escaped:
// every kind of line break becomes "\n", other control characters go, and bytes
// that are not UTF-8 are replaced. Some readers break lines at each of these
// characters, so that a text could otherwise bring properties of its own.
func plainText(s string) string {
	s = strings.ReplaceAll(strings.ToValidUTF8(s, "\ufffd"), "\r\n", "\n")
	s = strings.Map(func(r rune) rune {
		switch {
		case r == '\t':
			return ' '
		case strings.ContainsRune("\n\r\v\f\x1c\x1d\x1e\u0085\u2028\u2029", r):
			return '\n'
		case unicode.IsControl(r):
			return -1
		}
		return r
	}, s)
	return strings.TrimSpace(s)
}
