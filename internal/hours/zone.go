package hours

import (
	"slices"
	"time"
	_ "time/tzdata" // zones must load on machines without a zone database.
)

// Paris is the clock of all départements but those overseas.
var Paris = mustLoad("Europe/Paris")

// overseas are the clocks of the other départements, by their codes.
var overseas = map[string]*time.Location{
	"971": mustLoad("America/Guadeloupe"),
	"972": mustLoad("America/Martinique"),
	"973": mustLoad("America/Cayenne"),
	"974": mustLoad("Indian/Reunion"),
	"975": mustLoad("America/Miquelon"),
	"976": mustLoad("Indian/Mayotte"),
	"977": mustLoad("America/St_Barthelemy"),
	"978": mustLoad("America/Marigot"),
}

var zones = listZones()

func listZones() []*time.Location {
	list := []*time.Location{Paris}
	for _, zone := range overseas {
		list = append(list, zone)
	}
	return list
}

func mustLoad(name string) *time.Location {
	location, err := time.LoadLocation(name)
	if err != nil {
		panic(err) // the zone database is embedded
	}
	return location
}

// ZoneOf returns the clock of a département, by its code.
func ZoneOf(departement string) *time.Location {
	if zone := overseas[departement]; zone != nil {
		return zone
	}
	return Paris
}

// Local returns an instant on the clock on which people read it. It carries
// that clock itself, as what the catalog, schedules and the program's clock
// give does; an instant in the zone of no département (UTC from storage, the
// machine's, an offset that a file wrote) is read in Paris.
func Local(t time.Time) time.Time {
	if slices.Contains(zones, t.Location()) {
		return t
	}
	return t.In(Paris)
}

// ZoneAt is the clock on which people read an instant: see [Local].
func ZoneAt(t time.Time) *time.Location { return Local(t).Location() }

// Midnight is the start of the day that it is at an instant on its clock, or
// of the day that many days later.
func Midnight(t time.Time, later int) time.Time {
	t = Local(t)
	y, m, d := t.Date()
	return time.Date(y, m, d+later, 0, 0, 0, 0, t.Location())
}
