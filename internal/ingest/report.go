package ingest

import (
	"cmp"
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	"escale/internal/mediation"
)

// Report says what became of every record of a file.
type Report struct {
	Source      string    `json:"source"`
	Format      string    `json:"format"`
	Mapping     string    `json:"mapping,omitempty"`
	Origin      string    `json:"origin"`
	Date        time.Time `json:"date,omitzero"`
	Departement string    `json:"departement"`
	// Declared describes a source that data/sources.yaml does not list.
	Declared mediation.SourceInfo `json:"declared,omitzero"`
	DryRun   bool                 `json:"dry_run,omitempty"`
	// Skipped is true when the file is the one of the last import: the counts
	// are then those of that import.
	Skipped bool `json:"skipped,omitempty"`
	// Run is the number under which the import is kept, 0 for a trial. Status
	// says what became of it; undone means that a person has undone this file,
	// which was left alone.
	Run    int64               `json:"run,omitempty"`
	Status mediation.RunStatus `json:"status,omitempty"`
	// Pending is true when too much would leave the map: Lost records of the
	// Shown ones, or Losses.
	Pending bool `json:"held,omitempty"`
	// Losses say what else it loses: columns, or one field of many records.
	Losses []string `json:"losses,omitempty"`
	Shown  int      `json:"shown"`
	Lost   int      `json:"lost"`

	// Read = Elsewhere + Superseded + SetAside + Added + Changed + Renamed +
	// Unchanged.
	Read      int `json:"read"`
	Elsewhere int `json:"elsewhere"`
	// Superseded counts the records that another source has in better form.
	Superseded int `json:"retold"`
	Added      int `json:"added"`
	Changed    int `json:"changed"`
	Renamed    int `json:"renamed"`
	Unchanged  int `json:"unchanged"`
	SetAside   int `json:"set_aside"`
	// Gone counts records shown before that are not any more.
	Gone int `json:"gone"`

	Records []RecordLine `json:"records,omitempty"`
	Joined  []JoinLine   `json:"joined,omitempty"`
	// Unsure are pairs that may be one door: a person should look at them.
	Unsure  []JoinLine `json:"unsure,omitempty"`
	Remarks []Remark   `json:"remarks,omitempty"`
	// LostWords are the words of lists that nothing here knows.
	LostWords []LostWord `json:"lost_words,omitempty"`
	// DatedToday counts the records that took the day of the import for their
	// date, because neither they nor their file have one.
	DatedToday int `json:"dated_today,omitempty"`
	// NotExported counts the offers on the map that the files of the standard
	// cannot hold, by the reason.
	NotExported []Refusal `json:"not_exported,omitempty"`
	// Corrections are those whose standing this edition changes.
	Corrections []CorrectionLine `json:"corrections,omitempty"`
}

// RecordLine is the outcome of one record that did not stay as it was.
type RecordLine struct {
	Line int    `json:"line,omitempty"`
	ID   string `json:"id"`
	// Former is the id of a renamed record in the edition before.
	Former  string `json:"former,omitempty"`
	Name    string `json:"name"`
	Outcome string `json:"outcome"` // "added", "changed", "renamed", "gone", "retold" or "set aside"
	Reason  string `json:"reason,omitempty"`
	// Fields are those that changed.
	Fields []Delta `json:"fields,omitempty"`
}

// JoinLine is why an offer shares a place with another.
type JoinLine struct {
	ID     string `json:"id"`
	With   string `json:"with"`
	Reason string `json:"reason"`
}

// Remark is something a reader of the file should mend at its source.
type Remark struct {
	Line    int    `json:"line"`
	ID      string `json:"id"`
	Column  string `json:"column,omitempty"`
	Value   string `json:"value,omitempty"`
	Message string `json:"message"`
}

// Refusal is why the standard has no valid row for some offers.
type Refusal struct {
	Column  string `json:"column"`
	Message string `json:"message"`
	Offers  int    `json:"offers"`
}

// The outcomes of [RecordLine].
const (
	outcomeAdded      = "added"
	outcomeChanged    = "changed"
	outcomeRenamed    = "renamed"
	outcomeGone       = "gone"
	outcomeSuperseded = "retold"
	outcomeSetAside   = "set aside"
)

// Kept counts the records that the public can see.
func (r Report) Kept() int { return r.Added + r.Changed + r.Renamed + r.Unchanged }

// Waits is true when the edition was not applied, and waits for a person.
func (r Report) Waits() bool { return r.Status == mediation.RunPending }

// Refused is true when nothing was read: a person has undone this file.
func (r Report) Refused() bool { return r.Status == mediation.RunUndone && r.Run == 0 }

func (r *Report) add(line RecordLine) { r.Records = append(r.Records, line) }

// encode writes the report for the record of imports, in a stable order.
func (r *Report) encode() (json.RawMessage, error) {
	slices.SortStableFunc(r.Records, func(a, b RecordLine) int { return cmp.Compare(a.Line, b.Line) })
	return json.Marshal(r)
}

// theRest stands for the lines that a summary leaves out.
const theRest = "  … le reste est dans le compte rendu entier (--report FICHIER)\n"

// fewLines is how many records of each sort a summary names.
const fewLines = 5

// Summary is the report in a few French lines.
func (r Report) Summary() string { return r.text(fewLines) }

// Text is the whole report in French.
func (r Report) Text() string { return r.text(math.MaxInt) }

