package formats

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"

	"github.com/paulmach/orb"

	"escale/internal/mediation"
)

// assemble gives the communes their contours and centres, in the order of
// their codes. splitFrom names the communes that one was last part of.
func assemble(departement string, communes map[string]*mediation.Commune, epcis []mediation.EPCI,
	shapes map[string]*shape, splitFrom func(string) []string) (mediation.Territory, []Problem) {
	t := mediation.Territory{Area: mediation.Area(departement), EPCIs: epcis}
	var problems []Problem
	if len(shapes) == 0 {
		return t, []Problem{{Column: "contour", Message: "Aucune commune n'a de contour ni de centre : toutes sont laissées de côté."}}
	}
	for _, code := range slices.Sorted(maps.Keys(communes)) {
		c := communes[code]
		s := shapes[code]
		if s == nil {
			message := "Commune sans contour ni centre : elle est laissée de côté."
			if from := splitFrom(code); len(from) > 0 {
				message += fmt.Sprintf(" Ces contours la comptent sans doute encore dans %v.", from)
			}
			problems = append(problems, Problem{Column: "contour", Value: code + " " + c.Name, Message: message})
			continue
		}
		c.Contour, c.Centre = s.contour, s.middle()
		t.Communes = append(t.Communes, *c)
	}
	return t, problems
}

// sortedEPCIs lists EPCIs in the order of their codes.
func sortedEPCIs(epcis map[string]mediation.EPCI) (list []mediation.EPCI) {
	for _, epci := range inOrder(epcis) {
		list = append(list, epci)
	}
	return list
}

// eachElement decodes a JSON array one element at a time.
func eachElement[T any](r io.Reader, what string, use func(T)) error {
	if r == nil {
		return fault("Le fichier %s manque.", what)
	}
	limited := &io.LimitedReader{R: r, N: MaxFile}
	decoder := json.NewDecoder(limited)
	start, err := decoder.Token()
	if err == nil && start != json.Delim('[') {
		err = errors.New("not an array")
	}
	for err == nil && decoder.More() {
		var element T
		if err = decoder.Decode(&element); err == nil {
			use(element)
		}
	}
	if err == nil {
		_, err = decoder.Token()
	}
	return badFile(what, err)
}

func badFile(what string, err error) error {
	if err == nil {
		return nil
	}
	if _, ours := errors.AsType[*mediation.Error](err); ours {
		return err
	}
	e := fault("Le fichier %s ne peut pas être lu.", what)
	e.Cause = err
	return e
}

// shape is the ground of a commune.
type shape struct {
	contour orb.MultiPolygon
	// seat is the ground of the former commune whose code today's bears: that
	// of its town hall.
	seat orb.MultiPolygon
	// parts are the grounds of the former communes that have a contour of
	// their own, by their codes.
	parts map[string]orb.MultiPolygon
	// centre is what a source gives as such, nil when none does.
	centre *orb.Point
}

// middle is the centre that the source gives when it lies within the contour,
// else a point that does.
func (s shape) middle() orb.Point {
	if s.centre != nil && (len(s.contour) == 0 || contains(s.contour, *s.centre)) {
		return *s.centre
	}
	if len(s.seat) > 0 {
		return centreOf(s.seat)
	}
	return centreOf(s.contour)
}

// partCentre is the centre of a part that has its own contour, nil for others.
func (s shape) partCentre(part, today string) *orb.Point {
	ground := s.parts[part]
	if part == today && len(s.parts) > 0 {
		ground = s.seat
	}
	if len(ground) == 0 {
		return nil
	}
	centre := centreOf(ground)
	return &centre
}
