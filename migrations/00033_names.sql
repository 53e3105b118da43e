-- +goose Up
-- The names in the history are erased after a while: their day is looked for.
CREATE INDEX changes_at ON changes (at) WHERE author <> '';

-- +goose Down
DROP INDEX changes_at;
