package admin

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"escale/internal/desk"
	"escale/internal/hours"
	"escale/internal/language"
	"escale/internal/mediation"
	"escale/internal/pages"
)

// vanView is one request, with all that can be answered to it.
type vanView struct {
	view
	State                  mediation.VanState
	Label, Since, Tour     string
	ByPhone, Unsure        bool
	Phone, Email, Answer   string
	Inhabitants, PriceText string
	Summary                pages.VanSummary
	Dates                  []vanSheetDate
	Until                  string
	Clashes                []string
	Same                   []pages.Anchor
	// May tells which acts can be done.
	May map[string]bool
	// Tours are those to choose among, Candidates the dates of the one that is looked at.
	Tours      []pages.Choice
	Looked     string
	Candidates []vanSheetDate
	Typed      url.Values
	Neighbours []vanNear
	Changes    []changeLine
}

type vanSheetDate struct {
	ID, Text, URL string
	Checked       bool
	// Beside says what the vehicle does else that day.
	Beside []string
}

type vanNear struct {
	vanCard
	Distance string
	Shared   int
}

func (a *Admin) newVanView(c echo.Context) (v vanView, sheet desk.VanSheet, err error) {
	id, err := strconv.ParseInt(c.Param("id"), 10, 64)
	if err != nil {
		return v, sheet, echo.ErrNotFound
	}
	if sheet, err = a.desk.Van(c.Request().Context(), actor(c), id, c.FormValue(tourName)); err != nil {
		return v, sheet, err
	}
	zone := a.zone()
	v = vanView{
		view: a.newView(c, sheet.CommuneName+" : demande de passage"), State: sheet.State, Label: sheet.State.Label(), Since: hours.DateYearIn(language.French, sheet.Since.In(zone)),
		Tour: sheet.TourName, ByPhone: sheet.ByPhone, Unsure: sheet.Sure.IsZero(), Phone: sheet.Requester.Phone, Email: sheet.Requester.Email, Answer: sheet.Answer,
		Summary: pages.NewVanSummary(sheet.VanRequest, a.opts.Needs), Clashes: sheet.Clashes, Same: sameVans(sheet.Same, zone), May: map[string]bool{}, Looked: sheet.Looked,
		Changes: a.newChangeLines(sheet.Changes, vanURL(id)),
	}
	v.Trail = append(v.Trail, pages.Anchor{URL: vansPath, Label: "Bus à la demande"})
	for _, act := range mediation.VanActs {
		v.May[string(act)] = sheet.State.May(act)
	}
	if sheet.Inhabitants > 0 {
		v.Inhabitants = pages.CountText(language.French, sheet.Inhabitants)
	}
	if price, ok := a.opts.Van.Terms.PriceFor(sheet.Inhabitants); ok {
		v.PriceText = price.Price
	}
	if !sheet.Until.IsZero() {
		v.Until = hours.Term(sheet.Until.In(zone))
	}
	v.addDates(sheet, zone)
	v.addNeighbours(sheet, zone)
	v.Typed = a.plan(sheet)
	return v, sheet, nil
}

// plan is what the form of a proposal holds at first.
func (a *Admin) plan(sheet desk.VanSheet) url.Values {
	theme := sheet.Plan.Theme
	if theme == "" && len(sheet.Needs) > 0 {
		if need, ok := a.opts.Needs.Find(sheet.Needs[0]); ok {
			theme = need.Label
		}
	}
	if theme == "" {
		theme = "Aide numérique"
	}
	seats := sheet.Plan.Seats
	if seats == 0 {
		seats = mediation.UsualSeats
	}
	return url.Values{"theme": {theme}, "places": {strconv.Itoa(seats)}, "garder": {strconv.Itoa(a.opts.Van.Terms.KeepDays)}, "groupe": {"1"}}
}

// Value is what a field of the proposal holds, Has tells whether a box is ticked.
func (v vanView) Value(field string) string { return v.Typed.Get(field) }

