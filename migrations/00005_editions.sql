-- +goose Up

-- Runs of one command share the number of the first of them as their batch.
ALTER TABLE import_runs
    ADD COLUMN batch bigint,
    -- A hash of the file alone: what a person said of it outlives new needs.
    ADD COLUMN file text NOT NULL DEFAULT '',
    -- applied; held: shown to a person before it is applied; undone.
    ADD COLUMN status text NOT NULL DEFAULT 'applied' CHECK (status IN ('applied', 'held', 'undone')),
    ADD COLUMN undone_at timestamptz;
CREATE INDEX import_runs_file ON import_runs (source, departement, file, id DESC);

ALTER TABLE offers
    -- When the public no longer sees a record that left its source.
    ADD COLUMN hidden_at timestamptz,
    -- Set when the run that brought the record was undone, and a stop still
    -- refers to it: as if it had never been there.
    ADD COLUMN undone_at timestamptz;
UPDATE offers SET hidden_at = gone_at;
ALTER TABLE offers
    ADD CHECK ((gone_at IS NULL) = (hidden_at IS NULL)),
    ADD CHECK (undone_at IS NULL OR gone_at IS NOT NULL);

-- A record whose id changes in its source takes its stops along.
ALTER TABLE stops
    DROP CONSTRAINT stops_source_source_id_fkey,
    ADD CONSTRAINT stops_source_source_id_fkey FOREIGN KEY (source, source_id) REFERENCES offers ON UPDATE CASCADE;

-- A line may have to be looked at in two départements.
ALTER TABLE set_aside
    DROP CONSTRAINT set_aside_pkey,
    ADD PRIMARY KEY (departement, source, source_id, line);

-- What each run changed, as it was before, so that it can be undone exactly.
-- Their columns are those of the tables they copy; a test holds it.
CREATE TABLE offers_before (
    run bigint NOT NULL REFERENCES import_runs,
    -- The id and the place that it has after the run.
    after_id    text NOT NULL,
    after_place text,
    LIKE offers,
    PRIMARY KEY (run, source, source_id)
);
CREATE TABLE places_before (
    run bigint NOT NULL REFERENCES import_runs,
    LIKE places,
    PRIMARY KEY (run, id)
);
CREATE TABLE set_aside_before (
    during bigint NOT NULL REFERENCES import_runs,
    LIKE set_aside,
    PRIMARY KEY (during, departement, source, source_id, line)
);

-- +goose Down
DROP TABLE set_aside_before, places_before, offers_before;
DELETE FROM set_aside a USING set_aside b
    WHERE (a.source, a.source_id, a.line) = (b.source, b.source_id, b.line) AND a.departement > b.departement;
ALTER TABLE set_aside
    DROP CONSTRAINT set_aside_pkey,
    ADD PRIMARY KEY (source, source_id, line);
ALTER TABLE stops
    DROP CONSTRAINT stops_source_source_id_fkey,
    ADD CONSTRAINT stops_source_source_id_fkey FOREIGN KEY (source, source_id) REFERENCES offers;
ALTER TABLE offers DROP COLUMN hidden_at, DROP COLUMN undone_at;
DELETE FROM import_runs WHERE status = 'held';
ALTER TABLE import_runs DROP COLUMN batch, DROP COLUMN file, DROP COLUMN status, DROP COLUMN undone_at;
