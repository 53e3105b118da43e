package postgres

import (
	"errors"
	"net"
	"strings"

	"github.com/jackc/pgx/v5/pgconn"

	"escale/internal/mediation"
)

// readOnly is the state of a server that takes no writes.
const readOnly = "25006"

// away are the states (SQLSTATE, by their beginnings) in which a server that
// answers cannot do its work, whatever it is asked: they pass.
var away = []struct{ state, sentence string }{
	{readOnly, "La base de données est en lecture seule pour le moment : rien n’est changé."}, // a standby
	{"53100", "Le disque de la base de données est plein : rien n’est changé."},
	{"53", "La base de données n’a plus de place ou de connexion libre : rien n’est changé."},
	{"57P", "La base de données s’arrête ou démarre : rien n’est changé."},
	{"58", "La base de données ne peut plus lire ou écrire son disque : rien n’est changé."},
}

// unavailable says that the database cannot be reached, or cannot work now.
// What a server that works refused stays as it is.
func unavailable(err error) error {
	if err == nil {
		return nil
	}
	if refused, ok := errors.AsType[*mediation.Error](err); ok {
		return refused
	}
	fault := &mediation.Error{Kind: mediation.Unavailable, Cause: err, Sentence: "La base de données ne répond pas."}
	answer, answered := errors.AsType[*pgconn.PgError](err)
	if !answered {
		return fault
	}
	for _, a := range away {
		if strings.HasPrefix(answer.Code, a.state) {
			fault.Sentence = a.sentence
			return fault
		}
	}
	return err
}

// leaveStandby ends the connections of a server that has become a standby: new
// ones find the one that takes writes, where the address names several.
func (db *DB) leaveStandby(err error) {
	if answer, ok := errors.AsType[*pgconn.PgError](err); ok && answer.Code == readOnly {
		db.pool.Reset()
	}
}

// lost is true when the server was not reached, or was lost on the way.
func lost(err error) bool {
	_, refused := errors.AsType[*pgconn.ConnectError](err)
	_, broken := errors.AsType[net.Error](err)
	return refused || broken || pgconn.SafeToRetry(err)
}
