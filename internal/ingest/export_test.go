package ingest

// Deltas lets tests compare offers that no file could hold.
var Deltas = deltas
