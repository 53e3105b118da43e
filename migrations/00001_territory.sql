-- +goose Up
CREATE EXTENSION IF NOT EXISTS postgis;
CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE EXTENSION IF NOT EXISTS unaccent;

-- unaccent() is only STABLE, because its dictionary could change; naming the
-- dictionary lets an index use it.
CREATE FUNCTION fold(text) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT
    AS $$ SELECT lower(public.unaccent('public.unaccent', $1)) $$;

CREATE TABLE epcis (
    siren text PRIMARY KEY CHECK (siren ~ '^[0-9]{9}$'),
    name  text NOT NULL
);

CREATE TABLE communes (
    insee       text PRIMARY KEY CHECK (insee ~ '^[0-9AB]{5}$'),
    departement text NOT NULL,
    name        text NOT NULL,
    postcodes   text[] NOT NULL,
    population  integer NOT NULL DEFAULT 0 CHECK (population >= 0),
    epci        text REFERENCES epcis,
    centre      geometry(Point, 4326) NOT NULL,
    contour     geometry(MultiPolygon, 4326),
    former      text[] NOT NULL DEFAULT '{}'
);
CREATE INDEX communes_departement ON communes (departement);
CREATE INDEX communes_contour ON communes USING gist (contour);
CREATE INDEX communes_centre ON communes USING gist ((centre::geography));
CREATE INDEX communes_name ON communes USING gin (fold(name) gin_trgm_ops);

-- +goose Down
DROP TABLE communes, epcis;
DROP FUNCTION fold(text);
