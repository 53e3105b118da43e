package ingest

import (
	"context"
	"slices"
	"strings"

	"github.com/paulmach/orb"

	"escale/internal/formats"
	"escale/internal/mediation"
)

// CorrectRequest is what a person says in place of a source.
type CorrectRequest struct {
	Departement      string
	Source, SourceID string
	// Cells are fields as they were typed, by the names of the standard's
	// columns; Point moves the record.
	Cells map[string]string
	Point *orb.Point
	// Hide takes the record off the map, Show brings it back.
	Hide, Show bool
	// Join is the key of the record whose place it shares, Apart gives it one
	// of its own.
	Join  string
	Apart bool
	// Needs are all those that the people of the record confirm, nil to leave them.
	Needs *[]mediation.NeedID
	// Closures are all the days on which it is closed, nil to leave them as they are.
	Closures *[]mediation.Closure
	// Confirm says that all of the record is right today.
	Confirm bool
	// Account is who asks, 0 for a command. What an account corrects takes the
	// day of it.
	Account int64
	// Author and Reason are free texts, and may be "".
	Author, Reason string
	// Before is what the field was when the form was shown, nil when it does not
	// matter: a change made meanwhile is not overwritten.
	Before *string
}

// correcting is one request, inside its transaction.
type correcting struct {
	*Importer
	tx        Tx
	req       CorrectRequest
	gazetteer mediation.Gazetteer
	record    mediation.Offer
	// shown is the record with the corrections in force.
	shown mediation.Offer
	// corrects is the record as this request leaves it.
	corrects mediation.Offer
	notes    []string
}

// Correct puts what a person says over what a source says, all of it or
// nothing. It returns remarks on how it was read.
func (im *Importer) Correct(ctx context.Context, req CorrectRequest) (notes []string, err error) {
	if req.Source == "" || req.SourceID == "" {
		return nil, mediation.InvalidParameter("identifiant", "La source ou l’identifiant de l’offre est vide.")
	}
	territory, err := im.territory(ctx, req.Departement)
	if err != nil {
		return nil, err
	}
	err = im.correcting(ctx, func(tx Tx) error {
		c := &correcting{Importer: im, tx: tx, req: req, gazetteer: mediation.NewGazetteer(territory)}
		err := c.apply(ctx)
		notes = c.notes
		return err
	})
	return notes, err
}

// apply corrects a record on the map, or brings there one that was set aside.
func (c *correcting) apply(ctx context.Context) error {
	missing := c.find(ctx)
	if mediation.KindOf(missing) == mediation.NotFound && c.record.Source == "" {
		aside, found, err := c.tx.SetAside(ctx, c.req.Source, c.req.SourceID, c.req.Departement)
		if err != nil {
			return err
		}
		if found {
			return c.adopt(ctx, aside)
		}
	}
	if missing != nil {
		return missing
	}
	list, err := c.read(ctx)
	if err != nil {
		return err
	}
	return c.save(ctx, list)
}

// correcting runs f, computes what the public sees and announces the change.
func (im *Importer) correcting(ctx context.Context, f func(Tx) error) error {
	return im.Store.InTx(ctx, func(tx Tx) error {
		if err := tx.LockImports(ctx); err != nil {
			return err
		}
		if err := f(tx); err != nil {
			return err
		}
		return im.settle(ctx, tx)
	})
}

// settle computes what the public sees and announces it.
func (im *Importer) settle(ctx context.Context, tx Tx) error {
	if err := im.correct(ctx, tx); err != nil {
		return err
	}
	return tx.BumpRevision(ctx)
}

// find looks the record up.
func (c *correcting) find(ctx context.Context) error {
	key := c.req.Source + "/" + c.req.SourceID
	if c.req.Source == mediation.OwnTours {
		return &mediation.Error{Kind: mediation.Invalid, Parameter: key,
			Sentence: "Cette étape est saisie en tableur : corrigez le tableur, puis « escale tour import »."}
	}
	records, err := c.tx.Holdings(ctx, []string{key, c.req.Join})
	if err != nil {
		return err
	}
	h, there := records[key]
	if _, here := c.gazetteer.Commune(h.Offer.Address.INSEE); !there || !here || h.Undone {
		return &mediation.Error{Kind: mediation.NotFound, Parameter: key,
			Sentence: "Aucune offre de ce nom n’est sur la carte du département " + c.req.Departement + "."}
	}
	c.record = h.Offer
	mine, err := c.inForce(ctx, key)
	if err != nil {
		return err
	}
	if c.shown, err = c.Needs.Correct(c.record, mine); err != nil {
		return err
	}
	target, there := records[c.req.Join]
	if c.req.Join != "" && (!there || target.Gone || c.req.Join == key) {
		return &mediation.Error{Kind: mediation.NotFound, Parameter: c.req.Join,
			Sentence: "L’offre avec laquelle la réunir n’est pas sur la carte."}
	}
	return nil
}

