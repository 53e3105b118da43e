package postgres

import "escale/internal/mediation"

// vanRow is what a request for the van says beside what concerns a person.
type vanRow struct {
	Version     int       `json:"version"`
	CommuneName string    `json:"commune_name"`
	Room        roomRow   `json:"room"`
	Wishes      []wishRow `json:"wishes,omitempty"`
	Needs       []string  `json:"needs,omitempty"`
	Level       string    `json:"level,omitempty"`
	Group       int       `json:"group,omitempty"`
	Lacking     []string  `json:"lacking,omitempty"`
	Plan        *planRow  `json:"plan,omitempty"`
}

type planRow struct {
	Theme string `json:"theme"`
	Seats int    `json:"seats"`
	Whole bool   `json:"whole"`
}

type roomRow struct {
	Name     string `json:"name"`
	Street   string `json:"street,omitempty"`
	Part     string `json:"part,omitempty"`
	StepFree bool   `json:"step_free,omitempty"`
	Power    bool   `json:"power,omitempty"`
	Network  bool   `json:"network,omitempty"`
	Tables   bool   `json:"tables,omitempty"`
	From     string `json:"from,omitempty"`
}

type wishRow struct {
	Day     string `json:"day,omitempty"`
	Weekday int    `json:"weekday,omitempty"`
	Half    string `json:"half"`
}

const vanRowVersion = 1

func newVanRow(r mediation.VanRequest) vanRow {
	room := r.Room
	return vanRow{
		vanRowVersion, r.CommuneName,
		roomRow{room.Name, room.Street, room.Part, room.StepFree, room.Power, room.Network, room.Tables, room.From},
		convertAll(r.Wishes, func(w mediation.Wish) wishRow { return wishRow{string(w.Day), w.Weekday, string(w.Half)} }),
		convertAll(r.Needs, func(id mediation.NeedID) string { return string(id) }),
		string(r.Level), r.Group, r.Lacking, &planRow{r.Plan.Theme, r.Plan.Seats, r.Plan.Whole},
	}
}

// fill gives a request what the row says.
func (row vanRow) fill(r *mediation.VanRequest) error {
	if err := knownVersion("van_requests", row.Version, vanRowVersion); err != nil {
		return err
	}
	room := row.Room
	r.CommuneName, r.Level, r.Group, r.Lacking = row.CommuneName, mediation.WorkshopLevel(row.Level), row.Group, row.Lacking
	r.Room.Name, r.Room.Street, r.Room.Part, r.Room.From = room.Name, room.Street, room.Part, room.From
	r.Room.StepFree, r.Room.Power, r.Room.Network, r.Room.Tables = room.StepFree, room.Power, room.Network, room.Tables
	r.Wishes = convertAll(row.Wishes, func(w wishRow) mediation.Wish {
		return mediation.Wish{Day: mediation.Day(w.Day), Weekday: w.Weekday, Half: mediation.Half(w.Half)}
	})
	r.Needs = convertAll(row.Needs, func(id string) mediation.NeedID { return mediation.NeedID(id) })
	if p := row.Plan; p != nil {
		r.Plan = mediation.VanPlan{Theme: p.Theme, Seats: p.Seats, Whole: p.Whole}
	}
	return nil
}
