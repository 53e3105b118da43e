package planning

import (
	"context"
	"strings"

	"escale/internal/formats"
	"escale/internal/mediation"
)

// TakeSheet says what a spreadsheet changes of a tour, and takes it when asked to.
// What others changed since it was taken away stays.
func (p *Planner) TakeSheet(ctx context.Context, up mediation.SheetUpload) (mediation.SheetAnswer, error) {
	report, err := p.Import(ctx, ImportRequest{
		Origin: up.Name, Content: up.Content, DryRun: !up.Write, Merge: true, Only: up.Tour, State: up.State, By: up.By,
	})
	answer := mediation.SheetAnswer{
		State: report.State, Since: changeTexts(report.Since), Kept: changeTexts(report.Kept), Changes: changeTexts(report.Changes),
		Faults: problemTexts(report.Faults), Remarks: problemTexts(report.Remarks),
	}
	for _, c := range report.Outcome.Conflicts {
		answer.Remarks = append(answer.Remarks, c.Sentence)
	}
	return answer, err
}

func changeTexts(list []Change) (texts []string) {
	for _, c := range list {
		texts = append(texts, strings.Join(c.text(), "\n"))
	}
	return texts
}

func problemTexts(list []formats.Problem) (texts []string) {
	for _, p := range list {
		texts = append(texts, problemText(p))
	}
	return texts
}

// checkState refuses to write over a tour that changed while people read what would
// change of it.
func (d *draft) checkState(req ImportRequest, report *Report) error {
	for _, of := range byTour(d.session.lines()) {
		if of[0].Tour != req.Only {
			continue
		}
		_, state, err := revisionOf(of)
		if err != nil {
			return err
		}
		report.State = state
	}
	if req.State != "" && req.State != report.State {
		return &mediation.Error{Kind: mediation.Conflict, Sentence: "La tournée a changé pendant que vous lisiez. Relisez ce qui changerait, puis recommencez."}
	}
	return nil
}
