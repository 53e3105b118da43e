-- +goose Up

-- No query looks for names or services in the database: searches are answered
-- by the snapshot. Keeping these up to date was half of what storing an import
-- cost.
DROP INDEX communes_name;
DROP INDEX places_name;
DROP INDEX offers_name;
DROP INDEX offers_services;

-- What sources say is long enough to be compressed, and lz4 does that in a
-- fraction of the time of PostgreSQL's own method. A server without it keeps
-- the latter.
-- +goose StatementBegin
DO $$ BEGIN
    ALTER TABLE offers ALTER content SET COMPRESSION lz4, ALTER raw SET COMPRESSION lz4;
    ALTER TABLE offers_before ALTER content SET COMPRESSION lz4, ALTER raw SET COMPRESSION lz4;
EXCEPTION WHEN feature_not_supported THEN NULL;
END $$;
-- +goose StatementEnd

-- Records at the centre of their commune are matched by their names, for their
-- points tell nothing.
CREATE INDEX offers_approximate ON offers (insee) WHERE (content -> 'approximate') IS NOT NULL;

-- +goose Down
DROP INDEX offers_approximate;
ALTER TABLE offers ALTER content SET COMPRESSION default, ALTER raw SET COMPRESSION default;
ALTER TABLE offers_before ALTER content SET COMPRESSION default, ALTER raw SET COMPRESSION default;
CREATE INDEX communes_name ON communes USING gin (fold(name) gin_trgm_ops);
CREATE INDEX places_name ON places USING gin (fold(name) gin_trgm_ops);
CREATE INDEX offers_name ON offers USING gin (fold(name) gin_trgm_ops);
CREATE INDEX offers_services ON offers USING gin (services jsonb_path_ops);
