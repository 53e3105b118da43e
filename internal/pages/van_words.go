package pages

import (
	"fmt"
	"strings"
	"time"

	"escale/internal/hours"
	"escale/internal/language"
	"escale/internal/mediation"
)

// VanSummary is a request in words, as the commune and the team read it.
type VanSummary struct {
	Commune string
	Lines   []VanLine
}

// VanLine is one thing that a request says; it may be of several lines.
type VanLine struct{ Label, Text string }

// NewVanSummary says a request in words, what concerns its people too.
func NewVanSummary(r mediation.VanRequest, needs mediation.Needs) VanSummary {
	s := VanSummary{Commune: r.CommuneName}
	p, room := r.Requester, r.Room
	s.add("Qui demande", joined(", ", p.Name, p.Function))
	s.add("Courriel", p.Email)
	s.add("Téléphone", mediation.PhoneText(p.Phone))
	s.add("Salle", joined(", ", room.Name, room.Street, room.Part))
	s.add("Dans la salle", roomText(room))
	s.add("Libre à partir de", clockText(room.From))
	s.add("Qui ouvre", joined(", ", room.Holder, mediation.PhoneText(room.HolderPhone)))
	s.add("Quand", strings.Join(wishTexts(r.Wishes), "\n"))
	var themes []string
	for _, n := range needs.All(r.Needs) {
		themes = append(themes, n.Label)
	}
	s.add("Pour quoi", strings.Join(themes, "\n"))
	s.add("Niveau", LevelText(language.French, r.Level))
	if r.Group > 0 {
		s.add("Personnes attendues", fmt.Sprint(r.Group))
	}
	var lacking []string
	for _, slug := range r.Lacking {
		lacking = append(lacking, strings.ToLower(mediation.VanEquipment.Label(slug)))
	}
	s.add("Ce qui manque", strings.Join(lacking, ", "))
	s.add("Message", r.Comment)
	return s
}

func (s *VanSummary) add(label, text string) {
	if text != "" {
		s.Lines = append(s.Lines, VanLine{label, text})
	}
}

// clockText says an hour of the clock: "9 h 30".
func clockText(clock string) string {
	t, err := time.Parse("15:04", clock)
	if err != nil {
		return ""
	}
	return hours.FormatTime(hours.WallTime(hours.ZoneOf("75"), 2026, time.January, 1, t.Hour()*60+t.Minute()))
}

func joined(between string, texts ...string) string {
	var list []string
	for _, text := range texts {
		if text != "" {
			list = append(list, text)
		}
	}
	return strings.Join(list, between)
}

func roomText(room mediation.Room) string {
	var list []string
	for _, part := range []struct {
		there bool
		text  string
	}{{room.StepFree, "de plain-pied"}, {room.Power, "des prises"}, {room.Network, "internet"}, {room.Tables, "des tables et des chaises"}} {
		if part.there {
			list = append(list, part.text)
		}
	}
	return strings.Join(list, ", ")
}

func wishTexts(wishes []mediation.Wish) (list []string) {
	for _, w := range wishes {
		day := "le " + hours.WeekdayName(time.Weekday(w.Weekday%7))
		if w.Day != "" {
			t, err := time.Parse(time.DateOnly, string(w.Day))
			if err != nil {
				continue
			}
			day = "le " + hours.DateYearIn(language.French, t)
		}
		list = append(list, day+", "+w.Half.Label())
	}
	return list
}

// VanTermsView shows the terms of coming on demand.
type VanTermsView struct {
	Gives, Asks []string
	Prices      []VanLine
	PricesOn    string
}

// NewVanTerms says what the service brings, what the commune lends, and the prices.
func NewVanTerms(t mediation.VanTerms) VanTermsView {
	v := VanTermsView{Gives: t.Gives, Asks: t.Asks}
	from := 0
	for _, p := range t.Prices {
		label := "Jusqu’à " + CountText(language.French, p.UpTo) + " habitants"
		switch {
		case p.UpTo == 0 && from == 0:
			label = "Toutes les communes"
		case p.UpTo == 0:
			label = "Plus de " + CountText(language.French, from) + " habitants"
		case from > 0:
			label = "De " + CountText(language.French, from+1) + " à " + CountText(language.French, p.UpTo) + " habitants"
		}
		v.Prices, from = append(v.Prices, VanLine{label, p.Price}), p.UpTo
	}
	if t, err := time.Parse(time.DateOnly, string(t.PricesOn)); err == nil {
		v.PricesOn = hours.DateYearIn(language.French, t)
	}
	return v
}
