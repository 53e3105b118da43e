package mediation

import "time"

// LocalSource is the source of the records that people added here.
const LocalSource = "local"

// CorrectionAct is what people here did to a record.
type CorrectionAct string

// The acts. Those on one record are in force together, but the last two.
const (
	// ActEdit changes one field, the point included.
	ActEdit CorrectionAct = "edit"
	// ActHide takes the record off the map.
	ActHide CorrectionAct = "hide"
	// ActAdd brings a record that no source has.
	ActAdd CorrectionAct = "add"
	// ActJoin hangs it on the place of another, ActApart on one of its own.
	ActJoin  CorrectionAct = "join"
	ActApart CorrectionAct = "apart"
)

// Correction is what people here say in place of a source. It wins over the
// source until it is withdrawn, and is never deleted.
type Correction struct {
	ID               int64
	Departement      string
	Source, SourceID string
	Act              CorrectionAct
	// Field is the name of an [OfferFields], for an edit only.
	Field string
	// Value has the corrected field, or the whole record that was
	// added; SourceValue has the field as the source gave it at that time.
	Value, SourceValue Offer
	// Target is the key of the record joined, or of the one, set aside, that a
	// record added stands for.
	Target string
	// Author and Reason are free texts, and may be "".
	Author, Reason string
	MadeAt         time.Time
}

// Key identifies the record that is corrected.
func (c Correction) Key() string { return c.Source + "/" + c.SourceID }

// CorrectedField shows readers that a field is not as its source gives it.
type CorrectedField struct {
	// Field is the API's name of it, Source what the source says, as people
	// read it.
	Field  string    `json:"field"`
	Source string    `json:"source"`
	Since  time.Time `json:"since"`
}

// Correct applies corrections to an offer, given the corrections in
// force of its record, and what it says otherwise than its source.
func (n Needs) Correct(o Offer, list []Correction) (Offer, error) {
	original, claims := o, false
	for _, c := range list {
		f, known := FieldNamed(c.Field)
		if c.Act != ActEdit || !known {
			continue
		}
		same, err := f.Same(original, c.Value)
		if err != nil {
			return o, err
		}
		if same || c.Field == UpdatedField && original.Updated.After(c.Value.Updated) {
			continue // the source says so too by now, or was touched since
		}
		f.Copy(&o, c.Value)
		o.Corrected = append(o.Corrected, CorrectedField{c.Field, f.Say(original), c.MadeAt})
		claims = claims || c.Field == "services" || c.Field == "programmes"
	}
	if claims {
		o.Claims = n.Claims(o.Statements, o.Programmes)
	}
	o.Claims = n.Meet(o.Claims, o.Met)
	return o, nil
}

// CorrectionState says how a correction and its source stand.
type CorrectionState string

// The states.
const (
	// StateWins: the source gives what it gave when the correction was made.
	StateWins CorrectionState = "wins"
	// StateConflict: the source has changed since, to something else.
	StateConflict CorrectionState = "conflict"
	// StateAgreed: the source says the same by now.
	StateAgreed CorrectionState = "agreed"
	// StateAbsent: the source no longer has the record.
	StateAbsent CorrectionState = "absent"
	// StateIdle: it has no effect. The record that it was joined with is not on
	// the map, or the one that it stands for is.
	StateIdle CorrectionState = "idle"
)

// Standing is a correction with what its source says now.
type Standing struct {
	Correction
	// Name is the record's.
	Name  string
	State CorrectionState
	// Now is what the source says of the field.
	Now Offer
}

// StandingOf compares a correction with the record as its source gives it;
// nil when the source has it no more.
func StandingOf(c Correction, record *Offer) (Standing, error) {
	st := Standing{Correction: c, State: StateAbsent, Name: c.Value.Name}
	if record == nil {
		return st, nil
	}
	st.State, st.Name = StateWins, record.Name
	f, known := FieldNamed(c.Field)
	if c.Act != ActEdit || !known {
		return st, nil
	}
	st.Now = f.Only(*record)
	agreed, err := f.Same(*record, c.Value)
	if err != nil {
		return st, err
	}
	unchanged, err := f.Same(*record, c.SourceValue)
	switch {
	case agreed:
		st.State = StateAgreed
	case !unchanged:
		st.State = StateConflict
	}
	return st, err
}

// Shown is a record as the public sees it, where people changed that.
type Shown struct {
	Offer
	PlaceID, JoinReason string
	Hidden              bool
}
