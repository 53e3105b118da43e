-- +goose Up
-- What earlier versions kept of persons in the records of sources: the columns
-- that speak of them, nested lists of advisers, addresses made of their names.
-- Readers drop all that now (internal/formats/table_personal.go).

-- +goose StatementBegin
CREATE FUNCTION pg_temp.folded(name text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT regexp_replace(translate(lower(name), 'àâäçéèêëîïôöùûüÿ', 'aaaceeeeiioouuuy'), '[^a-z0-9]+', '_', 'g')
$$;
CREATE FUNCTION pg_temp.personal(name text, value text) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
    SELECT value ~ '^\s*(\[\s*)?\{' AND value ~* '"(pr[eé]nom|first_?name|given_name)"\s*:'
        OR lower(trim(value)) !~ '^(\d{1,4}|oui|non|true|false|vrai|faux|x)$' AND (
            column_name ~ '(^|_)(aidant|aidante|mediateur|mediatrice|prenom|referent|referente|interlocuteur|interlocutrice|animateur|animatrice|formateur|formatrice|responsable|directeur|directrice|prescripteur|prescription|orienteur)s?(_|$)'
                AND column_name !~ '(^|_)(structure|organisme|service|nb|nombre|aidants_connect|label|labels)(_|$)'
            OR column_name ~ '(^|_)nom_(du_|de_la_|de_l_)?(contact|conseiller|conseillere|agent)s?(_|$)'
            OR column_name ~ '(^|_)(contact|conseiller|conseillere|agent)s?_nom(_|$)'
            OR column_name ~ '(^|_)(mail|email|e_mail|courriel|tel|telephone|portable)_(du_|de_la_|de_l_)?(conseiller|conseillere|agent)s?(_|$)'
            OR column_name ~ '(^|_)(conseiller|conseillere|agent)s?_(mail|email|e_mail|courriel|tel|telephone|portable)(_|$)')
    FROM (SELECT pg_temp.folded(name) AS column_name) folded
$$;
CREATE FUNCTION pg_temp.impersonal(cells jsonb) RETURNS jsonb LANGUAGE sql IMMUTABLE AS $$
    SELECT COALESCE(jsonb_object_agg(key, value), '{}') FROM jsonb_each_text(cells) WHERE NOT pg_temp.personal(key, value)
$$;
CREATE FUNCTION pg_temp.unaddressed(content jsonb) RETURNS jsonb LANGUAGE sql IMMUTABLE AS $$
    SELECT regexp_replace(content::text, '[[:alnum:]_.+''-]+@([[:alnum:]_-]+\.)*conseiller-numerique\.fr', '', 'gi')::jsonb
$$;
-- +goose StatementEnd

UPDATE offers SET raw = pg_temp.unaddressed(pg_temp.impersonal(raw)), content = pg_temp.unaddressed(content);
UPDATE set_aside SET raw = pg_temp.unaddressed(pg_temp.impersonal(raw)), content = pg_temp.unaddressed(content);
UPDATE offers_before SET raw = pg_temp.unaddressed(pg_temp.impersonal(raw)), content = pg_temp.unaddressed(content);
UPDATE set_aside_before SET raw = pg_temp.unaddressed(pg_temp.impersonal(raw)), content = pg_temp.unaddressed(content);
UPDATE corrected_offers SET content = pg_temp.unaddressed(content);
UPDATE import_runs SET report = jsonb_set(pg_temp.unaddressed(report), '{remarks}', (
        SELECT COALESCE(jsonb_agg(remark), '[]') FROM jsonb_array_elements(report -> 'remarks') remark
        WHERE NOT pg_temp.personal(COALESCE(remark ->> 'column', ''), COALESCE(remark ->> 'value', ''))))
    WHERE jsonb_typeof(report -> 'remarks') = 'array';
UPDATE data_revision SET revision = revision + 1;

-- +goose Down
-- What is erased does not come back.
SELECT 1;
