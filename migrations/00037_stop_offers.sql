-- +goose Up

-- Stops whose record was renamed still named it as before: their tours could not be
-- written any more.
UPDATE stops SET content = jsonb_set(content, '{offer}', to_jsonb(source || '/' || source_id)),
    told = CASE WHEN told->>'offer' = content->>'offer' THEN jsonb_set(told, '{offer}', to_jsonb(source || '/' || source_id)) ELSE told END
WHERE content->>'offer' <> source || '/' || source_id;

-- +goose Down
SELECT 1;