func (r Report) text(limit int) string {
	var b strings.Builder
	if r.Refused() {
		fmt.Fprintf(&b, "%s : ce fichier a été annulé par une personne, il n’est pas rechargé ; --force le recharge\n", r.Source)
		return b.String()
	}
	fmt.Fprintf(&b, "%s : %s", r.Source, r.balance())
	if r.Skipped {
		b.WriteString(" (fichier déjà chargé, rien à faire)\n")
		return b.String()
	}
	fmt.Fprintf(&b, "\n  %d ajoutées, %d changées, %d renommées, %d inchangées, %d disparues de la source ; %d à la même porte qu’une autre ; %d remarques",
		r.Added, r.Changed, r.Renamed, r.Unchanged, r.Gone, len(r.Joined), len(r.Remarks))
	if r.DryRun {
		b.WriteString(" (essai : rien n’est écrit)")
	}
	b.WriteString("\n")
	r.writeRecords(&b, limit)
	r.writeUnsure(&b, limit)
	r.writeWords(&b, limit)
	r.writeCorrections(&b, limit)
	if r.DatedToday > 0 {
		fmt.Fprintf(&b, "  %d offres sans date, dans un fichier sans date : datées d’aujourd’hui ; --date dit le jour du fichier\n", r.DatedToday)
	}
	r.writeNotExported(&b)
	r.writeHold(&b)
	return b.String()
}

func (r Report) balance() string {
	return Total{r.Read, r.Kept(), r.SetAside, r.Superseded, r.Elsewhere}.text("hors du département")
}

// Text is the total in French.
func (t Total) Text() string { return t.text("hors des départements chargés") }

func (t Total) text(elsewhere string) string {
	text := fmt.Sprintf("%d lues = %d sur la carte + %d mises de côté + %d %s", t.Read, t.Shown, t.SetAside, t.Elsewhere, elsewhere)
	if t.Superseded > 0 {
		text += fmt.Sprintf(" + %d déjà racontées par une autre source", t.Superseded)
	}
	return text
}

// writeRecords names the first records of each sort. In a first edition every
// record is new: those are not named.
func (r Report) writeRecords(b *strings.Builder, limit int) {
	for _, sort := range []struct{ outcome, word string }{
		{outcomeSetAside, "mise de côté"}, {outcomeRenamed, "renommée"}, {outcomeChanged, "changée"},
		{outcomeGone, "disparue"}, {outcomeAdded, "ajoutée"},
	} {
		written := 0
		for _, line := range r.Records {
			if line.Outcome != sort.outcome || line.Outcome == outcomeAdded && r.Shown == 0 {
				continue
			}
			if written++; written > limit {
				b.WriteString(theRest)
				break
			}
			line.write(b, sort.word)
		}
	}
}

func (l RecordLine) write(b *strings.Builder, word string) {
	fmt.Fprintf(b, "  %s", word)
	if l.Line > 0 {
		fmt.Fprintf(b, ", ligne %d", l.Line)
	}
	id := l.ID
	if l.Former != "" {
		id = l.Former + " → " + l.ID
	}
	fmt.Fprintf(b, ", %s (%s)", l.Name, id)
	if l.Reason != "" {
		fmt.Fprintf(b, " : %s", l.Reason)
	}
	b.WriteString("\n")
	for _, f := range l.Fields {
		fmt.Fprintf(b, "      %s : « %s » → « %s »\n", f.Field, shorten(f.Before), shorten(f.After))
	}
}

func (r Report) writeUnsure(b *strings.Builder, limit int) {
	for i, pair := range r.Unsure {
		if i == limit {
			b.WriteString(theRest)
			return
		}
		fmt.Fprintf(b, "  à vérifier : %s et %s sont peut-être à la même porte (%s)\n", pair.ID, pair.With, pair.Reason)
	}
}

// shownRunes is how much of a long text a summary shows.
const shownRunes = 80

func shorten(text string) string {
	if runes := []rune(text); len(runes) > shownRunes {
		return string(runes[:shownRunes]) + "…"
	}
	return text
}

func (r Report) writeWords(b *strings.Builder, limit int) {
	for i, w := range r.LostWords {
		if i == limit {
			b.WriteString(theRest)
			return
		}
		fmt.Fprintf(b, "  mot inconnu, colonne %s : « %s », %s\n", w.Column, shorten(w.Word), plural(w.Records, "ligne", "lignes"))
	}
}

func (r Report) writeNotExported(b *strings.Builder) {
	for _, why := range r.NotExported {
		fmt.Fprintf(b, "  %s dans les fichiers de la norme : colonne %s, %s\n",
			plural(why.Offers, "offre ne peut pas être écrite", "offres ne peuvent pas être écrites"), why.Column, why.Message)
	}
}

func plural(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}

func (r Report) writeHold(b *strings.Builder) {
	if !r.Pending || r.Status == mediation.RunApplied {
		return
	}
	b.WriteString("  EN ATTENTE : ")
	if tooMany(r.Lost, r.Shown) {
		fmt.Fprintf(b, "cette édition enlèverait %d des %d offres de la source. ", r.Lost, r.Shown)
	}
	for _, loss := range r.Losses {
		b.WriteString(loss + " ")
	}
	if r.DryRun {
		b.WriteString("Une personne devrait l’accepter (--yes).\n")
		return
	}
	fmt.Fprintf(b, "Rien n’est changé. Pour l’accepter : escale runs accept %d\n", r.Run)
}

// Delta is a field of a record that changes, as people name it.
type Delta struct {
	Field  string `json:"field"`
	Before string `json:"before"`
	After  string `json:"after"`
}

// deltas lists the fields that differ.
func deltas(before, after mediation.Offer) []Delta {
	var changed []Delta
	for _, f := range mediation.OfferFields {
		if b, a := f.Text(before), f.Text(after); b != a {
			changed = append(changed, Delta{f.Label, b, a})
		}
	}
	return changed
}
