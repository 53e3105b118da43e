-- +goose Up

-- What people here say in place of a source. Withdrawn, never deleted. What
-- sources say stays in offers and places as it is.
CREATE TABLE corrections (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    departement text NOT NULL,
    source      text NOT NULL,
    source_id   text NOT NULL,
    act         text NOT NULL CHECK (act IN ('edit', 'hide', 'add', 'join', 'apart')),
    -- The field told otherwise, '' for the other acts.
    field       text NOT NULL DEFAULT '' CHECK ((act = 'edit') = (field <> '')),
    -- An offer that says only that field (or the record added), and what the
    -- source said of it at the time.
    value       jsonb NOT NULL,
    told        jsonb NOT NULL,
    -- The key of the record joined.
    target      text NOT NULL DEFAULT '' CHECK ((act = 'join') = (target <> '')),
    author      text NOT NULL DEFAULT '',
    reason      text NOT NULL DEFAULT '',
    made_at     timestamptz NOT NULL,
    withdrawn_at timestamptz
);
CREATE UNIQUE INDEX corrections_in_force ON corrections (source, source_id, act, field) WHERE withdrawn_at IS NULL;

-- What follows from the corrections in force: computed anew whenever they or
-- the records change.
CREATE TABLE corrected_offers (
    source      text NOT NULL,
    source_id   text NOT NULL,
    place_id    text NOT NULL,
    join_reason text NOT NULL,
    insee       text NOT NULL REFERENCES communes,
    content     jsonb NOT NULL,
    hidden      boolean NOT NULL,
    PRIMARY KEY (source, source_id),
    FOREIGN KEY (source, source_id) REFERENCES offers ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE INDEX corrected_offers_place ON corrected_offers (place_id);
CREATE TABLE corrected_places (
    LIKE places INCLUDING DEFAULTS,
    PRIMARY KEY (id),
    FOREIGN KEY (insee) REFERENCES communes
);

-- What the public sees: the sources, with the corrections over them.
CREATE VIEW shown_offers AS
    SELECT o.source, o.source_id, o.kind, o.place_id, o.join_reason, o.insee, o.content, o.gone_at, o.hidden_at, false AS hidden
    FROM offers o
    WHERE NOT EXISTS (SELECT FROM corrected_offers c WHERE (c.source, c.source_id) = (o.source, o.source_id))
    UNION ALL
    SELECT o.source, o.source_id, o.kind, c.place_id, c.join_reason, c.insee, c.content, o.gone_at, o.hidden_at, c.hidden
    FROM corrected_offers c JOIN offers o ON (o.source, o.source_id) = (c.source, c.source_id);
CREATE VIEW shown_places AS
    SELECT p.* FROM places p WHERE NOT EXISTS (SELECT FROM corrected_places c WHERE c.id = p.id)
    UNION ALL
    SELECT c.* FROM corrected_places c;

-- +goose Down
DROP VIEW shown_places, shown_offers;
DROP TABLE corrected_places, corrected_offers, corrections;
