package desk

import (
	"bytes"
	"context"
	"strconv"
	"time"

	"escale/internal/formats"
	"escale/internal/hours"
	"escale/internal/mediation"
)

// mostChanges is how many lines of the history one page shows, mostListed one file.
const (
	mostChanges = 100
	mostListed  = 10_000
)

// History lists the latest changes of an offer or of a tour, or those that an
// account made and that concern it, newest first.
func (d *Desk) History(ctx context.Context, by Actor, of mediation.Object) ([]mediation.Change, error) {
	return d.history(ctx, by, of, mostChanges)
}

func (d *Desk) history(ctx context.Context, by Actor, of mediation.Object, limit int) (list []mediation.Change, err error) {
	err = d.Store.InTx(ctx, func(tx Tx) error {
		filter := mediation.ChangeFilter{Object: of, Limit: limit}
		if err := d.mayRead(ctx, tx, by, of); err != nil {
			return err
		}
		if of.Kind == mediation.ObjectAccount {
			id, err := strconv.ParseInt(of.ID, 10, 64)
			if err != nil || id == 0 {
				return errForbidden
			}
			filter.Object, filter.Account = mediation.Object{}, id
		}
		list, err = tx.Changes(ctx, filter)
		return err
	})
	return signed(by, list), err
}

// signed takes out the addresses of accounts, for who may not see them.
func signed(by Actor, list []mediation.Change) []mediation.Change {
	if by.May(mediation.ActAddresses, Subject{}) {
		return list
	}
	for i, c := range list {
		list[i].Author = c.Signature()
	}
	return list
}

// mayRead lets everybody read what they did themselves.
func (d *Desk) mayRead(ctx context.Context, tx Tx, by Actor, of mediation.Object) error {
	switch of.Kind {
	case mediation.ObjectOffer:
		_, err := d.offer(ctx, tx, by, mediation.ActRead, of.ID)
		return err
	case mediation.ObjectTour:
		return by.check(mediation.ActRead, d.tourSubject(of.ID))
	case mediation.ObjectAccount:
		if by.ID != 0 && of.ID == idText(by.ID) {
			return nil
		}
		return by.check(mediation.ActRead, Subject{Object: of, Departement: d.Departement})
	}
	return errForbidden
}

var historyHeader = []string{"numéro", "date", "qui", "acte", "objet", "identifiant", "nom", "champ", "avant", "après", "annule", "annulée"}

// What the file calls acts and objects.
var (
	actWords = map[mediation.Act]string{
		mediation.ActCorrect: "correction", mediation.ActConfirm: "tout est juste", mediation.ActSuspend: "fermeture", mediation.ActMove: "passage",
		mediation.ActImport: "tableur", mediation.ActUndo: "remis comme avant", mediation.ActInvite: "droit donné", mediation.ActWithdraw: "droit retiré",
		mediation.ActClose: "compte fermé", mediation.ActAnswer: "réponse à une demande", mediation.ActVan: "demande de passage",
		mediation.ActTeach: "atelier", mediation.ActSeats: "inscription",
	}
	objectWords = map[mediation.ObjectKind]string{
		mediation.ObjectOffer: "lieu", mediation.ObjectTour: "tournée", mediation.ObjectAccount: "compte", mediation.ObjectRequest: "demande",
	}
)

// HistoryCSV writes them as CSV, as many as a file may hold.
func (d *Desk) HistoryCSV(ctx context.Context, by Actor, of mediation.Object) ([]byte, error) {
	list, err := d.history(ctx, by, of, mostListed)
	if err != nil {
		return nil, err
	}
	rows, zone := [][]string{historyHeader}, hours.ZoneOf(d.Departement)
	for _, c := range list {
		undoes, undone := "", ""
		if c.Undoes != 0 {
			undoes = idText(c.Undoes)
		}
		if c.Undone {
			undone = "oui"
		}
		rows = append(rows, []string{
			idText(c.ID), c.At.In(zone).Format(time.DateTime), c.Author, actWords[c.Act], objectWords[c.Object.Kind], c.Object.ID, c.Name, c.Field,
			c.Before, c.After, undoes, undone,
		})
	}
	var b bytes.Buffer
	err = formats.WriteSheetCSV(&b, rows)
	return b.Bytes(), err
}

// Undo takes a change back.
func (d *Desk) Undo(ctx context.Context, by Actor, id int64) error {
	var change mediation.Change
	err := d.Store.InTx(ctx, func(tx Tx) (err error) {
		change, err = tx.Change(ctx, id)
		return err
	})
	if err == nil {
		switch change.Object.Kind {
		case mediation.ObjectOffer:
			err = d.Corrections.UndoChange(ctx, id, by.author(), func(_ mediation.Change, h mediation.Holding) error {
				return by.check(mediation.ActUndo, subjectOf(h))
			})
		case mediation.ObjectTour:
			err = d.Tours.UndoChange(ctx, id, by.author(), func(c mediation.Change) error {
				return by.check(mediation.ActUndo, d.tourSubject(c.Object.ID))
			})
		default:
			err = errForbidden
		}
	}
	if mediation.KindOf(err) == mediation.NotFound {
		return errForbidden // as for a change of something else
	}
	return err
}
