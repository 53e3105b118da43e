-- +goose Up
-- The secret address of the calendar of each account: a hash, renewed at will.
CREATE TABLE team_calendars (
    account    bigint PRIMARY KEY REFERENCES accounts ON DELETE CASCADE,
    token      bytea NOT NULL UNIQUE,
    renewed_at timestamptz NOT NULL DEFAULT now()
);

-- +goose Down
DROP TABLE team_calendars;
