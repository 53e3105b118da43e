package catalog

import (
	"cmp"
	"slices"
	"time"

	"github.com/paulmach/orb"

	"escale/internal/hours"
	"escale/internal/mediation"
)

// workshops finds those of [Data].Workshops, as indexes in their order.
type workshops struct {
	byID             map[string]int
	byVisit, byPlace map[string][]int
}

// holdWorkshops keeps of the data those at a visit or a place that is there to see,
// by start, then id. One at a visit is of its tour and place.
func (s *Snapshot) holdWorkshops() {
	visits, places := map[string]*mediation.Visit{}, map[string]bool{}
	for i := range s.Visits {
		visits[s.Visits[i].ID] = &s.Visits[i]
	}
	for i := range s.Places {
		places[s.Places[i].ID] = true
	}
	var list []mediation.Workshop
	for _, w := range s.Workshops {
		if v := visits[w.Visit]; v != nil {
			w.Tour, w.Place = v.Tour, v.Place
			w.SureAs(*v)
		} else if w.Visit != "" || !places[w.Place] {
			continue
		}
		list = append(list, w)
	}
	slices.SortFunc(list, func(a, b mediation.Workshop) int { return cmp.Or(a.Start.Compare(b.Start), cmp.Compare(a.ID, b.ID)) })
	s.Workshops = list
}

// indexWorkshops makes them findable.
func (s *Snapshot) indexWorkshops() {
	s.workshops = workshops{map[string]int{}, map[string][]int{}, map[string][]int{}}
	for i, w := range s.Workshops {
		s.workshops.byID[w.ID] = i
		s.workshops.byPlace[w.Place] = append(s.workshops.byPlace[w.Place], i)
		if w.Visit != "" {
			s.workshops.byVisit[w.Visit] = append(s.workshops.byVisit[w.Visit], i)
		}
		s.changes = append(s.changes, w.Start, w.End)
	}
	if len(s.Workshops) > 0 {
		slices.SortFunc(s.changes, time.Time.Compare)
	}
}

// Workshop returns the workshop with that id.
func (s *Snapshot) Workshop(id string) (*mediation.Workshop, error) {
	i, ok := s.workshops.byID[id]
	if !ok {
		return nil, &mediation.Error{Kind: mediation.NotFound, Parameter: "id", Sentence: "Aucun atelier ne porte cet identifiant."}
	}
	return &s.Workshops[i], nil
}

// WorkshopsAt lists the workshops of a visit, past or not, by start.
func (s *Snapshot) WorkshopsAt(visit string) []*mediation.Workshop {
	return s.pick(s.workshops.byVisit[visit])
}

func (s *Snapshot) pick(indexes []int) (list []*mediation.Workshop) {
	for _, i := range indexes {
		list = append(list, &s.Workshops[i])
	}
	return list
}

// SeriesOf lists the dates of the series of a workshop, by start.
func (s *Snapshot) SeriesOf(w *mediation.Workshop) (list []*mediation.Workshop) {
	for i := range s.Workshops {
		if s.Workshops[i].Series.ID == w.Series.ID {
			list = append(list, &s.Workshops[i])
		}
	}
	return list
}

// WorkshopCommune is the INSEE code of where a workshop takes place.
func (s *Snapshot) WorkshopCommune(w *mediation.Workshop) string {
	if i, ok := s.byVisit[w.Visit]; ok && s.Visits[i].Venue != nil {
		return s.communeCode(s.Visits[i].Venue.Address.INSEE)
	}
	if i, ok := s.byID[w.Place]; ok {
		return s.entries[i].commune
	}
	return ""
}

// ComingWorkshops lists those that are not past, by start: of all places, or of one.
// Cancelled ones stay until their day is past.
func (m *Moment) ComingWorkshops(place string) (list []*mediation.Workshop) {
	of := m.workshops.byPlace[place]
	if place == "" {
		of = make([]int, len(m.Workshops))
		for i := range of {
			of[i] = i
		}
	}
	midnight := hours.Midnight(m.At, 0)
	for _, w := range m.pick(of) {
		if w.End.After(m.At) || w.Status == mediation.Cancelled && !w.Start.Before(midnight) {
			list = append(list, w)
		}
	}
	return list
}