// read makes corrections out of the request.
func (c *correcting) read(ctx context.Context) ([]mediation.Correction, error) {
	list, err := c.readEdits(ctx)
	if err != nil {
		return nil, err
	}
	if c.req.Confirm || c.req.Account != 0 && len(list) > 0 {
		list = append(list, c.dated()...)
	}
	if c.req.Hide {
		list = append(list, c.act(mediation.ActHide))
	}
	if c.req.Apart {
		list = append(list, c.act(mediation.ActApart))
	}
	if c.req.Join != "" {
		if err := c.checkJoin(ctx); err != nil {
			return nil, err
		}
		join := c.act(mediation.ActJoin)
		join.Target = c.req.Join
		list = append(list, join)
	}
	if len(list) == 0 && !c.req.Show && !c.req.Confirm {
		return nil, mediation.InvalidParameter("", "Rien à corriger : donnez un champ=valeur, ou ce qu’il faut faire.")
	}
	return list, nil
}

func (c *correcting) act(act mediation.CorrectionAct) mediation.Correction {
	return mediation.Correction{
		Departement: c.req.Departement, Source: c.req.Source, SourceID: c.req.SourceID, Act: act,
		Author: c.req.Author, Reason: c.req.Reason, MadeAt: c.Now(),
	}
}

// readEdits reads the fields, and checks that the record still stands where it
// says it does.
func (c *correcting) readEdits(ctx context.Context) ([]mediation.Correction, error) {
	typed, err := c.typed(c.req.Source)
	if err != nil {
		return nil, err
	}
	if err := c.checkBefore(typed.Fields); err != nil {
		return nil, err
	}
	corrected, err := c.corrected(ctx, typed)
	if err != nil {
		return nil, err
	}
	if slices.Contains(typed.Fields, "city") {
		if err := c.settleCommune(&typed, &corrected); err != nil {
			return nil, err
		}
	}
	c.corrects = corrected
	if err := c.checkPlace(ctx, corrected, typed.Fields); err != nil {
		return nil, err
	}
	return c.edits(typed)
}

// typed reads what was typed, the point included.
func (c *correcting) typed(source string) (formats.Typed, error) {
	typed, err := formats.ReadTyped(c.req.Cells, source)
	if err != nil {
		return typed, err
	}
	for _, p := range typed.Problems {
		c.notes = append(c.notes, p.Column+" : "+p.Message)
	}
	if c.req.Point != nil {
		typed.Offer.Point = c.req.Point
		typed.Fields = append(slices.DeleteFunc(typed.Fields, func(f string) bool { return f == "point" }), "point")
	}
	if err := c.addChosen(&typed); err != nil {
		return typed, err
	}
	return typed, c.checkTyped(typed)
}

// checkWords refuses services that nobody can ask for, and texts that nobody reads.
func (im *Importer) checkWords(typed formats.Typed) error {
	for _, name := range typed.Fields {
		if f, known := mediation.FieldNamed(name); known {
			if err := f.CheckLength(typed.Offer); err != nil {
				return err
			}
		}
	}
	for _, statement := range typed.Offer.Statements {
		if !mediation.IsNationalService(statement) && len(im.Needs.Claims([]string{statement}, nil)) == 0 {
			return mediation.InvalidParameter("services", "« "+statement+" » n’est pas un service connu. Services possibles : "+nationalServices()+".")
		}
	}
	return nil
}

func nationalServices() string {
	var labels []string
	for _, term := range mediation.NationalServices {
		labels = append(labels, term.Label)
	}
	return strings.Join(labels, " | ")
}

// checkTyped refuses what no record can do without.
func (c *correcting) checkTyped(typed formats.Typed) error {
	if err := c.checkWords(typed); err != nil {
		return err
	}
	for _, required := range []struct {
		field, value, sentence string
	}{
		{"name", typed.Offer.Name, "Le nom manque."},
		{"city", typed.Offer.Address.City, "La commune manque."},
		{"postcode", typed.Offer.Address.Postcode, "Le code postal manque."},
	} {
		if slices.Contains(typed.Fields, required.field) && required.value == "" {
			return mediation.InvalidParameter(required.field, required.sentence)
		}
	}
	if slices.Contains(typed.Fields, "point") && typed.Offer.Point == nil {
		return mediation.InvalidParameter("point", "Il faut la latitude et la longitude.")
	}
	return nil
}

