-- +goose Up
CREATE TABLE import_runs (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    source      text NOT NULL,
    departement text NOT NULL,
    -- What the run read: the file's content, the needs and the reader.
    fingerprint text NOT NULL,
    started_at  timestamptz NOT NULL,
    finished_at timestamptz NOT NULL,
    -- The counts and every remark, as the report says them.
    report      jsonb NOT NULL
);
CREATE INDEX import_runs_latest ON import_runs (source, departement, id DESC);

CREATE TABLE places (
    id         text PRIMARY KEY,
    name       text NOT NULL,
    street     text NOT NULL DEFAULT '',
    complement text NOT NULL DEFAULT '',
    postcode   text NOT NULL DEFAULT '',
    city       text NOT NULL DEFAULT '',
    insee      text NOT NULL REFERENCES communes,
    point      geometry(Point, 4326) NOT NULL
);
CREATE INDEX places_point ON places USING gist (point);
CREATE INDEX places_insee ON places (insee);
CREATE INDEX places_name ON places USING gin (fold(name) gin_trgm_ops);

CREATE TABLE offers (
    source     text NOT NULL,
    source_id  text NOT NULL,
    place_id   text NOT NULL REFERENCES places,
    -- Why the offer hangs on this place rather than on one of its own.
    join_reason text NOT NULL DEFAULT '',
    kind       text NOT NULL
        CHECK (kind IN ('epn', 'france-services', 'conseiller-numerique', 'van')),
    name       text NOT NULL,
    street     text NOT NULL DEFAULT '',
    insee      text NOT NULL REFERENCES communes,
    point      geometry(Point, 4326) NOT NULL,
    -- [{"id": "caf", "certainty": "implied"}, …]
    services   jsonb NOT NULL DEFAULT '[]',
    -- The whole offer, as the domain writes it; the columns above repeat what
    -- SQL asks about.
    content    jsonb NOT NULL,
    -- Every cell of the record as the source wrote it.
    raw        jsonb NOT NULL DEFAULT '{}',
    first_run  bigint NOT NULL REFERENCES import_runs,
    last_run   bigint NOT NULL REFERENCES import_runs,
    -- Set when the record left its source: hidden, never deleted.
    gone_at    timestamptz,
    PRIMARY KEY (source, source_id)
);
CREATE INDEX offers_place ON offers (place_id);
CREATE INDEX offers_insee ON offers (insee);
CREATE INDEX offers_point ON offers USING gist ((point::geography));
CREATE INDEX offers_name ON offers USING gin (fold(name) gin_trgm_ops);
CREATE INDEX offers_services ON offers USING gin (services jsonb_path_ops);

-- Pairs that a person has said are not one door; source/source_id as one key,
-- the smaller first.
CREATE TABLE doors_apart (
    offer_a text NOT NULL,
    offer_b text NOT NULL,
    said_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (offer_a, offer_b),
    CHECK (offer_a < offer_b)
);

-- Records that could not be shown, kept for a person to look at.
CREATE TABLE set_aside (
    source      text NOT NULL,
    source_id   text NOT NULL,
    departement text NOT NULL,
    line        integer NOT NULL,
    reason      text NOT NULL,
    content     jsonb NOT NULL,
    raw         jsonb NOT NULL,
    run         bigint NOT NULL REFERENCES import_runs,
    PRIMARY KEY (source, source_id, line)
);

-- One row: counts every change of what the public may see.
CREATE TABLE data_revision (
    only_row   boolean PRIMARY KEY DEFAULT true CHECK (only_row),
    revision   bigint NOT NULL,
    changed_at timestamptz NOT NULL
);
INSERT INTO data_revision (revision, changed_at) VALUES (1, now());

-- +goose Down
DROP TABLE data_revision, set_aside, doors_apart, offers, places, import_runs;
