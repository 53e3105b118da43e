package planning

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"escale/internal/history"
	"escale/internal/mediation"
)

// touched lists the tours that a spreadsheet changes, by id.
func (r *Report) touched() (ids []string) {
	for _, c := range r.Changes {
		if !slices.Contains(ids, c.Tour) {
			ids = append(ids, c.Tour)
		}
	}
	slices.Sort(ids)
	return ids
}

// importField is what the history calls a spreadsheet as a whole.
const importField = "import"

// note adds an import to the history of each tour that it changed.
func (d *draft) note(ctx context.Context, r *Report, id int64) error {
	for _, tour := range r.touched() {
		_, err := d.tx.SaveChange(ctx, mediation.Change{
			Account: d.by.Account, Author: cmp.Or(d.by.Name, mediation.CommandLine), Act: mediation.ActImport,
			Object: mediation.Object{Kind: mediation.ObjectTour, ID: tour}, Name: d.tourName(tour), Field: importField, After: r.say(tour), Made: id,
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// noteUndone tells the history of each tour that an import was taken back.
func (s *session) noteUndone(ctx context.Context, last mediation.TourImport) error {
	list, err := s.tx.ImportChanges(ctx, last.ID)
	if err != nil {
		return err
	}
	for _, c := range list {
		if _, err := s.tx.SaveChange(ctx, history.TakenBack(c, mediation.Author{})); err != nil {
			return err
		}
	}
	return nil
}

func (s *session) tourName(id string) string {
	for _, h := range s.tours {
		if h.Tour.ID == id {
			return h.Tour.Name
		}
	}
	return id
}

// namedLines is how many lines of a spreadsheet the history names.
const namedLines = 8

// say says what a spreadsheet changes of a tour: which lines, not what is in them.
func (r *Report) say(tour string) string {
	var lines []string
	for _, c := range r.Changes {
		if c.Tour == tour {
			lines = append(lines, changeWords[c.What]+" : "+c.Line)
		}
	}
	text := r.Origin + "\n" + strings.Join(lines[:min(len(lines), namedLines)], "\n")
	if more := len(lines) - namedLines; more > 0 {
		text += fmt.Sprintf("\net %d autres lignes", more)
	}
	return text
}
