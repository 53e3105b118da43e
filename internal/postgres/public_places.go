package postgres

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgtype"
	"github.com/twpayne/go-geom"

	"escale/internal/compact"
	"escale/internal/mediation"
)

// places reads the places with an offer that the public sees: one that its
// source has, or left so lately that it is not hidden yet. Only the few places
// that corrections concern are read through them: the others cost no more.
// With ids, it reads these places alone.
func (tx *Tx) places(ctx context.Context, area mediation.Area, at time.Time, ids []string) ([]mediation.Place, error) {
	r := newPlaceReader()
	args := pgx.NamedArgs{"departements": area.Departements(), "at": at, "ids": ids}
	if err := tx.each(ctx, r.place, selectPlaces, args); err != nil {
		return nil, err
	}
	if err := tx.each(ctx, r.offer, selectOffers, args); err != nil {
		return nil, err
	}
	return r.seen(), nil
}

// each reads every row of a query.
func (tx *Tx) each(ctx context.Context, read func(pgx.CollectableRow) error, sql string, args pgx.NamedArgs) error {
	rows, err := tx.tx.Query(ctx, sql, args)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		if err := read(rows); err != nil {
			return err
		}
	}
	return rows.Err()
}

// concerned are the places that corrections concern.
const concerned = `WITH concerned AS MATERIALIZED (
	SELECT o.place_id AS id FROM corrected_offers c JOIN offers o ON (o.source, o.source_id) = (c.source, c.source_id)
	UNION SELECT place_id FROM corrected_offers)
`

// Places and offers are read apart, each row once and as it is: to have the
// database join them into one document costs more than all the rest.
const (
	selectPlaces = concerned + `
SELECT p.id, p.name, p.street, p.complement, p.postcode, p.city, p.insee, p.point FROM places p JOIN communes c USING (insee)
WHERE c.departement = ANY(@departements) AND (@ids::text[] IS NULL OR p.id = ANY(@ids)) AND p.id NOT IN (SELECT id FROM concerned)
UNION ALL
SELECT p.id, p.name, p.street, p.complement, p.postcode, p.city, p.insee, p.point FROM concerned JOIN shown_places p USING (id) JOIN communes c USING (insee)
WHERE c.departement = ANY(@departements) AND (@ids::text[] IS NULL OR p.id = ANY(@ids))`

	selectOffers = concerned + `
SELECT o.place_id, o.content::text, o.gone_at FROM offers o JOIN places p ON p.id = o.place_id JOIN communes c ON c.insee = p.insee
WHERE c.departement = ANY(@departements) AND (@ids::text[] IS NULL OR p.id = ANY(@ids)) AND (gone_at IS NULL OR hidden_at > @at)
	AND o.place_id NOT IN (SELECT id FROM concerned)
UNION ALL
SELECT o.place_id, o.content::text, o.gone_at FROM concerned k JOIN shown_offers o ON o.place_id = k.id JOIN shown_places p ON p.id = k.id
	JOIN communes c ON c.insee = p.insee
WHERE c.departement = ANY(@departements) AND (@ids::text[] IS NULL OR p.id = ANY(@ids)) AND NOT hidden AND (gone_at IS NULL OR hidden_at > @at)`
)

// placeReader puts places and their offers together.
type placeReader struct {
	places  []mediation.Place
	numbers map[string]int
	texts   *compact.Texts
	columns [7]column // of a place
	stored  storedOffer
	// claims are the lists that many offers share, by how they are stored.
	claims map[string][]mediation.Claim
}

// storedOffer is what is stored of an offer, but for its needs, which are most of it:
// they are read only where they are not those of an offer before.
type storedOffer struct {
	offerRow
	Services sharedClaims `json:"services"`
}

// sharedClaims are needs that many offers share.
type sharedClaims struct {
	reader *placeReader
	list   []mediation.Claim
}

// UnmarshalJSONFrom implements [json.UnmarshalerFrom].
func (c *sharedClaims) UnmarshalJSONFrom(d *jsontext.Decoder) error {
	content, err := d.ReadValue()
	if err != nil {
		return err
	}
	list, known := c.reader.claims[string(content)]
	if !known {
		var rows []claimRow
		if err := json.Unmarshal(content, &rows, c.reader.texts.Options); err != nil {
			return err
		}
		list = convertAll(rows, claimRow.claim)
		c.reader.claims[string(content)] = list
	}
	c.list = list
	return nil
}

// column is one of a row that is a text.
type column struct {
	texts *compact.Texts
	text  string
}

// ScanBytes keeps what the database sends. None of these columns may be null.
func (c *column) ScanBytes(text []byte) error {
	if text == nil {
		return errors.New("a text is null")
	}
	c.text = c.texts.Keep(text)
	return nil
}

func newPlaceReader() *placeReader {
	r := &placeReader{numbers: map[string]int{}, claims: map[string][]mediation.Claim{}, texts: compact.NewTexts()}
	for i := range r.columns {
		r.columns[i].texts = r.texts
	}
	return r
}

func (r *placeReader) place(row pgx.CollectableRow) error {
	var point geom.T
	c := &r.columns
	err := row.Scan(&c[0], &c[1], &c[2], &c[3], &c[4], &c[5], &c[6], &point)
	if err != nil {
		return err
	}
	p := mediation.Place{ID: c[0].text, Name: c[1].text}
	p.Address = mediation.Address{Street: c[2].text, Complement: c[3].text, Postcode: c[4].text, City: c[5].text, INSEE: c[6].text}
	r.numbers[p.ID] = len(r.places)
	p.Point, err = toPoint(point)
	r.places = append(r.places, p)
	return err
}

func (r *placeReader) offer(row pgx.CollectableRow) error {
	var place, content pgtype.DriverBytes
	var gone *time.Time
	if err := row.Scan(&place, &content, &gone); err != nil {
		return err
	}
	i, known := r.numbers[string(place)]
	if !known {
		return nil
	}
	o, err := r.read(content)
	if gone != nil {
		o.GoneSince = *gone
	}
	r.places[i].Offers = append(r.places[i].Offers, o)
	return err
}

// read reads what is stored of an offer. The database lets no name be there twice.
func (r *placeReader) read(content []byte) (mediation.Offer, error) {
	r.stored = storedOffer{Services: sharedClaims{reader: r}}
	if err := json.Unmarshal(content, &r.stored, r.texts.Options, jsontext.AllowDuplicateNames(true)); err != nil {
		return mediation.Offer{}, err
	}
	o, err := r.stored.offer()
	o.Claims = r.stored.Services.list
	return o, err
}

// seen are the places with an offer, in the order of their ids.
func (r *placeReader) seen() []mediation.Place {
	list := slices.DeleteFunc(r.places, func(p mediation.Place) bool { return len(p.Offers) == 0 })
	slices.SortFunc(list, func(a, b mediation.Place) int { return cmp.Compare(a.ID, b.ID) })
	for i := range list {
		mediation.SortOffers(list[i].Offers)
	}
	return list
}
