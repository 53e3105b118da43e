-- +goose Up
-- A mail names the visit that is called off: which date, and why, is read when it leaves.
ALTER TABLE mails ADD COLUMN visit text NOT NULL DEFAULT '';

-- +goose Down
ALTER TABLE mails DROP COLUMN visit;
