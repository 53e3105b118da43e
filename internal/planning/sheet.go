package planning

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"escale/internal/formats"
	"escale/internal/mediation"
)

// Export writes the tours as the lines of a spreadsheet: reading them back
// changes nothing.
func (p *Planner) Export(ctx context.Context) (lines []formats.TourLine, err error) {
	err = p.inTx(ctx, func(s *session) error {
		lines = s.lines()
		return nil
	})
	return lines, err
}

// Fingerprint names the state of tours, stops and visits to come: two states
// with one fingerprint are alike. It leaves out how often and when visits
// changed.
func (p *Planner) Fingerprint(ctx context.Context) (sum string, err error) {
	err = p.inTx(ctx, func(s *session) error {
		sum, err = s.fingerprint()
		return err
	})
	return sum, err
}

func (s *session) lines() []formats.TourLine {
	var lines []formats.TourLine
	tours, stops := s.live()
	slices.SortFunc(stops, func(a, b mediation.StopHolding) int {
		return cmp.Or(strings.Compare(a.Stop.Code, b.Stop.Code), strings.Compare(a.Stop.ID, b.Stop.ID))
	})
	for _, t := range tours {
		lines = append(lines, s.tourLine(t))
		for _, h := range stops {
			if h.Stop.Tour == t.ID {
				lines = append(lines, stopLine(h, t.Contact.Phone))
				lines = append(lines, exceptionLines(h.Stop)...)
			}
		}
	}
	return lines
}

func (s *session) tourLine(t mediation.Tour) formats.TourLine {
	l := formats.TourLine{
		Kind: formats.TourItself, Tour: t.ID, Name: t.Name, Contact: t.Contact,
		Vehicle: t.Vehicle, Operator: t.Operator, Description: oneLine(t.Description),
	}
	for _, id := range t.Services {
		l.Services = append(l.Services, string(id))
	}
	return l
}

// stopLine writes a stop; a phone that is its tour's is written there.
func stopLine(h mediation.StopHolding, tourPhone string) formats.TourLine {
	o, st := h.Offer, h.Stop
	phone := o.Contact.Phone
	if phone == tourPhone {
		phone = ""
	}
	l := formats.TourLine{
		Kind: formats.TourStop, Tour: st.Tour, Stop: st.Code, Name: o.Name, Address: o.Address, Point: o.Point,
		Rule: st.Rule, Start: st.From, End: st.To, Room: st.Room, Access: st.Access,
		Capacity: st.Capacity, Themes: st.Themes, Contact: mediation.Contact{Phone: phone},
	}
	if o.Approximate {
		l.Point = nil
	}
	return l
}

func exceptionLines(st mediation.Stop) []formats.TourLine {
	lines := make([]formats.TourLine, len(st.Exceptions))
	for i, e := range st.Exceptions {
		l := formats.TourLine{
			Kind: formats.TourLineKind(e.Kind), Tour: st.Tour, Stop: st.Code, Day: e.Day, To: e.To,
			Start: e.Start, End: e.End, Reason: e.Reason,
		}
		if e.Theme != "" {
			l.Themes = []string{e.Theme}
		}
		if v := e.Venue; v != nil {
			l.Name, l.Address = v.Name, v.Address
			l.Point = &v.Point
			if v.Approximate {
				l.Point = nil
			}
		}
		lines[i] = l
	}
	return lines
}

func oneLine(text string) string { return strings.Join(strings.Fields(text), " ") }
