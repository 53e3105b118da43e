package planning

import (
	"bytes"
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"

	"escale/internal/formats"
	"escale/internal/mediation"
)

// Export writes the tours as the lines of a spreadsheet, or one of them when only
// names it: reading them back changes nothing. The line of each tour says the
// revision that they are taken from.
func (p *Planner) Export(ctx context.Context, only string) (lines []formats.TourLine, err error) {
	err = p.reading(ctx, func(s *session) error {
		lines, err = s.takeAway(ctx, only)
		return err
	})
	return lines, err
}

// takeAway keeps the lines of each tour under their revision, and writes it there.
func (s *session) takeAway(ctx context.Context, only string) (lines []formats.TourLine, err error) {
	for _, of := range byTour(s.lines()) {
		if only != "" && of[0].Tour != only {
			continue
		}
		content, revision, err := revisionOf(of)
		if err != nil {
			return nil, err
		}
		if err := s.tx.KeepSheet(ctx, s.Departement, revision, content, s.now); err != nil {
			return nil, err
		}
		of[0].Revision = revision
		lines = append(lines, of...)
	}
	return lines, nil
}

// byTour parts lines into those of each tour, its own line first.
func byTour(lines []formats.TourLine) (parts [][]formats.TourLine) {
	for _, l := range lines {
		if l.Kind == formats.TourItself {
			parts = append(parts, nil)
		}
		last := &parts[len(parts)-1]
		*last = append(*last, l)
	}
	return parts
}

// revisionOf names the state that lines describe, and writes them.
func revisionOf(lines []formats.TourLine) (content []byte, revision string, err error) {
	var b bytes.Buffer
	if err := formats.WriteToursCSV(&b, lines); err != nil {
		return nil, "", err
	}
	sum := sha256.Sum256(b.Bytes())
	return b.Bytes(), hex.EncodeToString(sum[:6]), nil
}

// Sheet is the spreadsheet of one tour: a workbook, or CSV.
func (p *Planner) Sheet(ctx context.Context, tour string, workbook bool) ([]byte, error) {
	lines, err := p.Export(ctx, tour)
	if err != nil {
		return nil, err
	}
	write := formats.WriteToursCSV
	if workbook {
		write = formats.WriteToursXLSX
	}
	var b bytes.Buffer
	err = write(&b, lines)
	return b.Bytes(), err
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
