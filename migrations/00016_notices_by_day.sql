-- +goose Up

-- Notices are counted by day before another is taken: 10,000 came in three
-- seconds.
CREATE INDEX notices_by_day ON notices (departement, told_at);

-- +goose Down
DROP INDEX notices_by_day;
