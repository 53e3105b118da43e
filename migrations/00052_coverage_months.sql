-- +goose Up

-- How many people were far from help each month, by commune and need, as the map counted
-- them once in that month. A commune where nobody was far has no row.
CREATE TABLE coverage_months (
    month  date NOT NULL CHECK (extract(day FROM month) = 1),
    need   text NOT NULL,
    insee  text NOT NULL REFERENCES communes ON DELETE CASCADE,
    people integer NOT NULL CHECK (people >= 0),
    PRIMARY KEY (month, need, insee)
);
CREATE INDEX coverage_months_insee ON coverage_months (insee);

-- That a month was counted, for a département and a need, be nobody far.
CREATE TABLE coverage_counts (
    departement text NOT NULL,
    month       date NOT NULL,
    need        text NOT NULL,
    PRIMARY KEY (departement, month, need)
);

CREATE TRIGGER note_other_all AFTER INSERT OR DELETE ON coverage_counts FOR EACH STATEMENT EXECUTE FUNCTION note_all();

-- +goose Down
DROP TABLE coverage_months, coverage_counts;
