-- +goose Up

-- How often the pages of each territory were seen, by day. Nothing else is
-- known of a view: no address, no identifier, no instant.
CREATE TABLE page_views (
    day       date NOT NULL,
    page      text NOT NULL,
    territory text NOT NULL,
    views     integer NOT NULL CHECK (views > 0),
    PRIMARY KEY (day, page, territory)
);

-- +goose Down
DROP TABLE page_views;