// NearbyWorkshop is a workshop seen from a point.
type NearbyWorkshop struct {
	*mediation.Workshop
	// Metres is the distance, -1 without a point.
	Metres float64
}

// Teaching lists the workshops to which people may still come and at which one of some
// needs is learnt: within so many metres of a point, the nearest first, or all by
// their start when there is none. Of each series it is the next date that is sure and
// has a seat left; one without such a date comes after those that have one.
func (m *Moment) Teaching(needs []mediation.NeedID, from *orb.Point, reach float64) (list []NearbyWorkshop) {
	series := map[string]bool{}
	for _, doubtful := range []bool{false, true} {
		var part []NearbyWorkshop
		for i := range m.Workshops {
			w := &m.Workshops[i]
			if !w.Open(m.At) || doubtfulSeat(w) != doubtful || !slices.Contains(needs, w.Series.Need) || series[w.Series.ID] {
				continue
			}
			near := NearbyWorkshop{w, -1}
			if from != nil {
				near.Metres = metresOf(vectorOf(*from).chord2(vectorOf(m.workshopPoint(w))))
			}
			if near.Metres <= reach {
				series[w.Series.ID] = true
				part = append(part, near)
			}
		}
		slices.SortStableFunc(part, func(a, b NearbyWorkshop) int { return cmp.Compare(a.Metres, b.Metres) })
		list = append(list, part...)
	}
	return list
}

// doubtfulSeat is true of a workshop that is full, or may not take place.
func doubtfulSeat(w *mediation.Workshop) bool {
	return w.Seats.Free() == 0 || w.Status == mediation.Unconfirmed
}

// workshopPoint is where a workshop takes place.
func (s *Snapshot) workshopPoint(w *mediation.Workshop) orb.Point {
	if i, ok := s.byVisit[w.Visit]; ok && s.Visits[i].Venue != nil {
		return s.Visits[i].Venue.Point
	}
	return s.Places[s.byID[w.Place]].Point
}

// WorkshopQuery says which workshops are wanted. Lists mean "any of"; what is empty
// does not count.
type WorkshopQuery struct {
	Communes, Tours, Stops, Places, Series []string
	Needs                                  []mediation.NeedID
	// Window keeps those that begin in those days.
	Window *mediation.Window
}

func (s *Snapshot) matches(q WorkshopQuery, w *mediation.Workshop) bool {
	if q.Window != nil {
		if days := s.localDays(*q.Window); w.Start.Before(days[0]) || !w.Start.Before(days[1]) {
			return false
		}
	}
	stop := ""
	if i, ok := s.byVisit[w.Visit]; ok {
		stop = s.Visits[i].Stop
	}
	return among(q.Tours, w.Tour) && among(q.Stops, stop) && among(q.Places, w.Place) && among(q.Series, w.Series.ID) &&
		among(q.Communes, s.WorkshopCommune(w)) && (len(q.Needs) == 0 || slices.Contains(q.Needs, w.Series.Need))
}

// FindWorkshops lists those that answer and are not past, by start.
func (m *Moment) FindWorkshops(q WorkshopQuery) (list []*mediation.Workshop) {
	for _, w := range m.ComingWorkshops("") {
		if m.matches(q, w) {
			list = append(list, w)
		}
	}
	return list
}

// WorkshopFeed lists those that answer and that a calendar holds, as [Moment.Feed]
// does visits.
func (m *Moment) WorkshopFeed(q WorkshopQuery) (list []*mediation.Workshop) {
	midnight, oldest := hours.Midnight(m.At, 0), hours.Midnight(m.At, -feedDays)
	for i := range m.Workshops {
		w := &m.Workshops[i]
		if m.matches(q, w) && !w.Start.Before(oldest) && (w.Status != mediation.Cancelled || !w.Start.Before(midnight)) {
			list = append(list, w)
		}
	}
	return list
}
