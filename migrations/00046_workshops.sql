-- +goose Up

-- Workshops: a series of dated sessions, at the visits of a tour or at the place of
-- an offer, and who has a seat.
CREATE TABLE series (
    id          text PRIMARY KEY,
    departement text NOT NULL,
    content     jsonb NOT NULL,
    -- One registration is for all its dates.
    whole       boolean NOT NULL,
    opened_at   timestamptz NOT NULL
);

-- Those who sit together: of a whole series one group, else one for each date. Every
-- seat that is given or taken back goes through its row, which makes them wait for
-- each other.
CREATE TABLE workshop_groups (
    id        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    series_id text NOT NULL REFERENCES series,
    seats     int NOT NULL CHECK (seats > 0),
    -- How many are given on the phone only.
    kept      int NOT NULL CHECK (kept BETWEEN 0 AND seats),
    -- Given, or kept a while for who waited; online those of them asked for on the web.
    taken     int NOT NULL DEFAULT 0 CHECK (taken BETWEEN 0 AND seats),
    online    int NOT NULL DEFAULT 0 CHECK (online BETWEEN 0 AND taken)
);
CREATE INDEX workshop_groups_series ON workshop_groups (series_id);

CREATE TABLE workshops (
    id           text PRIMARY KEY,
    series_id    text NOT NULL REFERENCES series,
    group_id     bigint NOT NULL REFERENCES workshop_groups,
    number       int NOT NULL,
    -- At a visit, so many minutes after its start; or else at the place of an offer.
    visit_id     text REFERENCES visits,
    after_start  int NOT NULL DEFAULT 0,
    source       text NOT NULL DEFAULT '',
    source_id    text NOT NULL DEFAULT '',
    starts_at    timestamptz NOT NULL,
    ends_at      timestamptz NOT NULL CHECK (ends_at > starts_at),
    status       text NOT NULL DEFAULT 'planned' CHECK (status IN ('planned', 'moved', 'cancelled')),
    -- Its visit was cancelled, not the workshop itself.
    by_visit     boolean NOT NULL DEFAULT false,
    reason       text NOT NULL DEFAULT '',
    -- Where the visit was sent to, '' at its stop.
    venue        text NOT NULL DEFAULT '',
    was_start    timestamptz,
    sequence     int NOT NULL DEFAULT 0,
    changed_at   timestamptz NOT NULL,
    reminded_at  timestamptz,
    CHECK ((visit_id IS NULL) = (source <> ''))
);
CREATE INDEX workshops_series ON workshops (series_id);
CREATE INDEX workshops_group ON workshops (group_id);
CREATE INDEX workshops_visit ON workshops (visit_id);
CREATE INDEX workshops_starts ON workshops (starts_at);

-- A seat, or a place in the waiting list. first_name, phone and email are erased
-- some days after the last session; the row stays, for the counts.
CREATE TABLE registrations (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    group_id   bigint NOT NULL REFERENCES workshop_groups,
    first_name text NOT NULL,
    phone      text NOT NULL,
    email      text NOT NULL DEFAULT '',
    -- Asked for on the web; else typed by the team or a town hall.
    online     boolean NOT NULL,
    state      text NOT NULL CHECK (state IN ('seated', 'waiting', 'offered', 'lapsed', 'left')),
    asked_at   timestamptz NOT NULL DEFAULT now(),
    -- Until when an offered seat is kept; NULL while it waits for a call.
    expires_at timestamptz,
    erased_at  timestamptz
);
CREATE INDEX registrations_group ON registrations (group_id, state, id);
CREATE INDEX registrations_phone ON registrations (phone) WHERE phone <> '';
CREATE INDEX registrations_email ON registrations (email) WHERE email <> '';
CREATE INDEX registrations_expires ON registrations (expires_at) WHERE state = 'offered';

-- What opens a registration: the slip, and the link of each mail. Only hashes.
CREATE TABLE registration_links (
    token        bytea PRIMARY KEY,
    registration bigint NOT NULL REFERENCES registrations ON DELETE CASCADE
);
CREATE INDEX registration_links_registration ON registration_links (registration);

-- Who came: it names a registration, whose names are erased.
CREATE TABLE attendances (
    workshop     text NOT NULL REFERENCES workshops,
    registration bigint NOT NULL REFERENCES registrations ON DELETE CASCADE,
    mark         text NOT NULL CHECK (mark IN ('seen', 'absent', 'excused')),
    marked_at    timestamptz NOT NULL,
    PRIMARY KEY (workshop, registration)
);

-- People that the team must telephone, ticked when done; name and phone go with
-- their term.
CREATE TABLE calls (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    departement text NOT NULL,
    name        text NOT NULL,
    phone       text NOT NULL,
    why         text NOT NULL,
    -- What it is about, in words that name no person.
    about       text NOT NULL,
    -- Whose task it is: a tour or an offer, '' for moderators; where it comes from.
    object_kind text NOT NULL DEFAULT '',
    object_id   text NOT NULL DEFAULT '',
    origin_kind text NOT NULL,
    origin_id   text NOT NULL,
    asked_at    timestamptz NOT NULL DEFAULT now(),
    until       timestamptz NOT NULL,
    done_at     timestamptz,
    done_by     bigint REFERENCES accounts ON DELETE SET NULL
);
CREATE INDEX calls_open ON calls (departement, asked_at) WHERE done_at IS NULL;
CREATE INDEX calls_origin ON calls (origin_kind, origin_id);

ALTER TABLE mails
    ADD COLUMN registration bigint REFERENCES registrations ON DELETE CASCADE,
    ADD COLUMN workshop     text REFERENCES workshops;

-- +goose StatementBegin
DO $$
DECLARE
    t record;
BEGIN
    FOR t IN SELECT * FROM (VALUES
        ('workshops', 'workshop', 'id', 'visit_id, source, source_id, starts_at, ends_at, status, reason, was_start, sequence'),
        ('workshop_groups', 'group', 'id::text', 'seats, kept, taken, online'),
        ('series', 'series', 'id', 'content, whole')) AS list (name, kind, id, columns)
    LOOP
        EXECUTE format('CREATE TRIGGER note_new_%2$s AFTER INSERT ON %1$I REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION note_changes(%2$L, %3$L, %4$L)', t.name, t.kind, t.id, t.columns);
        EXECUTE format('CREATE TRIGGER note_gone_%2$s AFTER DELETE ON %1$I REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION note_changes(%2$L, %3$L, %4$L)', t.name, t.kind, t.id, t.columns);
        EXECUTE format('CREATE TRIGGER note_other_%2$s AFTER UPDATE ON %1$I REFERENCING NEW TABLE AS new_rows OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION note_changes(%2$L, %3$L, %4$L)', t.name, t.kind, t.id, t.columns);
    END LOOP;
END $$;
-- +goose StatementEnd

-- +goose Down
ALTER TABLE mails DROP COLUMN registration, DROP COLUMN workshop;
DROP TABLE calls, attendances, registration_links, registrations, workshops, workshop_groups, series;
