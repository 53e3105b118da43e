-- +goose Up

-- The spreadsheets that were taken away, by their revision: one that comes back is
-- compared with what it was, so that what others changed since stays.
CREATE TABLE tour_sheets (
    revision    text NOT NULL,
    departement text NOT NULL,
    content     bytea NOT NULL,
    taken_at    timestamptz NOT NULL,
    PRIMARY KEY (departement, revision)
);

-- +goose Down
DROP TABLE tour_sheets;
