-- +goose Up
-- The van on demand: what communes ask for. Nobody reads one before its address
-- is confirmed; who only has a telephone is called. What concerns a person has
-- columns of its own, and is erased in time.
CREATE EXTENSION IF NOT EXISTS btree_gist;
CREATE TABLE van_requests (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    departement  text NOT NULL,
    commune      text NOT NULL,
    state        text NOT NULL CHECK (state IN ('received', 'review', 'proposed', 'confirmed', 'done', 'refused', 'withdrawn', 'expired')),
    -- The tour and the stop that answer, '' for none yet.
    tour         text NOT NULL DEFAULT '',
    stop         text NOT NULL DEFAULT '',
    by_phone     boolean NOT NULL,
    content      jsonb NOT NULL,
    name         text NOT NULL,
    function     text NOT NULL,
    email        text NOT NULL,
    phone        text NOT NULL,
    holder       text NOT NULL,
    holder_phone text NOT NULL,
    comment      text NOT NULL,
    answer       text NOT NULL DEFAULT '',
    -- Times on the clock of the map; received_at is the database's own, for the
    -- limits and for what nobody confirms.
    sent_at      timestamptz NOT NULL,
    since        timestamptz NOT NULL,
    -- Until when the proposed dates are kept.
    until        timestamptz,
    sure_at      timestamptz,
    received_at  timestamptz NOT NULL DEFAULT now(),
    erased_at    timestamptz
);
CREATE INDEX van_requests_state ON van_requests (departement, state);

-- The links that lead to a request, one for each mail: of each only a hash is kept.
CREATE TABLE van_links (
    token   bytea PRIMARY KEY,
    request bigint NOT NULL REFERENCES van_requests ON DELETE CASCADE
);
CREATE INDEX van_links_request ON van_links (request);

-- The times of a vehicle that requests have: proposed without a visit, agreed upon
-- with one. One vehicle is never in two places.
CREATE TABLE bookings (
    id      bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    request bigint NOT NULL REFERENCES van_requests ON DELETE CASCADE,
    vehicle text NOT NULL,
    during  tstzrange NOT NULL CHECK (NOT isempty(during)),
    visit   text NOT NULL DEFAULT '',
    CONSTRAINT bookings_apart EXCLUDE USING gist (vehicle WITH =, during WITH &&)
);
CREATE INDEX bookings_request ON bookings (request);
CREATE INDEX bookings_visit ON bookings (visit) WHERE visit <> '';

ALTER TABLE mails ADD COLUMN van_request bigint REFERENCES van_requests ON DELETE CASCADE;

-- +goose Down
ALTER TABLE mails DROP COLUMN van_request;
DROP TABLE bookings, van_links, van_requests;
