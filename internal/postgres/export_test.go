package postgres

import "context"

// Fail has the server refuse with a state, by its name.
func (tx *Tx) Fail(ctx context.Context, state string) error {
	_, err := tx.tx.Exec(ctx, "DO $$ BEGIN RAISE EXCEPTION USING ERRCODE = '"+state+"', MESSAGE = 'as a test wants'; END $$")
	return err
}

// NewProvider lets tests go down and up the migrations.
var NewProvider = newProvider
