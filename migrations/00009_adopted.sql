-- +goose Up

-- A record added here may stand for one that its source tells so badly that it
-- was set aside: target is then the key of that one.
ALTER TABLE corrections DROP CONSTRAINT corrections_check1;
ALTER TABLE corrections ADD CONSTRAINT corrections_target CHECK (act = 'add' OR (act = 'join') = (target <> ''));

-- +goose Down
ALTER TABLE corrections DROP CONSTRAINT corrections_target;
ALTER TABLE corrections ADD CONSTRAINT corrections_check1 CHECK ((act = 'join') = (target <> '')) NOT VALID;
