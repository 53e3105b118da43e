-- +goose Up
-- Mail. A job of the queue holds the number of a mail, and nothing else: the
-- address is that of what the mail is about, the link is made when it leaves.
ALTER TABLE accounts
    ADD COLUMN entered_at  timestamptz,
    ADD COLUMN reminded_at timestamptz;
ALTER TABLE sessions ADD COLUMN used_at timestamptz NOT NULL DEFAULT now();
ALTER TABLE grants ADD COLUMN scope_name text NOT NULL DEFAULT '';

-- A link may come with a code of six digits, good in the browser that asked only,
-- and for a few tries. Of all three only a hash is kept.
ALTER TABLE sign_ins
    ADD COLUMN purpose text NOT NULL DEFAULT 'sign-in' CHECK (purpose IN ('sign-in', 'invitation', 'reminder')),
    ADD COLUMN browser bytea UNIQUE,
    ADD COLUMN code    bytea,
    ADD COLUMN tries   int NOT NULL DEFAULT 0;

CREATE TABLE mails (
    id        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    kind      text NOT NULL,
    sign_in   bigint REFERENCES sign_ins ON DELETE SET NULL,
    grant_id  bigint REFERENCES grants ON DELETE SET NULL,
    account   bigint REFERENCES accounts ON DELETE CASCADE,
    asked_at  timestamptz NOT NULL DEFAULT now(),
    ended_at  timestamptz,
    -- What became of it: 'sent', 'failed', or 'nobody' when there was nobody to write to.
    outcome   text CHECK (outcome IN ('sent', 'failed', 'nobody')),
    failure   text NOT NULL DEFAULT ''
);
CREATE INDEX mails_failed ON mails (ended_at) WHERE outcome = 'failed';

-- +goose Down
DROP TABLE mails;
ALTER TABLE sign_ins DROP COLUMN purpose, DROP COLUMN browser, DROP COLUMN code, DROP COLUMN tries;
ALTER TABLE sessions DROP COLUMN used_at;
ALTER TABLE grants DROP COLUMN scope_name;
ALTER TABLE accounts DROP COLUMN entered_at, DROP COLUMN reminded_at;