// Has tells whether a box is ticked.
func (v vanView) Has(field string) bool { return v.Typed.Get(field) != "" }

func (v *vanView) addDates(sheet desk.VanSheet, zone *time.Location) {
	for _, date := range sheet.Dates {
		d := vanSheetDate{ID: strconv.FormatInt(date.ID, 10), Text: hours.DateSpanIn(language.French, date.Start.In(zone), date.End.In(zone))}
		if date.Booked() {
			d.URL = "/passages/" + date.Visit
		}
		v.Dates = append(v.Dates, d)
	}
	for _, t := range sheet.Tours {
		v.Tours = append(v.Tours, pages.Choice{ID: t.ID, Label: t.Name, Checked: t.ID == sheet.Looked})
	}
	for _, candidate := range sheet.Candidates {
		v.Candidates = append(v.Candidates, vanSheetDate{
			ID: spanID(candidate.Start, candidate.End), Text: hours.DateSpanIn(language.French, candidate.Start.In(zone), candidate.End.In(zone)), Beside: candidate.Beside,
		})
	}
}

// spanID writes a time as a form gives it back.
func spanID(start, end time.Time) string {
	return start.UTC().Format(time.RFC3339) + "/" + end.UTC().Format(time.RFC3339)
}

func readSpan(text string) (d mediation.VanDate, ok bool) {
	from, to, _ := strings.Cut(text, "/")
	var err, failed error
	d.Start, err = time.Parse(time.RFC3339, from)
	d.End, failed = time.Parse(time.RFC3339, to)
	return d, err == nil && failed == nil
}

func (v *vanView) addNeighbours(sheet desk.VanSheet, zone *time.Location) {
	for _, n := range sheet.Neighbours {
		v.Neighbours = append(v.Neighbours, vanNear{newVanCard(n.VanLine, zone), strconv.Itoa(int(n.Kilometres+0.5)) + " km", n.Shared})
	}
}

// van answers GET /gestion/bus/demande/{id}.
func (a *Admin) van(c echo.Context) error {
	v, _, err := a.newVanView(c)
	if err != nil {
		return err
	}
	return a.show(c, http.StatusOK, vanPage, v)
}

// vanDone has the sentence shown after each act.
var vanDone = map[string]string{
	"certifier": "C’est noté : la demande vient bien de la commune.", "prendre": "La demande est à l’étude.", "proposer": "Les dates sont proposées, et gardées.", "reporter": "La réponse est partie, ou à donner par téléphone.",
	"refuser": "La demande est refusée.", "accepter": "C’est confirmé : les passages sont sur la carte.", "decliner": "C’est noté : proposez d’autres dates.", "retirer": "La demande est retirée.",
}

// answerVan answers POST /gestion/bus/demande/{id}: what the button says.
func (a *Admin) answerVan(c echo.Context) error {
	v, sheet, err := a.newVanView(c)
	if err != nil {
		return err
	}
	act := c.FormValue(actField)
	if err = a.doVan(c, act, sheet.ID); err == nil {
		return a.done(c, vanURL(sheet.ID), vanDone[act])
	}
	if form, failed := c.FormParams(); failed == nil && act != "proposer" {
		v.Typed.Set("reponse", form.Get("reponse"))
	} else if failed == nil {
		v.Typed = form
		for i := range v.Candidates {
			for _, span := range form[dateField] {
				v.Candidates[i].Checked = v.Candidates[i].Checked || span == v.Candidates[i].ID
			}
		}
	}
	return a.refused(c, &v.view, vanPage, &v, err)
}

