package planning

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"slices"
	"strings"

	"escale/internal/formats"
	"escale/internal/mediation"
)

// ImportRequest is a spreadsheet to take.
type ImportRequest struct {
	// Origin is the file's name, Content the file: CSV or XLSX.
	Origin  string
	Content []byte
	// DryRun does everything, then rolls back.
	DryRun bool
	By     mediation.Author
	// Merge takes a file that is older than what is there; without it, nothing of
	// such a file is written. Only is the id of the tour that it must keep to, ""
	// for all.
	Merge bool
	Only  string
	// State is that of the tour when the differences were shown, "" for whatever.
	State string
}

// errDryRun rolls a trial back.
var errDryRun = errors.New("dry run")

// errFaults rolls an import back that has bad lines.
var errFaults = errors.New("bad lines")

// Import takes a spreadsheet: the tours that it names become what it says,
// the others stay. When a line is bad nothing is applied, and the report
// names every bad line. A file that cannot be read as a whole is refused as
// [mediation.Invalid].
func (p *Planner) Import(ctx context.Context, req ImportRequest) (Report, error) {
	report := Report{Origin: req.Origin, DryRun: req.DryRun}
	file, err := formats.ReadTours(bytes.NewReader(req.Content))
	if err != nil {
		return report, err
	}
	territory, err := p.Store.Territory(ctx, p.Departement)
	if err != nil {
		return report, err
	}
	if len(territory.Communes) == 0 {
		return report, invalid("departement", "Les communes du département %s ne sont pas chargées : commencez par « escale territory ».", p.Departement)
	}
	report.Lines = len(file.Lines)
	err = p.inTx(ctx, func(s *session) error {
		d := &draft{session: s, by: req.By, gazetteer: mediation.NewGazetteer(territory), absent: file.Absent}
		return d.take(ctx, file, req, &report)
	})
	if errors.Is(err, errDryRun) || errors.Is(err, errFaults) {
		err = nil
	}
	return report, err
}

// headerLine is where the columns are named.
const headerLine = 1

// take reads, checks, compares and applies.
func (d *draft) take(ctx context.Context, file *formats.TourFile, req ImportRequest, report *Report) error {
	for _, column := range file.Ignored {
		d.fault(headerLine, column, "", "Cette colonne n'est pas connue : renommez-la ou supprimez-la. Colonnes connues : %s.", strings.Join(formats.TourHeader(), ", "))
	}
	if err := d.checkState(req, report); err != nil {
		return err
	}
	lines, err := d.merge(ctx, file, report)
	if err != nil {
		return err
	}
	d.keepTo(req.Only, lines)
	d.read(lines)
	if err := d.check(ctx); err != nil {
		return err
	}
	report.Remarks = slices.Concat(file.Problems, d.remarks)
	if len(d.faults) > 0 {
		report.Faults = d.faults
		report.sort()
		return errFaults
	}
	before := d.lines()
	kept := mediation.TourImport{
		Origin: req.Origin, At: d.now, Tours: slices.Clone(d.session.tours), Stops: slices.Clone(d.session.stops),
	}
	if err := d.apply(ctx); err != nil {
		return err
	}
	kept.Exceptions = d.exceptions()
	report.Changes = d.compare(before, d.lines())
	outcome, err := d.replan(ctx)
	if err != nil {
		return err
	}
	report.Outcome = outcome
	if report.Fingerprint, err = d.fingerprint(); err != nil {
		return err
	}
	report.Waits = len(report.Since) > 0 && !req.Merge && !req.DryRun
	if req.DryRun || report.Waits {
		return errDryRun
	}
	if len(report.Changes) > 0 {
		if err := d.keep(ctx, kept, report); err != nil {
			return err
		}
	}
	return d.finish(ctx)
}

// exceptions are those of all stops, by their ids.
func (s *session) exceptions() map[string][]mediation.Exception {
	byStop := map[string][]mediation.Exception{}
	for _, h := range s.stops {
		if len(h.Stop.Exceptions) > 0 {
			byStop[h.Stop.ID] = h.Stop.Exceptions
		}
	}
	return byStop
}

func (d *draft) keep(ctx context.Context, before mediation.TourImport, report *Report) error {
	encoded, err := json.Marshal(report)
	if err != nil {
		return err
	}
	before.Touched = report.touched()
	id, err := d.tx.SaveTourImport(ctx, d.Departement, before, encoded)
	if err != nil {
		return err
	}
	return d.note(ctx, report, id)
}

