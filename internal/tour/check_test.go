package tour

import (
	"testing"

	"escale/internal/mediation"

	"github.com/google/go-cmp/cmp"
)

func TestCheckStops(t *testing.T) {
	for name, c := range map[string]struct {
		rule, from, to string
		want           []Fault
	}{
		"right":        {"tous les mardis", "14:00", "16:30", nil},
		"no hours":     {"tous les mardis", "", "", nil},
		"rule":         {"un mardi sur deux à partir du 09/12/2026", "14:00", "16:30", []Fault{{-1, "rule", "Le 09/12/2026 est un mercredi : écrivez « un mardi sur deux à partir du 15/12/2026 »."}}},
		"end first":    {"tous les mardis", "16:30", "14:00", []Fault{{-1, "to", "La fin (14:00) doit venir après le début (16:30)."}}},
		"no length":    {"tous les mardis", "14:00", "14:00", []Fault{{-1, "to", "La fin (14:00) doit venir après le début (14:00)."}}},
		"no end":       {"tous les mardis", "14:00", "", []Fault{{-1, "to", "L’heure de début (14:00) est donnée sans celle de fin."}}},
		"no start":     {"tous les mardis", "", "16:30", []Fault{{-1, "from", "L’heure de fin (16:30) est donnée sans celle de début."}}},
		"no such hour": {"tous les mardis", "14h", "25:00", []Fault{{-1, "from", "« 14h » n’est pas une heure : écrivez par exemple 14:00."}, {-1, "to", "« 25:00 » n’est pas une heure : écrivez par exemple 14:00."}}},
	} {
		t.Run(name, func(t *testing.T) {
			got := Check(mediation.Stop{Rule: c.rule, From: c.from, To: c.to}, "2026-11-22", "2027-11-22")
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestCheckExceptions(t *testing.T) {
	const (
		tuesday   = mediation.Day("2026-12-08")
		wednesday = mediation.Day("2026-12-09")
		next      = mediation.Day("2026-12-15")
	)
	at := func(kind mediation.ExceptionKind, day mediation.Day) mediation.Exception {
		return mediation.Exception{Kind: kind, Day: day}
	}
	moved := func(to mediation.Day, start, end string) mediation.Exception {
		return mediation.Exception{Kind: mediation.Move, Day: tuesday, To: to, Start: start, End: end}
	}
	venue := at(mediation.Move, tuesday)
	venue.Venue = &mediation.Venue{Name: "Gymnase"}
	fullAt := at(mediation.MarkFull, tuesday)
	fullAt.Start = "15:00"
	cancelTo := at(mediation.Cancel, tuesday)
	cancelTo.To = next
	keptAt := at(mediation.Keep, tuesday)
	keptAt.Start = "13:00"
	for name, c := range map[string]struct {
		exceptions []mediation.Exception
		want       []Fault
	}{
		"each on its day": {[]mediation.Exception{at(mediation.Skip, tuesday), at(mediation.Cancel, next), at(mediation.Add, wednesday), at(mediation.MarkFull, "2026-12-22"), at(mediation.Keep, "2026-12-29")}, nil},
		"no visit":        {[]mediation.Exception{at(mediation.Cancel, wednesday)}, []Fault{{0, "day", "Le bus ne passe pas le mercredi 9 décembre 2026 ; les passages proches : mardi 8, mardi 15."}}},
		"no visit, around the new year": {[]mediation.Exception{at(mediation.MarkFull, "2027-01-01")},
			[]Fault{{0, "day", "Le bus ne passe pas le vendredi 1er janvier 2027 ; les passages proches : mardi 29 décembre 2026, mardi 5."}}},
		"no visit, at a month's end": {[]mediation.Exception{at(mediation.Skip, "2026-11-30")}, []Fault{{0, "day", "Le bus ne passe pas le lundi 30 novembre 2026 ; les passages proches : mardi 24, mardi 1er décembre."}}},
		"added twice over":           {[]mediation.Exception{at(mediation.Add, tuesday)}, []Fault{{0, "day", "Le bus passe déjà le mardi 8 décembre 2026 : pour en changer l’heure ou le lieu, déplacez ce passage."}}},
		"cancelled and moved": {[]mediation.Exception{at(mediation.Cancel, tuesday), moved(wednesday, "", "")},
			[]Fault{{1, "kind", "Le passage du mardi 8 décembre 2026 ne peut pas être à la fois annulé et déplacé : gardez une seule des deux lignes."}}},
		"cancelled twice":           {[]mediation.Exception{at(mediation.Cancel, tuesday), at(mediation.Cancel, tuesday)}, []Fault{{1, "kind", "Le passage du mardi 8 décembre 2026 est annulé deux fois : gardez une seule des deux lignes."}}},
		"skipped and full":          {[]mediation.Exception{at(mediation.MarkFull, tuesday), at(mediation.Skip, tuesday)}, []Fault{{1, "kind", "Le passage du mardi 8 décembre 2026 ne peut pas être à la fois complet et sauté : gardez une seule des deux lignes."}}},
		"cancelled and full":        {[]mediation.Exception{at(mediation.Cancel, tuesday), at(mediation.MarkFull, tuesday)}, []Fault{{1, "kind", "Le passage du mardi 8 décembre 2026 ne peut pas être à la fois annulé et complet : gardez une seule des deux lignes."}}},
		"kept and moved apart":      {[]mediation.Exception{keptAt, moved("", "15:00", "")}, []Fault{{1, "kind", "Le passage du mardi 8 décembre 2026 ne peut pas être à la fois maintenu et déplacé : gardez une seule des deux lignes."}}},
		"full and moved and kept":   {[]mediation.Exception{at(mediation.MarkFull, tuesday), moved(wednesday, "", ""), at(mediation.Keep, tuesday)}, nil},
		"added, full, cancelled":    {[]mediation.Exception{at(mediation.Add, wednesday), at(mediation.Cancel, wednesday), at(mediation.Add, "2026-12-10"), at(mediation.MarkFull, "2026-12-10")}, nil},
		"end first":                 {[]mediation.Exception{moved("", "15:00", "14:00")}, []Fault{{0, "end", "La fin (14:00) doit venir après le début (15:00)."}}},
		"start after the usual end": {[]mediation.Exception{moved("", "17:00", "")}, []Fault{{0, "start", "Le début (17:00) vient après la fin habituelle (16:30) : donnez aussi l’heure de fin."}}},
		"end before the usual":      {[]mediation.Exception{moved("", "", "13:00")}, []Fault{{0, "end", "La fin (13:00) doit venir après le début (14:00)."}}},
		"no such hour":              {[]mediation.Exception{moved("", "15h", "")}, []Fault{{0, "start", "« 15h » n’est pas une heure : écrivez par exemple 14:00."}}},
		"moved to its own hours":    {[]mediation.Exception{moved("", "14:00", "16:30")}, []Fault{{0, "to", "Ce déplacement ne change rien : donnez un nouveau jour, une heure ou un lieu."}}},
		"moved nowhere":             {[]mediation.Exception{moved(tuesday, "", "")}, []Fault{{0, "to", "Ce déplacement ne change rien : donnez un nouveau jour, une heure ou un lieu."}}},
		"moved to another hall":     {[]mediation.Exception{venue}, nil},
		"moved onto another visit":  {[]mediation.Exception{moved(next, "16:00", "17:00")}, []Fault{{0, "to", "Le bus passe déjà le mardi 15 décembre 2026 de 14:00 à 16:30 à cette étape : choisissez un autre jour, ou d’autres heures."}}},
		"moved beside another":      {[]mediation.Exception{moved(next, "16:30", "17:00")}, nil},
		"moved onto a cancelled":    {[]mediation.Exception{moved(next, "", ""), at(mediation.Cancel, next)}, nil},
		"hours of a full one":       {[]mediation.Exception{fullAt}, []Fault{{0, "start", "Une heure ne va qu’avec un passage déplacé, ajouté ou maintenu."}}},
		"new day of a cancelled":    {[]mediation.Exception{cancelTo}, []Fault{{0, "to", "Un nouveau jour ne va qu’avec un passage déplacé."}}},
		"no such kind":              {[]mediation.Exception{at("peut-être", tuesday)}, []Fault{{0, "kind", "« peut-être » n’est pas une sorte d’exception."}}},
		"no such day":               {[]mediation.Exception{at(mediation.Cancel, "2026-02-30")}, []Fault{{0, "day", "« 2026-02-30 » n’est pas une date : écrivez par exemple 08/12/2026."}}},
		"no such new day":           {[]mediation.Exception{moved("2026-02-30", "", "")}, []Fault{{0, "to", "« 2026-02-30 » n’est pas une date : écrivez par exemple 08/12/2026."}}},
		"past, and far":             {[]mediation.Exception{at(mediation.Cancel, "2026-11-20"), at(mediation.Add, "2026-11-17"), at(mediation.Cancel, "2027-12-01"), at(mediation.Cancel, "2026-11-20")}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			got := Check(ducey("tous les mardis", c.exceptions...).Stop, "2026-11-22", "2027-11-22")
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestCheckOfRulesWithFewDays(t *testing.T) {
	cancel := mediation.Exception{Kind: mediation.Cancel, Day: "2026-12-09"}
	for rule, want := range map[string]string{
		"08/12/2026":                    "Le bus ne passe pas le mercredi 9 décembre 2026 ; le passage le plus proche : mardi 8.",
		"15/12/2026, 08/12/2030":        "Le bus ne passe pas le mercredi 9 décembre 2026 ; le passage le plus proche : mardi 15.",
		"tous les jours sauf mercredi":  "Le bus ne passe pas le mercredi 9 décembre 2026 ; les passages proches : mardi 8, jeudi 10.",
		"tous les mardis de juin à mai": "Le bus ne passe pas le mercredi 9 décembre 2026 ; les passages proches : mardi 8, mardi 15.",
		"mardi, semaines à confirmer":   "Les dates de cette étape ne sont pas connues. Pour une date sûre, écrivez d’abord une ligne « passage ajouté » à cette date.",
		"dates non publiées":            "Les dates de cette étape ne sont pas connues. Pour une date sûre, écrivez d’abord une ligne « passage ajouté » à cette date.",
		"ne passe plus":                 "Le bus ne passe plus à cette étape (« ne passe plus ») : ôtez cette ligne, ou changez la règle.",
		"08/12/2024":                    "Le bus ne passe pas le mercredi 9 décembre 2026 ; aucun passage n’est proche.",
	} {
		got := Check(ducey(rule, cancel).Stop, "2026-11-22", "2027-11-22")
		if diff := cmp.Diff([]Fault{{0, "day", want}}, got); diff != "" {
			t.Errorf("%s:\n%s", rule, diff)
		}
	}
}
