-- +goose Up
-- Those who sign in, what they may do, and what they did.
CREATE TABLE accounts (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    email      text NOT NULL UNIQUE,
    name       text NOT NULL DEFAULT '',
    created_at timestamptz NOT NULL DEFAULT now(),
    closed_at  timestamptz
);
CREATE TABLE grants (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    account    bigint NOT NULL REFERENCES accounts ON DELETE CASCADE,
    role       text NOT NULL CHECK (role IN ('editor', 'operator', 'moderator', 'admin')),
    scope_kind text NOT NULL CHECK (scope_kind IN ('offer', 'organisation', 'commune', 'tour', 'departement', 'all')),
    scope_id   text NOT NULL,
    granted_by bigint REFERENCES accounts ON DELETE SET NULL,
    granted_at timestamptz NOT NULL DEFAULT now(),
    UNIQUE (account, role, scope_kind, scope_id)
);

-- What was asked to sign in, by anybody, known or not. Of the link only a
-- hash is kept. Times are those of the database, never a frozen clock.
CREATE TABLE sign_ins (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    email      text NOT NULL,
    token      bytea UNIQUE,
    asked_at   timestamptz NOT NULL DEFAULT now(),
    expires_at timestamptz NOT NULL DEFAULT now() + interval '15 minutes',
    used_at    timestamptz
);
CREATE INDEX sign_ins_email ON sign_ins (email, asked_at);
CREATE INDEX sign_ins_asked ON sign_ins (asked_at);

CREATE TABLE sessions (
    -- The hash of what the cookie holds.
    token      text PRIMARY KEY,
    data       bytea NOT NULL,
    expiry     timestamptz NOT NULL,
    account    bigint REFERENCES accounts ON DELETE CASCADE,
    created_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX sessions_account ON sessions (account);

CREATE TABLE changes (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at          timestamptz NOT NULL DEFAULT now(),
    account     bigint REFERENCES accounts ON DELETE SET NULL,
    author      text NOT NULL,
    act         text NOT NULL,
    object_kind text NOT NULL,
    object_id   text NOT NULL,
    name        text NOT NULL,
    field       text NOT NULL DEFAULT '',
    before      text NOT NULL DEFAULT '',
    after       text NOT NULL DEFAULT '',
    -- What undoing needs: the correction that it made, and the one in force before.
    made        bigint,
    replaced    bigint,
    undoes      bigint REFERENCES changes
);
CREATE INDEX changes_object ON changes (object_kind, object_id, id);
CREATE INDEX changes_account ON changes (account, id);

-- +goose Down
DROP TABLE changes, sessions, sign_ins, grants, accounts;
