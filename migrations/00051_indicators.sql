-- +goose Up

-- What is known of the people of each département, by layer: of which year, from whom,
-- and how rates were turned into people.
CREATE TABLE indicator_layers (
    departement text NOT NULL,
    layer       text NOT NULL,
    year        integer NOT NULL CHECK (year BETWEEN 1990 AND 2200),
    source      text NOT NULL,
    estimated   text NOT NULL DEFAULT '',
    PRIMARY KEY (departement, layer)
);

-- How many people of a layer live in a commune, rounded to ten.
CREATE TABLE indicators (
    layer  text NOT NULL,
    insee  text NOT NULL REFERENCES communes ON DELETE CASCADE,
    people integer NOT NULL CHECK (people >= 0 AND people % 10 = 0),
    PRIMARY KEY (layer, insee)
);

CREATE TRIGGER note_other_all AFTER INSERT OR UPDATE OR DELETE ON indicator_layers FOR EACH STATEMENT EXECUTE FUNCTION note_all();

-- +goose Down
DROP TABLE indicators, indicator_layers;
