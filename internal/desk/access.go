package desk

import (
	"context"
	"slices"
	"strings"
	"unicode/utf8"

	"escale/internal/mediation"
)

// access is what requests for access ask of a transaction.
type access interface {
	SaveRequest(ctx context.Context, departement string, r mediation.AccessRequest) (int64, error)
	ArmRequest(ctx context.Context, id int64, token []byte) (mediation.AccessRequest, error)
	RequestOf(ctx context.Context, token []byte) (mediation.AccessRequest, error)
	ConfirmRequest(ctx context.Context, token []byte) error
	OpenRequests(ctx context.Context, departement string) ([]mediation.AccessRequest, error)
	OpenRequest(ctx context.Context, departement string, id int64) (mediation.AccessRequest, error)
	SettleRequest(ctx context.Context, id, by int64, accepted bool, answer string) error
	Answer(ctx context.Context, id int64) (email, about, answer string, err error)
}

var errTooManyRequests = &mediation.Error{Kind: mediation.Conflict, Parameter: "courriel",
	Sentence: "Vous avez déjà envoyé plusieurs demandes aujourd’hui, ou nous en avons reçu beaucoup. Réessayez demain."}

// PlaceAbout says which place a request is about, "" for none that is on the map.
func (d *Desk) PlaceAbout(ctx context.Context, place string) (about string, err error) {
	err = d.Store.InTx(ctx, func(tx Tx) (err error) {
		about, err = d.placeAbout(ctx, tx, place)
		return err
	})
	return about, err
}

func (d *Desk) placeAbout(ctx context.Context, tx Tx, place string) (string, error) {
	if place == "" {
		return "", nil
	}
	offers, err := tx.OffersOfPlace(ctx, d.Departement, place)
	if err != nil || len(offers) == 0 {
		return "", err
	}
	return offerName(offers[0].Offer), nil
}

// RequestAccess keeps a request, and has a mail sent to confirm its address.
func (d *Desk) RequestAccess(ctx context.Context, r mediation.AccessRequest) error {
	if d.Mailer == nil {
		return errNoMail
	}
	return d.Store.InTx(ctx, func(tx Tx) error {
		about, err := d.placeAbout(ctx, tx, r.Place)
		if err != nil {
			return err
		}
		if about == "" {
			r.Place = ""
		} else {
			r.About = about
		}
		if r, err = checkRequest(r); err != nil {
			return err
		}
		id, err := tx.SaveRequest(ctx, d.Departement, r)
		if err != nil {
			return err
		}
		if id == 0 {
			return errTooManyRequests
		}
		return tx.QueueMail(ctx, d.Departement, mediation.Mail{Kind: mediation.MailRequest, Request: id})
	})
}

func checkRequest(r mediation.AccessRequest) (mediation.AccessRequest, error) {
	var ok bool
	r.Name, r.About, r.Reason = clean(r.Name), clean(r.About), clean(r.Reason)
	switch r.Email, ok = mediation.ReadAddress(r.Email); {
	case r.About == "":
		return r, mediation.InvalidParameter("quoi", "Dites quel lieu est le vôtre, et dans quelle commune.")
	case utf8.RuneCountInString(r.About) > mediation.MaxAbout:
		return r, mediation.InvalidParameter("quoi", "C’est trop long : le nom du lieu et sa commune suffisent.")
	case !ok:
		return r, errNoAddress
	case r.Name == "" || len(r.Name) > maxName || strings.ContainsAny(r.Name, "\r\n"):
		return r, mediation.InvalidParameter("nom", "Écrivez le nom de votre service, en une ligne. Exemple : Mairie de Genêts")
	case r.Reason == "" || utf8.RuneCountInString(r.Reason) > mediation.MaxReason:
		return r, mediation.InvalidParameter("raison", "Dites en quelques mots, 1 000 caractères au plus, pourquoi ce lieu est le vôtre.")
	}
	return r, nil
}

func clean(text string) string {
	return strings.TrimSpace(strings.ReplaceAll(strings.ToValidUTF8(text, ""), "\x00", ""))
}

// RequestToConfirm reads what a link would confirm, and uses nothing up.
func (d *Desk) RequestToConfirm(ctx context.Context, secret string) (r mediation.AccessRequest, err error) {
	err = d.Store.InTx(ctx, func(tx Tx) (err error) {
		r, err = tx.RequestOf(ctx, hashed(secret))
		return err
	})
	return r, err
}

