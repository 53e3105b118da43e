package postgres

// NewProvider lets tests go down and up the migrations.
var NewProvider = newProvider
