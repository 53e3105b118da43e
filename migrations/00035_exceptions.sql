-- +goose Up

-- What people here say of one day of a stop, apart from its rule, so that the
-- stop follows its source. All the exceptions of a day are one row, the one in
-- force or one that was withdrawn; an empty list says that the rule holds again.
CREATE TABLE stop_exceptions (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    stop_id      text NOT NULL REFERENCES stops,
    day          text NOT NULL,
    content      jsonb NOT NULL,
    made_at      timestamptz NOT NULL,
    withdrawn_at timestamptz
);
CREATE UNIQUE INDEX stop_exceptions_in_force ON stop_exceptions (stop_id, day) WHERE withdrawn_at IS NULL;

INSERT INTO stop_exceptions (stop_id, day, content, made_at)
SELECT s.id, e ->> 'day', jsonb_build_object('version', 1, 'list', jsonb_agg(e)), now()
FROM stops s, jsonb_array_elements(s.content -> 'exceptions') AS e
WHERE s.content ? 'exceptions' GROUP BY s.id, e ->> 'day';

-- The exceptions that an import left, by stop: undoing it keeps what came later.
ALTER TABLE tour_imports ADD COLUMN after jsonb;
UPDATE tour_imports i SET after = jsonb_build_object('version', 1, 'stops', COALESCE((
    SELECT jsonb_object_agg(s.id, s.content -> 'exceptions') FROM stops s JOIN tours t ON t.id = s.tour_id
    WHERE t.departement = i.departement AND s.content ? 'exceptions'), '{}'));
ALTER TABLE tour_imports ALTER COLUMN after SET NOT NULL;
-- Which tours an import changed.
ALTER TABLE tour_imports ADD COLUMN touched text[] NOT NULL DEFAULT '{}';

UPDATE stops SET content = content - 'exceptions' WHERE content ? 'exceptions';

-- +goose Down
UPDATE stops s SET content = s.content || jsonb_build_object('exceptions', e.list) FROM (
    SELECT x.stop_id, jsonb_agg(l ORDER BY x.day) AS list FROM stop_exceptions x, jsonb_array_elements(x.content -> 'list') AS l
    WHERE x.withdrawn_at IS NULL GROUP BY x.stop_id) AS e WHERE e.stop_id = s.id;
ALTER TABLE tour_imports DROP COLUMN after, DROP COLUMN touched;
-- What their history could bring back is gone with them.
DELETE FROM changes WHERE object_kind = 'tour' AND undoes IS NOT NULL;
DELETE FROM changes WHERE object_kind = 'tour';
DROP TABLE stop_exceptions;
