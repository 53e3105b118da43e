package ingest

import (
	"context"
	"fmt"
	"strings"

	"escale/internal/mediation"
)

// CorrectionLine says what an edition means for a correction made here, which
// wins in any case.
type CorrectionLine struct {
	Correction int64                     `json:"correction"`
	ID         string                    `json:"id"`
	Name       string                    `json:"name"`
	State      mediation.CorrectionState `json:"state"`
	Sentence   string                    `json:"sentence"`
}

// standings are those of the corrections that concern the run's source.
func (r *run) standings(ctx context.Context) ([]mediation.Standing, error) {
	return standings(ctx, r.tx, func(c mediation.Correction) bool {
		source := c.Source
		if c.Act == mediation.ActAdd && c.Target != "" {
			source, _, _ = strings.Cut(c.Target, "/")
		}
		return source == r.req.Source && c.Departement == r.req.Departement
	})
}

// reportCorrections reports those whose standing the run changed.
func (r *run) reportCorrections(ctx context.Context, before []mediation.Standing) error {
	after, err := r.standings(ctx)
	if err != nil {
		return err
	}
	for i, st := range after {
		former := before[i] // an import makes and withdraws none
		if Sentence(st) == Sentence(former) {
			continue
		}
		r.report.Corrections = append(r.report.Corrections, CorrectionLine{
			Correction: st.ID, ID: st.SourceID, Name: st.Name, State: st.State, Sentence: Sentence(st),
		})
	}
	return nil
}

func (r Report) writeCorrections(b *strings.Builder, limit int) {
	for i, line := range r.Corrections {
		if i == limit {
			b.WriteString(theRest)
			return
		}
		fmt.Fprintf(b, "  correction %d, %s (%s) : %s\n", line.Correction, line.Name, line.ID, line.Sentence)
	}
}

// Sentence says in French how a correction and its source stand.
func Sentence(st mediation.Standing) string {
	if st.State == mediation.StateAbsent {
		return "la source n’a plus cette offre ; la correction est gardée et reviendra avec elle"
	}
	f, known := mediation.FieldNamed(st.Field)
	switch {
	case st.Act == mediation.ActAdd && st.State == mediation.StateIdle:
		return "sans effet : la source dit de nouveau bien cette offre (" + st.Target + "), et c’est elle qui est montrée"
	case !known && st.State == mediation.StateIdle:
		return "sans effet : l’offre avec laquelle la réunir n’est plus sur la carte"
	case !known:
		return "en vigueur"
	case st.State == mediation.StateAgreed:
		return fmt.Sprintf("rejointe : la source dit maintenant, elle aussi, %s %s", f.Label, quote(f, st.Now))
	case st.State == mediation.StateConflict:
		return fmt.Sprintf("%s : la source dit maintenant %s ; la correction dit %s, faite quand elle disait %s",
			f.Label, quote(f, st.Now), quote(f, st.Value), quote(f, st.SourceValue))
	}
	return fmt.Sprintf("%s : la source dit %s ; la correction dit %s", f.Label, quote(f, st.Now), quote(f, st.Value))
}

func quote(f mediation.Field, o mediation.Offer) string {
	if text := f.Say(o); text != "" {
		return "« " + shorten(text) + " »"
	}
	return "(rien)"
}
