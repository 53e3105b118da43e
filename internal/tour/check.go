package tour

import (
	"errors"
	"fmt"
	"slices"

	"escale/internal/mediation"
)

// Fault is what is wrong in a stop as someone wrote it.
type Fault struct {
	// Exception is the index of the exception at fault, -1 for the stop itself.
	Exception int
	// Field is what is wrong there: "rule", "from", "to" (the stop's end, or the
	// new day of an exception), "day", "start", "end" or "kind".
	Field string
	// Sentence says what is wrong and what would be right.
	Sentence string
}

// checker gathers the faults of one stop.
type checker struct {
	stop     *mediation.Stop
	rule     Rule
	fates    map[mediation.Day]fate
	from, to mediation.Day
	faults   []Fault
}

// Check says what is wrong in a stop and its exceptions, in their order; none
// when [Plan] can do what they say. Whether an exception fits the rule is only
// asked for days between two others, both included: what lies in the past, or
// beyond what is planned, is no fault.
func Check(stop mediation.Stop, from, to mediation.Day) []Fault {
	c := checker{stop: &stop, from: from, to: to, fates: fatesOf(stop.Exceptions)}
	var err error
	if c.rule, err = ParseRule(stop.Rule); err != nil {
		c.fault(-1, "rule", "%s", sentenceOf(err))
	}
	c.checkHours()
	for i := range stop.Exceptions {
		readable := c.checkForm(i)
		if e := stop.Exceptions[i]; err == nil && readable && c.from <= e.Day && e.Day <= c.to {
			c.checkSense(i)
		}
	}
	return c.faults
}

func sentenceOf(err error) string {
	if e, ok := errors.AsType[*mediation.Error](err); ok {
		return e.Sentence
	}
	return err.Error()
}

func (c *checker) fault(exception int, field, format string, values ...any) {
	c.faults = append(c.faults, Fault{exception, field, fmt.Sprintf(format, values...)})
}

// clockFault faults a time that cannot be read.
func (c *checker) clockFault(exception int, field, clock string) bool {
	if _, ok := minutes(clock); ok || clock == "" {
		return false
	}
	c.fault(exception, field, "« %s » n’est pas une heure : écrivez par exemple 14:00.", clock)
	return true
}

func (c *checker) checkHours() {
	from, to := c.stop.From, c.stop.To
	badFrom, badTo := c.clockFault(-1, "from", from), c.clockFault(-1, "to", to)
	switch {
	case badFrom || badTo || from == "" && to == "":
	case from == "":
		c.fault(-1, "from", "L’heure de fin (%s) est donnée sans celle de début.", to)
	case to == "":
		c.fault(-1, "to", "L’heure de début (%s) est donnée sans celle de fin.", from)
	case to <= from:
		c.fault(-1, "to", "La fin (%s) doit venir après le début (%s).", to, from)
	}
}

// checkForm looks at one exception alone. It is false for one whose kind or
// days cannot be read.
func (c *checker) checkForm(i int) bool {
	e := c.stop.Exceptions[i]
	c.clockFault(i, "start", e.Start)
	c.clockFault(i, "end", e.End)
	switch {
	case new(fate).of(e.Kind) == nil:
		c.fault(i, "kind", "« %s » n’est pas une sorte d’exception.", e.Kind)
	case !isDay(e.Day):
		c.fault(i, "day", "« %s » n’est pas une date : écrivez par exemple 08/12/2026.", e.Day)
	case e.To != "" && !isDay(e.To):
		c.fault(i, "to", "« %s » n’est pas une date : écrivez par exemple 08/12/2026.", e.To)
	default:
		return true
	}
	return false
}

// kindWords say what became of a visit.
var kindWords = map[mediation.ExceptionKind]string{
	mediation.Skip: "sauté", mediation.Keep: "maintenu", mediation.Move: "déplacé",
	mediation.Add: "ajouté", mediation.Cancel: "annulé", mediation.MarkFull: "complet",
}

// checkSense looks at an exception beside the rule and the others of its day.
func (c *checker) checkSense(i int) {
	e := c.stop.Exceptions[i]
	dates := datesOf(c.stop, c.rule)
	inRule, added := dates == mediation.DatesKnown && c.rule.has(e.Day), c.fates[e.Day].add != nil
	switch {
	case dates == mediation.DatesEnded:
		c.fault(i, "day", "Le bus ne passe plus à cette étape (« ne passe plus ») : ôtez cette ligne, ou changez la règle.")
	case dates != mediation.DatesKnown && e.Kind != mediation.Add && !added:
		c.fault(i, "day", "Les dates de cette étape ne sont pas connues. Pour une date sûre, écrivez d’abord une ligne « passage ajouté » à cette date.")
	case e.Kind == mediation.Add && inRule:
		c.fault(i, "day", "Le bus passe déjà le %s : pour en changer l’heure ou le lieu, déplacez ce passage.", inWords(e.Day))
	case e.Kind != mediation.Add && !inRule && !added:
		c.fault(i, "day", "Le bus ne passe pas le %s ; %s.", inWords(e.Day), c.near(e.Day))
	case c.contradicts(i):
	case c.misplaced(i):
	default:
		c.checkTimes(i)
	}
}

