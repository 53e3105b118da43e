-- +goose Up

-- What readers say is wrong about a place, for the agents to look at. Nothing
-- about the reader is kept.
CREATE TABLE notices (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    departement text NOT NULL,
    place_id    text NOT NULL,
    place_name  text NOT NULL,
    subject     text NOT NULL,
    content     text NOT NULL DEFAULT '' CHECK (length(content) <= 2000),
    told_at     timestamptz NOT NULL,
    settled_at  timestamptz
);
CREATE INDEX notices_open ON notices (departement, told_at DESC) WHERE settled_at IS NULL;

-- +goose Down
DROP TABLE notices;