// apply stores the tours of the draft.
func (d *draft) apply(ctx context.Context) error {
	var tours []mediation.TourHolding
	var stops []mediation.StopHolding
	for _, t := range d.tours {
		h := mediation.TourHolding{Tour: t.tour}
		if t.stored != nil {
			h.FromSource = t.stored.FromSource
		}
		if same, err := equal(t.stored, &h); err != nil {
			return err
		} else if !same {
			tours = append(tours, h)
		}
		changed, err := d.changedStops(t)
		if err != nil {
			return err
		}
		stops = append(stops, changed...)
	}
	if err := d.saveTours(ctx, tours); err != nil {
		return err
	}
	if err := d.saveOffers(ctx, stops); err != nil {
		return err
	}
	if err := d.saveStops(ctx, stops); err != nil {
		return err
	}
	if err := d.session.read(ctx); err != nil {
		return err
	}
	return d.applyExceptions(ctx)
}

// applyExceptions stores what befalls single days.
func (d *draft) applyExceptions(ctx context.Context) error {
	for _, t := range d.tours {
		for _, st := range t.stops {
			h, _ := d.session.stop(st.stop.ID)
			if err := d.saveExceptions(ctx, h, byDay(st.stop.Exceptions), d.by); err != nil {
				return err
			}
		}
	}
	return d.session.read(ctx)
}

// changedStops lists the stops of a tour to write, those to go included.
func (d *draft) changedStops(t *draftTour) ([]mediation.StopHolding, error) {
	var changed []mediation.StopHolding
	for _, st := range t.stops {
		h := mediation.StopHolding{Stop: st.stop, Offer: st.offer}
		h.Stop.Exceptions = nil
		if st.stored != nil {
			h.Stop.Exceptions = st.stored.Stop.Exceptions // they are stored apart
			h.FromSource, h.PlaceID = st.stored.FromSource, st.stored.PlaceID
		}
		h.PlaceID = cmp.Or(h.PlaceID, mediation.NewPlaceID(h.Offer.Source, h.Offer.SourceID))
		if same, err := equal(st.stored, &h); err != nil {
			return nil, err
		} else if !same {
			changed = append(changed, h)
		}
	}
	for _, h := range d.missing(t) {
		h.Gone = true
		changed = append(changed, h)
	}
	return changed, nil
}

// rawOf is the line of the spreadsheet, cell by cell.
func rawOf(h mediation.StopHolding) map[string]string {
	raw := map[string]string{}
	cells := stopLine(h, "").Cells()
	for i, column := range formats.TourHeader() {
		if cells[i] != "" {
			raw[column] = cells[i]
		}
	}
	return raw
}

// shares is true for a stop whose offer another stop keeps: the morning of one place
// goes, its afternoon stays.
func (s *session) shares(gone mediation.StopHolding, changed []mediation.StopHolding) bool {
	stays := func(h mediation.StopHolding) bool {
		return h.Stop.ID != gone.Stop.ID && h.Stop.Offer == gone.Stop.Offer && !h.Gone
	}
	going := func(id string) bool {
		return slices.ContainsFunc(changed, func(h mediation.StopHolding) bool { return h.Stop.ID == id && h.Gone })
	}
	return slices.ContainsFunc(changed, stays) ||
		slices.ContainsFunc(s.stops, func(h mediation.StopHolding) bool { return stays(h) && !going(h.Stop.ID) })
}

// saveOffers writes the offers of stops that only the spreadsheet has, with
// their places, and hides those of stops that go.
func (s *session) saveOffers(ctx context.Context, stops []mediation.StopHolding) error {
	var holdings []mediation.Holding
	var places []mediation.Place
	var gone []string
	for _, h := range stops {
		switch {
		case h.Offer.Source != mediation.OwnTours:
		case h.Gone && !s.shares(h, stops):
			gone = append(gone, h.Offer.SourceID)
		case h.Gone, slices.ContainsFunc(holdings, func(other mediation.Holding) bool { return other.Offer.Key() == h.Offer.Key() }):
		default:
			holdings = append(holdings, mediation.Holding{Offer: h.Offer, PlaceID: h.PlaceID, Raw: rawOf(h)})
			places = append(places, mediation.PlaceOf(h.PlaceID, []mediation.Offer{h.Offer}))
		}
	}
	if len(gone) > 0 {
		if err := s.tx.MarkGone(ctx, mediation.OwnTours, gone, s.now); err != nil {
			return err
		}
	}
	if len(holdings) == 0 {
		return nil
	}
	if err := s.tx.SavePlaces(ctx, places); err != nil {
		return err
	}
	run, err := s.tx.StartRun(ctx, mediation.OwnTours, s.Departement, "", s.now)
	if err != nil {
		return err
	}
	return s.tx.SaveOffers(ctx, run, holdings)
}
