-- +goose Up

-- What changed at each revision, so that a server reads that alone. Triggers
-- write it with what they tell of; the revision is added when it is counted up.
CREATE TABLE changed_rows (
    revision bigint,
    -- 'place', 'visit', 'offer' (source/source_id, of a place of before or of
    -- now), or 'all': too much, or something that everything depends on.
    kind     text NOT NULL,
    id       text NOT NULL DEFAULT ''
);
CREATE INDEX changed_rows_revision ON changed_rows (revision);

-- Notes what a statement changed. Its arguments are the kind, what gives the
-- id, and the columns that readers see: a row written again as it is changes
-- nothing.
-- +goose StatementBegin
CREATE FUNCTION note_changes() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    columns text := TG_ARGV[1] || ' AS id, ' || TG_ARGV[2];
    rows text;
    ids text[];
BEGIN
    CASE TG_OP
    WHEN 'INSERT' THEN rows := 'SELECT ' || columns || ' FROM new_rows';
    WHEN 'DELETE' THEN rows := 'SELECT ' || columns || ' FROM old_rows';
    ELSE rows := format('(SELECT %1$s FROM new_rows EXCEPT SELECT %1$s FROM old_rows) UNION ALL (SELECT %1$s FROM old_rows EXCEPT SELECT %1$s FROM new_rows)', columns);
    END CASE;
    EXECUTE 'SELECT array_agg(DISTINCT r.id) FROM (' || rows || ') r' INTO ids;
    IF TG_ARGV[0] = 'all' AND ids IS NOT NULL OR cardinality(ids) > 1000 THEN
        INSERT INTO changed_rows (kind) VALUES ('all');
    ELSE
        INSERT INTO changed_rows (kind, id) SELECT TG_ARGV[0], unnest(ids);
    END IF;
    RETURN NULL;
END $$;

DO $$
DECLARE
    t record;
BEGIN
    FOR t IN SELECT * FROM (VALUES
        ('offers', 'place', 'place_id', 'source, source_id, content, gone_at, hidden_at'),
        ('places', 'place', 'id', 'name, street, complement, postcode, city, insee, point::bytea'),
        ('corrected_offers', 'place', 'place_id', 'source, source_id, content, hidden'),
        ('corrected_offers', 'offer', 'source || ''/'' || source_id', 'place_id'),
        ('corrected_places', 'place', 'id', 'name, street, complement, postcode, city, insee, point::bytea'),
        ('visits', 'visit', 'id', 'stop_id, ends_at, content, withdrawn_at'),
        ('stops', 'all', 'id', 'tour_id, source, source_id, content, gone_at'),
        ('tours', 'all', 'id', 'departement, content, gone_at'),
        ('communes', 'all', 'insee', 'departement'),
        ('epcis', 'all', 'siren', 'name')) AS list (name, kind, id, columns)
    LOOP
        EXECUTE format('CREATE TRIGGER note_new_%2$s AFTER INSERT ON %1$I REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION note_changes(%2$L, %3$L, %4$L)', t.name, t.kind, t.id, t.columns);
        EXECUTE format('CREATE TRIGGER note_gone_%2$s AFTER DELETE ON %1$I REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION note_changes(%2$L, %3$L, %4$L)', t.name, t.kind, t.id, t.columns);
        IF t.name NOT IN ('communes', 'epcis') THEN
            EXECUTE format('CREATE TRIGGER note_other_%2$s AFTER UPDATE ON %1$I REFERENCING NEW TABLE AS new_rows OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION note_changes(%2$L, %3$L, %4$L)', t.name, t.kind, t.id, t.columns);
        END IF;
    END LOOP;
END $$;

-- Of the territory any column may matter, and it is seldom written.
CREATE FUNCTION note_all() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO changed_rows (kind) VALUES ('all');
    RETURN NULL;
END $$;
-- +goose StatementEnd
CREATE TRIGGER note_other_all AFTER UPDATE ON communes FOR EACH STATEMENT EXECUTE FUNCTION note_all();
CREATE TRIGGER note_other_all AFTER UPDATE ON epcis FOR EACH STATEMENT EXECUTE FUNCTION note_all();

-- +goose Down
DROP FUNCTION note_changes, note_all CASCADE;
DROP TABLE changed_rows;
