package pages

import (
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"escale/internal/language"
	"escale/internal/mediation"
)

// VanForm is the form by which a commune asks for the van, for those who fill it in and
// for the team that types what it heard. What was typed stays as it was typed.
type VanForm struct {
	// Action is where it goes, Back where one gives up, Send what the button says.
	Action, Back, Send string
	// Secret is that of the link of a request that is changed, "" for a new one.
	Secret string
	// Cancels is true when sending it calls agreed visits off: who does so ticks a box.
	Cancels bool
	// Typed is what the fields hold.
	Typed url.Values
	// Commune is the one that is sure, "" for none; Choices are those that may be meant.
	Commune, CommuneName string
	// Part is the former commune that was typed for it, "" for none.
	Part    string
	Choices []Choice
	// Needs are what people may want to learn or do.
	Needs mediation.Needs
	// Mail is true where mail is set up; Fault says what is wrong with the field FaultOf.
	Mail           bool
	Fault, FaultOf string
}

// The parts of a wish in a form: "jours" holds "4-afternoon", each dated row a day and a half.
const (
	weekField = "jours"
	dayField  = "jour-"
	halfField = "moitie-"
	datedRows = 3
)

// Value is what a field holds.
func (f VanForm) Value(field string) string { return f.Typed.Get(field) }

// FieldAtFault is the id of the field that is wrong.
func (f VanForm) FieldAtFault() string {
	if f.FaultOf == "commune" && len(f.Choices) == 0 {
		return "ville"
	}
	return f.FaultOf
}

// Has tells whether a box of a field is ticked.
func (f VanForm) Has(field, value string) bool { return slices.Contains(f.Typed[field], value) }

// VanRow is a line of boxes: a weekday with its halves, or a dated row.
type VanRow struct {
	Label, ID string
	Halves    []Choice
	Number    int
}

// Week are the weekdays on which a van may come.
func (f VanForm) Week() (rows []VanRow) {
	for i, name := range []string{"Lundi", "Mardi", "Mercredi", "Jeudi", "Vendredi", "Samedi"} {
		row := VanRow{Label: name}
		for _, half := range mediation.Halves {
			id := fmt.Sprintf("%d-%s", i+1, half)
			row.Halves = append(row.Halves, Choice{ID: id, Label: half.Label(), Checked: f.Has(weekField, id)})
		}
		rows = append(rows, row)
	}
	return rows
}

// Dated are the rows for single days.
func (f VanForm) Dated() (rows []VanRow) {
	for n := range datedRows {
		row := VanRow{Number: n + 1, ID: fmt.Sprint(dayField, n+1)}
		for _, half := range mediation.Halves {
			row.Halves = append(row.Halves, Choice{ID: string(half), Label: half.Label(), Checked: f.Value(fmt.Sprint(halfField, n+1)) == string(half)})
		}
		rows = append(rows, row)
	}
	return rows
}

// Levels, Equipment and the needs of a family are the boxes of their questions.
func (f VanForm) Levels() (list []Choice) {
	for _, l := range mediation.WorkshopLevels {
		list = append(list, Choice{ID: string(l), Label: LevelText(language.French, l), Checked: f.Value("niveau") == string(l)})
	}
	return list
}

// Equipment is what a commune may lack.
func (f VanForm) Equipment() (list []Choice) {
	for _, t := range mediation.VanEquipment {
		list = append(list, Choice{ID: t.Slug, Label: t.Label, Checked: f.Has("manque", t.Slug)})
	}
	return list
}

// NeedsOf are the needs of a family.
func (f VanForm) NeedsOf(family string) (list []Choice) {
	for _, n := range f.Needs {
		if n.Family == family {
			list = append(list, Choice{ID: string(n.ID), Label: n.Label, Checked: f.Has("themes", string(n.ID))})
		}
	}
	return list
}

// Request reads what was typed. A number that is none is -1: who checks the request
// refuses it.
func (f VanForm) Request() mediation.VanRequest {
	v := f.Typed
	r := mediation.VanRequest{
		Commune:   f.Commune,
		Requester: mediation.Requester{Name: v.Get("nom"), Function: v.Get("fonction"), Email: v.Get("courriel"), Phone: v.Get("telephone")},
		Room: mediation.Room{
			Name: v.Get("salle"), Part: f.Part, Street: v.Get("adresse"), From: v.Get("ouvre"), Holder: v.Get("gardien"), HolderPhone: v.Get("gardien-telephone"),
			StepFree: f.Has("dans", "plain-pied"), Power: f.Has("dans", "prises"), Network: f.Has("dans", "internet"), Tables: f.Has("dans", "tables"),
		},
		Level: mediation.WorkshopLevel(v.Get("niveau")), Lacking: v["manque"], Comment: v.Get("commentaire"),
	}
	for _, n := range f.Needs {
		if f.Has("themes", string(n.ID)) {
			r.Needs = append(r.Needs, n.ID)
		}
	}
	if text := strings.TrimSpace(v.Get("groupe")); text != "" {
		var err error
		if r.Group, err = strconv.Atoi(text); err != nil {
			r.Group = -1
		}
	}
	r.Wishes = f.wishes()
	return r
}

func (f VanForm) wishes() (list []mediation.Wish) {
	for _, row := range f.Week() {
		for _, half := range row.Halves {
			if half.Checked {
				day, name, _ := strings.Cut(half.ID, "-")
				weekday, _ := strconv.Atoi(day)
				list = append(list, mediation.Wish{Weekday: weekday, Half: mediation.Half(name)})
			}
		}
	}
	for n := range datedRows {
		if day := f.Value(fmt.Sprint(dayField, n+1)); day != "" {
			list = append(list, mediation.Wish{Day: mediation.Day(day), Half: mediation.Half(f.Value(fmt.Sprint(halfField, n+1)))})
		}
	}
	return list
}

// VanTyped is what the fields of a form hold for a request.
func VanTyped(r mediation.VanRequest) url.Values {
	v := url.Values{
		"ville": {r.CommuneName}, "nom": {r.Requester.Name}, "fonction": {r.Requester.Function}, "courriel": {r.Requester.Email}, "telephone": {mediation.PhoneText(r.Requester.Phone)},
		"salle": {r.Room.Name}, "adresse": {r.Room.Street}, "ouvre": {r.Room.From}, "gardien": {r.Room.Holder}, "gardien-telephone": {mediation.PhoneText(r.Room.HolderPhone)},
		"niveau": {string(r.Level)}, "manque": r.Lacking, "commentaire": {r.Comment},
	}
	for name, there := range map[string]bool{"plain-pied": r.Room.StepFree, "prises": r.Room.Power, "internet": r.Room.Network, "tables": r.Room.Tables} {
		if there {
			v.Add("dans", name)
		}
	}
	for _, id := range r.Needs {
		v.Add("themes", string(id))
	}
	if r.Group > 0 {
		v.Set("groupe", strconv.Itoa(r.Group))
	}
	dated := 0
	for _, w := range r.Wishes {
		if w.Day == "" {
			v.Add(weekField, fmt.Sprintf("%d-%s", w.Weekday, w.Half))
			continue
		}
		dated++
		v.Set(fmt.Sprint(dayField, dated), string(w.Day))
		v.Set(fmt.Sprint(halfField, dated), string(w.Half))
	}
	return v
}

// Numbers are the boxes of a form that stand for ids.
func Numbers(texts []string) (list []int64) {
	for _, text := range texts {
		if n, err := strconv.ParseInt(text, 10, 64); err == nil {
			list = append(list, n)
		}
	}
	return list
}
