-- +goose Up

-- The communes of before that are now in this one, by every name that they
-- have had: [{"insee", "name", "lon", "lat"}], the point only where their
-- ground is known.
ALTER TABLE communes ADD COLUMN parts jsonb NOT NULL DEFAULT '[]';

-- +goose Down
ALTER TABLE communes DROP COLUMN parts;