// ConfirmRequest confirms a request by its link, once.
func (d *Desk) ConfirmRequest(ctx context.Context, secret string) error {
	return d.Store.InTx(ctx, func(tx Tx) error { return tx.ConfirmRequest(ctx, hashed(secret)) })
}

func (d *Desk) checkAnswers(by Actor) error {
	return by.check(mediation.ActAnswer, Subject{Object: mediation.Object{Kind: mediation.ObjectRequest}, Departement: d.Departement})
}

// Answers tells whether an actor answers requests here.
func (d *Desk) Answers(by Actor) bool { return d.checkAnswers(by) == nil }

// Requests lists those that wait for an answer, the oldest first.
func (d *Desk) Requests(ctx context.Context, by Actor) (list []mediation.AccessRequest, err error) {
	if err := d.checkAnswers(by); err != nil {
		return nil, err
	}
	err = d.Store.InTx(ctx, func(tx Tx) (err error) {
		list, err = tx.OpenRequests(ctx, d.Departement)
		return err
	})
	return list, err
}

// Request reads one, with the rights that its place suggests.
func (d *Desk) Request(ctx context.Context, by Actor, id int64) (r mediation.AccessRequest, suggested []Right, err error) {
	if err := d.checkAnswers(by); err != nil {
		return r, nil, err
	}
	err = d.Store.InTx(ctx, func(tx Tx) error {
		if r, err = tx.OpenRequest(ctx, d.Departement, id); err != nil || r.Place == "" {
			return err
		}
		offers, err := tx.OffersOfPlace(ctx, d.Departement, r.Place)
		if err != nil || len(offers) == 0 {
			return err
		}
		communes, err := tx.CommuneNames(ctx, d.Departement)
		code := offers[0].Offer.Address.INSEE
		suggested = append(d.ofOffers(offers), d.ofCommune(code, communes[code]))
		slices.SortStableFunc(suggested, func(a, b Right) int { return scopeOrder(a) - scopeOrder(b) })
		return err
	})
	return r, suggested, err
}

// scopeOrder puts the narrowest first.
func scopeOrder(r Right) int {
	return slices.Index(mediation.ScopesOf[mediation.Editor], r.Scope.Kind)
}

// Accept gives who asked a right; the invitation carries the answer.
func (d *Desk) Accept(ctx context.Context, by Actor, id int64, right, answer string) error {
	if err := d.checkAnswers(by); err != nil {
		return err
	}
	all, err := d.rights(ctx, by)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(all, func(r Right) bool { return r.ID() == right })
	if i < 0 {
		return errNoRight
	}
	return d.Store.InTx(ctx, func(tx Tx) error {
		r, err := tx.OpenRequest(ctx, d.Departement, id)
		if err != nil {
			return err
		}
		if answer, err = checkAnswer(answer, false); err != nil {
			return err
		}
		if err := tx.SettleRequest(ctx, id, by.ID, true, answer); err != nil {
			return err
		}
		invitation := all[i].invitation(r.Email, r.Name)
		invitation.Request = id
		_, err = d.invite(ctx, tx, by, invitation)
		return err
	})
}

// Refuse answers no, with a reason.
func (d *Desk) Refuse(ctx context.Context, by Actor, id int64, reason string) error {
	if err := d.checkAnswers(by); err != nil {
		return err
	}
	return d.Store.InTx(ctx, func(tx Tx) error {
		_, err := tx.OpenRequest(ctx, d.Departement, id)
		if err != nil {
			return err
		}
		if reason, err = checkAnswer(reason, true); err != nil {
			return err
		}
		if err := tx.SettleRequest(ctx, id, by.ID, false, reason); err != nil {
			return err
		}
		if d.Mailer != nil {
			if err := tx.QueueMail(ctx, d.Departement, mediation.Mail{Kind: mediation.MailRefusal, Request: id}); err != nil {
				return err
			}
		}
		_, err = tx.SaveChange(ctx, mediation.Change{
			Account: by.ID, Author: by.name(), Act: mediation.ActAnswer, Object: mediation.Object{Kind: mediation.ObjectRequest, ID: idText(id)}, Name: "demande " + idText(id), After: "refus",
		})
		return err
	})
}

func checkAnswer(text string, needed bool) (string, error) {
	text = clean(text)
	if needed && text == "" || utf8.RuneCountInString(text) > mediation.MaxReason {
		return text, mediation.InvalidParameter("reponse", "Dites pourquoi, en 1 000 caractères au plus : la personne le lira.")
	}
	return text, nil
}
