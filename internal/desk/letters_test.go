package desk_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"escale/internal/mediation"
	"escale/internal/postgres/pgtest"
)

// A mail names no person and no number; its link opens the slip of that person alone.
func TestLettersOfSeatsNameNobody(t *testing.T) {
	s, ctx := newSchool(t), context.Background()
	w := s.open(mouse, 5)[0]
	s.join(w)
	for _, id := range pgtest.MailJobs(t, s.url) {
		if err := s.SendMail(ctx, id, false); err != nil {
			t.Fatal(err)
		}
	}
	if len(s.post.Got) != 1 {
		t.Fatalf("%+v", s.post.Got)
	}
	l := s.post.Got[0]
	if l.To != "ana@exemple.fr" || strings.Contains(fmt.Sprint(l), "Prénom") || strings.Contains(fmt.Sprint(l), phone(1)[2:]) ||
		l.When != "samedi 5 décembre à 14 h" || !strings.Contains(l.Where, "Saint-Lô") {
		t.Errorf("%+v", l)
	}
	slip, err := s.Slip(ctx, l.Secret)
	if err != nil || slip.FirstName != "Prénom1" || slip.State != mediation.Seated || len(slip.Dates) != 1 {
		t.Errorf("%+v, %v", slip, err)
	}
	for range 3 { // scanners of mail open links: looking gives nothing up
		if slip, err = s.Slip(ctx, l.Secret); err != nil || slip.State != mediation.Seated {
			t.Fatalf("%+v, %v", slip, err)
		}
	}
	if err := s.ActOnSeat(ctx, l.Secret, mediation.GiveUp); err != nil {
		t.Fatal(err)
	}
	if err := s.ActOnSeat(ctx, l.Secret, mediation.GiveUp); mediation.KindOf(err) != mediation.Conflict {
		t.Errorf("given up twice: %v", err)
	}
}

// Who comes to a whole series reads all its dates, and which remain when one is off.
func TestLettersOfAWholeSeriesNameAllItsDates(t *testing.T) {
	s, ctx := newSchool(t), context.Background()
	course := mouse
	course.Whole = true
	list := s.open(course, 3, 5, 7)
	s.join(list[0])
	if err := s.Cancel(ctx, console, list[1].ID, "Météo"); err != nil {
		t.Fatal(err)
	}
	letters := map[mediation.MailKind]mediation.Letter{}
	for _, id := range pgtest.MailJobs(t, s.url) {
		if err := s.SendMail(ctx, id, false); err != nil {
			t.Fatal(err)
		}
	}
	for _, l := range s.post.Got {
		letters[l.Kind] = l
	}
	first, second, third := "jeudi 3 décembre à 14 h", "samedi 5 décembre à 14 h", "lundi 7 décembre à 14 h"
	if l := letters[mediation.MailSeat]; l.When != first || !slices.Equal(l.Dates, []string{third}) { // it leaves after the second is off
		t.Errorf("%+v", l)
	}
	if l := letters[mediation.MailCalledOff]; l.When != second || !slices.Equal(l.Dates, []string{first, third}) {
		t.Errorf("%+v", l)
	}
}

// A visit that is taken back did not move: the mail says that the workshop takes place.
func TestAWorkshopThatIsBackIsNotMoved(t *testing.T) {
	s, ctx := newSchool(t), context.Background()
	s.follows()
	s.join(s.open(mouse, 5)[0])
	letter := func() mediation.Letter {
		for _, id := range pgtest.MailJobs(t, s.url) {
			if err := s.SendMail(ctx, id, false); err != nil {
				t.Fatal(err)
			}
		}
		return s.post.Got[len(s.post.Got)-1]
	}
	s.befalls(5, mediation.Exception{Kind: mediation.Cancel})
	if l := letter(); l.Kind != mediation.MailCalledOff || l.Back {
		t.Errorf("cancelled: %+v", l)
	}
	s.befalls(5, mediation.Exception{})
	if l := letter(); l.Kind != mediation.MailMoved || !l.Back {
		t.Errorf("back: %+v", l)
	}
	s.befalls(5, mediation.Exception{Kind: mediation.Move, Start: "15:00", End: "17:00"})
	if l := letter(); l.Kind != mediation.MailMoved || l.Back {
		t.Errorf("moved: %+v", l)
	}
}