// corrected is the record with the corrections in force and the new ones.
func (c *correcting) corrected(ctx context.Context, typed formats.Typed) (mediation.Offer, error) {
	mine, err := c.inForce(ctx, c.record.Key())
	if err != nil {
		return c.record, err
	}
	for _, name := range typed.Fields {
		edit := c.act(mediation.ActEdit)
		edit.Field, edit.Value = name, typed.Offer
		mine = append(mine, edit)
	}
	return c.Needs.Correct(c.record, mine)
}

// checkPlace refuses a record whose point is not in the commune that it says.
func (c *correcting) checkPlace(ctx context.Context, o mediation.Offer, touched []string) error {
	if !slices.ContainsFunc(touched, func(f string) bool { return slices.Contains([]string{"point", "city", "postcode"}, f) }) {
		return nil
	}
	r := &run{Importer: c.Importer, tx: c.tx, gazetteer: c.gazetteer}
	_, reason, err := r.situate(ctx, o)
	if err == nil && reason != "" {
		err = mediation.InvalidParameter("point", "Correction refusée : "+reason+".")
	}
	return err
}

// edits makes one correction of each field that was typed.
func (c *correcting) edits(typed formats.Typed) ([]mediation.Correction, error) {
	var list []mediation.Correction
	for _, name := range typed.Fields {
		f, known := mediation.FieldNamed(name)
		if !known {
			return nil, mediation.InvalidParameter(name, "Ce champ ne se corrige pas.")
		}
		edit := c.act(mediation.ActEdit)
		edit.Field, edit.Value, edit.SourceValue = name, f.Only(typed.Offer), f.Only(c.record)
		same, err := f.Same(edit.Value, edit.SourceValue)
		if err != nil {
			return nil, err
		}
		now, err := f.Same(c.shown, edit.Value)
		if err != nil {
			return nil, err
		}
		if same && now { // else it takes the place of a correction that says otherwise
			return nil, &mediation.Error{Kind: mediation.Conflict, Parameter: f.Label, Sentence: "La source dit déjà cela."}
		}
		list = append(list, edit)
	}
	return list, nil
}

// save stores the corrections and ends those that they take the place of.
func (c *correcting) save(ctx context.Context, list []mediation.Correction) error {
	if err := c.end(ctx); err != nil {
		return err
	}
	if c.req.Confirm && len(list) == 0 { // it has the day of today: somebody looked again
		_, err := c.tx.SaveChange(ctx, c.confirmed())
		return err
	}
	for _, correction := range list {
		made, replaced, err := c.tx.SaveCorrection(ctx, correction)
		if err != nil {
			return err
		}
		change := c.change(correction)
		change.Made, change.Replaced = made, replaced
		if _, err := c.tx.SaveChange(ctx, change); err != nil {
			return err
		}
	}
	return nil
}

// end withdraws what the request contradicts: hidden and shown, joined and
// apart exclude each other.
func (c *correcting) end(ctx context.Context) error {
	all, err := c.tx.Corrections(ctx)
	if err != nil {
		return err
	}
	var over []int64
	for _, m := range all {
		contradicted := c.req.Show && m.Act == mediation.ActHide || c.req.Apart && m.Act == mediation.ActJoin ||
			c.req.Join != "" && m.Act == mediation.ActApart
		if m.Key() == c.record.Key() && contradicted {
			over = append(over, m.ID)
		}
	}
	hidden := func(m mediation.Correction) bool { return m.Key() == c.record.Key() && m.Act == mediation.ActHide }
	if c.req.Show && !slices.ContainsFunc(all, hidden) {
		return &mediation.Error{Kind: mediation.Conflict, Sentence: "Cette offre n’est pas cachée."}
	}
	return c.tx.WithdrawCorrections(ctx, over, c.Now())
}

// Standings lists the corrections in force of a département, with what their
// sources say now.
func (im *Importer) Standings(ctx context.Context, departement string) (list []mediation.Standing, err error) {
	err = im.Store.InTx(ctx, func(tx Tx) error {
		list, err = standings(ctx, tx, func(c mediation.Correction) bool { return c.Departement == departement })
		return err
	})
	return list, err
}
