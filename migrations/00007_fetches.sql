-- +goose Up

-- When each source was last read at its address, so that it is only asked for
-- again when due, and only sent again when it has changed.
CREATE TABLE fetches (
    source        text NOT NULL,
    departement   text NOT NULL,
    url           text NOT NULL,
    etag          text NOT NULL DEFAULT '',
    last_modified text NOT NULL DEFAULT '',
    -- What else the outcome depends on: a file is sent again when it changes.
    basis         text NOT NULL DEFAULT '',
    tried_at      timestamptz NOT NULL,
    -- NULL until it was read without a fault.
    read_at       timestamptz,
    fault         text NOT NULL DEFAULT '',
    PRIMARY KEY (source, departement)
);

-- +goose Down
DROP TABLE fetches;
