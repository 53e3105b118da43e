-- +goose Up

CREATE TABLE tours (
    id          text PRIMARY KEY CHECK (id ~ '^[a-z0-9-]+$'),
    departement text NOT NULL,
    -- The tour as it is shown, and as its source tells it: NULL for a tour
    -- told in a spreadsheet. Where they differ, people changed it here.
    content     jsonb NOT NULL,
    told        jsonb,
    gone_at     timestamptz
);
CREATE INDEX tours_departement ON tours (departement);

CREATE TABLE stops (
    id        text PRIMARY KEY,
    tour_id   text NOT NULL REFERENCES tours,
    -- The offer of kind van that the stop is.
    source    text NOT NULL,
    source_id text NOT NULL,
    content   jsonb NOT NULL,
    told      jsonb,
    gone_at   timestamptz,
    FOREIGN KEY (source, source_id) REFERENCES offers
);
CREATE INDEX stops_tour ON stops (tour_id);
CREATE INDEX stops_offer ON stops (source, source_id);

-- Dated visits, computed from the stops' rules and exceptions. A visit that
-- leaves the plan is withdrawn, not deleted: if it comes back it is the same.
CREATE TABLE visits (
    id           text PRIMARY KEY,
    stop_id      text NOT NULL REFERENCES stops,
    starts_at    timestamptz NOT NULL,
    ends_at      timestamptz NOT NULL CHECK (ends_at > starts_at),
    content      jsonb NOT NULL,
    withdrawn_at timestamptz
);
CREATE INDEX visits_stop ON visits (stop_id);
CREATE INDEX visits_ends ON visits (ends_at) WHERE withdrawn_at IS NULL;

-- What a spreadsheet changed, so that it can be undone.
CREATE TABLE tour_imports (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    departement text NOT NULL,
    origin      text NOT NULL,
    imported_at timestamptz NOT NULL,
    -- Tours and stops as they were before.
    before      jsonb NOT NULL,
    report      jsonb NOT NULL,
    undone_at   timestamptz
);
CREATE INDEX tour_imports_latest ON tour_imports (departement, id DESC) WHERE undone_at IS NULL;

-- +goose Down
DROP TABLE tour_imports, visits, stops, tours;
