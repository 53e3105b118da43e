-- +goose Up
-- Requests for access: "C'est mon lieu". Nobody reads one before its address is
-- confirmed.
CREATE TABLE access_requests (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    departement  text NOT NULL,
    email        text NOT NULL,
    name         text NOT NULL,
    -- The place of the map that it came from, "" for none; what says so in words.
    place_id     text NOT NULL,
    about        text NOT NULL,
    reason       text NOT NULL,
    token        bytea UNIQUE,
    asked_at     timestamptz NOT NULL DEFAULT now(),
    expires_at   timestamptz NOT NULL DEFAULT now() + interval '2 days',
    confirmed_at timestamptz,
    settled_at   timestamptz,
    settled_by   bigint REFERENCES accounts ON DELETE SET NULL,
    accepted     boolean,
    answer       text NOT NULL DEFAULT ''
);
CREATE INDEX access_requests_open ON access_requests (departement, confirmed_at) WHERE settled_at IS NULL;
ALTER TABLE mails ADD COLUMN request bigint REFERENCES access_requests ON DELETE CASCADE;

-- +goose Down
ALTER TABLE mails DROP COLUMN request;
DROP TABLE access_requests;
