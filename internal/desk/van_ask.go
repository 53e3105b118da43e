package desk

import (
	"context"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"escale/internal/formats"
	"escale/internal/mediation"
)

var errTooManyVans = &mediation.Error{Kind: mediation.Conflict, Parameter: "courriel",
	Sentence: "Nous avons déjà reçu plusieurs demandes de vous aujourd’hui, ou beaucoup en tout. Réessayez demain, ou téléphonez."}

// AskVan keeps what a commune sends. Who gives an address confirms it by a mail; who
// gives a number only is called.
func (d *Desk) AskVan(ctx context.Context, r mediation.VanRequest) error {
	return d.Store.InTx(ctx, func(tx Tx) error {
		r.ByPhone = false
		r, err := d.saveVan(ctx, tx, byAsking, r)
		if err != nil {
			return err
		}
		if d.writesToVan(r) {
			return d.mailVan(ctx, tx, mediation.MailVanConfirm, r)
		}
		if err := d.callVan(ctx, tx, r, mediation.CallConfirm); err != nil {
			return err
		}
		return d.tellTeam(ctx, tx, byAsking, r)
	})
}

// TypeVan stores a request that came by phone: the team vouches for it.
func (d *Desk) TypeVan(ctx context.Context, by Actor, r mediation.VanRequest) (id int64, err error) {
	if err := d.checkAnswersVans(by); err != nil {
		return 0, err
	}
	err = d.Store.InTx(ctx, func(tx Tx) error {
		r.ByPhone, r.Sure = true, d.Now()
		r, err := d.saveVan(ctx, tx, by, r)
		if id = r.ID; err != nil {
			return err
		}
		return d.tellTeam(ctx, tx, by, r)
	})
	return id, err
}

func (d *Desk) saveVan(ctx context.Context, tx Tx, by Actor, r mediation.VanRequest) (mediation.VanRequest, error) {
	r, err := d.checkVan(ctx, tx, r)
	if err != nil {
		return r, err
	}
	r.State, r.At, r.Since = mediation.VanReceived, d.Now(), d.Now()
	if r.ID, err = tx.SaveVanRequest(ctx, d.Departement, r); err != nil {
		return r, err
	}
	if r.ID == 0 {
		return r, errTooManyVans
	}
	return r, d.noteVan(ctx, tx, by, r, "", r.State.Label())
}

// checkVan cleans what was typed, and says what is wrong with it.
func (d *Desk) checkVan(ctx context.Context, tx Tx, r mediation.VanRequest) (mediation.VanRequest, error) {
	names, err := tx.CommuneNames(ctx, d.Departement)
	if err != nil {
		return r, err
	}
	var known bool
	if r.CommuneName, known = names[r.Commune]; !known {
		return r, mediation.InvalidParameter("commune", "Écrivez le nom de votre commune, puis choisissez-la dans la liste.")
	}
	if r.Requester, err = d.checkRequester(r.Requester); err != nil {
		return r, err
	}
	if r.Room, err = checkRoom(r.Room); err != nil {
		return r, err
	}
	if r.Wishes, err = d.checkWishes(r.Wishes); err != nil {
		return r, err
	}
	r.Comment = clean(r.Comment)
	switch {
	case r.Group < 0 || r.Group > mediation.MaxGroup:
		return r, mediation.InvalidParameter("groupe", "Écrivez un nombre de personnes, entre 1 et 500. Vide si vous ne savez pas.")
	case r.Level != "" && !slices.Contains(mediation.WorkshopLevels, r.Level):
		return r, mediation.InvalidParameter("niveau", "Choisissez le niveau.")
	case utf8.RuneCountInString(r.Comment) > mediation.MaxVanText:
		return r, mediation.InvalidParameter("commentaire", "C’est trop long : 1 000 caractères au plus.")
	}
	r.Lacking = slices.DeleteFunc(slices.Clone(r.Lacking), func(slug string) bool { return mediation.VanEquipment.Label(slug) == "" })
	return r, nil
}

// line cleans a text of one line; an error when it is too long to be read.
func line(text, field string) (string, error) {
	text = strings.Join(strings.Fields(clean(text)), " ")
	if utf8.RuneCountInString(text) > mediation.MaxVanLine {
		return text, mediation.InvalidParameter(field, "C’est trop long : 200 caractères au plus.")
	}
	return text, nil
}

// phone reads a number as it was typed, "" for none.
func phone(text, field string) (string, error) {
	if text = strings.TrimSpace(text); text == "" {
		return "", nil
	}
	number, ok := formats.ReadPhone(text)
	if !ok {
		return text, mediation.InvalidParameter(field, "Ce numéro ne se lit pas. Exemple : 02 33 00 00 00")
	}
	return number, nil
}

func (d *Desk) checkRequester(p mediation.Requester) (_ mediation.Requester, err error) {
	if p.Name, err = line(p.Name, "nom"); err != nil {
		return p, err
	}
	if p.Function, err = line(p.Function, "fonction"); err != nil {
		return p, err
	}
	if p.Name == "" {
		return p, mediation.InvalidParameter("nom", "Écrivez votre nom : c’est pour vous répondre.")
	}
	if strings.TrimSpace(p.Email) != "" {
		var ok bool
		if p.Email, ok = mediation.ReadAddress(p.Email); !ok {
			return p, errNoAddress
		}
	} else {
		p.Email = ""
	}
	if p.Phone, err = phone(p.Phone, "telephone"); err != nil {
		return p, err
	}
	switch {
	case p.Email == "" && p.Phone == "":
		return p, mediation.InvalidParameter("courriel", "Donnez un courriel ou un téléphone : l’un des deux suffit.")
	case p.Phone == "" && d.Mailer == nil:
		return p, mediation.InvalidParameter("telephone", "Donnez un téléphone : cette carte n’envoie pas de courriel.")
	}
	return p, nil
}

func checkRoom(room mediation.Room) (_ mediation.Room, err error) {
	for _, text := range []struct {
		value *string
		field string
	}{{&room.Name, "salle"}, {&room.Street, "adresse"}, {&room.Holder, "gardien"}} {
		if *text.value, err = line(*text.value, text.field); err != nil {
			return room, err
		}
	}
	if room.Name == "" {
		return room, mediation.InvalidParameter("salle", "Dites quelle salle vous prêtez. Exemple : salle des fêtes")
	}
	if room.HolderPhone, err = phone(room.HolderPhone, "gardien-telephone"); err != nil {
		return room, err
	}
	if _, err := time.Parse("15:04", room.From); err != nil && room.From != "" {
		return room, mediation.InvalidParameter("ouvre", "Écrivez une heure. Exemple : 09:00")
	}
	return room, nil
}

// checkWishes refuses days that nobody can wish for any more.
func (d *Desk) checkWishes(wishes []mediation.Wish) ([]mediation.Wish, error) {
	today := mediation.DayOf(d.Now().In(d.zone()))
	for _, w := range wishes {
		_, err := time.Parse(time.DateOnly, string(w.Day))
		weekly := w.Day == "" && w.Weekday >= 1 && w.Weekday <= 7
		switch {
		case !slices.Contains(mediation.Halves, w.Half), !weekly && err != nil:
			return wishes, mediation.InvalidParameter("jour-1", "Écrivez une date, et choisissez matin ou après-midi.")
		case w.Day != "" && w.Day <= today:
			return wishes, mediation.InvalidParameter("jour-1", "Une de ces dates est passée. Donnez des dates à venir.")
		}
	}
	return wishes, nil
}
