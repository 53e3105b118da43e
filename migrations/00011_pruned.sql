-- +goose Up

-- When what undoing a run needs was deleted; NULL as long as it is kept. A run
-- that changed nothing has no rows to tell it by.
ALTER TABLE import_runs ADD COLUMN pruned_at timestamptz;

-- +goose Down
ALTER TABLE import_runs DROP COLUMN pruned_at;