func (a *Admin) doVan(c echo.Context, act string, id int64) error {
	ctx, by := c.Request().Context(), actor(c)
	form, err := c.FormParams()
	if err != nil {
		return mediation.InvalidParameter(dateField, "Ce formulaire ne peut pas être lu.")
	}
	switch act {
	case "certifier":
		return a.desk.VouchVan(ctx, by, id)
	case "prendre":
		return a.desk.TakeVan(ctx, by, id)
	case "proposer":
		offer, err := a.readOffer(form)
		if err != nil {
			return err
		}
		return a.desk.ProposeVan(ctx, by, id, offer)
	case "reporter":
		return a.desk.PostponeVan(ctx, by, id, form.Get("reponse"))
	case "refuser":
		return a.desk.RefuseVan(ctx, by, id, form.Get("reponse"))
	case "accepter":
		return a.desk.AcceptVanByPhone(ctx, by, id, pages.Numbers(form[dateField]))
	case "decliner":
		return a.desk.DeclineVanByPhone(ctx, by, id)
	case "retirer":
		return a.desk.WithdrawVanByPhone(ctx, by, id)
	}
	return echo.ErrNotFound
}

// readOffer reads a proposal: the dates that were ticked, and one more that was typed.
func (a *Admin) readOffer(form url.Values) (o desk.VanOffer, err error) {
	o = desk.VanOffer{Tour: form.Get(tourName), Plan: mediation.VanPlan{Theme: form.Get("theme"), Whole: form.Get("groupe") != ""}}
	o.Days, _ = strconv.Atoi(form.Get("garder"))
	o.Plan.Seats, _ = strconv.Atoi(form.Get("places"))
	for _, text := range form[dateField] {
		if d, ok := readSpan(text); ok {
			o.Dates = append(o.Dates, d)
		}
	}
	if form.Get("jour") == "" {
		return o, nil
	}
	day := form.Get("jour") + " "
	start, err := time.ParseInLocation("2006-01-02 15:04", day+form.Get(startField), a.zone())
	end, failed := time.ParseInLocation("2006-01-02 15:04", day+form.Get(endField), a.zone())
	if err != nil || failed != nil || !end.After(start) {
		return o, mediation.InvalidParameter("jour", "Écrivez le jour, l’heure de début et celle de fin.")
	}
	o.Dates = append(o.Dates, mediation.VanDate{Start: start, End: end})
	return o, nil
}

// typeView is the form that the team fills in after a call.
type typeView struct {
	view
	Form pages.VanForm
}

func (a *Admin) newTyped(c echo.Context) (v typeView, err error) {
	if !a.desk.AnswersVans(actor(c)) {
		return v, &mediation.Error{Kind: mediation.Forbidden, Sentence: "Votre compte ne répond pas aux demandes du bus."}
	}
	v = typeView{view: a.newView(c, "Demande par téléphone"), Form: pages.VanForm{
		Action: typePath, Back: vansPath, Send: "Enregistrer la demande", Needs: a.opts.Needs, Mail: a.opts.Mail, Typed: url.Values{},
	}}
	v.Trail = append(v.Trail, pages.Anchor{URL: vansPath, Label: "Bus à la demande"})
	return v, nil
}

// typeVan answers POST /gestion/bus/saisir.
func (a *Admin) typeVan(c echo.Context) error {
	v, err := a.newTyped(c)
	if err != nil {
		return err
	}
	if v.Form.Typed, err = c.FormParams(); err != nil {
		return mediation.InvalidParameter("formulaire", "Ce formulaire ne peut pas être lu.")
	}
	if err := a.opts.Van.FillCommune(&v.Form); err != nil {
		return err
	}
	if v.Form.Fault == "" {
		id, err := a.desk.TypeVan(c.Request().Context(), actor(c), v.Form.Request())
		if err == nil {
			return a.done(c, vanURL(id), "La demande est enregistrée.")
		}
		fault, ok := faultOf(err)
		if !ok {
			return err
		}
		v.Form.Fault, v.Form.FaultOf = fault.Sentence, fault.Parameter
	}
	v.Fault, v.FaultOf = v.Form.Fault, v.Form.FieldAtFault()
	return a.show(c, http.StatusUnprocessableEntity, typePage, v)
}