// near names the visits around a day.
func (c *checker) near(day mediation.Day) string {
	var words []string
	if before := c.rule.Days(plus(day, -366), plus(day, -1)); len(before) > 0 {
		words = append(words, shortly(before[len(before)-1], day))
	}
	for _, after := range FirstDays(c.rule, day, 1) {
		words = append(words, shortly(after, day))
	}
	switch len(words) {
	case 0:
		return "aucun passage n’est proche"
	case 1:
		return "le passage le plus proche : " + words[0]
	}
	return "les passages proches : " + words[0] + ", " + words[1]
}

// contradicts faults the second of two exceptions of a day that cannot both
// hold.
func (c *checker) contradicts(i int) bool {
	e := c.stop.Exceptions[i]
	for _, other := range c.stop.Exceptions[:i] {
		switch {
		case other.Day != e.Day || Compatible(other, e):
			continue
		case other.Kind == e.Kind:
			c.fault(i, "kind", "Le passage du %s est %s deux fois : gardez une seule des deux lignes.", inWords(e.Day), kindWords[e.Kind])
		default:
			c.fault(i, "kind", "Le passage du %s ne peut pas être à la fois %s et %s : gardez une seule des deux lignes.",
				inWords(e.Day), kindWords[other.Kind], kindWords[e.Kind])
		}
		return true
	}
	return false
}

// Compatible lists which exceptions of one day go together: a visit that
// was added may be cancelled, and what takes place may be moved, kept and full.
func Compatible(a, b mediation.Exception) bool {
	kinds := []mediation.ExceptionKind{a.Kind, b.Kind}
	has := func(kind mediation.ExceptionKind) bool { return slices.Contains(kinds, kind) }
	switch {
	case a.Kind == b.Kind, has(mediation.Skip):
		return false
	case has(mediation.Cancel):
		return has(mediation.Add)
	case has(mediation.Keep) && !has(mediation.MarkFull):
		return agree(a.Start, b.Start) && agree(a.End, b.End)
	}
	return true
}

func agree(a, b string) bool { return a == "" || b == "" || a == b }

// misplaced faults what an exception of its kind cannot say.
func (c *checker) misplaced(i int) bool {
	e := c.stop.Exceptions[i]
	timed := e.Kind == mediation.Move || e.Kind == mediation.Add || e.Kind == mediation.Keep
	switch {
	case e.Kind != mediation.Move && e.To != "":
		c.fault(i, "to", "Un nouveau jour ne va qu’avec un passage déplacé.")
	case e.Kind == mediation.Move && c.changesNothing(e):
		c.fault(i, "to", "Ce déplacement ne change rien : donnez un nouveau jour, une heure ou un lieu.")
	case !timed && e.Start != "":
		c.fault(i, "start", "Une heure ne va qu’avec un passage déplacé, ajouté ou maintenu.")
	case !timed && e.End != "":
		c.fault(i, "end", "Une heure ne va qu’avec un passage déplacé, ajouté ou maintenu.")
	default:
		return false
	}
	return true
}

// changesNothing is true for a move to where and when the visit is already.
func (c *checker) changesNothing(e mediation.Exception) bool {
	start, end := c.fates[e.Day].announced(c.stop)
	return (e.To == "" || e.To == e.Day) && e.Venue == nil && agree(e.Start, start) && agree(e.End, end)
}

// checkTimes looks at the hours that a visit has in the end, and at the visit
// that it is moved onto.
func (c *checker) checkTimes(i int) {
	e, f := c.stop.Exceptions[i], c.fates[c.stop.Exceptions[i].Day]
	start, end := f.times(c.stop)
	first, ok1 := minutes(start)
	last, ok2 := minutes(end)
	switch {
	case start == "" && end == "" && e.Kind == mediation.Add:
		c.fault(i, "start", "Cette étape n’a pas d’heures habituelles : donnez le début et la fin de ce passage.")
	case !ok1 || !ok2:
	case last <= first && e.End != "":
		c.fault(i, "end", "La fin (%s) doit venir après le début (%s).", end, start)
	case last <= first && e.Start != "":
		c.fault(i, "start", "Le début (%s) vient après la fin habituelle (%s) : donnez aussi l’heure de fin.", start, end)
	case e.Kind == mediation.Move && e.To != "" && e.To != e.Day:
		c.checkArrival(i, first, last)
	}
}

// checkArrival faults a move onto another visit of the same stop.
func (c *checker) checkArrival(i, first, last int) {
	e := c.stop.Exceptions[i]
	there := c.fates[e.To]
	if !c.rule.has(e.To) && there.add == nil || there.skip != nil || there.cancel != nil ||
		there.move != nil && there.move.To != "" && there.move.To != e.To {
		return
	}
	from, to := there.times(c.stop)
	otherFirst, ok1 := minutes(from)
	otherLast, ok2 := minutes(to)
	if ok1 && ok2 && first < otherLast && otherFirst < last {
		c.fault(i, "to", "Le bus passe déjà le %s de %s à %s à cette étape : choisissez un autre jour, ou d’autres heures.", inWords(e.To), from, to)
	}
}
